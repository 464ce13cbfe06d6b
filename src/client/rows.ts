/**
 * The rows of facts, their answers and why these are believed, as full copies hold them: names are those of the API, references are slugs, codes and ids,
 * decimals are strings (`"0.42"`), instants and days are ISO 8601, and what has no value is left out.
 */

export type Qualifier = 'EXACT' | 'ABOUT' | 'AT_LEAST' | 'AT_MOST' | 'MORE_THAN' | 'LESS_THAN' | 'RANGE'

export interface Quantity {
  low?: string
  point?: string
  high?: string
  qualifier: Qualifier
  /** The code of a unit: `USD/Mtok`. */
  unit: string
}

/** Stands where a licence forbids to pass the content on. */
export interface Withheld {
  code: 'LICENCE_WITHHELD'
  licence: { code: string; name: string; url?: string }
}

export interface Citation {
  /** The slug of a source. */
  source: string
  role: 'ORIGINAL' | 'REPEATS' | 'DISPUTES' | 'DERIVES' | 'EDITORIAL'
  locator?: string
  /** A day. */
  accessedOn?: string
  contentHash?: string
  note?: string
}

/** A claim that went into a computation, under its name in the formula. */
export interface Input {
  name: string
  claimId: string
}

export interface ClaimRow {
  id: string
  factId: string
  key?: string
  /** The slug of a source. */
  source: string
  /** To print beside the value. */
  attribution: string
  form: 'NUMBER' | 'TEXT' | 'NOT_OFFERED' | 'REDACTED'
  value?: Quantity
  text?: string
  note?: string
  /** The time that the source states, half-open. */
  period: { from?: string; to?: string; precision: string; text?: string }
  /** Of data files: the line of the file, and when its value held, by the editions in which it was seen. */
  series?: string
  periods?: { from?: string; to?: string }[]
  basis: 'STATED' | 'DERIVED' | 'ESTIMATED' | 'PROJECTED'
  corroboration: string
  repeatOf?: string
  supersedes?: string
  /** The number of a revision. */
  recordedIn: number
  sightings?: { first?: string; last?: string }
  /** Of what was redacted: the digest of the content. */
  digest?: string
  plausible?: string
  comparison?: string
  promotional?: boolean
  doubt?: string
  provenance: Citation[]
  derivation?: {
    formula: string
    ruleId?: string
    inputs: Input[]
    arithmetic?: string
    redactedIn?: number
  }
  withheld?: Withheld
}

/** Which claim answers a fact for a period, and why. */
export interface Resolution {
  validFrom?: string
  validTo?: string
  claimId: string
  rivalIds: string[]
  ruleId: string
  decidedBy: string
  reason: string
  spread?: { low: string; high: string; ratio?: string; unit: string }
  withheld?: Withheld
}

interface Fact {
  id: string
  question: string
  /** Oldest period first. */
  resolutions: Resolution[]
}

export interface PriceRow extends Fact {
  kind: 'PRICE'
  offer: string
  model: string
  seller: string
  meter: string
  tier: string
  promptAbove?: string
  thresholdCounts?: string
  thresholdScope?: string
  windowFrom?: string
  windowTo?: string
  cacheLifetime?: string
}

export interface EnergyRateRow extends Fact {
  kind: 'ENERGY_RATE'
  country: string
  area?: string
  sector: string
  band?: string
}

interface Subject {
  country?: string
  provider?: string
  model?: string
  group?: string
}

export interface TokenUsageRow extends Fact, Subject {
  kind: 'TOKEN_USAGE'
  period: string
  coverage: string
}

interface WiderSubject extends Subject {
  hub?: string
  cluster?: string
  publisher?: string
  source?: string
}

export interface IndicatorRow extends Fact, WiderSubject {
  kind: 'INDICATOR'
  metric: string
  coverage?: string
}

export interface AssertionRow extends Fact, WiderSubject {
  kind: 'ASSERTION'
  topic: string
}

export interface CheckRow {
  id: string
  slug?: string
  method: string
  verdict: string
  formula?: string
  claimId: string
  factId: string
  ruleId: string
  question?: string
  explanation?: string
  expected?: Quantity
  inputs: Input[]
  recordedIn: number
  redactedIn?: number
  withheld?: Withheld
}

export interface CorrectionRow {
  id: string
  claimId: string
  successorId?: string
  reason: string
  note?: string
  recordedIn: number
  redactedIn?: number
  withheld?: Withheld
}

export interface RuleRow {
  id: string
  subject: string
  version: number
  text: string
  recordedIn: number
}
