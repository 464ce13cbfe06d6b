/** Reads what the rules of belief look at. */
import type { Tx } from '../../db/client.ts'
import { type Candidate, DEFAULT_RANK } from '../belief/rule.ts'
import { IS_ORIGINAL, NUMBER_FIELDS } from './claim-sql.ts'

/**
 * A claim of a data file is there once for each time for which it held, and not at all where it never did.
 * First-party: the publisher is the organisation that the fact is about: the seller of an offer, the provider,
 * the maker of the model or family.
 */
export async function readCandidates(tx: Tx, factIds: readonly string[]): Promise<Map<string, Candidate[]>> {
  const rows = await tx.$queryRaw<Candidate[]>`
    SELECT c."factId", c."id", CASE WHEN c."series" IS NULL THEN c."validFrom" ELSE w."validFrom" END AS "validFrom",
      CASE WHEN c."series" IS NULL THEN c."validTo" ELSE w."validTo" END AS "validTo", c."repeatOfId" IS NOT NULL AS "isRepeat",
      c."sourceSlug", c."key", s."publisherSlug", c."plausible", c."doubt", c."basis" = 'DERIVED' AS "isDerived", CASE WHEN c."form" = 'NUMBER' THEN jsonb_build_object(${NUMBER_FIELDS},
        'unit', c."unitCode") END AS value,
      COALESCE(r."rank", ${DEFAULT_RANK})::int AS rank,
      ${IS_ORIGINAL} AS "isOriginal",
      (p."kind" IN ('OFFICIAL', 'INTERGOVERNMENTAL') OR COALESCE(p."providerSlug" IN
        (pr."sellerSlug", u."providerSlug", i."providerSlug", a."providerSlug", m."makerSlug", g."makerSlug"), false)) AS "isOfficial",
      s."publishedOn" AS "statedOn"
    FROM "Claim" c
    JOIN "Fact" f ON f."id" = c."factId"
    JOIN "Source" s ON s."slug" = c."sourceSlug"
    JOIN "Publisher" p ON p."slug" = s."publisherSlug"
    LEFT JOIN "ClaimPeriod" w ON w."claimId" = c."id" AND w."toRevision" IS NULL
    LEFT JOIN "SourceRank" r ON r."sourceSlug" = s."slug" AND r."kind" = f."kind" AND r."toRevision" IS NULL
    LEFT JOIN "Price" pr ON pr."id" = f."id"
    LEFT JOIN "TokenUsage" u ON u."id" = f."id"
    LEFT JOIN "Indicator" i ON i."id" = f."id"
    LEFT JOIN "Assertion" a ON a."id" = f."id"
    LEFT JOIN "Model" m ON m."slug" = COALESCE(u."modelSlug", i."modelSlug", a."modelSlug")
    LEFT JOIN "ModelGroup" g ON g."slug" = COALESCE(u."groupSlug", i."groupSlug", a."groupSlug")
    WHERE c."toRevision" IS NULL AND c."factId" = ANY(${[...factIds]}) AND (c."series" IS NULL OR w."id" IS NOT NULL)`
  return Map.groupBy(rows, (r) => r.factId)
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

/** Facts with marks whose words name one of the units. */
export async function factsMarkedIn(tx: Tx, units: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ factId: string }[]>`
    SELECT DISTINCT k."factId" FROM "Check" k JOIN "Claim" c ON c."id" = k."claimId"
    WHERE k."toRevision" IS NULL AND k."method" = 'ANOMALY'
      AND (k."expectedUnit" = ANY(${[...units]}) OR c."unitCode" = ANY(${[...units]}))`
  return rows.map((r) => r.factId)
}
