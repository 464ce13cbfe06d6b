/** Why a claim ceased to stand: one row for each, whatever ended it; and what editors settled by hand. */
import type { Tx } from '../../db/client.ts'
import type { CorrectionReason } from '../../kinds/vocabulary.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { contentId } from '../../lib/ids.ts'
import { claimDigest, contentColumns } from './claim-content.ts'
import { NUMBER_FIELDS, PERIOD_FIELDS } from './claim-sql.ts'
import type { ClaimInput, Columns, DeriveSpec } from './input.ts'

/** The format under which edits by hand are recorded as runs. */
export const BY_HAND = 'correct'

/** @param successorId the claim that replaced it, or null where it was withdrawn. */
export function correctionRow(
  claimId: string,
  successorId: string | null,
  { reason, note }: { reason: CorrectionReason; note: string },
  revision: number,
): Columns {
  return { id: contentId('cor', { claimId }), claimId, successorId, reason, note, fromRevision: revision }
}

/**
 * What editors ended by hand, by name: a file that still says it must not bring it back. A redacted claim, whatever had
 * ended it before, is known by the digest of what it said, a derived one by how it was computed. What was only held plausible is settled as long as
 * the claim that says the same stands.
 */
export async function settledByHand(
  tx: Tx,
  sources: readonly string[],
): Promise<Map<string, ((input: ClaimInput) => boolean)[]>> {
  const rows = await tx.$queryRaw<
    { name: string; content: Record<string, unknown>; digest: string | null; spec: DeriveSpec | null }[]
  >`
    SELECT c."sourceSlug" || '/' || c."key" AS name, c."digest", d."spec", jsonb_build_object('form', c."form",
      ${NUMBER_FIELDS}, 'unitCode', c."unitCode", 'text', c."text", ${PERIOD_FIELDS}) AS content
    FROM "Correction" o JOIN "Claim" c ON c."id" = o."claimId" JOIN "ImportRun" r ON r."revision" = o."fromRevision"
      LEFT JOIN "Derivation" d ON d."claimId" = c."id" LEFT JOIN "Claim" s ON s."id" = o."successorId"
    WHERE (r."format" = ${BY_HAND} OR c."redactedIn" IS NOT NULL) AND o."reason" <> 'RECOMPUTED' AND c."sourceSlug" = ANY(${[...sources]}) AND NOT (s."toRevision" IS NOT NULL AND
      (s."form", s."low", s."point", s."high", s."qualifier", s."unitCode", s."text", s."validFrom", s."validTo") IS NOT DISTINCT FROM
      (c."form", c."low", c."point", c."high", c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo"))`
  const tests = rows.map(({ name, content, digest, spec }) => ({
    name,
    isSame: (input: ClaimInput) => {
      const isSamePeriod = content.validFrom === input.validFrom && content.validTo === input.validTo
      if (input.derive && spec)
        return isSamePeriod && canonicalJson(spec as never) === canonicalJson(input.derive as never)
      if (digest) return claimDigest(input) === digest
      return canonicalJson(content as never) === canonicalJson(valueColumns(input))
    },
  }))
  return new Map(
    [...Map.groupBy(tests, (t) => t.name)].map(([name, group]) => [name, group.map((t) => t.isSame)]),
  )
}

/** What was corrected is the value and its time; a note may be worded anew. */
function valueColumns(input: ClaimInput) {
  const { form, low, point, high, qualifier, unitCode, text, validFrom, validTo } = contentColumns(input)
  return { form, low, point, high, qualifier, unitCode, text, validFrom, validTo }
}
