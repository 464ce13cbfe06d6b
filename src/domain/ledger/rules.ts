/** Writes the rules that the code holds into the ledger, so that an answer's rule is read as of its revision. */
import type { Tx } from '../../db/client.ts'
import { RULE } from '../belief/rule.ts'
import { insertRows } from './rows.ts'

const RULES = [{ id: RULE.id, subject: 'preference', version: 1, text: RULE.text }]

/** @returns how many rules the ledger did not hold. */
export async function writeRules(tx: Tx, revision: number): Promise<number> {
  return insertRows(
    tx,
    'Rule',
    RULES.map((rule) => ({ ...rule, fromRevision: revision })),
    true,
  )
}
