/** A download as a workbook: a sheet for each table, and README with question, sources, licences and citation. */
import writeWorkbook, { type Cell as SheetCell, type SheetData } from 'write-excel-file/node'
import { canonicalOf } from '../lib/decimal.ts'
import { type Download, type DownloadTable, readmeRows, SOURCES_HEAD } from './download-readme.ts'
import type { Cell } from './table-rows.ts'

const HEAD = { fontWeight: 'bold', backgroundColor: '#E8EDF3' } as const
const NUMERIC = new Set(['Decimal', 'Int', 'Float'])
/** What a double holds whatever the digits are. */
const DOUBLE_DIGITS = 15
/** Excel refuses a file with a longer text in it. */
const MAX_CHARS = 32_767
const CUT = ' … (cut: a cell holds no more)'
/** Of columns, in characters. */
const WIDTH = { least: 8, most: 60 }
const README = 'README'
/** Excel keeps this name for itself, and repairs a file that uses it. */
const RESERVED = 'History'

export async function workbookOf(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  const names = new Set([README, RESERVED].map((name) => name.toLowerCase()))
  const sheets = download.tables.map((table) => ({
    ...dataSheet(table),
    sheet: sheetName(table.name, names),
    stickyRowsCount: 1,
  }))
  return new Uint8Array(await writeWorkbook([...sheets, readmeSheet(download)]).toBuffer())
}

function dataSheet({ columns, rows }: DownloadTable) {
  const data: SheetData = [
    columns.map(({ name }) => ({ value: sheetText(name), type: String, ...HEAD })),
    ...rows.map((row) => row.map((cell, i) => sheetCell(cell, NUMERIC.has(columns[i]!.type)))),
  ]
  const widths = columns.map(({ name }, i) =>
    Math.max(name.length, ...rows.map((row) => longestLine(String(row[i] ?? '')))),
  )
  return {
    data,
    columns: widths.map((width) => ({ width: Math.min(WIDTH.most, Math.max(WIDTH.least, width + 2)) })),
  }
}

/** Chinese characters are twice as wide. */
function longestLine(text: string): number {
  const widthOf = (line: string) =>
    [...line.slice(0, WIDTH.most)].reduce((n, c) => n + (c > '\u2e7f' ? 2 : 1), 0)
  return Math.max(...text.split('\n', 20).map(widthOf))
}

function sheetCell(cell: Cell, isNumeric: boolean): SheetCell {
  if (cell === null || cell === '') return null
  if (typeof cell === 'boolean') return { value: cell, type: Boolean }
  const number = isNumeric ? doubleOf(String(cell)) : null
  if (number !== null) return { value: number, type: Number }
  return { value: sheetText(String(cell)), type: String }
}

/** Null where a double would not give the same digits back. */
function doubleOf(text: string): number | null {
  const number = Number(text)
  const digits = text.replace(/^-?0*\.?0*|\./g, '')
  if (!/^-?\d+(\.\d+)?$/.test(text) || digits.length > DOUBLE_DIGITS) return null
  return canonicalOf(number) === canonicalOf(text) ? number : null
}

/** What XML cannot hold, and what a spreadsheet would read as such an escape. */
const ESCAPED = /(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}|\uFFFD|_(?=x[0-9A-Fa-f]{4}_)/gu
/** Each half of a character outside the first plane by itself: the format has four digits. */
const escaped = (character: string) =>
  character
    .split('')
    .map((unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .join('')

/** Text as a workbook spells it, with the escapes of its format. */
function sheetText(text: string): string {
  const whole = text.toWellFormed().replace(ESCAPED, escaped)
  // The library looks texts up in a plain object, which knows these already.
  const spelled = whole in Object.prototype ? escaped(whole[0]!) + whole.slice(1) : whole
  return spelled.length <= MAX_CHARS ? spelled : spelled.slice(0, MAX_CHARS - CUT.length) + CUT
}

function sheetName(name: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` (${n})`
    const given = name.slice(0, 31 - suffix.length) + suffix
    if (taken.has(given.toLowerCase())) continue
    taken.add(given.toLowerCase())
    return given
  }
}

function readmeSheet(download: Download) {
  const { facts, sources } = readmeRows(download)
  const text = (value: string, more: object = {}): SheetCell =>
    value === '' ? null : { value: sheetText(value), type: String, wrap: true, alignVertical: 'top', ...more }
  const none = [
    [text('Sources'), text('No claim was read for this answer: it holds no value that a source states.')],
  ]
  const data: SheetData = [
    ...facts.map(([label = '', value = '']) => [text(label, { fontWeight: 'bold' }), text(value)]),
    [],
    ...(sources.length === 0
      ? none
      : [
          SOURCES_HEAD.map((value) => text(value, HEAD)),
          ...sources.map((row) => row.map((value) => text(value))),
        ]),
  ]
  return { data, sheet: README, columns: [34, 80, 24, 40, 28, 36, 60].map((width) => ({ width })) }
}
