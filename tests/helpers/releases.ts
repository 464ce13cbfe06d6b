/** Releases of statistics made up for tests: imported from their text, as a file of a name. */
import type { Db } from '../../src/db/client.ts'
import { STATISTIC_FORMATS } from '../../src/ingest/statistics/registry.ts'
import { importReadRelease } from '../../src/ingest/statistics/run.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { fixedClock } from './clock.ts'

const NOW = '2026-11-24T12:00:00Z'

export function importText(
  db: Db,
  name: string,
  path: string,
  text: string,
  options: { date?: string; dryRun?: boolean } = {},
) {
  const bytes = new TextEncoder().encode(text)
  const raw = { files: [{ path, bytes }], contentHash: sha256(bytes), isAddress: false }
  return importReadRelease(db, fixedClock(NOW), { format: formatOf(name), origin: path, ...options }, raw)
}

export const formatOf = (name: string) => STATISTIC_FORMATS.find((f) => f.name === name)!

/** Ember's table of Danish months: `{ '2024-11': '96.58' }`. */
export const emberText = (months: Readonly<Record<string, string>>) =>
  [
    'Country,ISO3 Code,Date,Price (EUR/MWhe)',
    ...Object.entries(months).map(([month, price]) => `Denmark,DNK,${month}-01,${price}`),
    '',
  ].join('\n')

/** What stands of a source, by key, and the days of the releases in which each was seen. */
export async function standingOf(db: Db, source: string) {
  const rows = await db.$queryRaw<{ key: string; value: string; seen: string[] }[]>`
    SELECT c."key", coalesce(trim_scale(c."point")::text, c."text") AS value,
      array_agg(e."date"::text ORDER BY e."date") AS seen
    FROM "Claim" c JOIN "Sighting" s ON s."claimId" = c."id" JOIN "Edition" e ON e."id" = s."editionId"
    WHERE c."sourceSlug" = ${source} AND c."toRevision" IS NULL GROUP BY c."id" ORDER BY c."key"`
  return Object.fromEntries(rows.map((r) => [r.key, [r.value, r.seen] as const]))
}
