/** Numbers of one unit in another: bounds, qualifier and what rounding is left. Pure. */
import type { Spoken } from '../../kinds/format.ts'
import { converter } from '../../kinds/units.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'
import { KEPT_DIGITS, type Rounding } from './interval.ts'

/** Digits that a number of the ledger may have. Whatever has more after a division has no last one. */
const EXACT_DIGITS = 50

/** @returns null where the units measure different things. */
export function convertedTo(q: Spoken, from: string, to: string): Spoken | null {
  const convert = converter(from, to)
  if (!convert) return null
  const end = (text: string | null, rounding: Rounding) =>
    text === null ? null : canonical(keptDigits(convert(new Decimal(text)), rounding))
  return {
    low: end(q.low, Decimal.ROUND_FLOOR),
    point: end(q.point, Decimal.ROUND_HALF_UP),
    high: end(q.high, Decimal.ROUND_CEIL),
    qualifier: q.qualifier,
  }
}

function keptDigits(value: Decimal, rounding: Rounding): Decimal {
  return value.precision() <= EXACT_DIGITS ? value : value.toSignificantDigits(KEPT_DIGITS, rounding)
}
