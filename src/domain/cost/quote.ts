/** What a request costs at one offer: each meter priced by the rule of conditions, with its trace. Pure. */
import { canonical, Decimal } from '../../lib/decimal.ts'
import { choose } from '../belief/choose.ts'
import type { Counted, Option, Part, Request, UnpricedKind } from '../belief/conditions.ts'
import { STANDARD } from '../belief/conditions.ts'
import { type Interval, spokenOf } from '../belief/interval.ts'
import type { QuantityRow } from '../read/rows.ts'
import { amountOf, dimensionOf, sumOf } from './amount.ts'
import type { Usage } from './usage.ts'

/** A price of an offer as it answers for the day. */
export interface PricedOption extends Option {
  /** Null unless it is PRICED. */
  value: QuantityRow | null
}

/** A meter of the ledger, as far as costs look at it. */
interface MeterInfo {
  code: string
  name: string
  unitCode: string
}

/** What holds for all requests: the meters, and the currencies that are units of the ledger. */
export interface Known {
  meters: ReadonlyMap<string, MeterInfo>
  currencies: ReadonlySet<string>
}

interface DraftLine<T> {
  meter: string
  quantity: string
  option: T
  price: QuantityRow
  amount: QuantityRow
  rule: string
}

interface DraftUnpriced<T> {
  meter: string
  quantity: string
  kind: UnpricedKind
  reason: string
  /** The price that says so, where one does. */
  option: T | null
}

export interface Draft<T> {
  /** What thresholds on prompts looked at. */
  promptTokens: string
  /** The sum of the lines; null where nothing could be priced. */
  total: QuantityRow | null
  lines: DraftLine<T>[]
  unpriced: DraftUnpriced<T>[]
}

const ORDER = ['input', 'output', 'cache-read', 'cache-write']
/** The meters that make up a prompt, where they count tokens. */
const PROMPT = /^(input|cache-read|cache-write)(-|$)/
const OUTPUT = /^output(-|$)/

/**
 * The cost of a request at one offer. Meters of quantity zero cost nothing, priced or not.
 * @param options all prices of the offer that may matter, those of other meters too when another tier is asked for.
 */
export function quoteOf<T extends PricedOption>(options: readonly T[], usage: Usage, known: Known): Draft<T> {
  const { tier, time, cacheLifetime } = usage
  const ofTokens = tokensOf(usage, known)
  const byMeter = Map.groupBy(options, (o) => o.meter)
  const hasTier = tier === STANDARD || options.some((o) => o.tier === tier && o.state === 'PRICED')
  const lines: (DraftLine<T> & { interval: Interval; currency: string })[] = []
  const unpriced: DraftUnpriced<T>[] = []
  for (const [code, quantity] of inOrder(usage.quantities)) {
    const meter = known.meters.get(code)
    const request: Request = { tier, time, cacheLifetime, counted: countedFor(meter, quantity, ofTokens) }
    const parts = !meter
      ? [none<T>(quantity, 'UNKNOWN_METER', `There is no meter "${code}".`)]
      : hasTier
        ? choose(byMeter.get(code) ?? [], request, quantity)
        : [none<T>(quantity, 'CONDITIONS', `The offer has no prices of the ${tier} tier on this day.`)]
    for (const part of parts) {
      const line = priced(part, meter, known)
      if ('interval' in line) lines.push({ ...line, meter: code })
      else if (!part.quantity.isZero()) unpriced.push({ ...line, meter: code })
    }
  }
  const currency = currencyOf(lines.map((l) => l.currency))
  const [kept, foreign] = [
    lines.filter((l) => l.currency === currency),
    lines.filter((l) => l.currency !== currency && l.quantity !== '0'),
  ]
  for (const { meter, quantity, option, currency: other } of foreign)
    unpriced.push({
      meter,
      quantity,
      option,
      kind: 'CURRENCY',
      reason: `It is priced in ${other}, the rest in ${currency}; currencies are not converted.`,
    })
  const total = sumOf(kept.map((l) => l.interval))
  return {
    promptTokens: canonical(ofTokens.PROMPT),
    total: total && currency !== undefined ? { ...spokenOf(total), unitCode: currency } : null,
    lines: kept.map(({ interval, currency: _, ...line }) => line),
    unpriced,
  }
}

function none<T>(quantity: Decimal, kind: UnpricedKind, reason: string): Part<T> {
  return { quantity, option: null, kind, reason }
}

function priced<T extends PricedOption>(
  part: Part<T>,
  meter: MeterInfo | undefined,
  { currencies }: Known,
): Omit<DraftLine<T> & { interval: Interval; currency: string }, 'meter'> | Omit<DraftUnpriced<T>, 'meter'> {
  const quantity = canonical(part.quantity)
  if (!('rule' in part)) return { quantity, option: part.option, kind: part.kind, reason: part.reason }
  const { option, rule } = part
  const price = option.value!
  const cost = amountOf(price, part.quantity, meter!.unitCode)
  if (!cost || !currencies.has(cost.currency)) {
    const reason = `Its unit ${price.unitCode} cannot be turned into an amount of money here.`
    return { quantity, option, kind: 'CURRENCY', reason }
  }
  const { currency, amount: interval } = cost
  return {
    quantity,
    option,
    price,
    amount: { ...spokenOf(interval), unitCode: currency },
    rule,
    interval,
    currency,
  }
}

/** The one of most lines; among several the first in the alphabet. */
function currencyOf(all: readonly string[]): string | undefined {
  const count = (c: string) => all.filter((other) => other === c).length
  return [...new Set(all)].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1))[0]
}

/** The usual meters first, so that the order in which a request names them does not matter. */
function inOrder(quantities: ReadonlyMap<string, Decimal>): [string, Decimal][] {
  const place = (code: string) => (ORDER.includes(code) ? ORDER.indexOf(code) : ORDER.length)
  return [...quantities].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
}

function tokensOf(
  { quantities, promptTokens }: Usage,
  { meters }: Known,
): Record<'PROMPT' | 'OUTPUT', Decimal> {
  const sum = (codes: RegExp) => {
    let all = new Decimal(0)
    for (const [code, quantity] of quantities)
      if (codes.test(code) && dimensionOf(meters.get(code)?.unitCode ?? '') === 'tok') all = all.add(quantity)
    return all
  }
  return { PROMPT: promptTokens ?? sum(PROMPT), OUTPUT: sum(OUTPUT) }
}

function countedFor(
  meter: MeterInfo | undefined,
  quantity: Decimal,
  { PROMPT, OUTPUT }: Record<'PROMPT' | 'OUTPUT', Decimal>,
): Record<Counted, Decimal> {
  const isTime = dimensionOf(meter?.unitCode ?? '') === 'time'
  return { PROMPT, OUTPUT, TOTAL: PROMPT.add(OUTPUT), SECONDS: isTime ? quantity : new Decimal(0) }
}
