/** Statements against the rules of the database, and what it says to them. */
import type { Db } from '../../src/db/client.ts'
import { failureCode } from '../../src/db/failures.ts'
import { sha256 } from '../../src/lib/ids.ts'

/** The revision that statements against the seeded ledger, which is at revision 1, write. */
export const NEXT = 2

class Undone extends Error {}

/**
 * Runs statements in one transaction as an import does: constraints wait, and the row of the next revision comes
 * last unless the statements bring their own. Then the checks that wait for the end, and everything is undone.
 * @returns `passes`, or the SQLSTATE with the broken constraint or our own text: `23514 Claim_value_check`.
 */
export async function outcome(db: Db, ...statements: string[]): Promise<string> {
  try {
    await db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('SET CONSTRAINTS ALL DEFERRED')
      for (const sql of statements) await tx.$executeRawUnsafe(sql)
      await tx.$executeRawUnsafe(`INSERT INTO "Revision" SELECT ${NEXT}, now(), 'next'
        WHERE NOT EXISTS (SELECT 1 FROM "Revision" WHERE "number" >= ${NEXT})`)
      await tx.$executeRawUnsafe('SET CONSTRAINTS ALL IMMEDIATE')
      throw new Undone()
    })
    return 'committed'
  } catch (error) {
    if (error instanceof Undone) return 'passes'
    const message = /Message: `(.*)`/s.exec(String((error as Error).message))?.[1] ?? String(error)
    return `${failureCode(error)} ${/constraint "(\w+)"/.exec(message)?.[1] ?? message}`
  }
}

/** The row of a revision, for statements that don't leave it to `outcome`. */
export const revision = (number: number) => `INSERT INTO "Revision" VALUES (${number}, now(), 'by hand')`

/** An insert of a copy of one row, in the next revision and with other values in some columns. */
export function copy(
  table: string,
  where: string,
  changes: Record<string, string | number | null> = {},
): string {
  const json = JSON.stringify({ fromRevision: NEXT, changedIn: NEXT, ...changes }).replaceAll("'", "''")
  return `INSERT INTO "${table}" SELECT (jsonb_populate_record(t, '${json}'::jsonb)).*
    FROM "${table}" t WHERE ${where} LIMIT 1`
}

const A_TEXT = `"form" = 'TEXT' ORDER BY "id" LIMIT 1`
const CHECK = `INSERT INTO "Check" ("id", "slug", "method", "claimId", "factId", "question", "explanation", "verdict",
    "expectedPoint", "expectedQualifier", "expectedUnit", "ruleId", "fromRevision")
  SELECT 'chk_filled', 'filled', 'COMPUTED', c."id", c."factId", 'Is it?', 'It is.', 'CONSISTENT', 1, 'EXACT', 'x',
    (SELECT min("id") FROM "Rule"), ${NEXT} FROM "Claim" c WHERE ${A_TEXT}`
const WEBHOOK = [
  `INSERT INTO "ApiKey" VALUES ('filled', 'partner', 'hash', '{sync}', now())`,
  `INSERT INTO "Webhook" VALUES ('whk_filled', 'filled', 'https://example.org/', '{PRICE_CHANGED}', 0, '{}', '{}', '{}', '{}',
    'secret', NULL, NULL, now(), 1)`,
]
const FILLING: Record<string, string[]> = {
  EntityVersion: [
    `UPDATE "Topic" SET "name" = 'better', "changedIn" = ${NEXT} WHERE ctid = (SELECT min(ctid) FROM "Topic")`,
  ],
  CheckDefinition: [`INSERT INTO "CheckDefinition" VALUES ('def_filled', 'filled', '{}', ${NEXT})`],
  Check: [CHECK],
  Derivation: [
    `INSERT INTO "Derivation" SELECT 'der_filled', "id", 'ratio', (SELECT min("id") FROM "Rule"), '{}', '4 ÷ 2 = 2',
      ${NEXT}, NULL FROM "Claim" WHERE ${A_TEXT}`,
  ],
  ComputationInput: [
    CHECK,
    `INSERT INTO "ComputationInput" SELECT 'inp_filled', 'chk_filled', NULL, 0, 'of', "id", ${NEXT} FROM "Claim" WHERE ${A_TEXT}`,
  ],
  Correction: [
    `INSERT INTO "Correction" SELECT 'cor_filled', "id", NULL, 'OUR_ERROR', 'misread', ${NEXT} FROM "Claim" WHERE ${A_TEXT}`,
  ],
  ClaimPeriod: [
    `INSERT INTO "ClaimPeriod" SELECT 'per_filled', "id", '2026-01-01', NULL, ${NEXT}, NULL FROM "Claim" WHERE ${A_TEXT}`,
  ],
  ModelAlias: [
    `INSERT INTO "ModelAlias" SELECT 'ali_filled', "slug", 'a name', NULL, 'RENAMED', NULL, NULL, ${NEXT}
      FROM "Model" ORDER BY "slug" LIMIT 1`,
  ],
  KeyEvent: [
    `INSERT INTO "ApiKey" VALUES ('filled', 'partner', 'hash', '{read}', now())`,
    `INSERT INTO "KeyEvent" VALUES ('evt_filled', 'filled', 'CREATED', now(), 'cli')`,
  ],
  RegisteredDocument: [
    `INSERT INTO "RegisteredDocument" VALUES ('${sha256('{ me }')}', 'cli', '{ me }', NULL, now())`,
  ],
  Leaf: [`INSERT INTO "Leaf" SELECT "id", 0, decode(repeat('00', 32), 'hex') FROM "Claim" WHERE ${A_TEXT}`],
  Seal: [
    `INSERT INTO "Seal" VALUES (1, repeat('0', 64), 0, decode(repeat('00', 8192), 'hex')) ON CONFLICT DO NOTHING`,
  ],
  Webhook: WEBHOOK,
  Delivery: [
    ...WEBHOOK,
    `INSERT INTO "Delivery" VALUES ('msg_filled', 'whk_filled', 'PING', 1, '{}', '{}', now(), 'DELIVERED')`,
  ],
  Receipt: [
    `INSERT INTO "Receipt" VALUES ('rec_filled', 1, '{ me }', NULL, '{}', 'bytes', '{}', now(), NULL)`,
  ],
}

/** Statements after which a table has a row, for tables that the seeds leave empty or may come to. */
export const filled = (table: string): string[] => FILLING[table] ?? []
