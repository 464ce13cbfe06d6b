/** Conditions of prices in words: why a price was taken, why another was not, why there is none. Pure. */
import { canonical } from '../../lib/decimal.ts'
import {
  type Counted,
  type Option,
  passes,
  type Request,
  STANDARD,
  type Threshold,
  type UnpricedKind,
} from './conditions.ts'

const NOUNS: Record<Counted, string> = {
  PROMPT: 'prompt',
  OUTPUT: 'output',
  TOTAL: 'prompt and output together',
  SECONDS: 'length',
}

/** `prompt above 272,000 tokens`, `length of at least 15 seconds`, `the part of the prompt above 128,000 tokens`. */
export function thresholdText({ amount, isInclusive, counts, isExcess }: Threshold): string {
  const number = canonical(amount).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
  const bound = `${number} ${counts === 'SECONDS' ? 'seconds' : 'tokens'}`
  // On the amount itself there is no part above it.
  if (isExcess) return `the part of the ${NOUNS[counts]} above ${bound}`
  return `${NOUNS[counts]} ${isInclusive ? 'of at least' : 'above'} ${bound}`
}

export function tierText({ tier }: Request, isInherited: boolean): string {
  if (tier === STANDARD) return ''
  return isInherited ? `no ${tier} price of its own, so that of the standard tier` : `${tier} tier`
}

export function conditionTexts(
  { window, threshold, cacheLifetime }: Option,
  { time }: Request,
  below: Threshold | null,
): string[] {
  const texts: string[] = []
  if (window) texts.push(`daily from ${window.from} to ${window.to} UTC, and it was ${time}`)
  if (threshold)
    texts.push(thresholdText(threshold) + (threshold.isExcess ? '' : ': the whole request is repriced'))
  if (below) texts.push(`without ${thresholdText(below)}`)
  if (cacheLifetime) texts.push(`kept in the cache for ${cacheLifetime}`)
  return texts
}

/** What a reader should know of prices that were passed over. */
export function notesOn(
  options: readonly Option[],
  pool: readonly Option[],
  top: Option,
  request: Request,
): string[] {
  const notes: string[] = []
  if (request.time === null && pool.some((o) => o.window && o.state === 'PRICED'))
    notes.push('prices by the time of day are left out, for no time was given')
  const higher = options.find(
    (o) =>
      o.state === 'PRICED' &&
      (o.tier === request.tier || o.tier === STANDARD) &&
      o.threshold &&
      passes(o.threshold, request) &&
      o.threshold.amount.gt(top.threshold?.amount ?? 0),
  )
  if (higher)
    notes.push(`a price for ${thresholdText(higher.threshold!)} is known under other conditions only`)
  const { cacheLifetime } = request
  if (
    cacheLifetime &&
    !top.cacheLifetime &&
    (top.meter.startsWith('cache-write') || pool.some((o) => o.cacheLifetime))
  )
    notes.push(`no price names a cache lifetime of ${cacheLifetime}`)
  return notes
}

export function whyNone<T extends Option>(
  options: readonly T[],
  pool: readonly T[],
): { option: T | null; kind: UnpricedKind; reason: string } {
  if (options.length === 0)
    return {
      option: null,
      kind: 'NO_PRICE',
      reason: 'No source has a price of its own for it, and no meter takes the price of another.',
    }
  const notOffered = pool.find((o) => o.state === 'NOT_OFFERED')
  const priced = options.filter((o) => o.state === 'PRICED')
  if (priced.length > 0 && !notOffered) {
    const known = [...new Set(priced.map(optionText))].slice(0, 5).join('; ')
    return { option: null, kind: 'CONDITIONS', reason: `It is priced under other conditions only: ${known}.` }
  }
  if (notOffered)
    return { option: notOffered, kind: 'NOT_OFFERED', reason: 'A source states that it is not offered.' }
  return { option: null, kind: 'UNKNOWN', reason: 'No source says what it cost on this day.' }
}

function optionText({ tier, window, threshold, cacheLifetime }: Option): string {
  const texts = [
    `${tier} tier`,
    window ? `daily from ${window.from} to ${window.to} UTC` : '',
    threshold ? thresholdText(threshold) : '',
    cacheLifetime ? `kept in the cache for ${cacheLifetime}` : '',
  ]
  return texts.filter(Boolean).join(', ')
}
