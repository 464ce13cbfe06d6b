/** The prices of one model of models.dev: its `cost`, the tiers in it, and the costs of its modes. */
import { decimalText, priceOf, Written } from '../market/numbers.ts'
import type { Threshold, UpstreamPrice } from '../market/types.ts'
import { isTable, own, quoted, type Table } from './parts.ts'

/** All in dollars per million tokens. */
const METERS = new Map([
  ['input', 'input'],
  ['output', 'output'],
  ['cache_read', 'cache-read'],
  ['cache_write', 'cache-write'],
  ['input_audio', 'input-audio'],
  ['output_audio', 'output-audio'],
  ['reasoning', 'output-reasoning'],
  ['citation', 'output-citation'],
])

/** Slips that the real files hold: upstream's own site reads nothing there, and what is meant is a guess. */
const SLIPS = new Map([
  ['cache_input', 'cache_read'],
  ['cached_input', 'cache_read'],
  ['cached_read', 'cache_read'],
  ['cached_write', 'cache_write'],
])

/** Tiers of service as sellers call them in requests; `fast` is a mode for which no such word need be sent. */
const TIERS = new Set(['batch', 'flex', 'priority', 'fast'])

interface Condition {
  /** What opens the line: `fast.` of `fast.input`. */
  prefix?: string
  tier?: string
  threshold?: Threshold
}

/**
 * Sellers whose customers pay by the month. A cost of nothing says there that the plan includes the model, which is no
 * price of a token.
 */
const PLANS = /(^|-)(coding|token)-plan(-|$)|^github-copilot$|^kimi-for-coding$/

/** @param model with what it inherits. */
export function pricesOfModel(model: Table, seller: string): { prices: UpstreamPrice[]; problems: string[] } {
  const problems: string[] = []
  const found = new Map<string, UpstreamPrice>()
  const cost = own(model, 'cost')
  if (cost !== undefined) readCost('cost', cost, {}, found, problems)
  const experimental = own(model, 'experimental')
  const modes = isTable(experimental) ? own(experimental, 'modes') : undefined
  for (const [mode, value] of isTable(modes) ? Object.entries(modes) : []) {
    const modeCost = isTable(value) ? own(value, 'cost') : undefined
    if (modeCost === undefined) continue
    const tier = tierOf(mode, value as Table)
    if (tier === null) problems.push(`the mode ${quoted(mode)} is no tier of service that we know`)
    else readCost(`${mode}.cost`, modeCost, { prefix: `${mode}.`, tier }, found, problems)
  }
  const prices = [...found.values()]
  if (prices.length === 0 || prices.some((p) => p.amount !== '0')) return { prices, problems }
  if (PLANS.test(seller))
    return {
      prices: [],
      problems: [...problems, 'cost is 0 because a plan includes the model; that is no price'],
    }
  const note = 'The file says 0 for everything: free, on trial, or included in a plan.'
  return { prices: prices.map((price) => ({ ...price, note })), problems }
}

/**
 * What the mode is sold as: OpenAI's fast mode is its priority tier, as the request that the file gives for it says.
 * Null for a mode that is none of ours.
 */
function tierOf(mode: string, value: Table): string | null {
  const provider = own(value, 'provider')
  const body = isTable(provider) ? own(provider, 'body') : undefined
  const sent = isTable(body) ? own(body, 'service_tier') : undefined
  const tier = typeof sent === 'string' ? sent : mode
  return TIERS.has(tier) ? tier : null
}

function readCost(
  path: string,
  cost: unknown,
  condition: Condition,
  found: Map<string, UpstreamPrice>,
  problems: string[],
): void {
  if (!isTable(cost)) {
    problems.push(`${path} is no table`)
    return
  }
  const { prefix = '', threshold } = condition
  for (const [key, value] of Object.entries(cost)) {
    const over = /^context_over_(\d{1,9})k$/.exec(key)?.[1]
    if (threshold && key === 'tier') continue
    if (!threshold && over !== undefined) {
      readCost(
        `${path}.${key}`,
        value,
        { ...condition, threshold: above(`${BigInt(over) * 1000n}`) },
        found,
        problems,
      )
    } else if (!threshold && key === 'tiers') readTiers(`${path}.tiers`, value, condition, found, problems)
    else if (METERS.has(key)) {
      const field = `${prefix}${key}${threshold ? `>${threshold.amount}` : ''}`
      const read = priceOf(value)
      if ('reason' in read) problems.push(`${path}.${key} ${read.reason}`)
      else
        add({ field, meter: METERS.get(key)!, amount: read.amount, unit: 'USD/Mtok', ...applies(condition) })
    } else if (SLIPS.has(key)) {
      problems.push(`${path}.${key} is no key of this format; ${SLIPS.get(key)} may be meant`)
    } else problems.push(`${path}: ${quoted(key)} is no key whose unit is known`)
  }

  /** One condition may be said twice: by a threshold in both syntaxes, by two modes of one tier. */
  function add(price: UpstreamPrice): void {
    const what = JSON.stringify([price.meter, price.tier, price.threshold])
    const before = found.get(what)
    if (before && before.amount !== price.amount)
      problems.push(
        `${price.field} is ${price.amount}, but ${before.field} said ${before.amount} for the same`,
      )
    if (!before) found.set(what, price)
  }
}

function readTiers(
  path: string,
  tiers: unknown,
  condition: Condition,
  found: Map<string, UpstreamPrice>,
  problems: string[],
): void {
  if (!Array.isArray(tiers)) {
    problems.push(`${path} is no list`)
    return
  }
  for (const item of tiers as unknown[]) {
    const tier = isTable(item) ? own(item, 'tier') : undefined
    const type = isTable(tier) ? own(tier, 'type') : undefined
    const size = isTable(tier) ? decimalText(own(tier, 'size')) : null
    if (type !== undefined && type !== 'context')
      problems.push(`${path} has a tier by something else than context: ${quoted(textOf(type))}`)
    else if (size === null || !/^\d{1,15}$/.test(size))
      problems.push(`${path} has a tier without a size in tokens`)
    else readCost(path, item, { ...condition, threshold: above(size) }, found, problems)
  }
}

const above = (amount: string): Threshold => ({ amount, comparison: 'ABOVE' })

const textOf = (value: unknown) => (value instanceof Written ? value.text : JSON.stringify(value))

const applies = ({ tier, threshold }: Condition): Pick<UpstreamPrice, 'tier' | 'threshold'> => ({
  ...(tier === undefined ? {} : { tier }),
  ...(threshold === undefined ? {} : { threshold }),
})
