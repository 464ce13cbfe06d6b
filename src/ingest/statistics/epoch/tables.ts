/** What the importers of the tables have in common. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { CitationRole } from '../../../kinds/vocabulary.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import type { CountryNames, ParsedRelease, StatisticClaim, StatisticRecord } from '../types.ts'

/** What a table holds, beside its source. */
export type Content = Omit<ParsedRelease, 'source' | 'role'>

export interface EpochTable {
  /** As people call it: "data centres". */
  name: string
  /** Slug of the source in the ledger. */
  source: string
  /** REPEATS where the table passes on what others say; ORIGINAL when left out. */
  role?: CitationRole
  /** Columns without which nothing can be read; a table is recognised by having most of them. */
  required: readonly string[]
  read(table: CsvTable, countries: CountryNames): Content
}

/** Slugs and keys stand in indices of the database, which refuse a row with a text of some thousand bytes. */
const LONGEST = 200

/** The rows of a table as records, with what each adds to the entities. */
export class Rows {
  readonly records: StatisticRecord[] = []
  readonly #entities = new Map<string, EntityInput>()
  /** What the row that is being read brings. */
  #brought: EntityInput[] = []
  readonly #paths = new Map<string, number>()
  /** Days that rows mention. */
  readonly mentioned = new Set<string>()

  constructor(table: CsvTable, read: (row: CsvRow, rows: Rows) => StatisticRecord) {
    for (const row of table.rows) {
      this.#brought = []
      this.#take(read(row, this))
    }
  }

  /** Nothing is taken of a row that would have a slug or a key that is too long. */
  #take(record: StatisticRecord): void {
    const words = [...this.#brought.map(slugOfEntity), ...record.claims.flatMap(wordsOf)]
    const long = words.find((word) => word.length > LONGEST)
    if (long !== undefined) {
      const quarantine = `a slug or key of it would be longer than ${LONGEST} characters: ${long.slice(0, 60)}…`
      this.records.push({ ...record, claims: [], quarantine })
      return
    }
    this.records.push(record)
    for (const entity of this.#brought) this.#entities.set(`${entity.table}/${slugOfEntity(entity)}`, entity)
  }

  /** The path of a row of a name; rows of one name are told apart by their order in the file. */
  path(name: string): string {
    const count = (this.#paths.get(name) ?? 0) + 1
    this.#paths.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  }

  /** Once each, however many rows bring it. */
  bring(...entities: readonly EntityInput[]): void {
    this.#brought.push(...entities)
  }

  get content(): Content {
    return { records: this.records, entities: [...this.#entities.values()], mentioned: [...this.mentioned] }
  }
}

const slugOfEntity = ({ row }: EntityInput): string => String(row.slug ?? row.code)

const wordsOf = ({ key, fact }: StatisticClaim): string[] => [
  key,
  ...('subject' in fact ? [fact.subject] : []),
]
