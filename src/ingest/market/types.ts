/**
 * What every importer of price files has in common: a format turns bytes into records, and knows nothing of files,
 * networks, the ledger or our names.
 */
import type { PriceConditions, ThresholdCounts } from '../../kinds/facts.ts'

/** A file as it was read; `path` is relative to the folder that was named, with forward slashes. */
export interface InputFile {
  path: string
  bytes: Uint8Array
}

export interface Threshold {
  /** Canonical decimal: `272000`. */
  amount: string
  /** Whether a request of exactly the amount pays the price. */
  comparison: 'ABOVE' | 'AT_LEAST'
  /** What is counted; the whole prompt, cached tokens included, when left out. */
  counts?: ThresholdCounts
  /** EXCESS where only the part above is repriced. */
  scope?: 'EXCESS'
}

/** One number of a record. */
export interface UpstreamPrice {
  /**
   * The line of the record, as written upstream: `input_cost_per_token_above_272k_tokens`. Prices of one line must not
   * overlap in time; whatever sets a condition is a part of it.
   */
  field: string
  /** One of our meters: `input`, `output`, `cache-read`. */
  meter: string
  /** Canonical decimal in `unit`; null for "not offered". */
  amount: string | null
  /** `USD/Mtok`. */
  unit: string
  tier?: PriceConditions['tier']
  threshold?: Threshold
  /** Daily, UTC, `HH:MM`. */
  window?: { from: string; to: string }
  /** `5m`, `1h`. */
  cacheLifetime?: string
  /** Days that the file itself states, `to` exclusive. */
  from?: string
  to?: string
  /** True for a price that the file calls temporary. */
  promotional?: true
  /** What looks like a mistake in the file: "its output costs nothing although its input does". */
  doubt?: string
  /** A remark on the value; one that changes from edition to edition would make a new claim of it each time. */
  note?: string
}

/** One entry of a file: what one seller asks for one model. */
export interface UpstreamRecord {
  /** Unique in its file, and the same in every edition of it: `openai/gpt-5.4`. */
  path: string
  /** Seller and model as written upstream. */
  seller: string
  model: string
  /** Names for people, where the file has them. */
  sellerName?: string
  modelName?: string
  /** Pages that the file names as its sources, of this record or of the seller. */
  urls?: readonly string[]
  /** Empty where the file lists the model without a price. */
  prices: readonly UpstreamPrice[]
  /** Parts that are left out, each with its reason: "output_cost_per_token is a text". */
  problems: readonly string[]
}

export interface ParsedSnapshot {
  records: readonly UpstreamRecord[]
  /** The day of the whole file, where it says so: `2026-07-24`. */
  date?: string
  /** Other days in it; the newest that is not in the future dates a file that nothing else dates. */
  mentioned: readonly string[]
}

export interface Format {
  /** As on the command line: `litellm`. */
  name: string
  /** One line for the help text. */
  help: string
  /** Slug of the source in the ledger, of which a file is an edition. */
  source: string
  /** Which files of a folder are read. */
  accepts(path: string): boolean
  /** @throws InputProblem when the input as a whole cannot be read; nothing of it is imported then. */
  parse(files: readonly InputFile[]): ParsedSnapshot
}

/** The input as a whole cannot be used; nothing was imported. */
export class InputProblem extends Error {
  /** Where: a file, with line or record if known. */
  readonly where: string

  constructor(where: string, reason: string) {
    super(`${where}: ${reason}`)
    this.where = where
  }
}
