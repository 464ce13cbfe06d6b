/** Recomputes which claims answer and which are suspect, for the facts that an import touched; writes what changed. */
import type { Tx } from '../../db/client.ts'
import { KINDS, kindOfId } from '../../kinds/facts.ts'
import { canonicalOf } from '../../lib/decimal.ts'
import { contentId } from '../../lib/ids.ts'
import { type Suspicion, suspicions } from '../belief/plausibility.ts'
import { type Candidate, RULE, reasonText } from '../belief/rule.ts'
import { spreadOf } from '../belief/spread.ts'
import { type ResolvedPeriod, resolveTimeline, withUndated } from '../belief/timeline.ts'
import { readCandidates } from './candidates.ts'
import type { Columns } from './input.ts'
import { closeRows, insertRows } from './rows.ts'

const CHUNK = 2000

export interface Resolved {
  /** How many facts have another answer, reason or spread than before. */
  changed: number
  suspicions: Suspicion[]
}

export async function resolveFacts(
  tx: Tx,
  factIds: readonly string[],
  revision: number,
  now: Date,
  onProgress?: (share: number) => void,
): Promise<Resolved> {
  const resolved: Resolved = { changed: 0, suspicions: [] }
  for (let i = 0; i < factIds.length; i += CHUNK) {
    onProgress?.(i / factIds.length)
    const ids = factIds.slice(i, i + CHUNK)
    const candidates = await readCandidates(tx, ids)
    const live = await readLive(tx, ids)
    const fresh: Columns[] = []
    const keep = new Set<string>()
    for (const factId of ids) {
      const judged = judgeFact(factId, candidates.get(factId) ?? [], now)
      resolved.suspicions.push(...judged.suspicions)
      for (const row of judged.periods.map((p) => resolutionRow(factId, p))) {
        const same = live.get(factId)?.get(contentOf(row))
        if (same) keep.add(same)
        else
          fresh.push({
            id: contentId('res', { ...row, revision }),
            ...row,
            fromRevision: revision,
            toRevision: null,
          })
      }
    }
    const gone = [...live].flatMap(([factId, rows]) =>
      [...rows.values()].filter((id) => !keep.has(id)).map((id) => ({ id, factId })),
    )
    await closeRows(
      tx,
      'Resolution',
      gone.map((r) => r.id),
      revision,
    )
    await insertRows(tx, 'Resolution', fresh)
    resolved.changed += new Set([...gone, ...fresh].map((r) => r.factId)).size
  }
  return resolved
}

/** What the claims of a fact answer at which time, and which of them are suspect. */
export function judgeFact(
  factId: string,
  claims: readonly Candidate[],
  now: Date,
): { periods: ResolvedPeriod[]; suspicions: Suspicion[] } {
  const kind = kindOfId(factId)
  if (!kind) throw new Error(`not a fact's id: ${factId}`)
  const found = suspicions(claims, KINDS[kind].plausibleStep)
  const suspect = new Set(found.map((s) => s.claim.id))
  const periods = resolveTimeline(claims, KINDS[kind].carryForward, suspect)
  return { periods: withUndated(periods, claims, now, suspect), suspicions: found }
}

function resolutionRow(factId: string, p: ResolvedPeriod) {
  const spread = spreadOf(p)
  return {
    factId,
    claimId: p.claim.id,
    validFrom: p.validFrom?.toISOString() ?? null,
    validTo: p.validTo?.toISOString() ?? null,
    ruleId: RULE.id as string,
    decidedBy: p.decidedBy as string,
    reason: reasonText(p.decidedBy, p),
    rivalIds: [...p.rivals, ...p.undated, ...p.suspect].map((c) => c.id).slice(0, RIVALS_KEPT),
    spreadLow: spread?.low ?? null,
    spreadHigh: spread?.high ?? null,
    spreadRatio: spread?.ratio ?? null,
    spreadUnit: spread?.unit ?? null,
  }
}

/** As many as `claims` may show. */
export const RIVALS_KEPT = 500

type Content = Omit<ReturnType<typeof resolutionRow>, 'factId'>
const contentOf = (r: Content) =>
  [
    ...[r.claimId, r.validFrom, r.validTo, r.ruleId, r.decidedBy, r.reason, r.rivalIds.join()],
    ...[r.spreadLow, r.spreadHigh, r.spreadRatio, r.spreadUnit],
  ]
    .map((v) => v ?? '')
    .join('|')

async function readLive(tx: Tx, factIds: readonly string[]): Promise<Map<string, Map<string, string>>> {
  const rows = await tx.resolution.findMany({ where: { factId: { in: [...factIds] }, toRevision: null } })
  const byFact = new Map<string, Map<string, string>>()
  for (const r of rows) {
    const content = contentOf({
      ...r,
      validFrom: r.validFrom?.toISOString() ?? null,
      validTo: r.validTo?.toISOString() ?? null,
      spreadLow: canonicalOf(r.spreadLow),
      spreadHigh: canonicalOf(r.spreadHigh),
      spreadRatio: canonicalOf(r.spreadRatio),
    })
    if (!byFact.has(r.factId)) byFact.set(r.factId, new Map())
    byFact.get(r.factId)!.set(content, r.id)
  }
  return byFact
}

/**
 * Facts that earlier rules decided.
 * @param isNewer the ledger lacked one of the rules: which claims are suspect may have changed everywhere.
 */
export async function factsOfOlderRules(tx: Tx, isNewer: boolean): Promise<string[]> {
  // By name, for what one rule did not decide is looked for in all that it did.
  const others = await tx.rule.findMany({ where: { id: { not: RULE.id } }, select: { id: true } })
  const rows = await tx.$queryRaw<{ factId: string }[]>`
    SELECT DISTINCT "factId" FROM "Resolution" WHERE "toRevision" IS NULL AND "ruleId" = ANY(${others.map(({ id }) => id)})
    UNION SELECT "factId" FROM "Claim" WHERE ${isNewer} AND "toRevision" IS NULL`
  return rows.map((r) => r.factId)
}

/** Facts with undated claims, which are rivals in the newest period, where another one has become the newest since. */
export async function factsThatBegan(tx: Tx, after: Date, until: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ factId: string }[]>`
    SELECT DISTINCT r."factId" FROM "Resolution" r
    WHERE r."toRevision" IS NULL AND r."validFrom" > ${after} AND r."validFrom" <= ${until} AND EXISTS (
      SELECT 1 FROM "Claim" c WHERE c."factId" = r."factId" AND c."toRevision" IS NULL
        AND c."validFrom" IS NULL AND c."validTo" IS NULL)`
  return rows.map((r) => r.factId)
}
