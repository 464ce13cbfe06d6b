/** Numbers with the doubt that their sources leave: what may be true of a quantity, as an interval. Pure. */
import type { Spoken } from '../../kinds/format.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'

/** Ends may be infinite. `point` is the number that stands for all of it, where one is named. */
export interface Interval {
  low: Decimal
  high: Decimal
  point: Decimal | null
  /** An end that does not belong to it: "more than", "less than". */
  openLow: boolean
  openHigh: boolean
  /** A source hedged ("about"), or the result was rounded. */
  isAbout: boolean
}

export type Rounding = typeof Decimal.ROUND_FLOOR | typeof Decimal.ROUND_CEIL | typeof Decimal.ROUND_HALF_UP
const INFINITE = new Decimal(Number.POSITIVE_INFINITY)

export function intervalOf(q: Spoken): Interval {
  const dec = (text: string | null) => (text === null ? null : new Decimal(text))
  const point = dec(q.point)
  return {
    low: dec(q.low) ?? (q.qualifier === 'AT_MOST' || q.qualifier === 'LESS_THAN' ? INFINITE.neg() : point!),
    high: dec(q.high) ?? (q.qualifier === 'AT_LEAST' || q.qualifier === 'MORE_THAN' ? INFINITE : point!),
    point,
    openLow: q.qualifier === 'MORE_THAN',
    openHigh: q.qualifier === 'LESS_THAN',
    isAbout: q.qualifier === 'ABOUT',
  }
}

/** As a claim would state it. */
export function spokenOf(i: Interval): Spoken {
  const text = (value: Decimal) => (value.isFinite() ? canonical(value) : null)
  const none = { low: null, point: null, high: null }
  if (i.low.eq(i.high)) return { ...none, point: canonical(i.low), qualifier: i.isAbout ? 'ABOUT' : 'EXACT' }
  if (!i.high.isFinite())
    return { ...none, low: text(i.low), qualifier: i.openLow ? 'MORE_THAN' : 'AT_LEAST' }
  if (!i.low.isFinite())
    return { ...none, high: text(i.high), qualifier: i.openHigh ? 'LESS_THAN' : 'AT_MOST' }
  return { low: text(i.low), point: i.point && canonical(i.point), high: text(i.high), qualifier: 'RANGE' }
}

/** Digits that divisions keep; far beyond any source, and few enough for `numeric` columns of 50. */
export const KEPT_DIGITS = 40

type Binary = (a: Decimal, b: Decimal) => Decimal

/**
 * All values of `of(a, b)`, which must be monotone in either argument; the extremes are then at the ends.
 * `0 × ∞` is 0 here, for the infinite end is never reached.
 */
export function combine(a: Interval, b: Interval, of: Binary): Interval {
  const ends = [
    { value: a.low, open: a.openLow, other: b.low, otherOpen: b.openLow },
    { value: a.low, open: a.openLow, other: b.high, otherOpen: b.openHigh },
    { value: a.high, open: a.openHigh, other: b.low, otherOpen: b.openLow },
    { value: a.high, open: a.openHigh, other: b.high, otherOpen: b.openHigh },
  ].map((e) => {
    const result = of(e.value, e.other)
    return { value: result.isNaN() ? new Decimal(0) : result, open: e.open || e.otherOpen }
  })
  const low = Decimal.min(...ends.map((e) => e.value))
  const high = Decimal.max(...ends.map((e) => e.value))
  // An end that is reached in one way belongs to the result, whatever only nears it.
  const isOpen = (end: Decimal) => ends.every((e) => e.open || !e.value.eq(end))
  const point = a.point && b.point ? of(a.point, b.point) : null
  return {
    low,
    high,
    point,
    openLow: isOpen(low),
    openHigh: isOpen(high),
    isAbout: a.isAbout || b.isAbout,
  }
}

/** Applies a monotone function to all of it; a falling one turns the ends round. */
export function mapped(i: Interval, of: (value: Decimal) => Decimal): Interval {
  const [a, b] = [of(i.low), of(i.high)]
  const turned = a.gt(b)
  return {
    low: turned ? b : a,
    high: turned ? a : b,
    point: i.point && of(i.point),
    openLow: turned ? i.openHigh : i.openLow,
    openHigh: turned ? i.openLow : i.openHigh,
    isAbout: i.isAbout,
  }
}

/** Every value of `inner` is one of `outer`. */
export function isWithin(inner: Interval, outer: Interval): boolean {
  const low = inner.low.gt(outer.low) || (inner.low.eq(outer.low) && (!outer.openLow || inner.openLow))
  const high = inner.high.lt(outer.high) || (inner.high.eq(outer.high) && (!outer.openHigh || inner.openHigh))
  return low && high
}

/** Some value belongs to both. */
export function overlaps(a: Interval, b: Interval): boolean {
  const below = (x: Interval, y: Interval) =>
    x.high.lt(y.low) || (x.high.eq(y.low) && (x.openHigh || y.openLow))
  return !below(a, b) && !below(b, a)
}

/**
 * To so many significant digits: a number half up, the ends of bounds outward, so that nothing which the inputs allow
 * is left out.
 */
export function rounded(i: Interval, digits: number): Interval {
  const to = (x: Decimal, how: Rounding) => (x.isFinite() ? x.toSignificantDigits(digits, how) : x)
  const isPoint = i.low.eq(i.high)
  const low = to(i.low, isPoint ? Decimal.ROUND_HALF_UP : Decimal.ROUND_FLOOR)
  const high = to(i.high, isPoint ? Decimal.ROUND_HALF_UP : Decimal.ROUND_CEIL)
  return {
    ...i,
    low,
    high,
    point: i.point && to(i.point, Decimal.ROUND_HALF_UP),
    // An end that moved outward was not reached, whether or not it belonged.
    isAbout: i.isAbout || !low.eq(i.low) || !high.eq(i.high),
  }
}
