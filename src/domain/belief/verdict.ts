/** The one rule by which a check judges a number: what is asserted against what was computed. Pure. */

import type { Spoken } from '../../kinds/format.ts'
import type { Verdict } from '../../kinds/vocabulary.ts'
import { Decimal } from '../../lib/decimal.ts'
import { type Interval, intervalOf, isWithin, overlaps } from './interval.ts'

export const VERDICT_RULE = {
  id: 'verdict-1',
  subject: 'verdict',
  version: 1,
  text:
    'CONSISTENT when every value that the inputs allow is one that the assertion allows: the number itself, a range, ' +
    '"more than" and its like as they stand, and "about" within 5 per cent. Else ROUNDED when the asserted number is ' +
    'the computed one rounded half up to the significant digits of the assertion, trailing zeros of whole numbers not ' +
    'counted; of a range both ends must be, and a bound such as "more than" is not rounded. Else UNCONFIRMED when the ' +
    'inputs are open to one side and leave both possible. Else CONTRADICTED. CONSISTENT becomes CONFIRMED when the ' +
    'number was not computed but stated by the original of another publisher, and MIS_SCOPED where our editors found ' +
    'that it belongs to another subject, period or population.',
} as const

/** How far "about" reaches to either side. */
const ABOUT = new Decimal('0.05')

/** Digits that carry the value: `1000` has 1, `0.42` has 2, `13.0` (canonically `13`) has 2. */
function significantDigits(value: Decimal): number {
  return Math.max(1, value.abs().precision(false))
}

/** Rounded half up to so many significant digits. */
export function roundedTo(value: Decimal, digits: number): Decimal {
  return value.toSignificantDigits(digits, Decimal.ROUND_HALF_UP)
}

/** @param expected what was computed, in the unit of the assertion. */
export function judge(expected: Interval, asserted: Spoken): { verdict: Verdict; why: string } {
  const stated = intervalOf(asserted)
  const allowed =
    asserted.qualifier === 'ABOUT'
      ? {
          ...stated,
          low: stated.point!.sub(stated.point!.abs().mul(ABOUT)),
          high: stated.point!.add(stated.point!.abs().mul(ABOUT)),
        }
      : stated
  if (isWithin(expected, allowed)) return { verdict: 'CONSISTENT', why: 'it fits' }
  const digits = roundedDigits(expected, stated)
  if (digits !== null) {
    const places = `${digits} significant digit${digits === 1 ? '' : 's'}`
    return { verdict: 'ROUNDED', why: `it is the computed value rounded to ${places}` }
  }
  const isOpen = !expected.low.isFinite() || !expected.high.isFinite()
  if (isOpen && overlaps(expected, allowed))
    return { verdict: 'UNCONFIRMED', why: 'the inputs leave it open whether it holds' }
  return { verdict: 'CONTRADICTED', why: 'it does not fit' }
}

/** The significant digits to which the assertion rounds the computed value, at both ends of a range; null when it does not. */
function roundedDigits(expected: Interval, stated: Interval): number | null {
  // "More than" is a promise, and no rounding makes less than the bound fit it.
  if (!stated.low.isFinite() || !stated.high.isFinite()) return null
  const ends: [Decimal, Decimal][] = [
    [expected.low, stated.low],
    [expected.high, stated.high],
  ]
  if (!ends.every(([e, s]) => e.isFinite() && roundedTo(e, significantDigits(s)).eq(s))) return null
  return Math.max(...ends.map(([, s]) => significantDigits(s)))
}
