/** All charts, in the order of the gallery. */
import { AppError } from '../errors.ts'
import type { Chart } from './chart.ts'
import { chinaDailyTokens } from './china-daily-tokens.ts'
import { computingHubs } from './computing-hubs.ts'
import { disagreements } from './disagreements.ts'
import { energyRates } from './energy-rates.ts'
import { fact } from './fact.ts'
import { priceComparison } from './price-comparison.ts'
import { priceHistory } from './price-history.ts'
import { usageShare } from './usage-share.ts'

export const CHARTS: readonly Chart<never>[] = [
  chinaDailyTokens,
  computingHubs,
  priceComparison,
  priceHistory,
  energyRates,
  usageShare,
  disagreements,
  fact,
]

/** @throws AppError NOT_FOUND that names those that there are. */
export function chartNamed(name: string): Chart<never> {
  const chart = CHARTS.find((one) => one.name === name)
  if (chart) return chart
  throw new AppError(
    'NOT_FOUND',
    `There is no such chart. There are ${CHARTS.map((one) => one.name).join(', ')}; /charts shows them.`,
  )
}
