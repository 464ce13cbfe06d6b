/**
 * Rows of entities that requests of one revision share: sources, sellers, models, units and their like come up in every
 * answer and never change within a revision, as every table's rows are read as of it.
 */
import DataLoader from 'dataloader'
import { LRUCache } from 'lru-cache'
import type { AsOf } from '../../db/as-of.ts'

/** Rows of one table that are kept at most. */
const ROWS_MAX = 20_000

/** Of one table. */
export type SharedTable = LRUCache<string, { row: unknown }>

/** The rows of one revision, by table. */
export interface SharedRows {
  table(name: string): SharedTable
}

/** Keeps the rows of the newest revision that was asked for. */
export function createSharedRows(): (asOf: AsOf) => SharedRows | undefined {
  let newest: AsOf = { revision: 0, time: new Date(0) }
  let rows: SharedRows | undefined
  return (asOf) => {
    const isSame = asOf.revision === newest.revision && asOf.time.getTime() === newest.time.getTime()
    // After a restored backup, another revision may have the same number.
    if (!isSame && asOf.revision >= newest.revision) {
      newest = asOf
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
    return asOf === newest || isSame ? rows : undefined
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
        // Keys that nothing has are whatever a caller thinks of.
        if (row) table?.set(key, { row })
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
