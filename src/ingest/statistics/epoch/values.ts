/** How Epoch AI's tables write numbers, days and degrees; null for what is none. */
import { canonical, Decimal, parseDecimal } from '../../../lib/decimal.ts'
import { parseCalendar } from '../../../lib/period.ts'

/** No figure of the tables is known to more. */
const DIGITS_MEANT = 12

/** `946`, `1.33E+11`, `1.0692E+025`: a number of at most 50 digits. */
export function numberOf(text: string): Decimal | null {
  return parseDecimal(text.trim().replace(/(e[+-]?)0+(?=\d)/i, '$1'))
}

/**
 * Without the last digits of fifteen or more, which are what binary floating point made of the number:
 * `5.18400000000001E+025` is 5.184e25.
 */
export const withoutNoise = (value: Decimal | null): Decimal | null =>
  value?.toSignificantDigits(DIGITS_MEANT) ?? null

/** ISO days and `M/D/YYYY` as `2025-09-14`. */
export function dayOf(text: string): string | null {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? []
  const iso = year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : text.trim()
  return parseCalendar(iso)?.precision === 'DAY' ? iso : null
}

const ANGLE = String.raw`(\d{1,3})\s*°\s*(\d{1,2})\s*['′]\s*(\d{1,2}(?:\.\d+)?)\s*["″]\s*`
const DEGREES = new RegExp(`^${ANGLE}([NSEW])$`)

/**
 * `34.998145`, or `32°35'25"N`, in decimal degrees; seconds to six digits, which are a tenth of a metre.
 * @param most 90 for a latitude, 180 for a longitude.
 */
export function degreesOf(text: string, most: 90 | 180): string | null {
  const parts = DEGREES.exec(text.trim())
  if (parts && 'NS'.includes(parts[4]!) !== (most === 90)) return null
  const value = parts ? sexagesimal(parts) : numberOf(text)
  return value?.abs().lte(most) ? canonical(value) : null
}

function sexagesimal([, degrees, minutes, seconds, end]: RegExpExecArray): Decimal | null {
  if (Number(minutes) > 59 || Number(seconds) >= 60) return null
  const value = new Decimal(degrees!).add(new Decimal(minutes!).div(60)).add(new Decimal(seconds!).div(3600))
  return value.toDecimalPlaces(6).mul('NE'.includes(end!) ? 1 : -1)
}

const PAIRS = [
  new RegExp(`(${ANGLE}[NS])[\\s,]+(${ANGLE}[EW])`),
  /(?<![\d.-])(-?\d{1,2}\.\d{3,})()()()\s*,\s*(-?\d{1,3}\.\d{3,})(?![\d.])/,
] as const

/** Latitude and longitude that stand within a text: `33°24'28.7"N 112°21'54.3"W, Goodyear`; null where none do. */
export function coordinatesIn(text: string): [latitude: string, longitude: string] | null {
  for (const pair of PAIRS) {
    const found = pair.exec(text)
    const latitude = found && degreesOf(found[1]!, 90)
    const longitude = found && degreesOf(found[5]!, 180)
    if (latitude && longitude) return [latitude, longitude]
  }
  return null
}
