/** What a model has cost over time at each seller: steps, the maker's own offer first, announced changes dashed. */
import type { TopLevelSpec } from 'vega-lite'
import { AppError } from '../errors.ts'
import type { Language } from '../site/language.ts'
import type { Chart, Texts } from './chart.ts'
import { CLAIM_FRAGMENT } from './cited.ts'
import { isFree, sourcesOf } from './claims.ts'
import { type HistoricClaim, type PricePeriod, periodsOf } from './price-periods.ts'
import { pricePicture } from './price-picture.ts'
import { COLUMNS, priceRows } from './price-rows.ts'

interface Named {
  name: string
  nameZh: string | null
}

interface PriceData {
  id: string
  meter: Named
  seller: Named & { slug: string }
  offer: {
    slug: string
    isMakersOwn: boolean
    endpoint: string | null
    region: string | null
    plan: string | null
  }
  conditions: { text: string }
  historyCount: number
  history: readonly HistoricClaim[]
}

interface Data {
  revision: { time: string }
  model: (Named & { slug: string; prices: { totalCount: number; nodes: readonly PriceData[] } }) | null
}

/** An offer and what it cost, oldest first. */
export interface PriceLine {
  id: string
  /** The seller, and what else tells the offer apart. */
  name: Texts
  own: boolean
  /** Of its prices, or of the first where they differ. */
  unit: string
  periods: readonly PricePeriod[]
}

/** At most so many lines are drawn. */
const MOST = 12

interface Lines {
  lines: readonly PriceLine[]
  /** Offers that change less than those shown. */
  more: number
  /** Offers that have a price only under conditions, or in another unit. */
  conditional: number
  foreign: number
  withheld: number
}

/** @throws AppError NOT_FOUND where there is no such model, or it has no price of this meter. */
function linesOf({ model, revision }: Data): Lines {
  if (!model) throw new AppError('NOT_FOUND', 'There is no such model.')
  const plain = model.prices.nodes.filter(({ conditions }) => conditions.text === '')
  if (plain.length === 0)
    throw new AppError(
      'NOT_FOUND',
      'This model has no plain price of this meter. Meters are codes such as output.',
    )
  const ids = new Set<string>()
  const all = plain.map(({ id, seller, offer, history }): PriceLine => {
    const free = history.filter(isFree)
    for (const claim of history) if (!isFree(claim)) ids.add(claim.id)
    const more = [offer.endpoint, offer.region, offer.plan].filter((part) => part !== null).join(', ')
    const name = (said: string) => (more ? `${said} (${more})` : said)
    return {
      ...{ id, own: offer.isMakersOwn },
      name: { en: name(seller.name), zh: name(seller.nameZh ?? seller.name) },
      unit: free.find(({ value }) => value)?.value?.unit.code ?? '',
      periods: periodsOf(free, revision.time),
    }
  })
  const some = all.filter(({ periods }) => periods.some(({ claim }) => claim.value))
  // Most in one unit; nothing is converted.
  const units = Map.groupBy(some, ({ unit }) => unit)
  const unit = [...units].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]?.[0]
  const shown = some
    .filter((line) => line.unit === unit)
    .sort(
      (a, b) =>
        Number(b.own) - Number(a.own) || b.periods.length - a.periods.length || (a.id < b.id ? -1 : 1),
    )
  return {
    lines: shown.slice(0, MOST),
    more: Math.max(0, shown.length - MOST),
    conditional: model.prices.nodes.length - plain.length,
    foreign: some.length - shown.length,
    withheld: ids.size,
  }
}

export const priceHistory: Chart<Data> = {
  name: 'price-history',
  title: { en: 'Price of a model over time', zh: '模型价格历史' },
  description: {
    en: 'Prices of a model at its sellers over time, as steps. The offer of its maker is drawn thickest, announced prices are dashed.',
    zh: '模型在各销售方的价格随时间变化，以阶梯线表示。开发者自营报价用最粗线，已宣布的价格用虚线。',
  },
  parameters: [
    {
      name: 'model',
      description: 'Slug or alias of the model.',
      example: 'deepseek-v3.2',
      fallback: 'deepseek-v3.2',
    },
    {
      name: 'meter',
      description: 'What is counted: input, output, cache-read and others that the meters list.',
      example: 'output',
      fallback: 'output',
    },
  ],
  query: `query PriceHistory($model: String!, $meter: String!) {
  revision { time }
  model(slug: $model) {
    slug name nameZh
    prices(meter: [$meter], first: 40) {
      totalCount
      nodes {
        id
        meter { name nameZh }
        seller { slug name nameZh }
        offer { slug isMakersOwn endpoint region plan }
        conditions { text }
        historyCount
        history(first: 20) { ...FigureClaim periods { validFrom validTo } }
      }
    }
  }
}
${CLAIM_FRAGMENT}`,
  variables: ({ model = '', meter = '' }) => ({ model, meter }),
  titleOf: (data, language) => titleOf(data, language),
  table(data) {
    const found = linesOf(data)
    const claims = found.lines.flatMap(({ periods }) => periods.map(({ claim }) => claim))
    return {
      columns: COLUMNS,
      rows: found.lines.flatMap((line) =>
        priceRows(line, data.model!.slug, data.model!.prices.nodes[0]!.meter.name),
      ),
      sources: sourcesOf(claims),
      withheld: found.withheld,
      notes: notes(found, data),
    }
  },
  spec: (_table, data, look) =>
    pricePicture(linesOf(data).lines, data.revision.time, look) as unknown as TopLevelSpec,
}

function titleOf({ model }: Data, language: Language): string {
  if (!model) return priceHistory.title[language]
  const said = ({ name, nameZh }: Named) => (language === 'zh' ? (nameZh ?? name) : name)
  // All prices are of the one meter that was asked for.
  const meter = model.prices.nodes[0]?.meter
  const what = meter ? said(meter) : ''
  return language === 'zh' ? `${said(model)}：${what}价格` : `${said(model)}: price of ${what}`
}

const label = (en: string, zh: string): Texts => ({ en, zh })

function notes({ more, conditional, foreign, lines }: Lines, { model }: Data): Texts[] {
  const cut = model!.prices.nodes.filter(({ historyCount, history }) => historyCount > history.length).length
  const beyond = model!.prices.totalCount - model!.prices.nodes.length
  const counted: [number, (n: number) => Texts][] = [
    [
      more,
      (n) =>
        label(
          `Left out: ${n} more offers, of those that change least.`,
          `另有 ${n} 个变动最少的报价未列出。`,
        ),
    ],
    [
      foreign,
      (n) =>
        label(
          `Left out: ${n} offers in another unit, for nothing is converted.`,
          `另有 ${n} 个以其他单位计价的报价未列出（不作换算）。`,
        ),
    ],
    [
      conditional,
      (n) =>
        label(
          `Plain prices only: ${n} more hold under conditions, such as a tier or long prompts.`,
          `仅列基本价格；另有 ${n} 个附条件的价格（如档位或长提示词）。`,
        ),
    ],
    [
      cut,
      (n) =>
        label(
          `Of ${n} offers only the older part of their history is shown.`,
          `${n} 个报价仅显示较早部分的历史。`,
        ),
    ],
    [
      beyond,
      (n) => label(`${n} more prices of the model are not looked at.`, `该模型另有 ${n} 个价格未纳入。`),
    ],
  ]
  return [
    label(
      `${lines.length === 1 ? 'One offer' : `${lines.length} offers`} in ${lines[0]?.unit ?? 'no unit'}. A price file states no days: its prices begin with the edition in which they were first seen.`,
      `${lines.length} 个报价，单位 ${lines[0]?.unit ?? '无'}。价格文件不写生效日，其价格自首次出现的版本起计。`,
    ),
    ...counted.filter(([n]) => n > 0).map(([n, say]) => say(n)),
  ]
}
