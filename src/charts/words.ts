/** Numbers and periods in the words of pictures, in both languages. */
import { quantityText, readable, type Spoken } from '../kinds/format.ts'
import { Decimal } from '../lib/decimal.ts'
import type { Language } from '../site/language.ts'

const HEDGES: Record<Spoken['qualifier'], string> = {
  EXACT: '',
  RANGE: '',
  ABOUT: '约',
  AT_LEAST: '至少',
  MORE_THAN: '超过',
  AT_MOST: '至多',
  LESS_THAN: '不到',
}
/** Powers of ten with their words. */
const SCALES = {
  en: [
    [15, ' quadrillion'],
    [12, ' trillion'],
    [9, ' billion'],
    [6, ' million'],
  ],
  zh: [
    [12, '万亿'],
    [8, '亿'],
    [4, '万'],
  ],
} as const

/** A number with its hedge and without its unit: `more than 140 trillion`, `超过140万亿`. */
export function quantityWords(quantity: Spoken, language: Language): string {
  if (language === 'en') return quantityText(quantity, { code: '1', name: '' })
  const { qualifier, low, point, high } = readable(quantity)
  if (qualifier === 'RANGE') return `${numberZh(low!)}至${numberZh(high!)}`
  return HEDGES[qualifier] + numberZh((point ?? low ?? high)!)
}

function numberZh(canonical: string): string {
  const value = new Decimal(canonical)
  for (const [power, word] of SCALES.zh) {
    const scaled = value.div(new Decimal(10).pow(power))
    if (value.abs().gte(new Decimal(10).pow(power)) && scaled.decimalPlaces() <= 4)
      return scaled.toFixed() + word
  }
  return value.toFixed()
}

/** A Vega expression for the labels of an axis of numbers: `1 trillion` in the place of 1e+12. */
export function labelsInWords(language: Language): string {
  const format = language === 'en' ? ',~r' : '~r'
  const cases = SCALES[language].map(
    ([power, word]) =>
      `abs(datum.value) >= 1e${power} ? format(datum.value / 1e${power}, '${format}') + '${word}'`,
  )
  return `${cases.join(' : ')} : format(datum.value, '${format}')`
}

/** The period of a claim as a Chinese reader writes it: `2025年6月`; in English the API's own words stand. */
export function periodWords(
  claim: { periodText: string; validFrom: string | null; precision: string },
  language: Language,
): string {
  const { periodText, validFrom, precision } = claim
  if (language === 'en') return periodText
  if (!validFrom) return precision === 'UNDATED' ? '未注明日期' : periodText
  const [year, month, day] = validFrom.slice(0, 10).split('-').map(Number) as [number, number, number]
  if (precision === 'YEAR') return `${year}年`
  if (precision === 'HALF_YEAR') return `${year}年${month < 7 ? '上' : '下'}半年`
  if (precision === 'QUARTER') return `${year}年第${'一二三四'[Math.floor((month - 1) / 3)]}季度`
  if (precision === 'MONTH') return `${year}年${month}月`
  return `${year}年${month}月${day}日${precision === 'WEEK' ? '起一周' : ''}`
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]

/** A day in words, by UTC: `29 November 2026`, `2026年11月29日`. */
export function dayWords(iso: string, language: Language): string {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number) as [number, number, number]
  return language === 'zh' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]} ${year}`
}

/** As the pages have them, for the head of an axis. */
const UNITS_ZH: Readonly<Record<string, string>> = {
  '%': '%',
  x: '倍',
  'tok/d': '词元／日',
  'tok/wk': '词元／周',
  'tok/mo': '词元／月',
  'tok/a': '词元／年',
  'USD/Mtok': '美元／百万词元',
  'CNY/Mtok': '元人民币／百万词元',
  'USD/kWh': '美元／千瓦时',
  'CNY/kWh': '元人民币／千瓦时',
  'EUR/kWh': '欧元／千瓦时',
  TWh: '太瓦时',
  'TWh/a': '太瓦时／年',
  GW: '吉瓦',
  MW: '兆瓦',
  a: '年',
  mo: '个月',
}

/** A unit in words. */
export function unitWords(
  unit: { code: string; name: string; nameZh: string | null },
  language: Language,
): string {
  return language === 'zh' ? (unit.nameZh ?? UNITS_ZH[unit.code] ?? unit.name) : unit.name
}
