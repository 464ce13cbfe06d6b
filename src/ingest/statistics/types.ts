/**
 * What every importer of statistics has in common: a format turns bytes into records of dated values, and knows nothing
 * of files, networks or the ledger. Unlike a price file, a statistic states the period of each value, and a newer
 * release of it may revise values of the past.
 */
import type { EntityInput } from '../../domain/ledger/input.ts'
import type { FactIdentity } from '../../kinds/facts.ts'
import type { Spoken } from '../../kinds/format.ts'
import type { Basis, CitationRole } from '../../kinds/vocabulary.ts'
import type { PeriodSpelling } from '../../lib/period.ts'
import type { InputFile } from '../market/types.ts'

/** Countries and aggregates by whatever a file calls them. */
export interface CountryNames {
  /**
   * ISO alpha-2 or the code of an aggregate; null where the text is no name that our files hold.
   * @param text ISO alpha-2, alpha-3 or numeric code, a World Bank or OWID code, or an English name.
   */
  of(text: string): string | null
}

/**
 * The period of a value that a file calls current: the day of its release, which only whoever imports it knows. The key of
 * the claim then ends with that day, so that the next release brings another value and no correction of this one.
 */
export const RELEASE_DAY = Symbol('the day of the release')

/** One value of a record, with its period. */
export interface StatisticClaim {
  /** What the value is called in every release of its source: `DNK.2024-11`. */
  key: string
  fact: FactIdentity
  /** Null for an assertion, which has a `text`. */
  value: Spoken | null
  /** Of the value: `USD/kWh`. */
  unit: string | null
  text?: string
  /** The period of the value, as `parsePeriod` reads it: `2024`, `2024-11`, `{ from, to }` with `to` exclusive. */
  valid: string | PeriodSpelling | typeof RELEASE_DAY | undefined
  /** Where it stands in the source; the path of the record when left out. */
  locator?: string
  basis?: Basis
  note?: string
  /** Further sources that the file names for the value; declared in `entities` or in the seeds. */
  via?: readonly { source: string; locator?: string; note?: string }[]
}

/** One row of a file. */
export interface StatisticRecord {
  /** Unique in its file, and the same in every release of it: `DNK, 2024-11`. */
  path: string
  claims: readonly StatisticClaim[]
  /** Parts that are left out, each with its reason: "price is empty". */
  problems: readonly string[]
  /** Why the whole record is put into quarantine: "the country code QQQ is not known". */
  quarantine?: string
}

export interface ParsedRelease {
  /** Slug of the source of which the file is a release; the seeds declare it. */
  source: string
  /** What the source is to its values; ORIGINAL when left out. */
  role?: CitationRole
  records: readonly StatisticRecord[]
  /** What the records are about and the ledger may not know yet, such as hubs. */
  entities?: readonly EntityInput[]
  /** The day of the whole file, where it says so: `2026-07-24`. */
  date?: string
  /** Other days in it; the newest that is not in the future dates a file that nothing else dates. */
  mentioned: readonly string[]
}

export interface StatisticFormat {
  /** As on the command line: `ember`. */
  name: string
  /** One line for the help text. */
  help: string
  /** Which files of a folder are read; each file is a release of its own. */
  accepts(path: string): boolean
  /** Where a file stands among those of a folder, 0 when left out: what brings entities comes before what is about them. */
  order?(path: string): number
  /** @throws InputProblem when the input as a whole cannot be read; nothing of it is imported then. */
  parse(files: readonly InputFile[], countries: CountryNames): ParsedRelease
}
