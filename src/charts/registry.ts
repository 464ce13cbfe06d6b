/** All charts, in the order of the gallery. */
import { AppError } from '../errors.ts'
import type { Chart } from './chart.ts'
import { chinaDailyTokens } from './china-daily-tokens.ts'
import { fact } from './fact.ts'
import { priceComparison } from './price-comparison.ts'

export const CHARTS: readonly Chart<never>[] = [chinaDailyTokens, priceComparison, fact]

/** @throws AppError NOT_FOUND that names those that there are. */
export function chartNamed(name: string): Chart<never> {
  const chart = CHARTS.find((one) => one.name === name)
  if (chart) return chart
  throw new AppError(
    'NOT_FOUND',
    `There is no such chart. There are ${CHARTS.map((one) => one.name).join(', ')}; /charts shows them.`,
  )
}
