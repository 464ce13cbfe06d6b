/** Numbers and units in words, the same everywhere: in GraphQL, and later on charts, pages and citations. */
import { canonical, Decimal } from '../lib/decimal.ts'
import type { Qualifier } from './vocabulary.ts'

const SCALES = [
  [15, 'quadrillion'],
  [12, 'trillion'],
  [9, 'billion'],
  [6, 'million'],
] as const

/** Of a number with more digits than `LONG_DIGITS`, readers are told the first `TOLD_DIGITS`. */
const LONG_DIGITS = 12
const TOLD_DIGITS = 6

/**
 * What readers can take in: a number of more than twelve significant digits is told with six, and then hedged; bounds are
 * rounded outward, so that what is said stays true. All others stay as they are.
 */
export function readable(q: Spoken): Spoken {
  const short = (text: string | null, cut: (value: Decimal) => Decimal) => {
    const value = text === null ? null : new Decimal(text)
    return value && value.precision() > LONG_DIGITS ? canonical(cut(value)) : text
  }
  const point = short(q.point, (x) => x.toSignificantDigits(TOLD_DIGITS, Decimal.ROUND_HALF_UP))
  const isHedged = q.qualifier === 'EXACT' && point !== q.point
  return {
    low: short(q.low, (x) => x.toSignificantDigits(TOLD_DIGITS, Decimal.ROUND_FLOOR)),
    point,
    high: short(q.high, (x) => x.toSignificantDigits(TOLD_DIGITS, Decimal.ROUND_CEIL)),
    qualifier: isHedged ? 'ABOUT' : q.qualifier,
  }
}

/** `140 trillion`, `12.96 trillion`, `1,400`, `0.028`: all digits of it. Canonical text in, words out. */
function numberText(canonical: string): string {
  const value = new Decimal(canonical)
  const size = value.abs()
  for (const [power, word] of SCALES) {
    const scaled = value.div(new Decimal(10).pow(power))
    if (size.gte(new Decimal(10).pow(power)) && scaled.decimalPlaces() <= 4)
      return `${grouped(scaled.toFixed())} ${word}`
  }
  return grouped(canonical)
}

function grouped(text: string): string {
  const [whole, fraction] = text.split('.')
  const digits = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction ? `${digits}.${fraction}` : digits
}

export interface Spoken {
  low: string | null
  point: string | null
  high: string | null
  qualifier: Qualifier
}

/** A number as a qualifier hedges it; a range needs two. */
export function hedged(qualifier: Exclude<Qualifier, 'RANGE'>, number: string): Spoken {
  const none = { low: null, point: null, high: null }
  if (qualifier === 'MORE_THAN' || qualifier === 'AT_LEAST') return { ...none, low: number, qualifier }
  if (qualifier === 'LESS_THAN' || qualifier === 'AT_MOST') return { ...none, high: number, qualifier }
  return { ...none, point: number, qualifier }
}

const BEFORE: Record<Exclude<Qualifier, 'EXACT' | 'RANGE'>, string> = {
  ABOUT: 'about ',
  AT_LEAST: 'at least ',
  AT_MOST: 'at most ',
  MORE_THAN: 'more than ',
  LESS_THAN: 'less than ',
}

/** `more than 140 trillion tokens per day`, `0.08 to 0.1 US dollars per kilowatt-hour`, `about 61%`. */
export function quantityText(q: Spoken, unit: { code: string; name: string }): string {
  return exactText(readable(q), unit)
}

/** As `quantityText`, with every digit. */
export function exactText(q: Spoken, unit: { code: string; name: string }): string {
  const suffix = unit.code === '%' ? '%' : unit.code === '1' ? '' : ` ${unit.name}`
  if (q.qualifier === 'RANGE') {
    const middle = q.point ? ` (centred on ${numberText(q.point)}${suffix})` : ''
    return `${numberText(q.low!)} to ${numberText(q.high!)}${suffix}${middle}`
  }
  const number = numberText((q.point ?? q.low ?? q.high)!)
  return `${q.qualifier === 'EXACT' ? '' : BEFORE[q.qualifier]}${number}${suffix}`
}
