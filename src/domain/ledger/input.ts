/** What an importer hands to the ledger: entities, sources and claims, already named and checked for shape. */
import type { FactRow } from '../../kinds/facts.ts'
import type {
  Basis,
  CitationRole,
  CorrectionReason,
  Corroboration,
  FactKind,
  Qualifier,
} from '../../kinds/vocabulary.ts'
import type { Precision } from '../../lib/period.ts'
import type { Release, ReleaseReport } from './releases.ts'
import type { AliasInput, MergeInput, SnapshotInput, SnapshotReport } from './snapshot-input.ts'

/** Columns of a table, ready for `jsonb_populate_recordset`: dates as ISO text, decimals as text. */
export type Columns = Record<string, string | number | boolean | null | readonly string[]>

interface EntityTableDeclaration {
  key: 'code' | 'slug'
  /** The name of the entity in the table of aliases; null where it is not searched. */
  entity: string | null
  /** Columns that never change, because facts, filters or the rule of preference rely on them. */
  fixed: readonly string[]
}

/** Tables of entities, in the order in which they refer to each other. */
export const ENTITY_TABLES = {
  Licence: { key: 'code', entity: null, fixed: [] },
  Country: { key: 'code', entity: 'COUNTRY', fixed: ['isAggregate'] },
  Unit: { key: 'code', entity: null, fixed: ['dimension'] },
  Provider: { key: 'slug', entity: 'PROVIDER', fixed: [] },
  Publisher: { key: 'slug', entity: 'PUBLISHER', fixed: [] },
  Source: { key: 'slug', entity: 'SOURCE', fixed: ['publisherSlug'] },
  ModelGroup: { key: 'slug', entity: 'MODEL_GROUP', fixed: ['kind', 'countryCode', 'makerSlug'] },
  Model: { key: 'slug', entity: 'MODEL', fixed: ['makerSlug'] },
  Meter: { key: 'code', entity: null, fixed: ['unitCode'] },
  Metric: { key: 'code', entity: 'METRIC', fixed: ['unitCode'] },
  Coverage: { key: 'code', entity: null, fixed: [] },
  Topic: { key: 'code', entity: 'TOPIC', fixed: ['category'] },
  Hub: { key: 'slug', entity: 'HUB', fixed: ['kind', 'countryCode', 'sortKey'] },
  Cluster: { key: 'slug', entity: 'CLUSTER', fixed: ['hubSlug'] },
  Flow: { key: 'slug', entity: null, fixed: ['fromHubSlug', 'fromArea', 'toHubSlug', 'toArea'] },
} as const satisfies Record<string, EntityTableDeclaration>
export type EntityTable = keyof typeof ENTITY_TABLES

/** The source of our own background knowledge, cited by entities that cite nothing else. */
export const EDITORIAL_SOURCE = 'editorial'

export interface CitationInput {
  source: string
  role: CitationRole
  locator?: string | undefined
  accessedOn?: string | undefined
  contentHash?: string | undefined
  note?: string | undefined
}

/** Tables whose rows cite sources themselves, with the citation's column for each. */
export const CITING_TABLES = {
  Model: 'modelSlug',
  Provider: 'providerSlug',
  Hub: 'hubSlug',
  Cluster: 'clusterSlug',
  Flow: 'flowSlug',
} as const
export type CitingTable = keyof typeof CITING_TABLES

export interface EntityInput {
  table: EntityTable
  /** All columns but the revisions. Null and an empty list mean "not said": what is known stays. */
  row: Columns
  /** Background that gives way to whatever the ledger holds: it is inserted where absent, and changes nothing. */
  onlyIfAbsent?: true
  /** Further names by which it can be found. */
  aliases: readonly string[]
  /** Empty means "not said" as well; a new entity that cites nothing cites our editorial source. */
  cites: readonly CitationInput[]
  /** What it cites of other sources stays: they say what this import does not, such as where the thing stands. */
  keepsCites?: true
}

interface OfferInput {
  slug: string
  modelSlug: string
  sellerSlug: string
  endpoint: string | null
  region: string | null
  plan: string | null
  isMakersOwn: boolean
}

export interface ClaimInput {
  fact: FactRow
  offer?: OfferInput
  source: string
  key: string
  form: 'NUMBER' | 'TEXT' | 'NOT_OFFERED'
  low: string | null
  point: string | null
  high: string | null
  qualifier: Qualifier | null
  unit: string | null
  text: string | null
  validFrom: string | null
  validTo: string | null
  precision: Precision
  periodText: string
  basis: Basis
  corroboration: Corroboration
  note: string | null
  /** How its value is computed; then it has none of its own. */
  derive?: DeriveSpec
  /** Why our editors hold it plausible although it is far off. */
  plausible: string | null
  /** The line of a data file that it was read from; its times then follow from the editions of the file. */
  series?: string | null
  /** Whether a request exactly at the price's threshold pays it; null: only above. */
  comparison?: 'AT_LEAST' | null
  /** The seller calls the price temporary. */
  promotional?: true | null
  /** What made the importer doubt the value. */
  doubt?: string | null
  /** Why it replaces what the ledger holds under its name; our own error when nothing is said. */
  correction: { reason: CorrectionReason; note: string } | null
  /** The withdrawn claim in whose place it stands again, with the same content. */
  restores?: string
  /** `<source>/<key>` of the claim that this one only passes on. */
  repeatOf: string | null
  citations: readonly CitationInput[]
  /** Days or longer calendar units on which an edition of the source held the claim. */
  seen: readonly { date: string; precision: Precision }[]
  /** The release of a statistic that says it. */
  release?: Release
  /** Where the record stands in the input, for the report. */
  where: string
}

/** An input of a formula: a claim, whichever stands under its name, or whatever answers a fact. */
export type InputRef =
  | { name: string; claim: string }
  /** @property at a day, or null for the newest answer. */
  | { name: string; fact: string; at: string | null }

/** A formula with its inputs. */
export interface DeriveSpec {
  formula: string
  inputs: readonly InputRef[]
  /** The unit of the result; null takes that of the claim that is checked, or of the first input. */
  unit: string | null
  /** Significant digits that the result is rounded to. */
  digits: number | null
}

export interface CheckSpec {
  /** `<source>/<key>` of the claim that is judged. */
  claim: string
  question: string
  /** What is computed, if anything is. */
  compute: DeriveSpec | null
  /** False where nothing is asserted that the computed value could be compared with. */
  compare: boolean
  /** What is said to begin no later than the other. */
  dates: { first: InputRef; second: InputRef } | null
  /** The editors' own verdict, where no arithmetic can give it. */
  verdict: 'MIS_SCOPED' | 'UNCONFIRMED' | 'CONTRADICTED' | null
  /** The claims that the editors' verdict rests on. */
  beside: readonly InputRef[]
  /** What our editors say to it. */
  reason: string | null
}

export interface CheckInput {
  slug: string
  /** Null ends the check. */
  spec: CheckSpec | null
  where: string
}

export interface ClaimEnding {
  claimId: string
  reason: CorrectionReason
  note: string
  /** Take its content away as well, in all revisions. */
  redact: boolean
}

export interface LedgerInput {
  format: string
  origin: string
  contentHash: string
  /** Of the very bytes, for whoever wants to know without reading them; see `newestRun`. */
  inputHash?: string | undefined
  entities: readonly EntityInput[]
  ranks: readonly { source: string; kind: FactKind; rank: number }[]
  claims: readonly ClaimInput[]
  checks: readonly CheckInput[]
  snapshot?: SnapshotInput
  modelAliases?: readonly AliasInput[]
  merges?: readonly MergeInput[]
  /** Claims that end without a successor, by id. */
  endings?: readonly ClaimEnding[]
  /** Records refused before they reached the ledger. */
  rejected: readonly Rejection[]
}

export interface Rejection {
  where: string
  reason: string
}

export interface ImportReport {
  format: string
  origin: string
  /** The revision made, or null when nothing changed. */
  revision: number | null
  entities: { added: number; changed: number }
  claims: { added: number; superseded: number; withdrawn: number; unchanged: number; rejected: number }
  /** Outcomes of checks that are new or changed. */
  checks: number
  /** Facts whose answer, reason or spread is new or changed. */
  answers: number
  rejected: readonly Rejection[]
  /** Claims of this import that are so far off that they are not preferred. */
  suspects: readonly Rejection[]
  /** Claims that repeat a redacted one, or were derived from it: they may say the same. */
  nearRedacted: readonly string[]
  /** Of a data file only. */
  snapshot: SnapshotReport | null
  /** Of a release of a statistic only; all empty otherwise. */
  release: ReleaseReport
}
