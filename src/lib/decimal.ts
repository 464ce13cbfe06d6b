/**
 * Exact decimals. Money and measures never pass through a JavaScript number: they are read as text, kept as
 * `Decimal`, stored as Postgres `numeric` and written as canonical text (no exponent, no trailing zeros).
 */
import { Decimal as Base } from 'decimal.js'

/** A decimal with 60 significant digits and half-up rounding; `numeric` columns hold 50. */
export const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP })
export type Decimal = Base

const NUMBER = /^[+-]?(\d[\d_]*)(\.\d+)?(e[+-]?\d{1,2})?$/i

/**
 * Reads `"1.10"`, `"140e12"` or `"1_000_000"`.
 * @returns null for anything else, also for `NaN`, `Infinity`, hexadecimal and more than 50 digits.
 */
export function parseDecimal(text: string): Decimal | null {
  if (!NUMBER.test(text)) return null
  const value = new Decimal(text.replaceAll('_', ''))
  return Math.max(value.precision(true), value.decimalPlaces()) > 50 ? null : value
}

/** The one spelling of a number: `"1.1"` for 1.10, `"140000000000000"` for 140e12, `"0"` for -0. */
export function canonical(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed()
}

/** The canonical text of anything that prints as a decimal, such as a column of Prisma's; null stays null. */
export function canonicalOf(value: { toString(): string } | null): string | null {
  return value === null ? null : canonical(new Decimal(value.toString()))
}
