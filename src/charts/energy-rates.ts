/** What electricity costs industry and businesses, by country: one panel for each currency, for none is converted. */

import type { TopLevelSpec } from 'vega-lite'
import { areaName } from '../kinds/areas.ts'
import { Decimal } from '../lib/decimal.ts'
import type { Chart, Look, Row, Table, Texts } from './chart.ts'
import { CLAIM_FRAGMENT, type ClaimData, isDoubted, type Numbered, place, sift, signed } from './cited.ts'
import { ownSource, sourcesOf } from './claims.ts'
import { DOUBTED, type DotRow, dotKey, dotRows, labelRoom, PREFERRED, RIVAL } from './dot-rows.ts'

interface Rate {
  id: string
  country: { code: string; name: string; nameZh: string | null }
  area: string | null
  sector: keyof typeof SECTORS
  band: string | null
  claim: ClaimData | null
  resolution: { rivals: readonly ClaimData[] } | null
}

interface Data {
  energyRates: { nodes: readonly Rate[] }
}

const SECTORS = {
  INDUSTRIAL: { en: 'industry', zh: '工业' },
  BUSINESS: { en: 'businesses', zh: '工商业' },
}

const SIGNS = { preferred: PREFERRED, rival: RIVAL, doubted: DOUBTED }

interface Shown {
  rate: Rate
  preferred: Numbered | null
  rivals: readonly Numbered[]
}

/** Facts of which anything may be shown, the cheapest first within a unit; dollars before other currencies. */
function shownOf({ energyRates }: Data): { all: Shown[]; withheld: number } {
  let withheld = 0
  const all = energyRates.nodes.flatMap((rate) => {
    const sifted = sift([...(rate.claim ? [rate.claim] : []), ...(rate.resolution?.rivals ?? [])])
    withheld += sifted.withheld
    const [preferred = null] = sifted.shown.filter(({ id }) => id === rate.claim?.id)
    const rivals = sifted.shown.filter(({ id, repeatOf }) => id !== rate.claim?.id && !repeatOf)
    return preferred || rivals.length > 0 ? [{ rate, preferred, rivals }] : []
  })
  const key = (shown: Shown) => {
    const { value } = first(shown)
    return {
      dollars: value.unit.code.startsWith('USD'),
      unit: value.unit.code,
      size: new Decimal(place(value)),
    }
  }
  return {
    withheld,
    all: all.sort((a, b) => {
      const [left, right] = [key(a), key(b)]
      if (left.dollars !== right.dollars) return left.dollars ? -1 : 1
      if (left.unit !== right.unit) return left.unit < right.unit ? -1 : 1
      return left.size.cmp(right.size) || (a.rate.id < b.rate.id ? -1 : 1)
    }),
  }
}

/** What says in which panel a fact stands, and where in it. */
const first = ({ preferred, rivals }: Shown): Numbered => (preferred ?? rivals[0])!

const unitOf = (claim: Numbered) => claim.value.unit.code

/** A panel with fewer has nothing to compare. */
const PANEL_MIN = 3

/** Facts by unit, where there are enough of them; where no unit has, those of the largest group alone. */
function panelsOf(all: readonly Shown[]): [string, Shown[]][] {
  const groups = Map.groupBy(all, (shown) => unitOf(first(shown)))
  const enough = [...groups].filter(([, part]) => part.length >= PANEL_MIN)
  if (enough.length > 0) return enough
  // A picture without a panel would look like a ledger without rates. The sort is stable: of equals, dollars first.
  return [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, 1)
}

/** Of one panel: rivals in the unit of the fact's first value. */
const comparable = (shown: Shown) => shown.rivals.filter((rival) => unitOf(rival) === unitOf(first(shown)))

export const energyRates: Chart<Data> = {
  name: 'energy-rates',
  title: { en: 'What electricity costs industry', zh: '工业用电价格' },
  description: {
    en: 'Prices of electricity for industry and businesses by country: the preferred value of the newest period, its rivals, and ranges as bars.',
    zh: '各国工业与工商业电价：最新时期的采用值、其他来源的数值，区间以横条表示。',
  },
  parameters: [],
  query: `query EnergyRates {
  energyRates(filter: { sector: [INDUSTRIAL, BUSINESS], isWholeCountry: true }, first: 100) {
    nodes {
      id country { code name nameZh } area sector band
      claim { ...FigureClaim }
      resolution { rivals { ...FigureClaim } }
    }
  }
}
${CLAIM_FRAGMENT}`,
  variables: () => ({}),
  table(data) {
    const { all, withheld } = shownOf(data)
    const claims = all.flatMap(({ preferred, rivals }) => [...(preferred ? [preferred] : []), ...rivals])
    return {
      columns: COLUMNS,
      rows: all.flatMap(rowsOf),
      sources: sourcesOf([...all.flatMap(({ preferred }) => preferred ?? []), ...claims]),
      withheld,
      notes: notes(all),
    }
  },
  spec(_table, data, look) {
    const panels = panelsOf(shownOf(data).all).map(
      ([unit, all]) => [unit, all.map((one) => dotRow(one, look))] as const,
    )
    const rows = panels.flatMap(([, part]) => part)
    return {
      spacing: 18,
      vconcat: [
        dotKey(rows, SIGNS, look),
        ...panels.map(([title, part]) =>
          dotRows(part, { title, log: false, signs: SIGNS, labels: labelRoom(rows, look) }, look),
        ),
      ],
    } as unknown as TopLevelSpec
  },
}

function dotRow(shown: Shown, look: Look): DotRow {
  const { rate, preferred } = shown
  return {
    label: nameOf(rate, look),
    dots: [...(preferred ? [preferred] : []), ...comparable(shown)].map((claim) => {
      const { low, high, point } = claim.value!
      const isRange = low !== null && high !== null && point === null
      return {
        kind: isDoubted(claim) ? 'doubted' : claim === preferred ? 'preferred' : 'rival',
        value: place(claim.value),
        ...{ low: isRange ? Number(low) : null, high: isRange ? Number(high) : null },
        text: signed(claim.value, look.language),
        source: ownSource(claim)?.title ?? null,
      }
    }),
  }
}

function nameOf({ country, area, sector, band }: Rate, { language }: Look): string {
  const zh = language === 'zh'
  const name = zh ? (country.nameZh ?? country.name) : country.name
  const parts = [SECTORS[sector][language], ...(band ? [band] : [])].join(zh ? '，' : ', ')
  const place = area && areaName(area)
  const where = place ? (zh ? `${place}（${name}）` : `${place}, ${country.code}`) : name
  return zh ? `${where}，${parts}` : `${where}, ${parts}`
}

function rowsOf({ rate, preferred, rivals }: Shown): Row[] {
  return [...(preferred ? [preferred] : []), ...rivals].map((claim) => ({
    ...{
      country: rate.country.code,
      name: rate.country.name,
      area: rate.area,
      sector: rate.sector,
      band: rate.band,
    },
    role: claim === preferred ? 'preferred' : 'rival',
    ...{ point: claim.value.point, low: claim.value.low, high: claim.value.high },
    ...{ qualifier: claim.value.qualifier, unit: claim.value.unit.code },
    ...{ period: claim.periodText, from: claim.validFrom, to: claim.validTo },
    ...{ corroboration: claim.corroboration, source: ownSource(claim)?.title ?? null, claim: claim.id },
  }))
}

const COLUMNS: Table['columns'] = [
  { name: 'country', label: { en: 'Country (ISO 3166-1) or aggregate', zh: '国家（ISO 3166-1）或地区集合' } },
  { name: 'name', label: { en: 'Name', zh: '名称' } },
  { name: 'area', label: { en: 'Area within the country; empty for all of it', zh: '国内区域；空为全国' } },
  { name: 'sector', label: { en: 'Who pays it', zh: '用电部门' } },
  { name: 'band', label: { en: 'Kind of supply', zh: '供电类别' } },
  { name: 'role', label: { en: 'Preferred or rival', zh: '采用值或其他来源' } },
  { name: 'point', label: { en: 'Price (in the unit of the row)', zh: '价格（单位见本行）' } },
  { name: 'low', label: { en: 'Price, at least (in the unit of the row)', zh: '价格下限（单位见本行）' } },
  { name: 'high', label: { en: 'Price, at most (in the unit of the row)', zh: '价格上限（单位见本行）' } },
  { name: 'qualifier', label: { en: 'How the source puts it', zh: '来源的限定' } },
  { name: 'unit', label: { en: 'Unit: currency per kilowatt-hour', zh: '单位：每千瓦时货币金额' } },
  { name: 'period', label: { en: 'Period, in words', zh: '时期' } },
  { name: 'from', label: { en: 'Period begins', zh: '时期起' } },
  { name: 'to', label: { en: 'Period ends (exclusive)', zh: '时期止（不含）' } },
  { name: 'corroboration', label: { en: 'What other sources say of it', zh: '佐证情况' } },
  { name: 'source', label: { en: 'Source', zh: '来源' } },
  { name: 'claim', label: { en: 'Id of the claim', zh: '声明编号' } },
]

function notes(all: readonly Shown[]): Texts[] {
  const units = new Set(panelsOf(all).map(([unit]) => unit))
  const foreign = all.flatMap((shown) =>
    [first(shown), ...shown.rivals]
      .filter((claim) => !units.has(unitOf(first(shown))) || unitOf(claim) !== unitOf(first(shown)))
      .map((rival) => ({ rate: shown.rate, rival })),
  )
  const list = (language: Look['language']) =>
    foreign
      .map(
        ({ rate, rival }) =>
          `${nameOf(rate, { language } as Look)} ${signed(rival.value, language)} ${unitOf(rival)}`,
      )
      .join(language === 'zh' ? '；' : '; ')
  return [
    {
      en: 'Periods differ from row to row, and some values name none; the table tells. Businesses are all customers but households.',
      zh: '各行时期不同，部分来源未注明日期，见数据表。“工商业”指居民以外的全部用户。',
    },
    ...(units.size > 1
      ? [
          {
            en: 'No currency is converted: panels cannot be compared with each other.',
            zh: '未作货币换算：不同货币的图不可互相比较。',
          },
        ]
      : []),
    ...(foreign.length > 0
      ? [
          {
            en: `Stated in another currency, so not drawn: ${list('en')}.`,
            zh: `以其他货币表述，未绘出：${list('zh')}。`,
          },
        ]
      : []),
  ]
}
