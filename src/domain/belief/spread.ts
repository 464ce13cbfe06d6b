/** How far the answers for a period lie apart. Pure. */
import { canonical, type Decimal } from '../../lib/decimal.ts'
import { intervalIn } from './measured.ts'
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
  let compared = 0
  let [lowest, highest]: [Decimal | null, Decimal | null] = [null, null]
  for (const { value } of [claim, ...rivals, ...undated]) {
    const stated = value && intervalIn(value, unit)
    if (!stated) continue
    compared++
    for (const end of [stated.low, stated.high]) {
      if (!end.isFinite()) continue
      if (!lowest || end.lt(lowest)) lowest = end
      if (!highest || end.gt(highest)) highest = end
    }
  }
  if (compared < 2) return null
  const [low, high] = [lowest!.toSignificantDigits(DIGITS), highest!.toSignificantDigits(DIGITS)]
  const ratio = low.gt(0) ? canonical(high.div(low).toSignificantDigits(RATIO_DIGITS)) : null
  return { low: canonical(low), high: canonical(high), ratio, unit }
}
