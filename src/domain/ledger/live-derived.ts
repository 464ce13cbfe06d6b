/** The derived claims that stand, with what they were derived from. */
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { contentOf } from './derivations.ts'
import type { ClaimInput, DeriveSpec } from './input.ts'
import { liveInputs } from './live-claims.ts'

export interface LiveDerived {
  id: string
  spec: DeriveSpec
  ruleId: string
  /** To compare with what would be derived now. */
  content: string
  inputIds: readonly string[]
  /** Without its value, which is to be computed. */
  input: ClaimInput
}

/** By `<source>/<key>`. */
export async function liveDerived(tx: Tx): Promise<Map<string, LiveDerived>> {
  const derivations = await tx.$queryRaw<
    { claimId: string; spec: DeriveSpec; ruleId: string; arithmetic: string; inputIds: string[] }[]
  >`
    SELECT d."claimId", d."spec", d."ruleId", d."arithmetic",
      (SELECT array_agg(i."claimId" ORDER BY i."ordinal") FROM "ComputationInput" i WHERE i."derivationId" = d."id") AS "inputIds"
    FROM "Claim" c JOIN "Derivation" d ON d."claimId" = c."id" WHERE c."toRevision" IS NULL`
  const byClaim = new Map(derivations.map((d) => [d.claimId, d]))
  const claims = await liveInputs(tx, Prisma.sql`c."id" = ANY(${[...byClaim.keys()]})`)
  return new Map(
    claims.map(({ id, input }) => {
      const d = byClaim.get(id)!
      const none = { low: null, point: null, high: null, qualifier: null }
      return [
        `${input.source}/${input.key}`,
        {
          id,
          spec: d.spec,
          ruleId: d.ruleId,
          inputIds: d.inputIds,
          content: contentOf(d.spec, d.ruleId, d.arithmetic, d.inputIds),
          input: { ...input, ...none, derive: d.spec },
        },
      ]
    }),
  )
}
