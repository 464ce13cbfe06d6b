/** Tables of CSV files as texts: nothing is taken for a number, a date or nothing before a format says so. */
import { CsvError, parse } from 'csv-parse/sync'
import { decodeText } from '../market/numbers.ts'
import { type InputFile, InputProblem } from '../market/types.ts'

export interface CsvTable {
  columns: readonly string[]
  rows: readonly CsvRow[]
}

export interface CsvRow {
  /** In the file, for messages; a quoted field may hold line breaks, so it is not the number of the row. */
  line: number
  /** The trimmed text of a column; empty where there is none. `NA` is a text, namely Namibia's code. */
  get(column: string): string
}

/** @throws InputProblem when it is no CSV, holds a NUL, or its rows differ in length. */
function readTable(file: InputFile): CsvTable {
  const text = decodeText(file.path, file.bytes)
  const nul = text.indexOf('\0')
  // Postgres stores no text with it: one field would end the import of all files with an error of the database.
  if (nul !== -1)
    throw new InputProblem(
      `${file.path}:${text.slice(0, nul).split('\n').length}`,
      'holds a NUL, which no table has; the file is broken or is no text',
    )
  try {
    const parsed = parse(text, { bom: true, info: true, skip_empty_lines: true }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    const [head, ...body] = parsed
    const columns = (head?.record ?? []).map((name) => name.trim())
    const places = new Map(columns.map((name, i) => [name, i]))
    return {
      columns,
      rows: body.map(({ record, info }) => ({
        line: info.lines,
        get: (column) => record[places.get(column) ?? -1]?.trim() ?? '',
      })),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new InputProblem(file.path, `is no CSV: ${error.message}`)
  }
}

/** @throws InputProblem naming the columns that a format needs and a table has not. */
export function needColumns(path: string, table: CsvTable, needed: readonly string[], format: string): void {
  const missing = needed.filter((name) => !table.columns.includes(name))
  if (missing.length > 0)
    throw new InputProblem(
      path,
      `has no column ${missing.map((name) => `"${name}"`).join(', ')}, so it is no file of the format ${format}; ` +
        `it has ${table.columns.map((name) => `"${name}"`).join(', ') || 'none'}`,
    )
}

export const acceptsCsv = (path: string): boolean => /\.csv$/i.test(path)

/** The one file of an input: each is a release of its own. */
export function onlyTable(files: readonly InputFile[], format: string): { path: string; table: CsvTable } {
  const [file] = files
  if (!file || files.length > 1)
    throw new InputProblem(format, `reads one file at a time, and these are ${files.length}`)
  return { path: file.path, table: readTable(file) }
}
