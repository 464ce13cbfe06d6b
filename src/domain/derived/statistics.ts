/** Quartiles of prices that may themselves be ranges, in exact decimals. Pure. */
import type { Decimal } from '../../lib/decimal.ts'
import type { Interval } from '../belief/interval.ts'

/** Order statistics of one set. */
export interface Summary {
  count: number
  lowest: Interval
  lowerQuartile: Interval
  median: Interval
  upperQuartile: Interval
  highest: Interval
}

/**
 * The number below which so many quarters of a sorted list lie, as spreadsheets compute it (Hyndman and Fan's seventh
 * definition): with h = (n − 1) × quarters ÷ 4, the value at place ⌊h⌋ plus the fraction of h of the step to the next.
 * Quarters have a last digit, so it is exact.
 */
function quantile(sorted: readonly Decimal[], quarters: number): Decimal {
  const places = (sorted.length - 1) * quarters
  const below = sorted[Math.floor(places / 4)]!
  const rest = places % 4
  if (rest === 0 || !below.isFinite()) return below
  const above = sorted[Math.floor(places / 4) + 1]!
  return below.add(above.sub(below).mul(rest).div(4))
}

/**
 * Each statistic rises with each of its numbers. So whatever the numbers are within their bounds, it lies between that
 * of all lower ends and that of all upper ones; its point is that of the points, where all have one.
 * @param values not empty.
 */
export function summaryOf(values: readonly Interval[]): Summary {
  const sorted = (of: (i: Interval) => Decimal) => values.map(of).sort((a, b) => a.cmp(b))
  const lows = sorted((i) => i.low)
  const highs = sorted((i) => i.high)
  const points = values.every((i) => i.point !== null) ? sorted((i) => i.point!) : null
  const isAbout = values.some((i) => i.isAbout)
  const at = (quarters: number): Interval => ({
    low: quantile(lows, quarters),
    high: quantile(highs, quarters),
    point: points && quantile(points, quarters),
    openLow: false,
    openHigh: false,
    isAbout,
  })
  return {
    count: values.length,
    lowest: at(0),
    lowerQuartile: at(1),
    median: at(2),
    upperQuartile: at(3),
    highest: at(4),
  }
}
