/** Computes a declared formula from the claims that stand, and shows how. */
import { quantityText, type Spoken } from '../../kinds/format.ts'
import type { Decimal } from '../../lib/decimal.ts'
import { compute, FormulaError } from '../belief/formula.ts'
import { type Interval, rounded, spokenOf } from '../belief/interval.ts'
import type { InputClaim, LoadedInputs } from './computation-inputs.ts'
import type { DeriveSpec } from './input.ts'

/** Names of units by code, for texts. */
export type UnitNames = ReadonlyMap<string, string>

export interface Evaluation {
  /** Unrounded, for verdicts. */
  value: Interval
  /** As it is stored and shown. */
  quantity: Spoken
  unit: string
  /** With its numbers and its result: `140 trillion tokens per day ÷ 100 billion tokens per day = 1,400 times`. */
  arithmetic: string
  inputs: { name: string; claim: InputClaim }[]
}

/** A result with more digits than this is shown with `SHOWN_DIGITS`, and hedged. */
const EXACT_DIGITS = 12
const SHOWN_DIGITS = 6

/** @returns why it cannot be computed, as a text, when it cannot. */
export function evaluate(
  spec: DeriveSpec,
  unit: string | null,
  loaded: LoadedInputs,
  units: UnitNames,
): Evaluation | string {
  const inputs: Evaluation['inputs'] = []
  for (const ref of spec.inputs) {
    const claim = loaded(ref)
    if (!claim) return `its input ${ref.name} has no claim: ${'claim' in ref ? ref.claim : ref.fact}`
    if (!claim.quantity) return `its input ${ref.name} is no number: ${claim.name}`
    inputs.push({ name: ref.name, claim })
  }
  const target = spec.unit ?? unit
  const texts = inputs.map((i) => textOf(i.claim.quantity!, i.claim.unit!, units))
  try {
    const numbers = inputs.map((i) => ({ name: i.name, quantity: i.claim.quantity!, unit: i.claim.unit! }))
    const { value, shown } = compute(spec.formula, numbers, target, texts, spec.digits ?? undefined)
    const resultUnit = target ?? inputs[0]!.claim.unit!
    const quantity = presentable(value)
    return {
      value,
      quantity,
      unit: resultUnit,
      arithmetic: arithmeticOf(spec.formula, shown, textOf(quantity, resultUnit, units), inputs),
      inputs,
    }
  } catch (error) {
    if (error instanceof FormulaError) return error.message
    throw error
  }
}

/** A formula with its numbers and its result; what is only passed on is told by who says it. */
function arithmeticOf(formula: string, shown: string, result: string, inputs: Evaluation['inputs']): string {
  if (formula === 'value' && shown === result) return `According to ${inputs[0]!.claim.publisher}, ${result}`
  return `${shown} = ${result}`
}

export function textOf(quantity: Spoken, unit: string, units: UnitNames): string {
  return quantityText(quantity, { code: unit, name: units.get(unit) ?? unit })
}

export function presentable(value: Interval): Spoken {
  const isShort = (x: Decimal | null) => !x?.isFinite() || x.precision() <= EXACT_DIGITS
  const kept = [value.low, value.high, value.point].every(isShort) ? value : rounded(value, SHOWN_DIGITS)
  return spokenOf(kept)
}
