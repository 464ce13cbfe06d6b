/** The rows of entities, sources and vocabulary, as full copies hold them; and the row of each kind. */
import type { Kind } from './kinds.ts'
import type {
  AssertionRow,
  CheckRow,
  Citation,
  ClaimRow,
  CorrectionRow,
  EnergyRateRow,
  IndicatorRow,
  PriceRow,
  RuleRow,
  TokenUsageRow,
} from './rows.ts'

/** Revisions in which an entity came, and in which it was described as it is here. */
interface Described {
  recordedIn: number
  describedIn: number
}

interface Named extends Described {
  name: string
  nameZh?: string
}

export interface LicenceRow extends Described {
  code: string
  name: string
  url?: string
  redistributable: boolean
  note?: string
}

export interface SourceRow extends Described {
  slug: string
  title: string
  titleZh?: string
  url?: string
  kind: string
  publisher: string
  publishedOn?: string
  publishedPrecision?: string
  licence?: string
  /** To print beside what the source states. */
  attribution: string
  accessedOn?: string
  seenAs?: string
  note?: string
  aliases: string[]
}

export interface PublisherRow extends Named {
  slug: string
  kind: string
  country?: string
  city?: string
  website?: string
  provider?: string
  owner?: string
  note?: string
  aliases: string[]
}

export interface CountryRow extends Named {
  code: string
  iso3?: string
  numeric?: string
  continent?: string
  currency?: string
  isAggregate: boolean
  members: string[]
  /** `GB/1973-01-01/2020-02-01`: when members came and went, the last day excluded; `..` is open. */
  memberTerms?: string[]
  note?: string
  aliases: string[]
}

export interface ProviderRow extends Named {
  slug: string
  kinds: string[]
  country?: string
  city?: string
  website?: string
  note?: string
  unreconciled?: boolean
  mergedInto?: string
  aliases: string[]
  provenance: Citation[]
}

export interface ModelRow extends Named {
  slug: string
  maker: string
  family?: string
  releasedOn?: string
  releasedPrecision?: string
  openWeights?: boolean
  licence?: string
  note?: string
  unreconciled?: boolean
  mergedInto?: string
  aliases: string[]
  provenance: Citation[]
}

export interface ModelGroupRow extends Named {
  slug: string
  kind: string
  definition: string
  country?: string
  maker?: string
  aliases: string[]
}

export interface HubRow extends Named {
  slug: string
  kind: string
  country: string
  role?: string
  subdivisions: string[]
  note?: string
  address?: string
  /** Degrees north and east, WGS 84, as decimal text. */
  latitude?: string
  longitude?: string
  status?: string
  aliases: string[]
  provenance: Citation[]
}

export interface ClusterRow extends Named {
  slug: string
  hub: string
  startArea?: string
  subdivisions: string[]
  latitude?: string
  longitude?: string
  note?: string
  aliases: string[]
  provenance: Citation[]
}

export interface FlowRow extends Described {
  slug: string
  fromHub?: string
  fromArea?: string
  toHub?: string
  toArea?: string
  strength: string
  statement: string
  note?: string
  provenance: Citation[]
}

/** A model as sold by one seller; what has a price. */
export interface OfferRow {
  slug: string
  model: string
  seller: string
  endpoint?: string
  region?: string
  plan?: string
  isMakersOwn: boolean
  recordedIn: number
}

export interface UnitRow extends Named {
  code: string
  dimension: string
}

export interface MeterRow extends Named {
  code: string
  unit: string
  definition: string
}

export interface MetricRow extends MeterRow {
  aliases: string[]
}

export interface CoverageRow extends Described {
  code: string
  name: string
  definition: string
  platform?: string
  models?: string
  tokenizer?: string
}

export interface TopicRow extends Described {
  code: string
  name: string
  question: string
  category: string
  aliases: string[]
}

interface Rows {
  licence: LicenceRow
  country: CountryRow
  unit: UnitRow
  provider: ProviderRow
  publisher: PublisherRow
  source: SourceRow
  'model-group': ModelGroupRow
  model: ModelRow
  meter: MeterRow
  metric: MetricRow
  coverage: CoverageRow
  topic: TopicRow
  hub: HubRow
  cluster: ClusterRow
  flow: FlowRow
  offer: OfferRow
  price: PriceRow
  'energy-rate': EnergyRateRow
  'token-usage': TokenUsageRow
  indicator: IndicatorRow
  assertion: AssertionRow
  claim: ClaimRow
  check: CheckRow
  correction: CorrectionRow
  rule: RuleRow
}

/** The row of a kind: `RowOf<'claim'>` is `ClaimRow`. */
export type RowOf<K extends Kind> = Rows[K]
