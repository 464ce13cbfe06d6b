/**
 * Rows of entities that requests of one revision share: sources, sellers, models, units and their like come up in every
 * answer and never change within a revision, as every table's rows are read as of it.
 */
import { LRUCache } from 'lru-cache'
import { type AsOf, isSameState } from '../../db/as-of.ts'

/** Rows of one table that are kept at most. */
const ROWS_MAX = 20_000

/** Of one table, by key. */
export type SharedTable = LRUCache<string, object>

/** The rows of one revision, by table. */
export interface SharedRows {
  table(name: string): SharedTable
}

/** Keeps the rows of the newest revision that was asked for. */
export function createSharedRows(): (asOf: AsOf) => SharedRows | undefined {
  let newest: AsOf | undefined
  let rows: SharedRows | undefined
  return (asOf) => {
    if (newest && isSameState(asOf, newest)) return rows
    if (newest && asOf.revision < newest.revision) return undefined
    newest = asOf
    const tables = new Map<string, SharedTable>()
    rows = {
      table: (name) => {
        const table = tables.get(name) ?? new LRUCache({ max: ROWS_MAX })
        tables.set(name, table)
        return table
      },
    }
    return rows
  }
}
