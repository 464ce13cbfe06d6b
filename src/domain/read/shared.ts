/**
 * Rows of entities that requests of one revision share: sources, sellers, models, units and their like come up in every
 * answer and never change within a revision, as every table's rows are read as of it.
 */
import DataLoader from 'dataloader'
import { LRUCache } from 'lru-cache'

/** Rows of one table that are kept at most. */
const ROWS_MAX = 20_000

/** Of one table; a null is a key that the revision does not have. */
export type SharedTable = LRUCache<string, { row: unknown }>

/** The rows of one revision, by table. */
export interface SharedRows {
  table(name: string): SharedTable
}

/** Keeps the rows of the newest revision that was asked for. */
export function createSharedRows(): (revision: number) => SharedRows | undefined {
  let newest = 0
  let rows: SharedRows | undefined
  return (revision) => {
    if (revision > newest) {
      newest = revision
      const tables = new Map<string, SharedTable>()
      rows = {
        table: (name) => {
          let table = tables.get(name)
          if (!table) {
            table = new LRUCache({ max: ROWS_MAX })
            tables.set(name, table)
          }
          return table
        },
      }
    }
    return revision === newest ? rows : undefined
  }
}

export type MaybePromise<T> = T | Promise<T>

/** Gives a row at once where it is known, so that nobody waits a turn for it. */
export interface EntityLoader<Row> {
  load(key: string): MaybePromise<Row | null>
}

/** As `byKey`, for rows that requests share. */
export function sharedByKey<Row>(
  load: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  table: SharedTable | undefined,
): EntityLoader<Row> {
  const loader = new DataLoader<string, Row | null>(
    async (keys) => {
      const rows = new Map((await load([...keys])).map((row) => [keyOf(row), row]))
      return keys.map((key) => {
        const row = rows.get(key) ?? null
        table?.set(key, { row })
        return row
      })
    },
    { maxBatchSize: 5000 },
  )
  return {
    load: (key) => {
      const known = table?.get(key)
      return known ? (known.row as Row | null) : loader.load(key)
    },
  }
}
