/** Loaders of why a number is believed: checks, derivations, corrections and rules, as of one revision. */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { byKey, manyBy } from './batch.ts'
import type { CheckRow, CorrectionRow, DerivationRow, InputRow, RuleRow } from './rows.ts'
import type { Traces } from './traces.ts'

/** Most checks that are read of one fact or claim. */
const CHECKS_LIMIT = 500

/** Of a check `c`, decimals as canonical text. */
export const CHECK_COLUMNS =
  Prisma.raw(`c."id", c."slug", c."method", c."claimId", c."factId", c."question", c."explanation",
  c."verdict", c."formula", trim_scale(c."expectedLow")::text AS low, trim_scale(c."expectedPoint")::text AS point,
  trim_scale(c."expectedHigh")::text AS high, c."expectedQualifier" AS qualifier, c."expectedUnit" AS "unitCode",
  c."ruleId", c."fromRevision", c."redactedIn"`)

export const CORRECTION_COLUMNS = Prisma.raw(
  `o."id", o."claimId", o."successorId", o."reason", o."note", o."fromRevision", o."redactedIn"`,
)

export function checkLoaders(db: Db, asOf: AsOf, traces?: Traces) {
  const checksBy = (column: 'factId' | 'claimId') => (ids: string[]) =>
    db.$queryRaw<CheckRow[]>`
      SELECT c.* FROM unnest(${ids}::text[]) AS f(id) CROSS JOIN LATERAL (
        SELECT ${CHECK_COLUMNS} FROM "Check" c
        WHERE ${Prisma.raw(`c."${column}"`)} = f.id COLLATE "C" AND ${recordedIn('c', asOf)}
        ORDER BY c."slug" LIMIT ${CHECKS_LIMIT}) AS c`
  const countsBy = (column: 'factId' | 'claimId') => (ids: string[]) =>
    db.$queryRaw<{ id: string; count: number }[]>`
      SELECT ${Prisma.raw(`c."${column}"`)} AS id, count(*)::int AS count FROM "Check" c
      WHERE ${Prisma.raw(`c."${column}"`)} = ANY(${ids}) AND ${recordedIn('c', asOf)} GROUP BY 1`
  const inputsOf = (column: 'checkId' | 'derivationId') => (ids: string[]) =>
    db.$queryRaw<InputRow[]>`
      SELECT ${Prisma.raw(`i."${column}"`)} AS owner, i."name", i."claimId" FROM "ComputationInput" i
      WHERE ${Prisma.raw(`i."${column}"`)} = ANY(${ids}) ORDER BY 1, i."ordinal"`
  const corrections = (column: 'id' | 'claimId' | 'successorId') => (ids: string[]) =>
    db.$queryRaw<CorrectionRow[]>`
      SELECT ${CORRECTION_COLUMNS} FROM "Correction" o
      WHERE ${Prisma.raw(`o."${column}"`)} = ANY(${ids}) AND o."fromRevision" <= ${asOf.revision}`
  return {
    check: byKey<CheckRow>(
      (ids) => db.$queryRaw`
        SELECT ${CHECK_COLUMNS} FROM "Check" c WHERE c."id" = ANY(${ids}) AND c."fromRevision" <= ${asOf.revision}`,
      (c) => c.id,
      traces?.ofChecks,
    ),
    checksOfFact: manyBy<CheckRow>(checksBy('factId'), (c) => c.factId, traces?.ofChecks),
    checksOfClaim: manyBy<CheckRow>(checksBy('claimId'), (c) => c.claimId, traces?.ofChecks),
    checkCountOfFact: byKey<{ id: string; count: number }>(countsBy('factId'), (c) => c.id),
    checkCountOfClaim: byKey<{ id: string; count: number }>(countsBy('claimId'), (c) => c.id),
    inputsOfCheck: manyBy<InputRow>(inputsOf('checkId'), (i) => i.owner),
    inputsOfDerivation: manyBy<InputRow>(inputsOf('derivationId'), (i) => i.owner),
    /** How a claim was computed; only derived claims were. */
    derivationOfClaim: byKey<DerivationRow>(
      (ids) => db.$queryRaw`
        SELECT d."id", d."claimId", d."formula", d."ruleId", d."arithmetic", d."redactedIn" FROM "Derivation" d
        WHERE d."claimId" = ANY(${ids}) AND d."fromRevision" <= ${asOf.revision}`,
      (d) => d.claimId,
      traces?.ofDerivations,
    ),
    correction: byKey<CorrectionRow>(corrections('id'), (o) => o.id, traces?.ofCorrections),
    /** What ended a claim. */
    correctionOfClaim: byKey<CorrectionRow>(corrections('claimId'), (o) => o.claimId, traces?.ofCorrections),
    /** What a claim replaced. */
    correctionByClaim: byKey<CorrectionRow>(
      corrections('successorId'),
      (o) => o.successorId!,
      traces?.ofCorrections,
    ),
    rule: byKey<RuleRow>(
      (ids) => db.rule.findMany({ where: { id: { in: ids }, fromRevision: { lte: asOf.revision } } }),
      (r) => r.id,
    ),
  }
}
