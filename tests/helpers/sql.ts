/** Statements against the rules of the database, and what it says to them. */
import type { Db } from '../../src/db/client.ts'
import { failureCode } from '../../src/db/failures.ts'

class Undone extends Error {}

/**
 * Runs statements in one transaction, checks included that wait for its end, and undoes it.
 * @returns `passes`, or the SQLSTATE with the broken constraint or our own text: `23514 Claim_value_check`.
 */
export async function outcome(db: Db, ...statements: string[]): Promise<string> {
  try {
    await db.$transaction(async (tx) => {
      for (const sql of statements) await tx.$executeRawUnsafe(sql)
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

/** An insert of a copy of one row with other values in some columns. */
export function copy(
  table: string,
  where: string,
  changes: Record<string, string | number | null> = {},
): string {
  const json = JSON.stringify(changes).replaceAll("'", "''")
  return `INSERT INTO "${table}" SELECT (jsonb_populate_record(t, '${json}'::jsonb)).*
    FROM "${table}" t WHERE ${where} LIMIT 1`
}
