/**
 * The five kinds of fact. Each is declared once: which columns identify it, how its id and its place in lists
 * follow from them, and how long a value holds. Ids are hashes of the identity, so the same question has the
 * same id on every installation.
 */
import { contentId } from '../lib/ids.ts'
import type { FactKind } from './vocabulary.ts'

/** How long a value answers after the period that its source states. */
export type CarryForward =
  /** Until the next dated value: a statistic holds until the next release. */
  | 'UNTIL_NEXT'
  /** Not beyond the stated end: a price holds until it is seen changed or gone. */
  | 'STATED'

export interface KindDeclaration {
  prefix: string
  carryForward: CarryForward
  /** The dimension that units of its claims must have; null where the meter or metric decides. */
  dimension: string | null
  /** How many times a value may change from one period to the next; more is suspect. Null where it may grow at will. */
  plausibleStep: number | null
}

/** The name of each kind: of its table, and of its GraphQL type. */
export const KIND_NAMES = {
  PRICE: 'Price',
  ENERGY_RATE: 'EnergyRate',
  TOKEN_USAGE: 'TokenUsage',
  INDICATOR: 'Indicator',
  ASSERTION: 'Assertion',
} as const satisfies Record<FactKind, string>

export const KINDS: Record<FactKind, KindDeclaration> = {
  PRICE: { prefix: 'pri', carryForward: 'STATED', dimension: null, plausibleStep: 10 },
  ENERGY_RATE: {
    prefix: 'ene',
    carryForward: 'UNTIL_NEXT',
    dimension: 'money-per-energy',
    plausibleStep: 10,
  },
  TOKEN_USAGE: {
    prefix: 'use',
    carryForward: 'UNTIL_NEXT',
    dimension: 'tokens-per-time',
    plausibleStep: null,
  },
  INDICATOR: { prefix: 'ind', carryForward: 'UNTIL_NEXT', dimension: null, plausibleStep: null },
  ASSERTION: { prefix: 'ass', carryForward: 'UNTIL_NEXT', dimension: null, plausibleStep: null },
}

const BY_PREFIX = new Map(Object.entries(KINDS).map(([kind, d]) => [d.prefix, kind as FactKind]))

/** The kind that an id names, or null when it is no fact's id. */
export function kindOfId(id: string): FactKind | null {
  return /^[a-z]{3}_[0-9a-z]{26}$/.test(id) ? (BY_PREFIX.get(id.slice(0, 3)) ?? null) : null
}

/** Kinds of entity that facts are about, with the column that refers to each. */
export const SUBJECT_COLUMNS = {
  country: 'countryCode',
  provider: 'providerSlug',
  model: 'modelSlug',
  group: 'groupSlug',
  hub: 'hubSlug',
  cluster: 'clusterSlug',
  publisher: 'publisherSlug',
  source: 'sourceSlug',
} as const
export type SubjectKind = keyof typeof SUBJECT_COLUMNS
export type SubjectColumn = (typeof SUBJECT_COLUMNS)[SubjectKind]

/** A subject as seeds spell it, `country/CN`. */
function subjectColumns(spelled: string): { column: SubjectColumn; key: string } {
  const slash = spelled.indexOf('/')
  return { column: SUBJECT_COLUMNS[spelled.slice(0, slash) as SubjectKind], key: spelled.slice(slash + 1) }
}

export interface OfferIdentity {
  model: string
  seller: string
  endpoint?: string | undefined
  region?: string | undefined
  plan?: string | undefined
}

/** `deepseek/deepseek-v3.2`, with `@endpoint`, `+region` and `#plan` where the offer has them. */
export function offerSlug(o: OfferIdentity): string {
  const part = (mark: string, text: string | undefined) => (text ? mark + text : '')
  return `${o.seller}/${o.model}${part('@', o.endpoint)}${part('+', o.region)}${part('#', o.plan)}`
}

/** The offer as its table holds it. */
export function offerRow(o: OfferIdentity, isMakersOwn: boolean) {
  return {
    slug: offerSlug(o),
    modelSlug: o.model,
    sellerSlug: o.seller,
    endpoint: o.endpoint ?? null,
    region: o.region ?? null,
    plan: o.plan ?? null,
    isMakersOwn,
  }
}

/** Under which a price applies; what is left out sets no condition. */
export interface PriceConditions {
  /** `standard`, `batch`, `flex`, `priority`, `fast`. */
  tier: string
  /** Only requests of more than so many: tokens of the prompt, unless `thresholdCounts` says what else. */
  promptAbove?: string | undefined
  thresholdCounts?: ThresholdCounts | undefined
  /** EXCESS: only the part above the threshold costs this. */
  thresholdScope?: 'EXCESS' | undefined
  /** Daily UTC window, `HH:MM`. */
  windowFrom?: string | undefined
  windowTo?: string | undefined
  /** `5m`, `1h`. */
  cacheLifetime?: string | undefined
}
export type ThresholdCounts = 'OUTPUT' | 'TOTAL' | 'SECONDS'

interface PriceIdentity extends OfferIdentity, PriceConditions {
  meter: string
}

export type FactIdentity =
  | { kind: 'PRICE'; price: PriceIdentity; isMakersOwn: boolean }
  | {
      kind: 'ENERGY_RATE'
      country: string
      area?: string | undefined
      sector: string
      band?: string | undefined
    }
  | { kind: 'TOKEN_USAGE'; subject: string; period: string; coverage: string }
  | { kind: 'INDICATOR'; subject: string; metric: string; coverage?: string | undefined }
  | { kind: 'ASSERTION'; subject: string; topic: string }

const METER_ORDER = ['input', 'output', 'cache-read', 'cache-write']

/**
 * The order of a fact within lists of its kind; unique, never null, and made of the identity only.
 * Prices: by model, the maker's own offer first, plain conditions first, then seller and meter. Electricity: by country,
 * the whole of it first.
 */
function sortKey(identity: FactIdentity): string {
  switch (identity.kind) {
    case 'PRICE': {
      const p = identity.price
      const conditions = [
        p.tier === 'standard' ? '' : p.tier,
        (p.promptAbove ?? '').padStart(p.promptAbove ? 12 : 0, '0'),
        p.windowFrom ?? '',
        p.windowTo ?? '',
        ...[p.thresholdCounts, p.thresholdScope, p.cacheLifetime].filter((c) => c !== undefined),
      ]
      const plain = conditions.every((c) => c === '') && !p.plan && !p.region
      const meter = METER_ORDER.indexOf(p.meter)
      return [
        p.model,
        identity.isMakersOwn ? '0' : '1',
        plain ? '0' : '1',
        offerSlug(p),
        ...conditions,
        `${meter < 0 ? 9 : meter}${p.meter}`,
      ].join('|')
    }
    case 'ENERGY_RATE':
      // A space sorts before the separator and every letter, so the whole country comes before its areas.
      return [identity.country, identity.area ?? ' ', identity.sector, identity.band ?? ''].join('|')
    case 'TOKEN_USAGE':
      return [identity.subject, identity.period, identity.coverage].join('|')
    case 'INDICATOR':
      return [identity.subject, identity.metric, identity.coverage ?? ''].join('|')
    case 'ASSERTION':
      return [identity.subject, identity.topic].join('|')
  }
}

/** The identity's columns as the kind's table holds them. */
function columns(identity: FactIdentity): Record<string, string | null> {
  switch (identity.kind) {
    case 'PRICE': {
      const p = identity.price
      return {
        offerSlug: offerSlug(p),
        meterCode: p.meter,
        tier: p.tier,
        promptAbove: p.promptAbove ?? null,
        windowFrom: p.windowFrom ?? null,
        windowTo: p.windowTo ?? null,
        thresholdCounts: p.thresholdCounts ?? null,
        thresholdScope: p.thresholdScope ?? null,
        cacheLifetime: p.cacheLifetime ?? null,
        modelSlug: p.model,
        sellerSlug: p.seller,
      }
    }
    case 'ENERGY_RATE':
      return {
        countryCode: identity.country,
        area: identity.area ?? null,
        sector: identity.sector,
        band: identity.band ?? null,
      }
    case 'TOKEN_USAGE': {
      const { column, key } = subjectColumns(identity.subject)
      return { [column]: key, period: identity.period, coverageCode: identity.coverage }
    }
    case 'INDICATOR': {
      const { column, key } = subjectColumns(identity.subject)
      return { [column]: key, metricCode: identity.metric, coverageCode: identity.coverage ?? null }
    }
    case 'ASSERTION': {
      const { column, key } = subjectColumns(identity.subject)
      return { [column]: key, topicCode: identity.topic }
    }
  }
}

export interface FactRow {
  id: string
  kind: FactKind
  /** Columns of the kind's own table, `sortKey` included. */
  columns: Record<string, string | null>
}

/** Conditions that came after the first ids were made: where they say nothing, they are no part of the identity. */
const LATER = ['thresholdCounts', 'thresholdScope', 'cacheLifetime']

function withoutLater(columns: Record<string, string | null>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(columns).filter(([k, v]) => v !== null || !LATER.includes(k)))
}

/** The fact that an identity names: its id, its columns and its place in lists. */
export function factOf(identity: FactIdentity): FactRow {
  const own = columns(identity)
  // `modelSlug` and `sellerSlug` of a price repeat what the offer says; they add nothing to its identity.
  const { modelSlug, sellerSlug, ...priceIdentity } = own
  const hashed = identity.kind === 'PRICE' ? withoutLater(priceIdentity) : own
  return {
    id: contentId(KINDS[identity.kind].prefix, { kind: identity.kind, ...hashed }),
    kind: identity.kind,
    columns: { ...own, sortKey: sortKey(identity) },
  }
}
