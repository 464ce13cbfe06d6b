/** What a disagreement consists of: numbers as sources state them, and the words for why they may differ. Pure. */
import type { Spoken } from '../../kinds/format.ts'
import { canonical, type Decimal } from '../../lib/decimal.ts'
import { calendarText } from '../../lib/period.ts'
import { type Dated, endOf, startOf } from './dated.ts'
import { intervalIn } from './measured.ts'

export const DISAGREEMENT_KINDS = {
  SWAPPED: 'One source has input and output the other way round.',
  DIFFERENT_DATES:
    'The sources speak of different days: one number is older than the start of the other, or was stated for an earlier, a later or a called-off time.',
  TIER_AS_BASE:
    'One number is the price of other conditions: another tier, threshold, time of day, region or plan.',
  OTHER_METER:
    'One number is the price of another meter of the offer: of pictures or sound, or of what was not cached.',
  RESELLER_PRICE: "One number, given for the maker's own offer, is the price of another seller.",
  ROUNDED: 'One number is the other, rounded to cents or finer.',
  CURRENCY:
    'One number seems to be in another currency: it is stated in that one too, or all prices of the offer differ by about what a euro costs in dollars.',
  DECIMAL_SLIP:
    'One number is 10, 100 or 1,000 times the other while other prices of the offer agree: a single number seems to have slipped.',
  FACTOR_OF_TEN: 'One number is 10, 100 or 1,000 times the other: the unit seems to be another.',
  MOVING_NAME:
    'The offer is sold under a name that moves from version to version, such as one that ends in "-latest": the sources may mean different versions.',
  UNKNOWN: 'No rule tells; the sources may simply disagree.',
} as const
type DisagreementKind = keyof typeof DISAGREEMENT_KINDS

/** A number as a source states it. */
export interface Stated {
  /** Of the claim. */
  id: string
  factId: string
  /** Slug of the source, and its name for readers. */
  source: string
  sourceName: string
  value: Spoken & { unit: string }
  /** When it holds; empty where it was announced and never came. */
  periods: readonly Dated[]
  /** Since when it holds, where its source says so. */
  statedFrom: Date | null
  /** The newest day on which its source is known to have stated it. */
  statedOn: Date | null
}

/** Where a price stands within the market of its model. */
export interface Place {
  offer: string
  endpoint: string | null
  /** Its offer is that of no region or plan. */
  isBase: boolean
  meter: string
  /** Tier, threshold and time of day, in words; empty for none. */
  terms: string
  /** Of a cache: `5m`. */
  lifetime: string | null
}

/** A price beside the one in question. */
export interface StatedPrice extends Stated, Place {
  sellerName: string
  /** What sets it apart, in words: terms, region, plan, lifetime; empty for a plain price. */
  conditions: string
}

export interface Contested {
  answer: Stated
  /** In any order; those that agree are passed over. */
  rivals: readonly Stated[]
  /** All that is stated of the fact, for any time. */
  claims: readonly Stated[]
  /** The moment for which the answer holds, in milliseconds. */
  instant: number
  /** Null for facts that are no prices. */
  price: PriceContext | null
}

export interface PriceContext extends Place {
  isMakersOwn: boolean
  /** Of the country in which the seller sits: `EUR`; null where that is not known. */
  sellersCurrency: string | null
  /** The name under which it is sold, where that moves from version to version: `codestral-latest`. */
  movingName: string | null
  /** What the seller asks for the model otherwise: other meters, tiers, regions. */
  siblings: readonly StatedPrice[]
  /** What others ask for the model, for the same meter, input and output. */
  elsewhere: readonly StatedPrice[]
}

export interface Likely {
  kind: DisagreementKind
  /** A sentence or two for readers. */
  reason: string
  /** The claims that it speaks of. */
  evidence: readonly string[]
}

/** The number by which a statement is compared: the point, else a bound. Null where the unit measures something else. */
function amountIn({ value }: Stated, unit: string): Decimal | null {
  const interval = intervalIn(value, unit)
  return interval && (interval.point ?? (interval.low.isFinite() ? interval.low : interval.high))
}

/** Two numbers in the unit of the second; null where they cannot be compared. */
export function amounts(a: Stated, b: Stated): [Decimal, Decimal] | null {
  const [x, y] = [amountIn(a, b.value.unit), amountIn(b, b.value.unit)]
  return x && y && [x, y]
}

export function isEqual(a: Stated, b: Stated): boolean {
  const pair = amounts(a, b)
  return pair?.[0].eq(pair[1]) ?? false
}

/** Undated ones stand at any time. */
export function stands({ periods }: Stated, instant: number): boolean {
  return periods.some((p) => startOf(p) <= instant && instant < endOf(p))
}

/** `0.28 USD/Mtok (DeepSeek: pricing)`. */
export function told(s: Stated): string {
  return `${canonical(amountIn(s, s.value.unit)!)} ${s.value.unit} (${s.sourceName})`
}

export const dayText = (day: Date) => calendarText(day, 'DAY')
