/** One seed claim becomes one claim of the ledger, or one per meter for a price. */
import type { CitationInput, ClaimInput, Rejection } from '../../domain/ledger/input.ts'
import type { Merged } from '../../domain/ledger/names.ts'
import { type FactIdentity, factOf, KINDS, offerRow } from '../../kinds/facts.ts'
import { hedged, type Spoken } from '../../kinds/format.ts'
import { Decimal } from '../../lib/decimal.ts'
import { isoDay, parseCalendar, parsePeriod, periodText } from '../../lib/period.ts'
import { deriveSpec } from './checks.ts'
import type { SeedClaim } from './schema.ts'
import type { ValueSpelling } from './schema-claim.ts'

/** What a unit measures, and the unit in which a meter or metric is given. */
export interface Dimensions {
  units: ReadonlyMap<string, string>
  meters: ReadonlyMap<string, string>
  metrics: ReadonlyMap<string, string>
}

interface Known {
  dimensions: Dimensions
  makers: ReadonlyMap<string, string>
  accessedOn: ReadonlyMap<string, string>
  merged: Merged
}

export function translateClaim(seed: SeedClaim, where: string, known: Known): (ClaimInput | Rejection)[] {
  if (!seed.prices) return [one(seed, seed.key, identityOf(seed), seed.value, where, known)]
  // A price of what was merged is one of what answers for it.
  const { model, seller } = seed.price!
  const price = { ...seed.price!, model: known.merged.model(model), seller: known.merged.provider(seller) }
  return Object.entries(seed.prices).map(([meter, value]) => {
    const identity: FactIdentity = {
      kind: 'PRICE',
      price: { ...price, meter },
      isMakersOwn: known.makers.get(price.model) === price.seller,
    }
    return one(seed, `${seed.key}.${meter}`, identity, value === 'not-offered' ? null : value, where, known)
  })
}

function identityOf(seed: SeedClaim): FactIdentity {
  if (seed.energyRate) return { kind: 'ENERGY_RATE', ...seed.energyRate }
  if (seed.tokenUsage) return { kind: 'TOKEN_USAGE', ...seed.tokenUsage }
  if (seed.indicator) return { kind: 'INDICATOR', ...seed.indicator }
  return { kind: 'ASSERTION', ...seed.assertion! }
}

function one(
  seed: SeedClaim,
  key: string,
  identity: FactIdentity,
  value: ValueSpelling | null | undefined,
  where: string,
  known: Known,
): ClaimInput | Rejection {
  const reject = (reason: string): Rejection => ({ where, reason: `${seed.source}/${key}: ${reason}` })
  const number = value ? quantityOf(value) : null
  if (value && !number)
    return reject(
      'a value has exactly one of exact, about, atLeast, atMost, moreThan, lessThan, or low and high',
    )
  const defaultUnit = unitOf(identity, known.dimensions)
  const unit = number || seed.derive ? (value?.unit ?? seed.unit ?? defaultUnit ?? null) : null
  if ((number || seed.derive) && !unit) return reject('has no unit')
  const dimension = KINDS[identity.kind].dimension ?? known.dimensions.units.get(defaultUnit ?? '')
  if (unit && known.dimensions.units.get(unit) !== dimension)
    return reject(`the unit ${unit} does not measure ${dimension}`)
  if (identity.kind === 'PRICE' && number && Object.values(number).some((n) => n?.startsWith('-'))) {
    return reject('a price is not negative')
  }
  const { promptAbove, thresholdCounts, thresholdScope, comparison } = seed.price ?? {}
  if (promptAbove === undefined && (thresholdCounts ?? thresholdScope ?? comparison) !== undefined)
    return reject('thresholdCounts, thresholdScope and comparison belong to promptAbove')
  const period = parsePeriod(seed.valid)!
  return {
    fact: factOf(identity),
    ...(identity.kind === 'PRICE' ? { offer: offerRow(identity.price, identity.isMakersOwn) } : {}),
    source: seed.source,
    key,
    form: identity.kind === 'ASSERTION' ? 'TEXT' : number || seed.derive ? 'NUMBER' : 'NOT_OFFERED',
    low: number?.low ?? null,
    point: number?.point ?? null,
    high: number?.high ?? null,
    qualifier: number?.qualifier ?? null,
    unit,
    text: seed.text ?? null,
    validFrom: period.from?.toISOString() ?? null,
    validTo: period.to?.toISOString() ?? null,
    precision: period.precision,
    periodText: seed.periodText ?? periodText(period),
    // What is computed is not stated, also where the seed does not say so.
    basis: seed.derive && seed.basis === 'STATED' ? 'DERIVED' : seed.basis,
    corroboration: seed.corroboration,
    note: seed.note ?? null,
    plausible: seed.plausible ?? null,
    promotional: seed.promotional || null,
    comparison: seed.price?.comparison ?? null,
    correction: seed.correction ?? null,
    ...(seed.derive ? { derive: deriveSpec(seed.derive) } : {}),
    repeatOf: seed.repeatOf ? repeatedKey(seed, key) : null,
    citations: citationsOf(seed, known),
    seen: seed.seen.map((s) => {
      const unit = parseCalendar(s)!
      return { date: isoDay(unit.from!), precision: unit.precision }
    }),
    where,
  }
}

/** A price's meters repeat the same meters of the other claim, so seeds name that claim without them. */
function repeatedKey(seed: SeedClaim, key: string): string {
  return seed.prices && !seed.repeatOf!.endsWith(key.slice(seed.key.length))
    ? seed.repeatOf! + key.slice(seed.key.length)
    : seed.repeatOf!
}

function citationsOf(seed: SeedClaim, known: Known): CitationInput[] {
  const accessed = (source: string) => {
    const day = parseCalendar(known.accessedOn.get(source) ?? '')
    return day?.from ? isoDay(day.from) : undefined
  }
  return [
    {
      source: seed.source,
      role: seed.role,
      locator: seed.locator,
      accessedOn: accessed(seed.source),
      note: seed.citationNote,
    },
    ...seed.via.map((via) => ({ ...via, accessedOn: accessed(via.source) })),
  ]
}

/** The unit in which values of a fact are given when a claim names none. */
function unitOf(identity: FactIdentity, known: Dimensions): string | undefined {
  if (identity.kind === 'PRICE') return known.meters.get(identity.price.meter)
  if (identity.kind === 'INDICATOR') return known.metrics.get(identity.metric)
  if (identity.kind === 'TOKEN_USAGE')
    return { DAY: 'tok/d', WEEK: 'tok/wk', MONTH: 'tok/mo', YEAR: 'tok/a' }[identity.period]
  return undefined
}

const QUALIFIER_WORDS = {
  exact: 'EXACT',
  about: 'ABOUT',
  atLeast: 'AT_LEAST',
  atMost: 'AT_MOST',
  moreThan: 'MORE_THAN',
  lessThan: 'LESS_THAN',
} as const

/** A spelled value as bounds and qualifier; null when it names none or several. */
function quantityOf(v: ValueSpelling): Spoken | null {
  const single = (Object.keys(QUALIFIER_WORDS) as (keyof typeof QUALIFIER_WORDS)[]).filter(
    (k) => v[k] !== undefined,
  )
  if (v.low !== undefined && v.high !== undefined && single.length === 0) {
    const [low, high] = [new Decimal(v.low), new Decimal(v.high)]
    const outside = v.point !== undefined && (low.gt(v.point) || high.lt(v.point))
    return low.gt(high) || outside
      ? null
      : { low: v.low, point: v.point ?? null, high: v.high, qualifier: 'RANGE' }
  }
  if (single.length !== 1 || v.low !== undefined || v.high !== undefined || v.point !== undefined) return null
  const word = single[0]!
  return hedged(QUALIFIER_WORDS[word], v[word]!)
}
