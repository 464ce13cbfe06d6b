/** The prices of one OpenRouter model: the plain ones, and the overrides for long prompts and times of the day. */
import { decimalText } from '../market/numbers.ts'
import type { UpstreamPrice } from '../market/types.ts'
import { isPriceKey, readPrice } from './openrouter-models-fields.ts'
import { isTable, own, quoted, type Table } from './parts.ts'

interface Read {
  prices: UpstreamPrice[]
  problems: string[]
}

/** @param writes whether the model answers in text; a zero for the output of others fills a field. */
export function pricesOf(pricing: Table, writes: boolean): Read {
  const problems: string[] = []
  const rows = new Map<string, UpstreamPrice>()
  const read = (key: string, value: unknown, conditions: Conditions, at: string) => {
    const price = readPrice(key, value, pricing)
    if ('reason' in price) problems.push(`${at}${key} ${price.reason}`)
    // Of two overrides that say the same thing, the later one holds.
    else rows.set(targetOf({ ...price, ...conditions }), { field: `${at}${key}`, ...price, ...conditions })
  }
  let isByWeekday = false
  for (const [key, value] of Object.entries(pricing)) {
    if (isPriceKey(key)) read(key, value, {}, '')
    else if (key === 'discount') problems.push(...discountProblem(value))
    else if (key !== 'overrides') problems.push(`${quoted(key)} is an unknown price`)
  }
  const overrides = Object.hasOwn(pricing, 'overrides') ? pricing.overrides : []
  if (!Array.isArray(overrides)) problems.push('overrides is no list')
  for (const [index, override] of Array.isArray(overrides) ? overrides.entries() : []) {
    const conditions = isTable(override) ? conditionsOf(override) : 'is no object'
    if (typeof conditions === 'string') {
      problems.push(`overrides[${index}] ${conditions}`)
      isByWeekday ||= conditions === BY_WEEKDAY
    } else
      for (const [key, value] of Object.entries(override as Table))
        if (isPriceKey(key)) read(key, value, conditions, nameOf(conditions))
  }
  const prices = withoutPriceOfTheHour(withoutFillers([...rows.values()], writes))
  return { prices: isByWeekday ? prices.map(ofTheHour) : prices, problems }
}

type Conditions = Pick<UpstreamPrice, 'threshold' | 'window'>

const BY_WEEKDAY = 'holds on some days of the week only, which no condition here states'

/** @returns a reason when the entry cannot be used; with a condition that is not known, none of its prices can. */
function conditionsOf(override: Table): Conditions | string {
  const conditions = new Set(['min_prompt_tokens', 'utc_start', 'utc_end', 'utc_days'])
  const unknown = Object.keys(override).find((key) => !isPriceKey(key) && !conditions.has(key))
  if (unknown !== undefined) return `has the unknown field ${quoted(unknown)}, which may be a condition`
  const days = own(override, 'utc_days')
  if (days !== undefined && !(Array.isArray(days) && new Set(days).size === 7)) return BY_WEEKDAY
  const found: Conditions = {}
  const least = own(override, 'min_prompt_tokens')
  if (least !== undefined) {
    const amount = decimalText(least)
    if (amount === null || !/^\d{1,12}$/.test(amount))
      return 'has a min_prompt_tokens that is no whole number'
    if (amount !== '0') found.threshold = { amount, comparison: 'ABOVE' }
  }
  const [start, end] = [own(override, 'utc_start'), own(override, 'utc_end')]
  if (start === undefined && end === undefined) return found
  const [from, to] = [timeOf(start), timeOf(end)]
  if (from === null || to === null) return 'has a utc_start or utc_end that is no time'
  // From a time to the same one is the whole day.
  return from === to ? found : { ...found, window: { from, to } }
}

/** `1630` as `16:30`; the end of the day, 0 or 2400, as `00:00`. */
function timeOf(value: unknown): string | null {
  const digits = decimalText(value)?.padStart(4, '0')
  if (digits === undefined || !/^(([01]\d|2[0-3])[0-5]\d|2400)$/.test(digits)) return null
  return digits === '2400' ? '00:00' : `${digits.slice(0, 2)}:${digits.slice(2)}`
}

/** `overrides[>200000, 16:30-00:30].`: by what it holds for, not by its place. */
function nameOf({ threshold, window }: Conditions): string {
  const parts = [threshold && `>${threshold.amount}`, window && `${window.from}-${window.to}`]
  return `overrides[${parts.filter((part) => part).join(', ')}].`
}

function targetOf(price: Omit<UpstreamPrice, 'field'>): string {
  const { meter, cacheLifetime, threshold, window } = price
  return [meter, cacheLifetime, threshold?.amount, window?.from, window?.to].join('|')
}

/** No discount is 0; whether the prices beside another one have it is not said. */
function discountProblem(value: unknown): string[] {
  return decimalText(value) === '0'
    ? []
    : ['discount is left out: it is not said whether the prices include it']
}

/** Answers of 2025 list every price, with a 0 for what costs nothing of its own; of a free model, all is free. */
function withoutFillers(prices: readonly UpstreamPrice[], writes: boolean): UpstreamPrice[] {
  const isText = (p: UpstreamPrice) => p.meter === 'input' || p.meter === 'output'
  const isPaid = prices.some((p) => isText(p) && p.amount !== '0')
  return prices.filter((p) => p.amount !== '0' || (isText(p) ? writes || p.meter === 'input' : !isPaid))
}

/**
 * Where overrides cover the whole day, the plain price is that of the window in which the answer was given: the next
 * answer has another one, though nothing has changed.
 */
function withoutPriceOfTheHour(prices: readonly UpstreamPrice[]): UpstreamPrice[] {
  const line = (p: UpstreamPrice) => targetOf({ ...p, window: { from: '', to: '' } })
  const covered = new Map<string, number>()
  for (const price of prices)
    if (price.window) covered.set(line(price), (covered.get(line(price)) ?? 0) + minutesOf(price.window))
  return prices.filter((p) => p.window || (covered.get(line(p)) ?? 0) < MINUTES_OF_DAY)
}

const MINUTES_OF_DAY = 24 * 60

function minutesOf({ from, to }: { from: string; to: string }): number {
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return (minute(to) - minute(from) + MINUTES_OF_DAY) % MINUTES_OF_DAY
}

function ofTheHour(price: UpstreamPrice): UpstreamPrice {
  return price.window
    ? price
    : { ...price, doubt: 'it changes with the day of the week, and this is the price of one hour' }
}
