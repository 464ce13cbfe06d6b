/** The prices of one litellm record: flat fields, tiers by length, web searches; and which of its zeros are prices. */
import { Decimal, decimalText, priceOf } from '../market/numbers.ts'
import type { Threshold, UpstreamPrice } from '../market/types.ts'
import { withLitellmDoubts } from './litellm-doubts.ts'
import { readField, type Setting } from './litellm-fields.ts'
import { isTable, own, type Table } from './parts.ts'
import { oneLine } from './snapshot.ts'

/** Modes in which the model answers in text: only there a zero for output says that the output is free. */
const WRITES = new Set(['chat', 'completion', 'responses', 'realtime'])

/** @param model the record's key. */
export function pricesOf(model: string, record: Table): { prices: UpstreamPrice[]; problems: string[] } {
  const written = own(record, 'mode')
  const mode = typeof written === 'string' ? written : ''
  const setting: Setting = {
    mode,
    pays: (field) => {
      const price = priceOf(own(record, field))
      return 'amount' in price && price.amount !== '0'
    },
  }
  const rows = new Rows(setting)
  for (const [field, value] of Object.entries(record)) {
    if (field === 'tiered_pricing') readTiers(value, rows)
    else if (field === 'search_context_cost_per_query') readSearches(value, rows)
    else rows.read(field, value)
  }
  // Only what writes has a price for long prompts: a record that has one and says otherwise is wrong about its mode.
  const isLong = rows.prices.some((p) => p.meter === 'input' && p.threshold && !p.threshold.counts)
  const writes = WRITES.has(mode) || isLong
  return {
    prices: withLitellmDoubts(withoutFillers(rows.prices, writes), model, writes),
    problems: rows.problems,
  }
}

/** Prices by what they are the price of; two fields can say the same thing. */
class Rows {
  readonly #problems = new Set<string>()
  readonly #byTarget = new Map<string, UpstreamPrice>()
  readonly #setting: Setting

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Each once: all tiers of a list may be wrong in one way. */
  get problems(): string[] {
    return [...this.#problems]
  }

  get prices(): UpstreamPrice[] {
    return [...this.#byTarget.values()]
  }

  /** @param tier where the field stands in a list of tiers: its name there, and from which length on it holds. */
  read(name: string, value: unknown, tier?: { path: string; threshold?: Threshold }): void {
    const field = readField(name, this.#setting)
    if (!field) return
    const path = tier ? `${tier.path}.${name}` : name
    const reading = 'reason' in field ? field : { ...field, ...priceOf(value, field.factor) }
    if ('reason' in reading) this.problem(path, reading.reason)
    else if (reading.conditions.threshold && tier) this.problem(path, 'has a threshold within a tier')
    else {
      const { meter, unit, amount, conditions } = reading
      const threshold = tier?.threshold && { threshold: tier.threshold }
      this.add({ field: path, meter, amount, unit, ...conditions, ...threshold })
    }
  }

  add(price: UpstreamPrice): void {
    const target = [price.meter, price.tier, price.threshold?.amount, price.cacheLifetime].join('|')
    const before = this.#byTarget.get(target)
    if (!before) this.#byTarget.set(target, price)
    else if (before.amount === price.amount) return
    // Where both sides of a record measure one thing, the side that does not apply is filled with a zero.
    else if (price.unit !== 'USD/Mtok' && before.amount === '0') this.#byTarget.set(target, price)
    else if (price.unit !== 'USD/Mtok' && price.amount === '0') return
    else this.problem(price.field, `is another price than ${before.field} for the same thing`)
  }

  problem(field: string, reason: string): void {
    this.#problems.add(oneLine(`${field.slice(0, 120)} ${reason}`))
  }
}

/** `[{ range: [0, 256000], input_cost_per_token }, …]`: a tier holds for the whole request above where it begins. */
function readTiers(value: unknown, rows: Rows): void {
  if (!Array.isArray(value)) rows.problem('tiered_pricing', 'is no list')
  else for (const [index, tier] of value.entries()) readTier(tier, `tiered_pricing[${index}]`, rows)
}

function readTier(tier: unknown, at: string, rows: Rows): void {
  const start = isTable(tier) ? startOf(own(tier, 'range')) : null
  if (!isTable(tier)) rows.problem(at, 'is no object')
  else if (start !== null) {
    // By its start, not its place: the line stays the same when a tier is put in before it.
    const path = `tiered_pricing[${start}]`
    const threshold: Threshold = { amount: start, comparison: 'ABOVE' }
    for (const [name, amount] of Object.entries(tier))
      rows.read(name, amount, start === '0' ? { path } : { path, threshold })
  } else if (!Object.hasOwn(tier, 'range') && Object.hasOwn(tier, 'max_results_range'))
    rows.problem('tiered_pricing', 'depends on the number of results, which no condition here states')
  else rows.problem(`${at}.range`, 'is no pair of rising numbers')
}

/** The first of two rising numbers; tokens are whole. */
function startOf(range: unknown): string | null {
  if (!Array.isArray(range) || range.length !== 2) return null
  const [start, end] = range.map(decimalText)
  return start && end && /^\d{1,12}$/.test(start) && new Decimal(start).lt(end) ? start : null
}

const SEARCHES = new Map([
  ['search_context_size_low', 'web-search-low'],
  ['search_context_size_medium', 'web-search-medium'],
  ['search_context_size_high', 'web-search-high'],
])

function readSearches(value: unknown, rows: Rows): void {
  const all = 'search_context_cost_per_query'
  if (!isTable(value)) rows.problem(all, 'is no object')
  for (const [size, amount] of isTable(value) ? Object.entries(value) : []) {
    const field = `${all}.${size}`
    const meter = SEARCHES.get(size)
    const price = priceOf(amount)
    if (!meter) rows.problem(field, 'is an unknown size')
    else if ('reason' in price) rows.problem(field, price.reason)
    else rows.add({ field, meter, amount: price.amount, unit: 'USD/1' })
  }
}

/** Other measures of what is already paid by the token, by the side that they stand on. */
const BY_THE_SIDE = /^(input|output)-(image-item|character|pixel|audio-time|video-time)$/

/**
 * Without zeros that only fill a field. A record states a measure that does not apply as 0: the output of an embedding,
 * the tokens of what is paid by the query, the picture of what is paid by the token. Zeros of a record in which
 * nothing on that side costs anything say that it is free, and stay; so do caches that are free to use.
 */
function withoutFillers(prices: readonly UpstreamPrice[], writes: boolean): UpstreamPrice[] {
  const isPaid = (p: UpstreamPrice) => p.amount !== '0'
  const paid = new Set(prices.filter(isPaid).map((p) => p.meter))
  const paysOtherwise = prices.some((p) => p.meter === 'query' || (isPaid(p) && p.meter.startsWith('input-')))
  return prices.filter((p) => {
    if (isPaid(p)) return true
    if (!writes && p.meter === 'output') return false
    if (!writes && p.meter === 'input') return !paysOtherwise
    const side = BY_THE_SIDE.exec(p.meter)?.[1]
    return side === undefined || !paid.has(side)
  })
}
