/** Writes the rules that the code holds into the ledger, so that an answer's rule is read as of its revision. */
import type { Db, Tx } from '../../db/client.ts'
import { CONDITIONS_RULE } from '../belief/conditions.ts'
import { FORMULA_RULE } from '../belief/formula.ts'
import { PLAUSIBILITY_RULE } from '../belief/plausibility.ts'
import { RULE } from '../belief/rule.ts'
import { VERDICT_RULE } from '../belief/verdict.ts'
import { insertRows } from './rows.ts'

const RULES = [RULE, PLAUSIBILITY_RULE, FORMULA_RULE, VERDICT_RULE, CONDITIONS_RULE]

/** True when the ledger holds every rule of the code; else an import must decide anew by the newer ones. */
export async function rulesAreCurrent(db: Db): Promise<boolean> {
  return (await db.rule.count({ where: { id: { in: RULES.map((r) => r.id) } } })) === RULES.length
}

/** @returns how many rules the ledger did not hold. */
export async function writeRules(tx: Tx, revision: number): Promise<number> {
  return insertRows(
    tx,
    'Rule',
    RULES.map((rule) => ({ ...rule, fromRevision: revision })),
    true,
  )
}
