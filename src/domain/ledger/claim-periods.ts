/** Finds anew when the claims of data files held, and writes what changed. */
import type { Tx } from '../../db/client.ts'
import { contentId } from '../../lib/ids.ts'
import { type SeenValue, seenPeriods } from '../belief/sighted.ts'
import { closeRows, insertRows } from './rows.ts'
import { editionsOf } from './snapshots.ts'

interface Seen {
  id: string
  factId: string
  series: string
  validFrom: Date | null
  editions: string[]
  /** Milliseconds, as text; null where an edition states no end. */
  ends: (string | null)[]
}

interface Live {
  id: string
  claimId: string
  factId: string
  validFrom: Date | null
  validTo: Date | null
}

/** @returns the facts whose claims held at other times than was known. */
export async function findPeriods(tx: Tx, source: string, revision: number): Promise<string[]> {
  const editions = await editionsOf(tx, source)
  const place = new Map(editions.map((e, i) => [e.id, i]))
  const days = editions.map((e) => Date.parse(`${e.day}T00:00:00Z`))
  const claims = await tx.$queryRaw<Seen[]>`
    SELECT c."id", c."factId", c."series", c."validFrom", array_agg(s."editionId") AS editions,
      array_agg((extract(epoch FROM s."statedTo") * 1000)::bigint::text) AS ends
    FROM "Claim" c JOIN "Sighting" s ON s."claimId" = c."id"
    WHERE c."sourceSlug" = ${source} AND c."series" IS NOT NULL AND c."toRevision" IS NULL GROUP BY c."id"`
  const live = await tx.$queryRaw<Live[]>`
    SELECT p."id", p."claimId", c."factId", p."validFrom", p."validTo" FROM "ClaimPeriod" p
    JOIN "Claim" c ON c."id" = p."claimId" WHERE c."sourceSlug" = ${source} AND p."toRevision" IS NULL`

  const facts = new Map(claims.map((c) => [c.id, c.factId]))
  const known = new Map(live.map((p) => [contentOf(p.claimId, p.validFrom, p.validTo), p]))
  const fresh: { claimId: string; validFrom: string | null; validTo: string | null }[] = []
  const kept = new Set<string>()
  for (const line of Map.groupBy(claims, (c) => c.series).values()) {
    const values = line.map(
      (c): SeenValue => ({
        id: c.id,
        statedFrom: c.validFrom?.getTime() ?? null,
        seen: new Map(
          c.editions.map((e, i) => [place.get(e)!, c.ends[i] == null ? null : Number(c.ends[i])]),
        ),
      }),
    )
    for (const p of seenPeriods(days, values)) {
      const [from, to] = [instant(p.from), instant(p.to)]
      const same = known.get(contentOf(p.id, from, to))
      if (same) kept.add(same.id)
      else
        fresh.push({
          claimId: p.id,
          validFrom: from?.toISOString() ?? null,
          validTo: to?.toISOString() ?? null,
        })
    }
  }
  const gone = live.filter((p) => !kept.has(p.id))
  await closeRows(
    tx,
    'ClaimPeriod',
    gone.map((p) => p.id),
    revision,
  )
  await insertRows(
    tx,
    'ClaimPeriod',
    fresh.map((p) => ({
      id: contentId('per', { ...p, revision }),
      ...p,
      fromRevision: revision,
      toRevision: null,
    })),
  )
  return [...new Set([...gone.map((p) => p.factId), ...fresh.map((p) => facts.get(p.claimId)!)])]
}

const instant = (ms: number) => (Number.isFinite(ms) ? new Date(ms) : null)
const contentOf = (claim: string, from: Date | null, to: Date | null) =>
  `${claim} ${from?.getTime()} ${to?.getTime()}`
