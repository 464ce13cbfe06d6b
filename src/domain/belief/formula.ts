/**
 * The formulas by which values are derived and assertions recomputed. Each is declared once: what its inputs are
 * called, how it is computed in exact decimals with the doubt of its inputs carried through, and how it reads. Pure.
 */
import type { Spoken } from '../../kinds/format.ts'
import { divided, multiplied, rescaled, sameDimensions, type UnitForm, unitForm } from '../../kinds/units.ts'
import { Decimal } from '../../lib/decimal.ts'
import { combine, type Interval, intervalOf, KEPT_DIGITS, mapped, rounded } from './interval.ts'

export const FORMULA_RULE = {
  id: 'formulas-1',
  subject: 'formulas',
  version: 1,
  text:
    'value: the input as it stands. ratio: numerator divided by denominator. growth: to divided by from, less one, in ' +
    'per cent. share: part divided by whole, in per cent. product: all inputs multiplied. sum: all inputs added. ' +
    'difference: from less subtrahend. grow: value increased by rate. convert: the input in another unit, months and ' +
    'years at their Gregorian mean. compound-growth: the constant growth in per cent per period that leads from from to ' +
    'to in so many periods. per-period-multiple: the same as a factor. doubling-time: the periods after which such ' +
    'growth doubles. Inputs with bounds give bounds: every value that they allow is carried through. Units are ' +
    'multiplied and divided like numbers, and the result must have the dimensions of the unit that it is given in. ' +
    'Divisions are exact to 40 digits; where a rounding is declared, a number is rounded half up to it and the ends of ' +
    'bounds outward.',
} as const

/** A number that goes into a formula, under its name there. */
export interface Input {
  name: string
  quantity: Spoken
  unit: string
}

export interface FormulaDeclaration {
  /** What readers are told. */
  text: string
  /** Names of the inputs in their order; null for any names, at least two. */
  inputs: readonly string[] | null
  /** The sign between the inputs in the arithmetic as it is shown. */
  show(texts: readonly string[]): string
  compute(inputs: readonly Operand[], unit: UnitForm): Interval
}

interface Operand {
  value: Interval
  unit: UnitForm
}

export class FormulaError extends Error {}

const minus = (a: Decimal, b: Decimal) => a.sub(b)
const times = (a: Decimal, b: Decimal) => a.mul(b)

function over(a: Interval, b: Interval): Interval {
  if (b.low.lte(0) && b.high.gte(0)) throw new FormulaError('the divisor may be zero')
  return combine(a, b, (x, y) => x.div(y))
}

/** In the target unit. @throws FormulaError when they measure different things. */
function scaled(value: Interval, from: UnitForm, to: UnitForm): Interval {
  if (!sameDimensions(from, to)) throw new FormulaError('the units do not fit together')
  return mapped(value, (x) => rescaled(x, from, to))
}

const NUMBER = unitForm('x')!

/** How many times the second is in the first, as a plain number. */
function quotient([a, b]: readonly Operand[]): Interval {
  return scaled(over(a!.value, b!.value), divided(a!.unit, b!.unit), NUMBER)
}

/** How often growth over time multiplied; roots and logarithms of anything else than growth from something are no numbers. */
function grown([from, to, periods]: readonly Operand[]): { whole: Interval; periods: Interval } {
  const whole = quotient([to!, from!])
  if (whole.low.lte(0)) throw new FormulaError('what grows over time must be above zero')
  if (periods!.value.low.lte(0)) throw new FormulaError('the number of periods must be above zero')
  return { whole, periods: periods!.value }
}

/** The factor by which something grows in one of `periods` periods. */
function perPeriod(inputs: readonly Operand[]): Interval {
  const { whole, periods } = grown(inputs)
  return combine(whole, periods, (multiple, n) => multiple.pow(new Decimal(1).div(n)))
}

const inPercent = (i: Interval, unit: UnitForm) => scaled(i, NUMBER, unit)

/** One input, in the unit that is asked for. */
const PASSED_ON: Omit<FormulaDeclaration, 'text'> = {
  inputs: ['of'],
  show: ([a]) => a!,
  compute: ([a], unit) => scaled(a!.value, a!.unit, unit),
}

export const FORMULAS: Record<string, FormulaDeclaration> = {
  value: { text: 'The input as it stands.', ...PASSED_ON },
  convert: { text: 'The input in another unit, such as tokens per week in tokens per day.', ...PASSED_ON },
  ratio: {
    text: 'Numerator divided by denominator.',
    inputs: ['numerator', 'denominator'],
    show: ([a, b]) => `${a} ÷ ${b}`,
    compute: ([a, b], unit) => scaled(over(a!.value, b!.value), divided(a!.unit, b!.unit), unit),
  },
  share: {
    text: 'Part divided by whole, in per cent.',
    inputs: ['part', 'whole'],
    show: ([a, b]) => `${a} ÷ ${b}`,
    compute: (inputs, unit) => inPercent(quotient(inputs), unit),
  },
  growth: {
    text: 'The rise from one value to another, in per cent.',
    inputs: ['from', 'to'],
    show: ([a, b]) => `${b} ÷ ${a} − 1`,
    compute: ([from, to], unit) =>
      inPercent(
        mapped(quotient([to!, from!]), (x) => x.sub(1)),
        unit,
      ),
  },
  product: {
    text: 'All inputs multiplied.',
    inputs: null,
    show: (texts) => texts.join(' × '),
    compute: (inputs, unit) => {
      const all = inputs.reduce((a, b) => ({
        value: combine(a.value, b.value, times),
        unit: multiplied(a.unit, b.unit),
      }))
      return scaled(all.value, all.unit, unit)
    },
  },
  sum: {
    text: 'All inputs added.',
    inputs: null,
    show: (texts) => texts.join(' + '),
    compute: (inputs, unit) =>
      inputs.map((i) => scaled(i.value, i.unit, unit)).reduce((a, b) => combine(a, b, (x, y) => x.add(y))),
  },
  difference: {
    text: 'One value less another.',
    inputs: ['from', 'subtrahend'],
    show: ([a, b]) => `${a} − ${b}`,
    compute: ([a, b], unit) =>
      combine(scaled(a!.value, a!.unit, unit), scaled(b!.value, b!.unit, unit), minus),
  },
  grow: {
    text: 'A value increased by a rate.',
    inputs: ['value', 'rate'],
    show: ([a, b]) => `${a} × (1 + ${b})`,
    compute: ([a, rate], unit) => {
      const factor = mapped(scaled(rate!.value, rate!.unit, NUMBER), (x) => x.add(1))
      return scaled(combine(a!.value, factor, times), a!.unit, unit)
    },
  },
  'compound-growth': {
    text: 'The constant growth per period, in per cent, that leads from one value to another.',
    inputs: ['from', 'to', 'periods'],
    show: ([a, b, n]) => `(${b} ÷ ${a}) to the power of 1 ÷ ${n}, − 1`,
    compute: (inputs, unit) =>
      inPercent(
        mapped(perPeriod(inputs), (x) => x.sub(1)),
        unit,
      ),
  },
  'per-period-multiple': {
    text: 'The constant factor per period that leads from one value to another.',
    inputs: ['from', 'to', 'periods'],
    show: ([a, b, n]) => `(${b} ÷ ${a}) to the power of 1 ÷ ${n}`,
    compute: (inputs, unit) => scaled(perPeriod(inputs), NUMBER, unit),
  },
  'doubling-time': {
    text: 'After how many periods such constant growth doubles.',
    inputs: ['from', 'to', 'periods'],
    show: ([a, b, n]) => `${n} × log 2 ÷ log (${b} ÷ ${a})`,
    compute: (inputs, unit) => {
      const { whole, periods } = grown(inputs)
      if (whole.low.lte(1)) throw new FormulaError('only what grows doubles')
      const value = combine(periods, whole, (n, multiple) => n.div(Decimal.log2(multiple)))
      return scaled(value, inputs[2]!.unit, unit)
    },
  },
}

export interface Computed {
  value: Interval
  /** The computation with its numbers, without the result: `140 trillion ÷ 100 billion`. */
  shown: string
}

/**
 * @param target the unit of the result; null takes that of the first input.
 * @param digits round the result to so many significant digits, and hedge it where that changed it.
 * @throws FormulaError when the inputs are not those of the formula or their units do not fit.
 */
export function compute(
  formula: string,
  inputs: readonly Input[],
  target: string | null,
  texts: readonly string[],
  digits?: number,
): Computed {
  const declared = Object.hasOwn(FORMULAS, formula) ? FORMULAS[formula]! : undefined
  if (!declared) throw new FormulaError(`there is no formula ${formula}`)
  const names = inputs.map((i) => i.name)
  if (declared.inputs ? declared.inputs.join() !== names.join() : inputs.length < 2)
    throw new FormulaError(`the inputs of ${formula} are ${declared.inputs?.join(', ') ?? 'at least two'}`)
  const operands = inputs.map((i) => ({ value: intervalOf(i.quantity), unit: form(i.unit) }))
  const computed = declared.compute(operands, form(target ?? inputs[0]!.unit))
  // Without any bound nothing is said, and what outgrows every number is none.
  if (!computed.low.isFinite() && !computed.high.isFinite())
    throw new FormulaError('the inputs leave the result without bounds')
  const value = kept(computed)
  return { value: digits === undefined ? value : rounded(value, digits), shown: declared.show(texts) }
}

function form(code: string): UnitForm {
  const unit = unitForm(code)
  if (!unit) throw new FormulaError(`the unit ${code} cannot be computed with`)
  return unit
}

function kept(i: Interval): Interval {
  return mapped(i, (x) => (x.isFinite() ? x.toSignificantDigits(KEPT_DIGITS, Decimal.ROUND_HALF_UP) : x))
}
