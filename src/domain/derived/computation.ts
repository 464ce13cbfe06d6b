/**
 * Numbers that are computed for a question and kept nowhere. All share one shape: what was computed, from which claims,
 * under which assumptions, and where there is no number, why.
 */
import { quantityText } from '../../kinds/format.ts'
import { compute, FormulaError, type Input } from '../belief/formula.ts'
import { type Interval, spokenOf } from '../belief/interval.ts'
import { presentable } from '../ledger/evaluate.ts'
import { unitOf } from '../read/convert.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow, InputRow, QuantityRow } from '../read/rows.ts'

export interface Computation {
  /** What it is: `tokens-per-person`. */
  name: string
  /** The formula in words. */
  formula: string
  /** Null where the ledger or the formula gives none; `reason` then says why. */
  value: QuantityRow | null
  /** With its numbers and its result. */
  arithmetic: string | null
  reason: string | null
  /** The claims that went in, at most `INPUTS_MAX`. */
  inputs: InputRow[]
  inputCount: number
  assumptions: string[]
  warnings: string[]
}

/** Most inputs that are listed; all of them count. */
export const INPUTS_MAX = 100
/** Most warnings that are told one by one. */
const WARNINGS_MAX = 20

/** A number with the part that it plays, and the claim that says it; null where the caller gave it. */
export interface Operand {
  name: string
  quantity: QuantityRow
  claim: Pick<ClaimRow, 'id' | 'basis' | 'corroboration' | 'periodText'> | null
}

/** What a number is computed for, before anything is known of it. */
export type Draft = Pick<Computation, 'name' | 'formula' | 'assumptions'> & { warnings?: string[] }

/** The inputs of a formula of `belief/formula.ts`. */
export const inputsOf = (operands: readonly Operand[]): Input[] =>
  operands.map(({ name, quantity }) => ({ name, quantity, unit: quantity.unitCode }))

/**
 * Computes in one or several steps.
 * @param of throws a FormulaError where the numbers allow no result.
 * @returns why there is none, as a text, where there is none.
 */
export function attempted(of: () => Interval): Interval | string {
  try {
    return of()
  } catch (error) {
    if (error instanceof FormulaError) return `It cannot be computed: ${error.message}.`
    throw error
  }
}

/** `1 value`, `3 values`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** One step: a formula of `belief/formula.ts` in exact decimals. @throws FormulaError */
export function step(formula: string, inputs: readonly Input[], unit: string): Interval {
  return compute(
    formula,
    inputs,
    unit,
    inputs.map(() => ''),
  ).value
}

/** An interval as an input of the next step. */
export const carried = (name: string, value: Interval, unit: string): Input => ({
  name,
  quantity: spokenOf(value),
  unit,
})

/** As it is shown: exact up to twelve digits, else with six, numbers rounded half up and ends of bounds outward. */
export const shown = (value: Interval, unitCode: string): QuantityRow => ({
  ...presentable(value),
  unitCode,
})

/**
 * @param show joins the texts of the operands to what was computed: `140 trillion tokens per day ÷ 1.4 billion`.
 * @param cited whose claims are listed, where an operand rests on several.
 */
export async function computation(
  read: Reader,
  draft: Draft,
  operands: readonly Operand[],
  value: Interval | string,
  unit: string,
  show: (texts: readonly string[]) => string,
  cited = operands,
): Promise<Computation> {
  if (typeof value === 'string') return without(draft, cited, value)
  const quantity = shown(value, unit)
  const texts = await Promise.all(operands.map((o) => textOf(read, o.quantity)))
  const arithmetic = `${show(texts)} = ${await textOf(read, quantity)}`
  return { ...without(draft, cited, ''), value: quantity, arithmetic, reason: null }
}

/** Of which the ledger holds too little. */
export function without(draft: Draft, operands: readonly Operand[], reason: string): Computation {
  const warnings = told([...new Set([...(draft.warnings ?? []), ...operands.flatMap(doubtsOf)])])
  return { ...draft, ...listed(operands), warnings, value: null, arithmetic: null, reason }
}

function told(warnings: readonly string[]): string[] {
  const more = warnings.length - WARNINGS_MAX
  return more > 0
    ? [...warnings.slice(0, WARNINGS_MAX), `And ${counted(more, 'warning')} more on inputs.`]
    : [...warnings]
}

function listed(operands: readonly Operand[]): Pick<Computation, 'inputs' | 'inputCount'> {
  const rows = operands.flatMap(({ name, claim }) => (claim ? [{ owner: '', name, claimId: claim.id }] : []))
  return { inputs: rows.slice(0, INPUTS_MAX), inputCount: rows.length }
}

export const textOf = async (read: Reader, quantity: QuantityRow): Promise<string> =>
  quantityText(quantity, await unitOf(read, quantity.unitCode))

const DOUBTS: Record<string, string> = {
  CONTRADICTED: 'another source, or arithmetic, contradicts it',
  MIS_SCOPED: 'it is the number of another subject, period or population',
  UNCONFIRMED: 'nothing was found that confirms it',
}
const BASES: Record<string, string> = {
  ESTIMATED: 'its source calls it an estimate',
  PROJECTED: 'it is a forecast',
}

/** What readers must know of an input before they print the result. */
function doubtsOf({ name, claim }: Operand): string[] {
  if (!claim) return []
  return [BASES[claim.basis], DOUBTS[claim.corroboration]]
    .filter((doubt) => doubt !== undefined)
    .map((doubt) => `${name} (${claim.periodText}): ${doubt}.`)
}
