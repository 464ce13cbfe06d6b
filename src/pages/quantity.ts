/** Numbers as people read them: the API's own words in English, and the same number in Chinese. */
import { readable as shortened } from '../kinds/format.ts'
import type { Qualifier } from '../kinds/vocabulary.ts'
import { Decimal } from '../lib/decimal.ts'
import type { Language } from '../site/language.ts'
import { UNITS_ZH } from './names-units.ts'

/** As the fragment `Amount` asks for it. */
export interface Amount {
  text: string
  point: string | null
  low: string | null
  high: string | null
  qualifier: string
  unit: { code: string; name: string; nameZh: string | null }
}

export const AMOUNT = `fragment Amount on Quantity { text point low high qualifier unit { code name nameZh } }`

/** A number in three parts, for printing the middle one large. */
export interface Parts {
  before: string
  number: string
  after: string
}

const BEFORE_EN = /^(more than|less than|at least|at most|about) (.*)$/s
const BEFORE_ZH: Record<string, string> = {
  ABOUT: '约',
  AT_LEAST: '不少于',
  AT_MOST: '不超过',
  MORE_THAN: '超过',
  LESS_THAN: '低于',
}

export function amountParts(amount: Amount, language: Language): Parts {
  if (language === 'zh') return chinese(amount)
  const [, before = '', rest = amount.text] = BEFORE_EN.exec(amount.text) ?? []
  const end = ` ${amount.unit.name}`
  return rest.endsWith(end)
    ? { before, number: rest.slice(0, -end.length), after: amount.unit.name }
    : { before, number: rest, after: '' }
}

/** `more than 140 trillion tokens per day`; `超过 140 万亿个词元／日`. */
export function amountText(amount: Amount, language: Language): string {
  if (language === 'en') return amount.text
  const { before, number, after } = chinese(amount)
  return [before, `${number}${after}`].filter(Boolean).join(' ')
}

function chinese({ unit, ...amount }: Amount): Parts {
  const { point, low, high, qualifier } = shortened({ ...amount, qualifier: amount.qualifier as Qualifier })
  // A per cent sign belongs to the number, as in English.
  const [sign, after] = unit.code === '%' ? ['%', ''] : ['', unitZh(unit)]
  if (qualifier === 'RANGE') {
    const middle = point ? `（中值 ${numberZh(point)}${sign}）` : ''
    return {
      before: '',
      number: `${numberZh(low!)} 至 ${numberZh(high!)}${sign}`,
      after: `${after}${middle}`,
    }
  }
  const number = `${numberZh((point ?? low ?? high)!)}${sign}`
  return { before: BEFORE_ZH[qualifier] ?? '', number, after }
}

function unitZh({ code, name, nameZh }: Amount['unit']): string {
  return nameZh ?? UNITS_ZH[code] ?? ` ${name}`
}

const SCALES = [
  [12, '万亿'],
  [8, '亿'],
  [4, '万'],
] as const

/** `140 万亿`, `1,400`, `9.96 万`: all digits of it. Numbers below a hundred thousand stay digits where shorter. */
function numberZh(canonical: string): string {
  const value = new Decimal(canonical)
  for (const [power, word] of SCALES) {
    const scaled = value.div(new Decimal(10).pow(power))
    if (scaled.abs().gte(1) && scaled.decimalPlaces() <= 4 && value.abs().gte(100_000))
      return `${grouped(scaled.toFixed())} ${word}`
  }
  return grouped(canonical)
}

/** `1400` → `1,400`. */
export function grouped(text: string): string {
  const [whole, fraction] = text.split('.')
  const digits = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction ? `${digits}.${fraction}` : digits
}

/** A ratio of a spread to two digits after the point at most: `1.2`, `9`. Shown with ×, never taken for exact. */
export function timesText(ratio: string): string {
  return `${grouped(new Decimal(ratio).toDecimalPlaces(2).toFixed())}×`
}

/** `0.08 to 0.12 US dollars per kilowatt-hour`: between which values claims lie. */
export function rangeText(
  { low, high, unit }: { low: string; high: string; unit: Amount['unit'] },
  language: Language,
): string {
  if (language === 'zh') return `${numberZh(low)} 至 ${numberZh(high)}${unitZh(unit)}`
  const suffix = unit.code === '%' ? '%' : unit.code === '1' ? '' : ` ${unit.name}`
  return `${numberEn(low)} to ${numberEn(high)}${suffix}`
}

const SCALES_EN = [
  [12, 'trillion'],
  [9, 'billion'],
  [6, 'million'],
] as const

function numberEn(canonical: string): string {
  const value = new Decimal(canonical)
  for (const [power, word] of SCALES_EN) {
    const scaled = value.div(new Decimal(10).pow(power))
    if (scaled.abs().gte(1) && scaled.decimalPlaces() <= 4) return `${grouped(scaled.toFixed())} ${word}`
  }
  return grouped(canonical)
}

/** English prose of the API in which numbers stand with the code of their unit: `9223000000000 tok/wk` in words. */
export function readable(prose: string, { code, name }: Amount['unit']): string {
  const escaped = code.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const unit = code === '%' ? '%' : code === '1' ? '' : ` ${name}`
  return prose.replaceAll(
    new RegExp(`(?<![\\w.,])(\\d+(?:\\.\\d+)?) ${escaped}(?= \\()`, 'g'),
    (_, number: string) => `${numberEn(number)}${unit}`,
  )
}
