/**
 * Takes the content of a claim away on legal demand, in all revisions: the one exception to "nothing is overwritten".
 * Ids, periods, links and a digest stay, so that copies can be compared and history still holds together.
 */
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { lockReceipts } from '../receipts/receipts.ts'
import { withholdMessages } from '../webhooks/deliveries.ts'
import { claimDigest } from './claim-content.ts'
import { forgetAnswers } from './kept-answers.ts'
import { claimInputs } from './live-claims.ts'
import { RIVALS_KEPT } from './resolutions.ts'

/**
 * The claim must be closed already, in this revision or an earlier one. Blanks it, its citations, and whatever was
 * computed from it or pinned with it.
 * @returns ids of claims that repeat it or were derived from it, which the operator has to look at.
 */
export async function redact(tx: Tx, id: string, why: string, revision: number): Promise<string[]> {
  const [claim] = await claimInputs(tx, Prisma.sql`c."id" = ${id}`)
  const digest = claimDigest(claim!.input)
  const uses = (owner: 'checkId' | 'derivationId') =>
    tx.$queryRaw<{ id: string }[]>`
      SELECT COALESCE(i."checkId", i."derivationId") AS id FROM "ComputationInput" i
      WHERE i."claimId" = ${id} AND (i."checkId" IS NOT NULL) = ${owner === 'checkId'}`
  const checks = (await uses('checkId')).map((r) => r.id)
  const derivations = (await uses('derivationId')).map((r) => r.id)
  await tx.$executeRaw`UPDATE "Claim" SET "form" = 'REDACTED', "low" = NULL, "point" = NULL, "high" = NULL,
    "qualifier" = NULL, "unitCode" = NULL, "text" = NULL, "note" = NULL, "plausible" = NULL, "doubt" = NULL, "digest" = ${digest},
    "redactedWhy" = ${why}, "redactedIn" = ${revision} WHERE "id" = ${id}`
  await tx.$executeRaw`UPDATE "Citation" SET "locator" = NULL, "note" = NULL, "redactedIn" = ${revision}
    WHERE "claimId" = ${id} AND "redactedIn" IS NULL`
  await tx.$executeRaw`UPDATE "Check" SET "question" = '', "explanation" = '', "expectedLow" = NULL, "expectedPoint" = NULL,
    "expectedHigh" = NULL, "expectedQualifier" = NULL, "expectedUnit" = NULL, "redactedIn" = ${revision}
    WHERE ("claimId" = ${id} OR "id" = ANY(${checks})) AND "redactedIn" IS NULL`
  await tx.$executeRaw`UPDATE "Derivation" SET "arithmetic" = '', "redactedIn" = ${revision}
    WHERE ("claimId" = ${id} OR "id" = ANY(${derivations})) AND "redactedIn" IS NULL`
  await tx.$executeRaw`UPDATE "Resolution" SET "spreadLow" = NULL, "spreadHigh" = NULL, "spreadRatio" = NULL,
    "spreadUnit" = NULL, "redactedIn" = ${revision}
    WHERE "redactedIn" IS NULL AND ("claimId" = ${id} OR ${id} = ANY("rivalIds") OR (cardinality("rivalIds") >= ${RIVALS_KEPT}
      AND "factId" = (SELECT c."factId" FROM "Claim" c WHERE c."id" = ${id})))`
  // What an editor wrote about an earlier version may quote it; why it was redacted is told by the newest note.
  await tx.$executeRaw`UPDATE "Correction" SET "note" = '', "redactedIn" = ${revision}
    WHERE "redactedIn" IS NULL AND "fromRevision" < ${revision} AND ("claimId" = ${id} OR "successorId" = ${id})`
  // A receipt that is being written must be found, or find its claims redacted.
  await lockReceipts(tx)
  await tx.$executeRaw`UPDATE "Receipt" SET "body" = NULL, "redactedIn" = ${revision}
    WHERE "redactedIn" IS NULL AND "claimIds" @> ARRAY[${id}]::text[]`
  await forgetAnswers(tx)
  await withholdMessages(tx, id)
  const near = await tx.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Claim" c WHERE c."form" <> 'REDACTED' AND (c."repeatOfId" = ${id} OR c."supersedesId" = ${id}
      OR c."id" = (SELECT r."supersedesId" FROM "Claim" r WHERE r."id" = ${id})
      OR EXISTS (SELECT 1 FROM "Derivation" d WHERE d."claimId" = c."id" AND d."id" = ANY(${derivations})))
    ORDER BY 1`
  return near.map((r) => r.id)
}
