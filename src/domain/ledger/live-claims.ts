/** Claims that stand, as an importer would hand them in again. */
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { kindOfId } from '../../kinds/facts.ts'
import { NUMBER_FIELDS, PERIOD_FIELDS } from './claim-sql.ts'
import type { CitationInput, ClaimInput } from './input.ts'

interface Row {
  id: string
  factId: string
  source: string
  key: string
  claim: Omit<
    ClaimInput,
    | 'fact'
    | 'offer'
    | 'source'
    | 'key'
    | 'repeatOf'
    | 'citations'
    | 'seen'
    | 'where'
    | 'derive'
    | 'correction'
  >
  repeatOf: string | null
  isDerived: boolean
  citations: CitationInput[]
}

export interface RecordedClaim {
  id: string
  /** Its value was computed. */
  isDerived: boolean
  input: ClaimInput
}

/** The live claims that meet a condition on `c`. */
export function liveInputs(tx: Tx, where: Prisma.Sql): Promise<RecordedClaim[]> {
  return claimInputs(tx, Prisma.sql`c."toRevision" IS NULL AND ${where}`)
}

/** Claims as they stood, or as they ended. Their facts come without columns, for they are there. */
export async function claimInputs(tx: Tx, where: Prisma.Sql): Promise<RecordedClaim[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c."id", c."factId", c."sourceSlug" AS source, c."key",
      jsonb_build_object('form', c."form", ${NUMBER_FIELDS}, 'unit', c."unitCode", 'text', c."text",
        'precision', c."precision", ${PERIOD_FIELDS}, 'periodText', c."periodText", 'basis', c."basis", 'corroboration', c."corroboration", 'note', c."note",
        'plausible', c."plausible", 'series', c."series", 'comparison', c."comparison",
        'promotional', c."promotional", 'doubt', c."doubt") AS claim,
      (SELECT o."sourceSlug" || '/' || o."key" FROM "Claim" o WHERE o."id" = c."repeatOfId") AS "repeatOf",
      EXISTS (SELECT 1 FROM "Derivation" d WHERE d."claimId" = c."id") AS "isDerived",
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('source', t."sourceSlug", 'role', t."role", 'locator',
          t."locator", 'contentHash', t."contentHash", 'note', t."note", 'accessedOn', t."accessedOn"::text)) ORDER BY t."ordinal")
        FROM "Citation" t WHERE t."claimId" = c."id" AND t."toRevision" IS NOT DISTINCT FROM c."toRevision") AS citations
    FROM "Claim" c WHERE ${where}`
  return rows.map((r) => ({
    id: r.id,
    isDerived: r.isDerived,
    input: {
      ...r.claim,
      fact: { id: r.factId, kind: kindOfId(r.factId)!, columns: {} },
      source: r.source,
      key: r.key,
      correction: null,
      repeatOf: r.repeatOf,
      citations: r.citations,
      seen: [],
      where: `${r.source}/${r.key}`,
    },
  }))
}
