/** One row on its way to a record: what is left out is told, and nothing is lost in silence. */

import type { FactIdentity } from '../../../kinds/facts.ts'
import { hedged } from '../../../kinds/format.ts'
import type { Basis } from '../../../kinds/vocabulary.ts'
import { canonical, type Decimal } from '../../../lib/decimal.ts'
import { parseCalendar } from '../../../lib/period.ts'
import { oneLine } from '../../formats/snapshot.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import type { StatisticClaim, StatisticRecord } from '../types.ts'
import { dayOf, numberOf } from './values.ts'

/** What a claim may say beside its value. */
export interface Said {
  valid?: StatisticClaim['valid']
  basis?: Basis
  note?: string | undefined
}

export class RecordDraft {
  readonly path: string
  readonly claims: StatisticClaim[] = []
  readonly problems: string[] = []
  readonly #row: CsvRow

  constructor(path: string, row: CsvRow) {
    this.path = path
    this.#row = row
  }

  /** In one line; empty where there is no such column. */
  text(column: string): string {
    return this.#row.get(column).replace(/\s+/g, ' ')
  }

  /** Null where it is empty, and where it is no number or negative, which is told. */
  number(column: string): Decimal | null {
    const text = this.text(column)
    if (text === '') return null
    const value = numberOf(text)
    if (value && !value.isNegative()) return value
    this.problem(`${column} is ${JSON.stringify(text)}, which is no number of this kind`)
    return null
  }

  day(column: string): string | null {
    const text = this.text(column)
    if (text === '') return null
    const day = dayOf(text)
    if (day === null) this.problem(`${column} is ${JSON.stringify(text)}, which is no day`)
    return day
  }

  /** As `day`, also of a whole month or year. */
  date(column: string): string | null {
    const text = this.text(column)
    return parseCalendar(text) ? text : this.day(column)
  }

  problem(reason: string): void {
    this.problems.push(oneLine(reason))
  }

  /** Adds a number, where there is one. */
  claim(key: string, fact: FactIdentity, value: Decimal | null, unit: string, said: Said = {}): void {
    if (value)
      this.claims.push({ key, fact, value: hedged('EXACT', canonical(value)), unit, ...claimed(said) })
  }

  /** Adds a text, where there is one. */
  statement(key: string, fact: FactIdentity, text: string, said: Said = {}): void {
    if (text !== '') this.claims.push({ key, fact, value: null, unit: null, text, ...claimed(said) })
  }

  /** @param whenEmpty what is told of a row that gave no claim. */
  done(whenEmpty?: string): StatisticRecord {
    if (whenEmpty && this.claims.length === 0 && this.problems.length === 0) this.problem(whenEmpty)
    return { path: this.path, claims: this.claims, problems: this.problems }
  }

  quarantine(reason: string): StatisticRecord {
    return { path: this.path, claims: [], problems: this.problems, quarantine: oneLine(reason) }
  }
}

function claimed({ valid, basis, note }: Said): Pick<StatisticClaim, 'valid' | 'basis' | 'note'> {
  return { valid, ...(basis ? { basis } : {}), ...(note ? { note } : {}) }
}

/** How many rows have each slug, which a key is made of. */
export function slugCounts(table: CsvTable, column: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const row of table.rows) {
    const slug = slugOf(row.get(column))
    counts.set(slug, (counts.get(slug) ?? 0) + 1)
  }
  return counts
}

/** Why rows of one slug are kept aside. */
export const sameName = (count: number): string =>
  `${count} rows have this name, and nothing tells which is which in another release`

/** A text as a part of keys and slugs: `Colossus 2` is `colossus-2`, `São Paulo` is `sao-paulo`. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
