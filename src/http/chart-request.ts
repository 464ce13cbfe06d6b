/** A request for a chart on its way, and the key under which its answer is kept. */
import type { Behalf } from './ask.ts'
import type { ChartSources, Standing } from './chart-answer.ts'
import type { ChartAsked } from './chart-parameters.ts'
import type { Keeper } from './kept.ts'

export interface ChartsOptions extends ChartSources {
  keeper: Keeper
  endpoint: string
  publicUrl?: string | undefined
}

/** A request for a chart, on its way. */
export interface ChartRequest {
  request: Request
  url: URL
  behalf: Behalf
  /** Scheme and host, to print in addresses. */
  origin: string
}

/** All that bytes depend on, as a key of the keeper. */
export function keyOf([kind, standing, { chart, chosen, receipt, asOf }, look, origin]: readonly [
  string,
  string,
  ChartAsked,
  unknown,
  string | null,
]): string {
  return JSON.stringify(['chart', kind, standing, chart.name, chosen, receipt, asOf !== null, look, origin])
}

export const standingKey = ({ at, newest }: Standing) => `${at.revision}/${newest.revision}`

export const isPinned = ({ asOf, receipt }: ChartAsked) => asOf !== null || receipt !== null
