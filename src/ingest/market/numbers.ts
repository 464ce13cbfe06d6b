/** Numbers of JSON and TOML as they are written, digit for digit, and how they become prices in our units. */
import { canonical, Decimal, parseDecimal } from '../../lib/decimal.ts'
import { InputProblem } from './types.ts'

/** A number with its spelling: `{ text: "2.5e-06" }`. */
export class Written {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/**
 * JSON in which every number is a `Written`, so that no digit is lost. A key `__proto__` is a key like any other.
 * @throws InputProblem with line and the record before it.
 */
export function parseJson(path: string, bytes: Uint8Array): unknown {
  const text = decodeText(path, bytes)
  try {
    // `context.source` is the literal itself: the number beside it has lost its last digits.
    return JSON.parse(text, (_key, value, context?: { source?: string }) =>
      typeof value === 'number' ? new Written(context?.source ?? String(value)) : value,
    )
  } catch (error) {
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length)
    const before = text.slice(0, at)
    const record = [...before.matchAll(/"((?:[^"\\]|\\.)*)"\s*:\s*\{/g)].at(-1)?.[1]
    const line = before.split('\n').length
    const near = record === undefined ? '' : ` at or after "${record.slice(0, 100)}"`
    throw new InputProblem(`${path}:${line}`, `is no JSON${near}; the file is broken or was cut off`)
  }
}

/** @throws InputProblem when it is not UTF-8. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const good = new TextDecoder('utf-8').decode(bytes)
    const line = good.slice(0, good.indexOf('\uFFFD')).split('\n').length
    throw new InputProblem(`${path}:${line}`, 'is no UTF-8; save the file as UTF-8')
  }
}

/** More digits than a double can have; below it, a number may have been written by one. */
const DOUBLE_DIGITS = 17
const SURE_DIGITS = 15
/** Of a double's noise, so many digits are meant. */
const MEANT_DIGITS = 12

/**
 * A price in our unit, as canonical text.
 * @param factor what one upstream unit is in ours: dollars per token times 1e6 are dollars per million.
 * @returns a reason where it is no price: a text, negative, more than 50 digits.
 */
export function priceOf(
  value: unknown,
  factor: string | number = 1,
): { amount: string } | { reason: string } {
  if (value === null || value === undefined) return { reason: 'is empty' }
  if (!(value instanceof Written)) return { reason: `is ${nameOf(value)} where a number belongs` }
  const number = parseDecimal(value.text)
  if (!number) return { reason: `is no number that can be kept exactly: ${value.text.slice(0, 60)}` }
  if (number.isNegative() && !number.isZero()) return { reason: `is negative: ${value.text}` }
  const product = withoutNoise(number).mul(factor)
  if (product.gt(1e12)) return { reason: `is too large for a price: ${value.text.slice(0, 60)}` }
  return { amount: canonical(product) }
}

/** As `priceOf`, for formats that write decimals as texts: `"0.0000025"`. */
export function priceOfText(
  value: unknown,
  factor: string | number = 1,
): { amount: string } | { reason: string } {
  return typeof value === 'string'
    ? priceOf(new Written(value), factor)
    : { reason: `is ${nameOf(value)} where a decimal text belongs` }
}

/** 3.9999999999999997e-07 was 4e-07 once: a double that was computed with shows its noise from the 16th digit on. */
function withoutNoise(number: Decimal): Decimal {
  const digits = number.precision(true)
  const significant = number.precision()
  return significant > SURE_DIGITS && significant <= DOUBLE_DIGITS && digits <= 40
    ? number.toSignificantDigits(MEANT_DIGITS)
    : number
}

function nameOf(value: unknown): string {
  if (typeof value === 'string') return `the text "${value.slice(0, 40)}"`
  if (Array.isArray(value)) return 'a list'
  return value instanceof Object ? 'an object' : String(value)
}

/** A number or a text as a small whole number or decimal text: limits, sizes. Null when it is none. */
export function decimalText(value: unknown): string | null {
  const number = value instanceof Written ? parseDecimal(value.text) : null
  return number && !number.isNegative() ? canonical(number) : null
}

export { Decimal }
