/** CSV that a spreadsheet opens right: marked as UTF-8, and without a cell that it would calculate. */
import { stringify } from 'csv-stringify/sync'

/** Begins every file: without it, Excel takes the bytes for those of an older encoding. */
export const BYTE_ORDER_MARK = '\uFEFF'

export const CSV_TYPE = 'text/csv; charset=utf-8; header=present'

/** What makes a spreadsheet read a cell as a formula, in Chinese width too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^-?\d+(\.\d+)?$/

/** Either half of a line's end ends a line for some readers, so a cell with one of them is quoted as well. */
export const csvLines = (records: readonly (readonly string[])[]): string =>
  stringify(records as string[][], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ })

/** A spreadsheet shows what follows an apostrophe as text; a negative number calculates nothing. */
export function harmless(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}
