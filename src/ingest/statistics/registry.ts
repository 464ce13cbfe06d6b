/** The formats of statistics, one line each. */
import { epochAi } from './epoch/format.ts'
import { co2Js } from './formats/co2-js.ts'
import { eia } from './formats/eia.ts'
import { ember } from './formats/ember.ts'
import { googleRegionCarbon } from './formats/google-region-carbon.ts'
import { openrouterRankings } from './formats/openrouter-rankings.ts'
import { owid } from './formats/owid.ts'
import { worldBank } from './formats/world-bank.ts'
import type { StatisticFormat } from './types.ts'

export const STATISTIC_FORMATS: readonly StatisticFormat[] = [
  co2Js,
  eia,
  ember,
  epochAi,
  googleRegionCarbon,
  openrouterRankings,
  owid,
  worldBank,
]
