/** Why numbers are believed, in full copies: checks that stood at the revision, all corrections so far, and the rules. */
import { appearedBy, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { CHECK_COLUMNS, CORRECTION_COLUMNS } from '../check-loaders.ts'
import type { Withholder } from '../licence.ts'
import type { Reader } from '../reader.ts'
import type { CheckRow, CorrectionRow, RuleRow } from '../rows.ts'
import { plainInputs, plainQuantity, plainWithheld } from './plain.ts'
import { exportRow, inBatch, openBatch, type ReadBatch } from './scope.ts'

export const checkBatch: ReadBatch = async (scope, after) => {
  const { db, asOf, limit } = scope
  const checks = await db.$queryRaw<CheckRow[]>`
    SELECT ${CHECK_COLUMNS} FROM "Check" c WHERE ${inBatch('Check', Prisma.sql`c."id"`, scope, after)} AND ${recordedIn('c', asOf)}
    ORDER BY c."id" LIMIT ${limit}`
  const { read, withheldBy } = openBatch(scope)
  return Promise.all(checks.map(async (c) => exportRow(c.id, await checkRow(c, read, withheldBy))))
}

/** Its words and its numbers are made of what was judged and of what went in. */
async function checkRow(check: CheckRow, read: Reader, withheldBy: Withholder): Promise<Plain> {
  const { id, slug, method, verdict, formula, claimId, factId, ruleId, redactedIn } = check
  const inputs = await read.inputsOfCheck.load(id)
  const licence = await withheldBy([claimId, ...inputs.map((input) => input.claimId)])
  const known = { id, slug, method, verdict, formula, claimId, factId, ruleId, inputs: plainInputs(inputs) }
  const row = { ...known, recordedIn: check.fromRevision, redactedIn }
  if (licence) return { ...row, withheld: plainWithheld(licence) }
  if (redactedIn !== null) return row
  return {
    ...row,
    question: check.question,
    explanation: check.explanation,
    expected: plainQuantity(check),
  }
}

export const correctionBatch: ReadBatch = async (scope, after) => {
  const { db, asOf, limit } = scope
  const corrections = await db.$queryRaw<CorrectionRow[]>`
    SELECT ${CORRECTION_COLUMNS} FROM "Correction" o
    WHERE ${inBatch('Correction', Prisma.sql`o."id"`, scope, after)} AND ${appearedBy('o', asOf)} ORDER BY o."id" LIMIT ${limit}`
  const { withheldBy } = openBatch(scope)
  return Promise.all(
    corrections.map(async ({ id, claimId, successorId, reason, note, fromRevision, redactedIn }) => {
      const licence = await withheldBy([claimId, ...(successorId ? [successorId] : [])])
      // A note says what was wrong, so it may say the value.
      const said = licence
        ? { withheld: plainWithheld(licence) }
        : redactedIn === null
          ? { note }
          : { redactedIn }
      return exportRow(id, { id, claimId, successorId, reason, recordedIn: fromRevision, ...said })
    }),
  )
}

export const ruleBatch: ReadBatch = async (scope, after) => {
  const { db, asOf, limit } = scope
  const rules = await db.$queryRaw<(RuleRow & { fromRevision: number })[]>`
    SELECT r.* FROM "Rule" r WHERE ${inBatch('Rule', Prisma.sql`r."id"`, scope, after)} AND ${appearedBy('r', asOf)} ORDER BY r."id" LIMIT ${limit}`
  return rules.map(({ fromRevision, ...rule }) => exportRow(rule.id, { ...rule, recordedIn: fromRevision }))
}
