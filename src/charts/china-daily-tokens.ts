/** Growth of China's daily tokens on a log scale, with rivals and with what is uncertain: a figure of the article. */
import { AppError } from '../errors.ts'
import type { Chart } from './chart.ts'
import { CLAIM_FRAGMENT, type ClaimData, seriesNotes, seriesOf, tableOf } from './claims.ts'
import { seriesSpec } from './series-spec.ts'
import { lineNotes } from './stated-days.ts'

interface Data {
  revision: { time: string }
  tokenUsage: { nodes: { id: string; history: ClaimData[]; claims: ClaimData[] }[] }
}

const seriesIn = ({ tokenUsage }: Data) => {
  const fact = tokenUsage.nodes[0]
  if (!fact) throw new AppError('NOT_FOUND', 'The ledger of this revision holds no daily tokens of China.')
  return seriesOf(fact)
}

export const chinaDailyTokens: Chart<Data> = {
  name: 'china-daily-tokens',
  title: { en: "China's daily tokens", zh: '中国日均词元调用量' },
  description: {
    en: 'How many tokens China processes in a day, on a logarithmic scale: each step of the grid is ten times the one below.',
    zh: '中国每天处理的词元数量，对数刻度：每一格为下一格的十倍。',
  },
  parameters: [],
  query: `# How many tokens China processes in a day: the
# preferred figure of each period, and all others.
query ChinaDailyTokens {
  revision {
    time
  }
  tokenUsage(
    first: 1
    filter: { country: "CN", period: DAY, coverage: "national" }
  ) {
    nodes {
      id
      question
      history(first: 200) {
        ...ChartClaim
      }
      claims(first: 200) {
        ...ChartClaim
      }
    }
  }
}

${CLAIM_FRAGMENT}`,
  variables: () => ({}),
  table(data) {
    const series = seriesIn(data)
    return tableOf(series, [...seriesNotes(series), ...lineNotes(series.history)])
  },
  spec(_table, data, look) {
    const unit = look.language === 'zh' ? '词元／日' : 'Tokens per day'
    return seriesSpec(seriesIn(data), { log: true, holds: false, now: data.revision.time, unit }, look)
  },
}
