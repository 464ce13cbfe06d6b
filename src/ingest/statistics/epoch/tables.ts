/** What the importers of the tables have in common. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import type { CountryNames, ParsedRelease, StatisticRecord } from '../types.ts'

/** What a table holds, beside its source. */
export type Content = Omit<ParsedRelease, 'source'>

export interface EpochTable {
  /** As people call it: "data centres". */
  name: string
  /** Slug of the source in the ledger. */
  source: string
  /** Columns without which nothing can be read; a table is recognised by having most of them. */
  required: readonly string[]
  read(table: CsvTable, countries: CountryNames): Content
}

/** The rows of a table as records, with what each adds to the entities. */
export class Rows {
  readonly records: StatisticRecord[] = []
  readonly #entities = new Map<string, EntityInput>()
  readonly #paths = new Map<string, number>()
  /** Days that rows mention. */
  readonly mentioned = new Set<string>()

  constructor(table: CsvTable, read: (row: CsvRow, rows: Rows) => StatisticRecord) {
    for (const row of table.rows) this.records.push(read(row, this))
  }

  /** The path of a row of a name; rows of one name are told apart by their order in the file. */
  path(name: string): string {
    const count = (this.#paths.get(name) ?? 0) + 1
    this.#paths.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  }

  /** Once each, however many rows bring it. */
  bring(...entities: readonly EntityInput[]): void {
    for (const entity of entities)
      this.#entities.set(`${entity.table}/${entity.row.slug ?? entity.row.code}`, entity)
  }

  get content(): Content {
    return { records: this.records, entities: [...this.#entities.values()], mentioned: [...this.mentioned] }
  }
}
