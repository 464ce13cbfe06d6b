/**
 * The rows of pages as they come from Postgres: all of them as one text, see `packRows`, or one by one where a text may hold
 * anything.
 */
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { packRows, unpackRows } from './packed-rows.ts'

const { raw, join } = Prisma

export interface PageRow {
  readonly branch: number
  /** Which of the parents of the branch, from 1; 0 without parents. */
  readonly place: number
  readonly position: number
  readonly key: string
  /** The terms of the list's order. */
  readonly terms: readonly (string | null)[]
  /** The columns of the list's `item`. */
  readonly cells: readonly (string | null)[]
}

const NONE: readonly string[] = []
/** Columns of every branch: branch, place, position, key. */
const OWN = 4

/**
 * @param branches of a UNION ALL, each with these columns: those of `PageRow`, `o0`, `o1` and so on for terms, `c0`, `c1`
 * and so on for cells.
 * @param isPlain whether there are no terms, and cells are codes: never empty, and without control characters.
 */
export async function readRows(
  db: Db,
  branches: readonly Prisma.Sql[],
  { terms, cells, isPlain }: { terms: number; cells: number; isPlain: boolean },
): Promise<PageRow[]> {
  const union = join([...branches], ' UNION ALL ')
  if (isPlain) {
    const values = Array.from({ length: cells }, (_, i) => `, COALESCE(x.c${i}, '')`)
    const columns = raw(`x.branch, x.place, x.position, x.key${values.join('')}`)
    const [packed] = await db.$queryRaw<{ rows: string | null }[]>`
      SELECT ${packRows(columns)} AS rows FROM (${union}) AS x`
    const rows = unpackRows(packed!.rows, OWN + cells, rowOf)
    if (rows) return rows
  }
  type Read = Omit<PageRow, 'terms' | 'cells'> & Record<string, string | null>
  const rows = await db.$queryRaw<Read[]>`${union}`
  const columns = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
  const [ofTerms, ofCells] = [columns('o', terms), columns('c', cells)]
  return rows.map((row) => ({
    ...{ branch: row.branch, place: row.place, position: row.position, key: row.key },
    terms: ofTerms.map((name) => row[name]!),
    cells: ofCells.map((name) => row[name]!),
  }))
}

/** @param columns those of `OWN`, then the cells. */
function rowOf(columns: readonly string[]): PageRow {
  const [branch, place, position, key] = columns
  const cells = new Array<string | null>(columns.length - OWN)
  for (let i = 0; i < cells.length; i++) cells[i] = columns[OWN + i] || null
  return {
    ...{ branch: Number(branch), place: Number(place), position: Number(position) },
    ...{ key: key!, terms: NONE, cells },
  }
}
