/** The derived claims that stand, as an importer would hand them in again. */
import type { Tx } from '../../db/client.ts'
import { kindOfId } from '../../kinds/facts.ts'
import { contentOf } from './derivations.ts'
import type { CitationInput, ClaimInput, DeriveSpec } from './input.ts'

export interface LiveDerived {
  id: string
  spec: DeriveSpec
  /** To compare with what would be derived now. */
  content: string
  input: ClaimInput
}

interface Row {
  id: string
  factId: string
  source: string
  key: string
  claim: Pick<ClaimInput, 'unit' | 'text' | 'validFrom' | 'validTo' | 'precision' | 'periodText' | 'basis'> &
    Pick<ClaimInput, 'corroboration' | 'note' | 'plausible'>
  repeatOf: string | null
  citations: CitationInput[]
  spec: DeriveSpec
  ruleId: string
  arithmetic: string
  inputIds: string[]
}

/** By `<source>/<key>`. */
export async function liveDerived(tx: Tx): Promise<Map<string, LiveDerived>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c."id", c."factId", c."sourceSlug" AS source, c."key",
      jsonb_build_object('unit', c."unitCode", 'text', c."text", 'precision', c."precision",
        'validFrom', to_char(c."validFrom" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'validTo', to_char(c."validTo" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'periodText', c."periodText", 'basis', c."basis", 'corroboration', c."corroboration", 'note', c."note",
        'plausible', c."plausible") AS claim,
      (SELECT o."sourceSlug" || '/' || o."key" FROM "Claim" o WHERE o."id" = c."repeatOfId") AS "repeatOf",
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('source', t."sourceSlug", 'role', t."role", 'locator',
          t."locator", 'contentHash', t."contentHash", 'note', t."note", 'accessedOn', t."accessedOn"::text)) ORDER BY t."ordinal")
        FROM "Citation" t WHERE t."claimId" = c."id" AND t."toRevision" IS NULL) AS citations,
      d."spec", d."ruleId", d."arithmetic",
      (SELECT array_agg(i."claimId" ORDER BY i."ordinal") FROM "ComputationInput" i WHERE i."derivationId" = d."id") AS "inputIds"
    FROM "Claim" c JOIN "Derivation" d ON d."claimId" = c."id" WHERE c."toRevision" IS NULL`
  return new Map(
    rows.map((r) => [
      `${r.source}/${r.key}`,
      {
        id: r.id,
        spec: r.spec,
        content: contentOf(r.spec, r.ruleId, r.arithmetic, r.inputIds),
        input: {
          ...r.claim,
          // The fact is there, so its columns are not needed.
          fact: { id: r.factId, kind: kindOfId(r.factId)!, columns: {} },
          source: r.source,
          key: r.key,
          form: 'NUMBER',
          low: null,
          point: null,
          high: null,
          qualifier: null,
          derive: r.spec,
          correction: null,
          repeatOf: r.repeatOf,
          citations: r.citations,
          seen: [],
          where: `${r.source}/${r.key}`,
        },
      },
    ]),
  )
}
