/**
 * The rule by which a request finds its prices, and the words that it is about. Pure: what a request costs depends on
 * the request, on the prices of the day and on what is written here. A change of it is a new version.
 */
import type { ThresholdCounts } from '../../kinds/facts.ts'
import type { Decimal } from '../../lib/decimal.ts'

export const CONDITIONS_RULE = {
  id: 'conditions-1',
  subject: 'conditions',
  version: 1,
  text:
    "Each meter of a request is priced by itself, among the offer's prices for this meter whose conditions all hold. " +
    'Tier: the one asked for; a meter without a price of its own in that tier has the price of the standard tier, and ' +
    'where the offer has that tier for no meter, nothing is priced. Time of day: a daily window in UTC that contains the ' +
    'time of the request comes before no window, the shorter window first; without a time, prices by the time of day are ' +
    'left out. Threshold: then the highest one that the request passes. To pass is to lie above the amount, or on it ' +
    'where the source says so; what is looked at is the whole prompt, cached tokens included, unless the price says that ' +
    'it is the output, both together, or the seconds of the meter itself. A threshold reprices the whole request, or only ' +
    'the part above it where the price says so; then each meter is divided in the proportion in which what is looked at ' +
    'is divided by the threshold. Cache lifetime: then the one asked for before none. No meter takes the price of ' +
    'another: cached tokens without a price of their own stay unpriced. What a source calls not offered, and what no ' +
    'source has priced for the day, is no price, and neither is zero.',
} as const

/** What a threshold looks at; PROMPT where the price says nothing else. */
export type Counted = 'PROMPT' | ThresholdCounts

export interface Threshold {
  amount: Decimal
  /** A request of exactly the amount passes it. */
  isInclusive: boolean
  counts: Counted
  /** Only the part above is repriced. */
  isExcess: boolean
}

/** A price of an offer for one meter, with its conditions. */
export interface Option {
  id: string
  meter: string
  tier: string
  threshold: Threshold | null
  /** Daily, UTC, `HH:MM`; may cross midnight. */
  window: { from: string; to: string } | null
  cacheLifetime: string | null
  state: 'PRICED' | 'NOT_OFFERED' | 'UNKNOWN'
}

export interface Request {
  tier: string
  /** UTC, `HH:MM`; null where it was not told. */
  time: string | null
  cacheLifetime: string | null
  counted: Readonly<Record<Counted, Decimal>>
}

export const UNPRICED_KINDS = {
  UNKNOWN_METER: 'There is no meter of this code.',
  NO_PRICE: 'No source has a price of the offer for this meter.',
  CONDITIONS: 'The offer has prices for it, but under conditions that this request does not fulfil.',
  NOT_OFFERED: 'A source states that the seller does not offer this.',
  UNKNOWN: 'The offer has a price for it, but no source says what it was on this day.',
  CURRENCY:
    'It is priced in another currency than the rest, or by a unit that does not fit; nothing is converted.',
} as const
export type UnpricedKind = keyof typeof UNPRICED_KINDS

/** A part of a meter's quantity with the price that it pays, or why it pays none. */
export type Part<T> =
  | { quantity: Decimal; option: T; rule: string }
  | { quantity: Decimal; option: T | null; kind: UnpricedKind; reason: string }

export const STANDARD = 'standard'

export function passes({ amount, isInclusive, counts, isExcess }: Threshold, { counted }: Request): boolean {
  return counted[counts].gt(amount) || (isInclusive && !isExcess && counted[counts].eq(amount))
}
