/**
 * Compares a bill with what the prices say, and tries what may have gone wrong: each mistake is recomputed exactly, and
 * named when it gives the amount that was billed. One mistake at a time. Pure.
 */
import type { Verdict } from '../../kinds/vocabulary.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'
import { thresholdText } from '../belief/condition-texts.ts'
import { STANDARD } from '../belief/conditions.ts'
import { intervalOf } from '../belief/interval.ts'
import { type Draft, type Known, type PricedOption, quoteOf } from './quote.ts'
import type { Usage } from './usage.ts'

/** Mistakes that are tried, the likeliest first: the seller's slips before what only looks like one. */
export const CAUSES = {
  WRONG_TIER: 'It was billed at the prices of another service tier: batch, or standard instead of batch.',
  CACHE_AT_FULL_PRICE: 'Cached tokens were billed as uncached ones.',
  WRONG_THRESHOLD: 'The price for long prompts was billed for a short one, or the other way round.',
  WRONG_TIME: 'The price of another time of day was billed.',
  OLD_PRICE: 'It was billed at a price that had ended.',
  ALIAS_REDIRECTED:
    'It was billed at the price of another model, to which a moving name had been redirected.',
} as const
export type CauseKind = keyof typeof CAUSES

/** All that a bill is compared with. */
export interface Situation<T extends PricedOption> {
  usage: Usage
  known: Known
  options: readonly T[]
  /** What held before each of the last changes, the newest first: its last day, and until when in words. */
  earlier: readonly { until: string; day: string; options: readonly T[] }[]
  /** Other models of the same offer; those of the same name first, with the name that they share. */
  others: readonly { name: string; alias: string | null; options: readonly T[] }[]
}

interface Cause<T> {
  kind: CauseKind
  /** What exactly, in a sentence: "It is what the batch tier costs." */
  text: string
  draft: Draft<T>
  /** What it was computed from, where that differs from the request as it was told. */
  options: readonly T[]
  tier: string
  day: string | null
}

export interface Judgement<T> {
  draft: Draft<T>
  verdict: Verdict
  /** Billed minus expected; null where the expected is no single number. */
  deviation: string | null
  /** Billed by expected, to twelve digits; null where nothing is expected. */
  ratio: string | null
  causes: Cause<T>[]
}

const RATIO_DIGITS = 12
const MOST_CAUSES = 10
/** Of one kind: models of the same price would fill the list. */
const MOST_OF_KIND = 3

/** @param billed in the currency of the prices. */
export function judgeBill<T extends PricedOption>(billed: Decimal, situation: Situation<T>): Judgement<T> {
  const { usage, known, options } = situation
  const draft = quoteOf(options, usage, known)
  const expected = draft.total?.point ? new Decimal(draft.total.point) : null
  const isRight = fits(billed, draft)
  const isOpen = draft.unpriced.length > 0 || draft.total === null || draft.total.qualifier === 'ABOUT'
  return {
    draft,
    verdict: isRight ? 'CONSISTENT' : isOpen ? 'UNCONFIRMED' : 'CONTRADICTED',
    deviation: expected && canonical(billed.sub(expected)),
    ratio: expected?.gt(0) ? canonical(billed.div(expected).toSignificantDigits(RATIO_DIGITS)) : null,
    causes: isRight ? [] : causesOf(billed, situation, draft),
  }
}

/** Whether all was priced and the bill is the sum, rounded either way to the digits of the bill; at the least to cents. */
function fits(billed: Decimal, { total, unpriced }: Draft<unknown>): boolean {
  if (!total || unpriced.length > 0) return false
  // Canonical text has lost its last zeros: 12.50 was exact to the cent as well.
  const unit = new Decimal(10).pow(-Math.max(2, billed.decimalPlaces()))
  const { low, high } = intervalOf(total)
  return billed.gt(low.sub(unit)) && billed.lt(high.add(unit))
}

function causesOf<T extends PricedOption>(
  billed: Decimal,
  situation: Situation<T>,
  right: Draft<T>,
): Cause<T>[] {
  const found: Cause<T>[] = []
  for (const cause of suspicions(situation)) {
    const { total } = cause.draft
    const isAnother = JSON.stringify(total) !== JSON.stringify(right.total)
    const isSameMoney = total?.unitCode === (right.total?.unitCode ?? total?.unitCode)
    // Prices of one threshold are tried for each meter, and come to the same.
    const isTold = found.some((c) => c.text === cause.text)
    if (isTold || !isAnother || !isSameMoney || !fits(billed, cause.draft)) continue
    if (found.filter((c) => c.kind === cause.kind).length < MOST_OF_KIND) found.push(cause)
  }
  return found.slice(0, MOST_CAUSES)
}

/** In the order of `CAUSES`. */
function* suspicions<T extends PricedOption>(situation: Situation<T>): Generator<Cause<T>> {
  const { usage, known, options, earlier, others } = situation
  const used = options.filter((o) => o.state === 'PRICED' && usage.quantities.has(o.meter))
  const told = { options, tier: usage.tier, day: null }
  const as = (kind: CauseKind, text: string, changed: Partial<Usage>): Cause<T> => ({
    ...told,
    kind,
    text,
    draft: quoteOf(options, { ...usage, ...changed }, known),
    tier: changed.tier ?? usage.tier,
  })
  for (const tier of new Set([...options.filter((o) => o.state === 'PRICED').map((o) => o.tier), STANDARD]))
    if (tier !== usage.tier) yield as('WRONG_TIER', `It is what the ${tier} tier costs.`, { tier })

  for (const { cached, words } of CACHED) {
    if (!cached.every((one) => [...usage.quantities.keys()].some((meter) => one.test(meter)))) continue
    // The prompt is as long as before, whatever its tokens were billed as.
    const quantities = asInput(usage.quantities, cached)
    const text = `It is what the ${words} cost as plain input.`
    yield as('CACHE_AT_FULL_PRICE', text, { quantities })
  }

  for (const { threshold } of used) {
    if (threshold?.counts !== 'PROMPT') continue
    const { amount } = threshold
    const name = thresholdText(threshold)
    yield as('WRONG_THRESHOLD', `It is the price for a ${name}.`, { promptTokens: amount.add(1) })
    const below = Decimal.max(amount.sub(1), 0)
    yield as('WRONG_THRESHOLD', `It leaves out the price for a ${name}.`, { promptTokens: below })
  }
  for (const time of new Set(used.flatMap(({ window }) => (window ? [window.from, window.to] : []))))
    yield as('WRONG_TIME', `It is what a request at ${time} UTC costs.`, { time })

  for (const { until, day, options: then } of earlier) {
    const text = `It is what it cost until ${until}.`
    yield { ...told, kind: 'OLD_PRICE', text, draft: quoteOf(then, usage, known), options: then, day }
  }
  for (const { name, alias, options: theirs } of others) {
    const why = alias === null ? 'a model of the same maker' : `which has also been sold as ${alias}`
    const text = `It is what ${name} costs, ${why}.`
    const draft = quoteOf(theirs, usage, known)
    yield { ...told, kind: 'ALIAS_REDIRECTED', text, draft, options: theirs }
  }
}

const [READ, WRITE] = [/^cache-read(?=-|$)/, /^cache-write(?=-|$)/]
const CACHED = [
  { cached: [READ], words: 'tokens read from the cache' },
  { cached: [WRITE], words: 'tokens written to the cache' },
  { cached: [READ, WRITE], words: 'tokens read from the cache and written to it' },
]

/** Cached meters counted under the input of their kind: `cache-read-audio` under `input-audio`. */
function asInput(
  quantities: ReadonlyMap<string, Decimal>,
  cached: readonly RegExp[],
): ReadonlyMap<string, Decimal> {
  const all = new Map<string, Decimal>()
  for (const [meter, quantity] of quantities) {
    const as = cached.reduce((name, one) => name.replace(one, 'input'), meter)
    all.set(as, (all.get(as) ?? new Decimal(0)).add(quantity))
  }
  return all
}
