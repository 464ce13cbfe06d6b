/** Full copies as CSV that a spreadsheet opens right: marked as UTF-8, and without a cell that it would calculate. */
import { stringify } from 'csv-stringify/sync'
import { type Column, cellsOf } from '../domain/read/export/columns.ts'
import type { ExportRows } from '../domain/read/export/scope.ts'

/** Without it, Excel takes the bytes for those of an older encoding. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** What makes a spreadsheet read a cell as a formula, in Chinese width too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^-?\d+(\.\d+)?$/

export async function* csvTexts(
  columns: readonly Column[],
  batches: AsyncGenerator<ExportRows, void, void>,
): AsyncGenerator<string, void, void> {
  const names = columns.map(({ name }) => name)
  const declared = new Set(names)
  let head = BYTE_ORDER_MARK + lines([names])
  for await (const rows of batches) {
    const records = rows.map(({ line }) => {
      const cells = cellsOf(declared, JSON.parse(line))
      return names.map((name) => harmless(String(cells.get(name) ?? '')))
    })
    yield head + lines(records)
    head = ''
  }
}

const lines = (records: string[][]) => stringify(records, { record_delimiter: '\r\n' })

/** A spreadsheet shows what follows an apostrophe as text; a negative number calculates nothing. */
export function harmless(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}
