/** How far the answers for a period lie apart. Pure. */
import { converter } from '../../kinds/units.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'
import { intervalOf } from './interval.ts'
import type { Contest } from './rule.ts'

export interface Spread {
  low: string
  high: string
  /** Highest by lowest; null where the lowest is not above zero. */
  ratio: string | null
  unit: string
}

const DIGITS = 30
const RATIO_DIGITS = 12

/**
 * Lowest and highest number among the preferred claim and those beside it that can be converted into its unit;
 * suspect ones are left out, for they would measure mistakes. Null where nothing can be compared.
 */
export function spreadOf({ claim, rivals, undated }: Contest): Spread | null {
  const unit = claim.value?.unit
  if (!unit) return null
  const ends: Decimal[] = []
  let compared = 0
  for (const { value } of [claim, ...rivals, ...undated]) {
    const convert = value && converter(value.unit, unit)
    if (!convert) continue
    compared++
    const { low, high } = intervalOf(value)
    for (const end of [low, high]) if (end.isFinite()) ends.push(convert(end).toSignificantDigits(DIGITS))
  }
  if (compared < 2) return null
  const [low, high] = [Decimal.min(...ends), Decimal.max(...ends)]
  const ratio = low.gt(0) ? canonical(high.div(low).toSignificantDigits(RATIO_DIGITS)) : null
  return { low: canonical(low), high: canonical(high), ratio, unit }
}
