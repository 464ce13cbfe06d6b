/**
 * The rows of pages as they come from Postgres: one by one, or all of them as one text. A thousand rows with a dozen columns
 * each take the client several times as long to take in as the text of them, but only texts without control characters can
 * stand in it.
 */
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'

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

/** Separate rows, and the columns of a row. */
const [ROW, COLUMN] = ['\u001e', '\u001f'] as const
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
    const values = raw(Array.from({ length: cells }, (_, i) => `, COALESCE(x.c${i}, '')`).join(''))
    const [packed] = await db.$queryRaw<{ rows: string | null }[]>`
      SELECT string_agg(concat_ws(${COLUMN}, x.branch, x.place, x.position, x.key${values}), ${ROW}) AS rows FROM (${union}) AS x`
    const rows = unpacked(packed!.rows, cells)
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

/** Null where a value holds a separator after all. */
function unpacked(text: string | null, cells: number): PageRow[] | null {
  if (text === null) return []
  const rows: PageRow[] = []
  for (const line of text.split(ROW)) {
    const parts = line.split(COLUMN)
    if (parts.length !== OWN + cells) return null
    const values = new Array<string | null>(cells)
    for (let i = 0; i < cells; i++) values[i] = parts[OWN + i] || null
    rows.push({
      ...{ branch: Number(parts[0]), place: Number(parts[1]), position: Number(parts[2]) },
      ...{ key: parts[3]!, terms: NONE, cells: values },
    })
  }
  return rows
}
