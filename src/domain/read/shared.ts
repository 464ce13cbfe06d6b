/**
 * Rows of entities that requests of one revision share: sources, sellers, models, units and their like come up in every
 * answer and never change within a revision, as every table's rows are read as of it.
 */
import { LRUCache } from 'lru-cache'
import { type AsOf, isSameState } from '../../db/as-of.ts'
import { createTogether, type Together } from './together.ts'

/** Rows of one table that are kept at most. */
const ROWS_MAX = 20_000

/** Of one table, by key. */
export type SharedTable = LRUCache<string, object>

/** The rows of one revision, by table. */
export interface SharedRows {
  table(name: string): SharedTable
  /** Reads what is not kept. */
  together: Together
}

/** Older revisions whose rows are kept beside those of the newest. */
const OLDER_MAX = 8

/**
 * Keeps the rows of the newest revision that was asked for, and of some older ones for as long: what a licence or a court
 * demands changes what is told of them, and makes a revision.
 * @param newest the newest revision, where it is known; without it an older one shares nothing.
 */
export function createSharedRows(): (asOf: AsOf, newest?: AsOf) => SharedRows | undefined {
  let current: AsOf | undefined
  let rows: SharedRows | undefined
  const older = new LRUCache<number, SharedRows>({ max: OLDER_MAX })
  const turn = (to: AsOf) => {
    current = to
    rows = tables()
    older.clear()
  }
  const isCurrent = (one: AsOf | undefined) => !!one && !!current && isSameState(one, current)
  return (asOf, newest) => {
    for (const one of newest ? [newest, asOf] : [asOf])
      if (!current || (one.revision >= current.revision && !isCurrent(one))) turn(one)
    if (isCurrent(asOf)) return rows
    if (!isCurrent(newest)) return undefined
    const known = older.get(asOf.revision)
    if (known) return known
    const made = tables()
    older.set(asOf.revision, made)
    return made
  }
}

function tables(): SharedRows {
  const all = new Map<string, SharedTable>()
  return {
    together: createTogether(),
    table: (name) => {
      const table = all.get(name) ?? new LRUCache({ max: ROWS_MAX })
      all.set(name, table)
      return table
    },
  }
}
