/** What makers charge for their own models, input and output: a figure of the article. */
import { AppError } from '../errors.ts'
import type { Chart, Texts } from './chart.ts'
import { CLAIM_FRAGMENT, sourcesOf } from './claims.ts'
import { type Listed, listedOf, type PricesData, rowOf } from './price-list.ts'
import { priceSpec } from './price-spec.ts'

/** Models that are much spoken of, and those that the article compares; of makers whose country is known; whoever wants others names them. */
const MODELS = [
  ...['gpt-6-sol', 'gpt-5.5', 'gpt-5.4', 'gpt-5.4-mini'],
  ...['claude-opus-5.5', 'claude-opus-4.6', 'claude-sonnet-5', 'gemini-3.1-pro-preview'],
  ...['deepseek-v4-pro', 'deepseek-v4-flash', 'glm-5.3', 'kimi-k3', 'minimax-m3', 'qwen3.6-plus'],
].join(',')

const MOST = 14

export const priceComparison: Chart<PricesData> = {
  name: 'price-comparison',
  title: { en: 'What makers charge for their own models', zh: '各家模型的官方标价' },
  description: {
    en: "List prices of the makers themselves for a million input and output tokens, grouped by maker, the maker's country told apart by colour and shape, on a logarithmic scale.",
    zh: '各厂商自家模型每百万输入与输出词元的官方标价，按厂商分组，以颜色和形状区分厂商所在国家，对数刻度。',
  },
  parameters: [
    {
      name: 'models',
      description: `Models to compare, by slug, separated by commas; at most ${MOST}`,
      example: 'gpt-5.5,claude-opus-4.6,deepseek-v4-pro',
      fallback: MODELS,
    },
  ],
  query: `# The list prices that makers ask for their own
# models: no batch, no cache, no long prompt; where
# there is none for all regions, that of a region.
# Rivals are what others state for the same price.
query PriceComparison($models: [String!]) {
  models(first: 50, filter: { slug: $models }) {
    nodes {
      slug
      name
    }
  }
  plain: prices(
    first: 44
    filter: {
      model: $models
      meter: ["input", "output"]
      isMakersOwn: true
      isPlain: true
    }
  ) {
    totalCount
    nodes {
      ...ChartPrice
      resolution {
        rivals {
          ...ChartClaim
        }
      }
    }
  }
  regional: prices(
    first: 48
    filter: {
      model: $models
      meter: ["input", "output"]
      isMakersOwn: true
      isPlain: false
      tier: ["standard"]
    }
  ) {
    totalCount
    nodes {
      ...ChartPrice
    }
  }
}

fragment ChartPrice on Price {
  id
  meter {
    code
  }
  conditions {
    region
    promptAbove
    cacheLifetime
    windowFrom
  }
  offer {
    endpoint
    plan
  }
  model {
    slug
    name
    nameZh
    maker {
      slug
      name
      nameZh
      country {
        code
        name
        nameZh
      }
    }
  }
  claim {
    ...ChartClaim
  }
}

${CLAIM_FRAGMENT}`,
  variables({ models = '' }) {
    const slugs = [...new Set(models.split(',').map((slug) => slug.trim()))].filter((slug) => slug !== '')
    if (slugs.length === 0 || slugs.length > MOST)
      throw new AppError('BAD_ARGUMENT', `models takes 1 to ${MOST} slugs, separated by commas.`)
    return { models: slugs }
  },
  table(data) {
    // A price that did not come along must not pass for one that there is not.
    if ([data.plain, data.regional].some(({ totalCount, nodes }) => totalCount > nodes.length))
      throw new AppError('BAD_ARGUMENT', 'These models have more prices than one picture holds: name fewer.')
    const { prices, missing, withheld } = listedOf(data)
    if (data.models.nodes.length === 0)
      throw new AppError('NOT_FOUND', 'There is none of these models; the API lists them: `models { slug }`.')
    return {
      columns: COLUMNS,
      rows: prices.map(rowOf),
      sources: sourcesOf([...prices.map(({ claim }) => claim), ...prices.flatMap(({ rivals }) => rivals)]),
      ...{ withheld, notes: notesOf(prices, missing) },
    }
  },
  spec: (_table, data, look) => priceSpec(listedOf(data).prices, look),
}

const text = (en: string, zh: string): Texts => ({ en, zh })

const COLUMNS = [
  { name: 'maker', label: text('Maker', '厂商') },
  { name: 'country', label: text('Country of the maker', '厂商所在国家') },
  { name: 'model', label: text('Model', '模型') },
  { name: 'slug', label: text('Lasting name of the model', '模型固定标识') },
  { name: 'meter', label: text('What is counted', '计量对象') },
  { name: 'region', label: text('Region, where the price is one of a region', '地区（仅限该地区的价格）') },
  { name: 'price', label: text('Price (US dollars per million tokens)', '价格（美元／百万词元）') },
  { name: 'rivalLow', label: text('Lowest that another source states', '其他来源的最低值') },
  { name: 'rivalHigh', label: text('Highest that another source states', '其他来源的最高值') },
  { name: 'qualifier', label: text('How the source puts it', '来源的限定') },
  { name: 'unit', label: text('Unit', '单位') },
  { name: 'period', label: text('In force', '有效期') },
  { name: 'source', label: text('Source', '来源') },
  { name: 'url', label: text('Address of the source', '来源地址') },
  { name: 'fact', label: text('Id of the fact', '事实编号') },
]

function notesOf(prices: readonly Listed[], missing: readonly string[]): Texts[] {
  const notes = [
    text('Filled: output tokens. Hollow: input tokens.', '实心：输出词元。空心：输入词元。'),
    text(
      "Prices in force at the revision's date; the table has the period of each.",
      '截至本修订日期有效的价格，各价格的时期见数据表。',
    ),
  ]
  if (prices.some(({ low, high }) => low !== high))
    notes.push(
      text(
        'Pale bars below: what other sources state for the same price.',
        '下方浅色条：其他来源对同一价格的说法。',
      ),
    )
  const regional = new Set(
    prices.filter(({ region }) => region).map(({ price, region }) => `${price.model.name} (${region})`),
  )
  if (regional.size > 0)
    notes.push(
      text(
        `Price of a region: ${[...regional].join(', ')}.`,
        `仅限某地区的价格：${[...regional].join('、')}。`,
      ),
    )
  if (missing.length > 0)
    notes.push(
      text(
        `Without a plain list price in dollars of the maker: ${missing.join(', ')}.`,
        `无官方普通美元标价：${missing.join('、')}。`,
      ),
    )
  return notes
}
