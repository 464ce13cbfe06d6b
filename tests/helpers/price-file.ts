/** A price file of a format made up for tests, and what imports of it leave in the ledger. */
import type { Db } from '../../src/db/client.ts'
import type { Names } from '../../src/ingest/market/names.ts'
import { importRead, type PriceImport } from '../../src/ingest/market/run.ts'
import type { Format, UpstreamPrice, UpstreamRecord } from '../../src/ingest/market/types.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { fixedClock } from './clock.ts'

/** One value of one model: `['model-1', 'input', '2', { from: '2026-03-01' }]`. */
export type Line = readonly [model: string, meter: string, amount: string, more?: Partial<UpstreamPrice>]

/** The bytes are JSON of lines; the source is `article` of the helpers' world. */
const lines: Format = {
  name: 'lines',
  help: 'lines of tests',
  source: 'article',
  accepts: () => true,
  parse: ([file]) => ({
    records: recordsOf(JSON.parse(new TextDecoder().decode(file!.bytes))),
    mentioned: [],
  }),
}

function recordsOf(all: Line[]): UpstreamRecord[] {
  const byModel = Map.groupBy(all, ([model]) => model)
  return [...byModel].map(([model, own]) => ({
    path: `maker/${model}`,
    seller: 'maker',
    model,
    prices: own.map(([, meter, amount, more]) => ({
      field: meter,
      meter,
      amount,
      unit: 'USD/Mtok',
      ...more,
    })),
    problems: [],
  }))
}

/** Every model is the maker's own. */
const maker = { slug: 'maker', name: 'Maker', kinds: ['LAB' as const] }
const ownNames = {
  fingerprint: 'own',
  offerOf: (_format: string, _seller: string, model: string) => ({
    seller: { ...maker, isKnown: true },
    maker,
    model: { slug: model, unreconciled: false },
  }),
} as unknown as Names

/** Imports one edition. */
export function importLines(db: Db, date: string, all: readonly Line[], more: Partial<PriceImport> = {}) {
  const bytes = new TextEncoder().encode(JSON.stringify(all))
  const run: PriceImport = {
    ...{ format: lines, names: ownNames, input: 'lines.json', origin: 'lines.json', date },
    acceptSmall: true,
    ...more,
  }
  const raw = { files: [{ path: 'lines.json', bytes }], contentHash: sha256(bytes), isAddress: false }
  return importRead(db, fixedClock('2026-11-24T12:00:00Z'), run, raw)
}

/** What stands, without what depends on how many imports it took. */
export async function standing(db: Db) {
  const plain = (rows: unknown) => rows as Record<string, unknown>[]
  const [facts, claims, periods, sightings, resolutions, checks] = await Promise.all([
    db.$queryRaw`SELECT "id" FROM "Fact" ORDER BY 1`,
    db.$queryRaw`SELECT to_jsonb(c) - 'fromRevision' AS row FROM "Claim" c WHERE "toRevision" IS NULL ORDER BY "id"`,
    db.$queryRaw`SELECT "claimId", "validFrom", "validTo" FROM "ClaimPeriod" WHERE "toRevision" IS NULL ORDER BY 1, 2`,
    db.$queryRaw`SELECT "claimId", "editionId", "statedTo" FROM "Sighting" ORDER BY 1, 2`,
    db.$queryRaw`SELECT to_jsonb(r) - 'fromRevision' - 'id' AS row FROM "Resolution" r
      WHERE "toRevision" IS NULL ORDER BY "factId", "validFrom"`,
    db.$queryRaw`SELECT "claimId", "verdict", "explanation" FROM "Check" WHERE "toRevision" IS NULL ORDER BY 1, 2, 3`,
  ])
  return {
    ...{ facts: plain(facts), claims: plain(claims), periods: plain(periods), sightings: plain(sightings) },
    ...{ resolutions: plain(resolutions), checks: plain(checks) },
  }
}
