/** What importers of data files hand to the ledger beside claims: editions, sellers' names, merges; and what became of them. */
import type { ClaimInput, Rejection } from './input.ts'

/** A claim read from an edition of a data file. */
export interface SightedClaim extends ClaimInput {
  series: string
  /** The path of its record in the file. */
  record: string
  /** The end that this edition states, an instant. */
  statedTo: string | null
}

/** One edition of a data file, whole. */
export interface SnapshotInput {
  source: string
  /** The day of the edition. */
  date: string
  /** SHA-256 of its bytes. */
  contentHash: string
  /** The paths of all its records, those without a claim too. */
  records: readonly string[]
  claims: readonly SightedClaim[]
}

/** A name by which a seller sells a model. */
export interface AliasInput {
  modelSlug: string
  text: string
  sellerSlug: string | null
  kind: string
  validFrom: string | null
  validTo: string | null
}

/** An entity that turned out to be another one. */
export interface MergeInput {
  table: 'Model' | 'Provider'
  from: string
  into: string
  where: string
}

/** What became of the records of a data file, by their paths, before anything that is wrong with them. */
export interface SnapshotReport {
  added: readonly string[]
  changed: readonly string[]
  unchanged: readonly string[]
  /** Records that the edition before held and this one does not. */
  closed: readonly string[]
  /** Records with a suspect claim, and why it is. */
  suspect: readonly Rejection[]
}
