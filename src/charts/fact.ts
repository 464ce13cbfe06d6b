/** Any fact with numbers: its answers over time, and who says otherwise. */
import { AppError } from '../errors.ts'
import type { Chart, Texts } from './chart.ts'
import { CLAIM_FRAGMENT, type ClaimData, isFree, seriesNotes, seriesOf, tableOf } from './claims.ts'
import { rowsSpec } from './rows-spec.ts'
import { seriesSpec } from './series-spec.ts'
import { foreignNotes, inOneUnit } from './series-units.ts'
import { lineNotes } from './stated-days.ts'
import { unitWords } from './words.ts'

interface Data {
  revision: { time: string }
  fact: {
    __typename: string
    question: string
    history: (ClaimData & { text: string })[]
    claims: ClaimData[]
  } | null
}

const found = ({ fact }: Data) => {
  if (!fact)
    throw new AppError('NOT_FOUND', 'There is no fact of this id. Ids are told by the API: `facts { id }`.')
  return fact
}

export const fact: Chart<Data> = {
  name: 'fact',
  title: { en: 'A fact and its rivals', zh: '一项事实及其竞争值' },
  description: {
    en: 'The values that we prefer over time, with the answers of other sources beside them.',
    zh: '本站采用的数值随时间的变化，以及其他来源的答案。',
  },
  parameters: [
    {
      name: 'fact',
      description: 'The id of a fact, as the API gives it',
      example: 'VG9rZW5Vc2FnZTp1c2VfN3l2ZzJnZWoxeW5hM3J3dHBiMTFhY3hjMWc=',
    },
  ],
  query: `# The answers to one question over time: those that
# are preferred, and all others.
query FactChart($fact: ID!) {
  revision {
    time
  }
  fact(id: $fact) {
    __typename
    id
    question
    history(first: 200) {
      ...ChartClaim
      text
    }
    claims(first: 200) {
      ...ChartClaim
    }
  }
}

${CLAIM_FRAGMENT}`,
  variables: ({ fact }) => ({ fact }),
  titleOf: (data) => found(data).question,
  table(data) {
    const series = seriesOf(found(data))
    const { drawn, foreign } = inOneUnit(series)
    return tableOf(series, [
      ...(isSingle(drawn) ? [] : seriesNotes(drawn)),
      ...(isSingle(drawn) || holds(found(data)) ? [] : lineNotes(drawn.history)),
      ...foreignNotes(foreign),
      ...silences(found(data)),
    ])
  },
  spec(_table, data, look) {
    const series = inOneUnit(seriesOf(found(data))).drawn
    const first = series.history[0] ?? series.rivals[0]
    if (!first) return { data: { values: [] }, mark: 'point', height: 20 }
    const unit = unitWords(first.value!.unit, look.language)
    if (isSingle(series)) return rowsSpec(series, unit, look)
    const options = { log: null, holds: holds(found(data)), now: data.revision.time, unit }
    return seriesSpec(series, options, look)
  },
}

/** Prices hold from their begin on; other values describe their period. */
const holds = ({ __typename }: { __typename: string }) => __typename === 'Price'

/** When the answer was no number: "not offered from 24 April 2026". The API tells it in English. */
function silences({ history }: NonNullable<Data['fact']>): Texts[] {
  const silent = history.filter((claim) => claim.value === null && isFree(claim)).slice(-2)
  return silent.map(({ text }) => ({ en: text, zh: text }))
}

/** One period only: there is nothing to draw over time. */
function isSingle({
  history,
  rivals,
}: {
  history: readonly ClaimData[]
  rivals: readonly ClaimData[]
}): boolean {
  const begins = new Set([...history, ...rivals].map(({ validFrom }) => validFrom))
  return history.length <= 1 && begins.size <= 2 && rivals.length <= 12
}
