/** The prices of one entry of genai-prices: keys as meters, tiers as thresholds. */
import { decimalText, priceOf } from '../market/numbers.ts'
import type { Threshold, UpstreamPrice } from '../market/types.ts'
import type { Scheduled } from './genai-prices-schedule.ts'
import { type Measured, measuredBy, SUMS } from './genai-prices-units.ts'
import { isTable, own, quoted, type Table } from './parts.ts'

/**
 * @param entry its `prices` are a map of keys to prices, or to `{ base, tiers: [{ start, price }] }`.
 * @param problems takes what could not be read.
 */
export function pricesOf(entry: Scheduled, problems: string[]): UpstreamPrice[] {
  const { prices: table, ...days } = entry
  if (!isTable(table)) {
    problems.push('its prices are no table')
    return []
  }
  const found = new Map<string, UpstreamPrice>()
  const when = entry.window ? ` ${entry.window.from}-${entry.window.to}` : ''
  for (const [key, value] of Object.entries(table)) {
    if (isSumOfOthers(table, key)) continue
    const measured = measuredBy(key)
    if (!measured) {
      problems.push(`${key.slice(0, 60)} counts what we have no meter for`)
      continue
    }
    const add = (name: string, price: unknown, threshold?: Threshold) => {
      const field = `${name}${when}`
      const read = priceOf(price, measured.factor)
      if ('reason' in read) problems.push(`${field} ${read.reason}`)
      else if (found.has(field)) problems.push(`${field} stands there twice`)
      else
        found.set(field, {
          field,
          amount: read.amount,
          ...meterOf(measured),
          ...days,
          ...given({ threshold }),
        })
    }
    if (!isTable(value)) add(key, value)
    else {
      add(key, own(value, 'base'))
      addTiers(key, own(value, 'tiers'), add, problems)
    }
  }
  return [...found.values()]
}

const meterOf = ({ meter, unit, cacheLifetime }: Measured) => ({ meter, unit, ...given({ cacheLifetime }) })

/** Without the keys that have no value. */
function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

function addTiers(
  key: string,
  tiers: unknown,
  add: (name: string, price: unknown, threshold: Threshold) => void,
  problems: string[],
): void {
  if (!Array.isArray(tiers)) {
    problems.push(`${key} has tiers that are no list`)
    return
  }
  for (const tier of tiers as unknown[]) {
    const start = isTable(tier) ? decimalText(own(tier, 'start')) : null
    if (start === null || !/^\d{1,15}$/.test(start)) {
      const written = isTable(tier) ? own(tier, 'start') : tier
      problems.push(
        `${key} has a tier whose start is no number of tokens: ${quoted(JSON.stringify(written) ?? '')}`,
      )
      continue
    }
    const threshold = thresholdOf(start)
    // Alike for both comparisons, so that editions that spell one threshold differently have one line.
    add(`${key}>${threshold.amount}`, own(tier as Table, 'price'), threshold)
  }
}

/**
 * Upstream's engine reprices requests above the start. Where makers say "272K or more", newer editions therefore write
 * 271999, which nobody's price page does.
 */
function thresholdOf(start: string): Threshold {
  return start.endsWith('999')
    ? { amount: String(BigInt(start) + 1n), comparison: 'AT_LEAST' }
    : { amount: start, comparison: 'ABOVE' }
}

/** `audio_hours` at the price that `input_audio_hours` has beside it. */
function isSumOfOthers(table: Table, key: string): boolean {
  const parts = SUMS.get(key)?.filter((part) => Object.hasOwn(table, part)) ?? []
  const amount = (value: unknown) => JSON.stringify(priceOf(value))
  return parts.length > 0 && parts.every((part) => amount(own(table, part)) === amount(own(table, key)))
}

/** Joins the rows of a line that follow each other at one price: a change elsewhere in the list was none of theirs. */
export function joined(prices: readonly UpstreamPrice[]): UpstreamPrice[] {
  const rows: UpstreamPrice[] = []
  for (const price of prices) {
    const at = rows.findLastIndex((row) => row.field === price.field)
    const before = rows[at]
    const goesOn =
      before?.to !== undefined &&
      before.to === price.from &&
      before.amount === price.amount &&
      before.doubt === price.doubt &&
      before.threshold?.comparison === price.threshold?.comparison
    if (goesOn) {
      const { to: _, ...open } = before
      rows[at] = price.to === undefined ? open : { ...open, to: price.to }
    } else rows.push(price)
  }
  return rows
}
