/** Rows as readers see them: decimals as canonical text, entities as Prisma reads them. */
import type {
  Cluster,
  Country,
  Coverage,
  Flow,
  Hub,
  ImportRun,
  Licence,
  Meter,
  Metric,
  Model,
  ModelAlias,
  ModelGroup,
  Offer,
  Provider,
  Publisher,
  Revision,
  Source,
  Topic,
  Unit,
} from '../../db/generated/client.ts'
import type { ThresholdCounts } from '../../kinds/facts.ts'
import type { Spoken } from '../../kinds/format.ts'
import type { CheckMethod, CorrectionReason, FactKind, Qualifier, Verdict } from '../../kinds/vocabulary.ts'
import type { ConversionRow } from './convert.ts'
import type { Answered } from './fact-items.ts'
import type { PackedClaims } from './packed-claims.ts'

/** Columns that every kind's table has. */
interface FactBase {
  id: string
  /** Claims that its page brought along. */
  packed?: readonly PackedClaims[]
  /** As much of what answers it as is looked at, where the page brought along no more of it either. */
  answered?: Answered
}
export interface PriceRow extends FactBase {
  kind: 'PRICE'
  offerSlug: string
  meterCode: string
  tier: string
  promptAbove: string | null
  /** What the threshold counts where that is not the whole prompt. */
  thresholdCounts: ThresholdCounts | null
  /** EXCESS where only the part above the threshold costs this; null: the whole request does. */
  thresholdScope: 'EXCESS' | null
  windowFrom: string | null
  windowTo: string | null
  cacheLifetime: string | null
  modelSlug: string
  sellerSlug: string
}
export interface EnergyRateRow extends FactBase {
  kind: 'ENERGY_RATE'
  countryCode: string
  area: string | null
  sector: string
  band: string | null
}
export interface SubjectRefs {
  countryCode: string | null
  providerSlug: string | null
  modelSlug: string | null
  groupSlug: string | null
  hubSlug?: string | null
  clusterSlug?: string | null
  publisherSlug?: string | null
  sourceSlug?: string | null
}
export interface TokenUsageRow extends FactBase, SubjectRefs {
  kind: 'TOKEN_USAGE'
  period: string
  coverageCode: string
}
export interface IndicatorRow extends FactBase, SubjectRefs {
  kind: 'INDICATOR'
  metricCode: string
  coverageCode: string | null
}
export interface AssertionRow extends FactBase, SubjectRefs {
  kind: 'ASSERTION'
  topicCode: string
}
export type FactRow = PriceRow | EnergyRateRow | TokenUsageRow | IndicatorRow | AssertionRow
export type RowOfKind<K extends FactKind> = Extract<FactRow, { kind: K }>

/** A number with its bounds; decimals are canonical text. */
export interface QuantityRow extends Spoken {
  unitCode: string
  /** The claim that says it; of a computed number there is none. */
  claimId?: string | undefined
  /** What it was converted from, where it was. */
  given?: QuantityRow
  /** How it came into another currency, where it did. */
  conversion?: ConversionRow
}

export interface ClaimRow {
  id: string
  factId: string
  sourceSlug: string
  key: string
  form: 'NUMBER' | 'TEXT' | 'NOT_OFFERED' | 'REDACTED'
  low: string | null
  point: string | null
  high: string | null
  qualifier: Qualifier | null
  unitCode: string | null
  text: string | null
  validFrom: Date | null
  validTo: Date | null
  precision: string
  periodText: string
  basis: string
  corroboration: string
  note: string | null
  repeatOfId: string | null
  supersedesId: string | null
  fromRevision: number
  toRevision: number | null
  plausible: string | null
  /** The line of a data file that it was read from. */
  series: string | null
  /** AT_LEAST where a request of exactly the price's threshold pays it. */
  comparison: string | null
  promotional: boolean | null
  doubt: string | null
  /** When it holds, oldest first; of a data file perhaps several times or never, else once, without bounds where undated. */
  periods: { validFrom: Date | null; validTo: Date | null }[]
  digest: string | null
  redactedWhy: string | null
}

export interface ResolutionRow {
  factId: string
  claimId: string
  validFrom: Date | null
  validTo: Date | null
  ruleId: string
  decidedBy: string
  reason: string
  rivalIds: string[]
  spreadLow: string | null
  spreadHigh: string | null
  spreadRatio: string | null
  spreadUnit: string | null
}

/** The computed value stands in the columns of a quantity; all null where nothing was computed. */
export interface CheckRow {
  id: string
  slug: string
  method: CheckMethod
  claimId: string
  factId: string
  question: string
  explanation: string
  verdict: Verdict
  formula: string | null
  low: string | null
  point: string | null
  high: string | null
  qualifier: Qualifier | null
  unitCode: string | null
  ruleId: string
  fromRevision: number
  redactedIn: number | null
}

export interface DerivationRow {
  id: string
  claimId: string
  formula: string
  ruleId: string
  arithmetic: string
  redactedIn: number | null
}

/** `owner` is the check or the derivation. */
export interface InputRow {
  owner: string
  name: string
  claimId: string
}

export interface CorrectionRow {
  id: string
  claimId: string
  successorId: string | null
  reason: CorrectionReason
  note: string
  fromRevision: number
  redactedIn: number | null
}

export interface RuleRow {
  id: string
  subject: string
  version: number
  text: string
}

export interface CitationRow {
  id: string
  owner: string
  sourceSlug: string
  role: string
  locator: string | null
  accessedOn: Date | null
  contentHash: string | null
  note: string | null
  /** Whether its claim is a data file's: see `accessOf`. */
  isOfFile: boolean
}

/** What a fact can be about, tagged with its GraphQL type. */
export type Subject =
  | { type: 'Country'; row: Country }
  | { type: 'Provider'; row: Provider }
  | { type: 'Model'; row: Model }
  | { type: 'ModelGroup'; row: ModelGroup }
  | { type: 'Hub'; row: Hub }
  | { type: 'Cluster'; row: Cluster }
  | { type: 'Publisher'; row: Publisher }
  | { type: 'Source'; row: Source }

export type {
  Cluster,
  Country,
  Coverage,
  Flow,
  Hub,
  ImportRun,
  Licence,
  Meter,
  Metric,
  Model,
  ModelAlias,
  ModelGroup,
  Offer,
  Provider,
  Publisher,
  Revision,
  Source,
  Topic,
  Unit,
}
