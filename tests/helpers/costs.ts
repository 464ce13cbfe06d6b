/** Prices of made-up offers, for costs without a database. */
import fc from 'fast-check'
import type { Threshold } from '../../src/domain/belief/conditions.ts'
import type { Known, PricedOption } from '../../src/domain/cost/quote.ts'
import { Decimal } from '../../src/lib/decimal.ts'

const METERS = {
  input: 'USD/Mtok',
  output: 'USD/Mtok',
  'cache-read': 'USD/Mtok',
  'cache-write': 'USD/Mtok',
  'input-audio': 'USD/Mtok',
  'cache-read-audio': 'USD/Mtok',
  request: 'USD/1',
  'input-video-time': 'USD/s',
  'input-character': 'USD/Mchar',
  'cache-storage': 'USD/Mtok/h',
  storage: 'USD/GB/d',
}

export const KNOWN: Known = {
  meters: new Map(Object.entries(METERS).map(([code, unitCode]) => [code, { code, name: code, unitCode }])),
  currencies: new Set(['USD', 'CNY']),
}

export function threshold(amount: number | string, more: Partial<Threshold> = {}): Threshold {
  return { amount: new Decimal(amount), isInclusive: false, counts: 'PROMPT', isExcess: false, ...more }
}

/** A price of a meter; its id tells its place, so that every one has its own. */
export function option(
  meter: string,
  point: string | null,
  more: Partial<PricedOption> & { unit?: string } = {},
): PricedOption {
  const { unit, ...conditions } = more
  const unitCode = unit ?? METERS[meter as keyof typeof METERS]
  const value =
    point === null ? null : { low: null, point, high: null, qualifier: 'EXACT' as const, unitCode }
  const { tier = 'standard', threshold: t = null, window = null, cacheLifetime = null } = conditions
  const id = JSON.stringify([meter, tier, t, window, cacheLifetime])
  return {
    id,
    meter,
    tier,
    threshold: t,
    window,
    cacheLifetime,
    state: value ? 'PRICED' : 'UNKNOWN',
    value,
    ...conditions,
  }
}

/** Prices with few digits, and quantities of tokens, as decimal texts. */
export const price = fc.integer({ min: 1, max: 99_999 }).map((n) => new Decimal(n).div(1000).toFixed())
export const tokens = fc.integer({ min: 0, max: 2_000_000_000 }).map(String)
