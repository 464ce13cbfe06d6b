/**
 * The formulas of derived indicators, in steps of `belief/formula.ts`: exact decimals, with the doubt of every input
 * carried through. Pure. Where a formula cannot be computed it throws a FormulaError.
 */
import type { Spoken } from '../../kinds/format.ts'
import { unitForm } from '../../kinds/units.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'
import { FormulaError, type Input } from '../belief/formula.ts'
import { combine, type Interval, intervalOf } from '../belief/interval.ts'
import { carried, step } from './computation.ts'
import type { Summary } from './statistics.ts'

/** Energy per token times what energy costs, by what the tokens are sold for, in per cent. */
export function electricityShare(energy: Input, rate: Input, price: Input): Interval {
  const cost = step('product', [energy, rate], price.unit)
  return step('share', [carried('part', cost, price.unit), { ...price, name: 'whole' }], '%')
}

/** Kilowatt-hours of so many tokens at so much energy for a million of them. */
export const energyOf = (tokens: Input, energyPerTokens: Input): Interval =>
  step('product', [tokens, energyPerTokens], 'kWh')

/** What energy costs, in the currency of the rate: kWh times USD/kWh is USD. */
export const costOf = (energy: Input, rate: Input): Interval =>
  step('product', [energy, rate], moneyOf(rate.unit))

/** `USD` of `USD/kWh`. */
export const moneyOf = (unit: string): string => unit.slice(0, unit.indexOf('/'))

/** Kilograms of CO2 equivalent of energy at a carbon intensity. */
export const carbonOf = (energy: Input, intensity: Input): Interval =>
  step('product', [energy, intensity], 'kgCO2')

/** A value of a series, and the time for which its source states it, in milliseconds. */
export interface Point {
  value: Spoken
  unit: string
  from: number
  to: number
}

const MONTH = new Decimal(2_629_746_000)
const middle = ({ from, to }: Point) => new Decimal(from).add(to).div(2)
const months = (milliseconds: Decimal) => milliseconds.div(MONTH)

/**
 * Months between two points: between the middles of their periods, and, as a value may belong to any moment of its
 * period, no fewer than from the end of the first to the start of the second, and no more than from the start of the
 * first to the end of the second.
 * @throws FormulaError when the periods touch.
 */
export function spanOf(first: Point, last: Point): Interval {
  const low = new Decimal(last.from).sub(first.to)
  if (low.lte(0)) throw new FormulaError('the periods of its two ends touch; take a longer span')
  const high = new Decimal(last.to).sub(first.from)
  const ends = { low: months(low), high: months(high), openLow: false, openHigh: false }
  return { ...ends, point: months(middle(last).sub(middle(first))), isAbout: false }
}

/**
 * Months after which a series doubles that grows at the constant rate which leads from one point to another:
 * months × log 2 ÷ log(last ÷ first), formula `doubling-time`.
 */
export function doublingTime(first: Point, last: Point, span: Interval): Interval {
  const before = intervalOf(first.value)
  if (!before.high.isFinite())
    throw new FormulaError('its earlier value has no upper bound, so nothing says by how much it grew')
  if (converted(last.value, last.unit, first.unit).low.lte(before.high))
    throw new FormulaError('nothing says that its later value is above the earlier one')
  const inputs = [
    { name: 'from', quantity: first.value, unit: first.unit },
    { name: 'to', quantity: last.value, unit: last.unit },
    carried('periods', span, 'mo'),
  ]
  const value = step('doubling-time', inputs, 'mo')
  // Growth without an upper bound doubles in as little time as one likes, but never in none.
  return value.low.isZero() ? { ...value, low: new Decimal(Number.NEGATIVE_INFINITY) } : value
}

/** Fewest points of which the steps between neighbours say anything. */
export const FEWEST_POINTS = 4

/**
 * The fastest and the slowest doubling between neighbours of a series, by the middles of their periods.
 * @throws FormulaError when there are fewer than four points, or it did not grow from one to the next.
 */
export function stepsOf(points: readonly Point[]): Interval {
  if (points.length < FEWEST_POINTS)
    throw new FormulaError(`it takes ${FEWEST_POINTS} values to compare the steps between them`)
  const steps = points.slice(1).map((point, i) => {
    const between = months(middle(point).sub(middle(points[i]!)))
    const exact = { low: between, high: between, point: between }
    return doublingTime(points[i]!, point, { ...exact, openLow: false, openHigh: false, isAbout: false })
  })
  return hull(steps)
}

/** From the lowest end of all to the highest, without a number that stands for it. */
export function hull(all: readonly Interval[]): Interval {
  const low = Decimal.min(...all.map((i) => i.low))
  const high = Decimal.max(...all.map((i) => i.high))
  return {
    low,
    high,
    point: low.eq(high) ? low : null,
    // An end that one of them reaches belongs to all.
    openLow: all.every((i) => i.openLow || !i.low.eq(low)),
    openHigh: all.every((i) => i.openHigh || !i.high.eq(high)),
    isAbout: all.some((i) => i.isAbout),
  }
}

/** @throws FormulaError where the divisor may be zero. */
function ratioOf(numerator: Interval, denominator: Interval): Interval {
  if (denominator.low.lte(0)) throw new FormulaError('the divisor may be zero')
  return combine(numerator, denominator, (a, b) => a.div(b))
}

/**
 * How many times one set of prices is another: its point is the median of the one by that of the other, its ends are
 * the lower quartile of the one by the upper quartile of the other, and the upper by the lower. So half of the prices
 * of either side lie between the ends, and a catalogue's cheapest and dearest models do not decide.
 */
export function gapOf(numerator: Summary, denominator: Summary): Interval {
  const low = ratioOf(numerator.lowerQuartile, denominator.upperQuartile)
  const high = ratioOf(numerator.upperQuartile, denominator.lowerQuartile)
  const { point } = ratioOf(numerator.median, denominator.median)
  return { ...high, low: low.low, high: high.high, point, openLow: false, openHigh: false }
}

/** The same from the cheapest by the dearest to the dearest by the cheapest. */
export function extremesOf(numerator: Summary, denominator: Summary): Interval {
  const low = ratioOf(numerator.lowest, denominator.highest)
  const high = ratioOf(numerator.highest, denominator.lowest)
  return { ...high, low: low.low, high: high.high, point: null, openLow: false, openHigh: false }
}

/** A number of one unit in another, where both measure the same. @throws FormulaError */
export const converted = (value: Spoken, from: string, to: string): Interval =>
  from === to ? intervalOf(value) : step('convert', [{ name: 'of', quantity: value, unit: from }], to)

/** Whether it is an amount of US dollars, for whatever. */
export const isDollars = (unitCode: string): boolean => unitForm(unitCode)?.dimensions.USD === 1

/** As an argument gives it. */
export const between = (low: Decimal, high: Decimal): Spoken =>
  low.eq(high)
    ? { low: null, point: canonical(low), high: null, qualifier: 'EXACT' }
    : { low: canonical(low), point: null, high: canonical(high), qualifier: 'RANGE' }
