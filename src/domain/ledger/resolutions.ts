/** Recomputes which claims answer, for the facts that an import touched, and writes only what changed. */
import type { Tx } from '../../db/client.ts'
import { KINDS, kindOfId } from '../../kinds/facts.ts'
import { contentId } from '../../lib/ids.ts'
import { type Candidate, DEFAULT_RANK, RULE, reasonText } from '../belief/rule.ts'
import { resolveTimeline, withUndated } from '../belief/timeline.ts'
import type { Columns } from './input.ts'
import { closeRows, insertRows } from './rows.ts'

const CHUNK = 2000

/** @returns how many resolutions were written. */
export async function resolveFacts(
  tx: Tx,
  factIds: readonly string[],
  revision: number,
  now: Date,
): Promise<number> {
  let written = 0
  for (let i = 0; i < factIds.length; i += CHUNK) {
    const ids = factIds.slice(i, i + CHUNK)
    const candidates = await readCandidates(tx, ids)
    const live = await readLive(tx, ids)
    const fresh: Columns[] = []
    const keep = new Set<string>()
    for (const factId of ids) {
      for (const row of resolutionRows(factId, candidates.get(factId) ?? [], now)) {
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
    const gone = [...live.values()].flatMap((rows) => [...rows.values()]).filter((id) => !keep.has(id))
    await closeRows(tx, 'Resolution', gone, revision)
    written += await insertRows(tx, 'Resolution', fresh)
  }
  return written
}

function resolutionRows(factId: string, claims: readonly Candidate[], now: Date) {
  const kind = kindOfId(factId)
  if (!kind) throw new Error(`not a fact's id: ${factId}`)
  return withUndated(resolveTimeline(claims, KINDS[kind].carryForward), claims, now).map((p) => ({
    factId,
    claimId: p.claim.id,
    validFrom: p.validFrom?.toISOString() ?? null,
    validTo: p.validTo?.toISOString() ?? null,
    ruleId: RULE.id,
    decidedBy: p.decidedBy,
    reason: reasonText(p.decidedBy, p),
  }))
}

interface Content {
  claimId: string
  validFrom: string | null
  validTo: string | null
  ruleId: string
  decidedBy: string
  reason: string
}
const contentOf = (r: Content) =>
  [r.claimId, r.validFrom, r.validTo, r.ruleId, r.decidedBy, r.reason].map((v) => v ?? '').join('|')

async function readLive(tx: Tx, factIds: readonly string[]): Promise<Map<string, Map<string, string>>> {
  const rows = await tx.resolution.findMany({ where: { factId: { in: [...factIds] }, toRevision: null } })
  const byFact = new Map<string, Map<string, string>>()
  for (const r of rows) {
    const content = contentOf({
      ...r,
      validFrom: r.validFrom?.toISOString() ?? null,
      validTo: r.validTo?.toISOString() ?? null,
    })
    if (!byFact.has(r.factId)) byFact.set(r.factId, new Map())
    byFact.get(r.factId)!.set(content, r.id)
  }
  return byFact
}

/**
 * First-party: the publisher is the organisation that the fact is about: the seller of an offer, the provider,
 * the maker of the model or family.
 */
async function readCandidates(tx: Tx, factIds: readonly string[]): Promise<Map<string, Candidate[]>> {
  const rows = await tx.$queryRaw<(Candidate & { factId: string })[]>`
    SELECT c."factId", c."id", c."validFrom", c."validTo", c."repeatOfId" IS NOT NULL AS "isRepeat",
      COALESCE(r."rank", ${DEFAULT_RANK})::int AS rank,
      COALESCE((SELECT t."role" = 'ORIGINAL' FROM "Citation" t WHERE t."claimId" = c."id" AND t."toRevision" IS NULL
        ORDER BY t."ordinal" LIMIT 1), false) AS "isOriginal",
      (p."kind" IN ('OFFICIAL', 'INTERGOVERNMENTAL') OR COALESCE(p."providerSlug" IN
        (pr."sellerSlug", u."providerSlug", i."providerSlug", a."providerSlug", m."makerSlug", g."makerSlug"), false)) AS "isOfficial",
      s."publishedOn" AS "statedOn"
    FROM "Claim" c
    JOIN "Fact" f ON f."id" = c."factId"
    JOIN "Source" s ON s."slug" = c."sourceSlug"
    JOIN "Publisher" p ON p."slug" = s."publisherSlug"
    LEFT JOIN "SourceRank" r ON r."sourceSlug" = s."slug" AND r."kind" = f."kind" AND r."toRevision" IS NULL
    LEFT JOIN "Price" pr ON pr."id" = f."id"
    LEFT JOIN "TokenUsage" u ON u."id" = f."id"
    LEFT JOIN "Indicator" i ON i."id" = f."id"
    LEFT JOIN "Assertion" a ON a."id" = f."id"
    LEFT JOIN "Model" m ON m."slug" = COALESCE(u."modelSlug", i."modelSlug", a."modelSlug")
    LEFT JOIN "ModelGroup" g ON g."slug" = COALESCE(u."groupSlug", i."groupSlug", a."groupSlug")
    WHERE c."toRevision" IS NULL AND c."factId" = ANY(${[...factIds]})`
  return Map.groupBy(rows, (r) => r.factId) as Map<string, Candidate[]>
}

/** Facts with live claims of sources or publishers whose standing may have changed. */
export async function factsOfSources(
  tx: Tx,
  sources: readonly string[],
  publishers: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ factId: string }[]>`
    SELECT DISTINCT c."factId" FROM "Claim" c JOIN "Source" s ON s."slug" = c."sourceSlug"
    WHERE c."toRevision" IS NULL AND (s."slug" = ANY(${[...sources]}) OR s."publisherSlug" = ANY(${[...publishers]}))`
  return rows.map((r) => r.factId)
}
