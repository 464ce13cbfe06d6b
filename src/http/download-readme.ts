/** What stands beside the rows of a download: what was asked, what it rests on, and how to cite it. */
import type { AsOf } from '../db/as-of.ts'
import type { SourceBehind, SourceUse } from '../domain/receipts/behind.ts'
import { LIMITS } from '../graphql/limits.ts'
import type { ListNote } from '../graphql/note-lists.ts'
import type { Cell } from './table-rows.ts'
import type { TableColumn } from './table-shape.ts'

export interface DownloadTable {
  name: string
  columns: readonly TableColumn[]
  rows: readonly (readonly Cell[])[]
  /** That the rows go on where the table ends; null where these are all. */
  goesOn: ListNote | null
  /** Lists above or within the rows that hold only a part. */
  others: readonly ListNote[]
}

export interface Download {
  /** Of the operation, else of its first root field. */
  name: string
  query: string
  variables: Readonly<Record<string, unknown>>
  asOf: AsOf
  /** Scheme and host. */
  origin: string
  /** The same question, pinned to the revision: as a download, and in GraphiQL. */
  address: string
  openAddress: string
  /** Path of the receipt that was made with it. */
  receipt: string | null
  cost: { requested: number; limit: number } | null
  tables: readonly DownloadTable[]
  sources: readonly SourceBehind[]
}

/** Cells of one row of the README sheet. */
export type ReadmeRow = readonly string[]

/** Characters of a cell that every spreadsheet holds; a question may be longer. */
const CELL_CHARS = 30_000

const USES: Readonly<Record<SourceUse, string>> = {
  PREFERRED: 'preferred: a value above is what it states',
  COMPARED: 'compared: a rival, or what a value was checked against or computed from',
  DESCRIBES: 'describes: names, roles and the like',
}

/** Headings first; the sources follow `SOURCES_HEAD`. */
export const SOURCES_HEAD: ReadmeRow = [
  'Source',
  'Attribution, to print beside its numbers',
  'Licence',
  'Licence text',
  'May its values be passed on?',
  'How it was used',
  'Address',
]

export function readmeRows(download: Download): { facts: ReadmeRow[]; sources: ReadmeRow[] } {
  const { query, variables, asOf, origin, address, openAddress, receipt, cost, tables } = download
  const facts: ReadmeRow[] = [
    ['AI Economy Facts', 'Every number here is what a source states; the sources stand below.'],
    ...chunks(query.trim()).map((text, i): ReadmeRow => [i === 0 ? 'Question (GraphQL)' : '', text]),
    ['Variables', Object.keys(variables).length > 0 ? JSON.stringify(variables, null, 2) : 'none'],
    ['Answered from', `revision ${asOf.revision}, made ${asOf.time.toISOString()}`],
    ['The same again', `${origin}${address}`],
    ['Ask it in GraphiQL', `${origin}${openAddress}`],
    ...(receipt ? [['Receipt', `${origin}${receipt}`]] : []),
    ['Cost', cost ? `${cost.requested} of ${cost.limit} that one question may cost` : 'not told'],
    ...tables.flatMap((table) => rowFacts(table)),
    ['How to read it', HOW_TO_READ],
    ['How to cite it', citation(download)],
    ['Licence of the compilation', 'CC BY 4.0, https://creativecommons.org/licenses/by/4.0/'],
    ['Licence of the values', 'Each source has terms of its own: see below.'],
  ]
  return { facts, sources: download.sources.map(sourceRow) }
}

const HOW_TO_READ =
  'Columns are fields of the question, by their path. An empty cell means that nothing is known or that a list is empty. ' +
  'Several values in a cell are separated by " | ", lists of these by " || "; a bar within a value is written "\\|", a backslash "\\\\". ' +
  'Numbers that a spreadsheet would round are kept as text.'

/** The first row that is not a fact about the rows says what is missing. */
function rowFacts({ name, rows, goesOn, others }: DownloadTable): ReadmeRow[] {
  return [
    [`Rows of ${name}`, rowsText(rows.length, goesOn)],
    ...others.map((note): ReadmeRow => {
      const of = note.total === null ? '' : `, one of them with ${note.total} items in all`
      return [
        `Cut lists of ${name}`,
        `${note.path.join('.')} goes on where it ends${of}: ask for more with first.`,
      ]
    }),
  ]
}

/** `20 of 143: …`, with the way to the rest. */
function rowsText(count: number, goesOn: ListNote | null): string {
  if (!goesOn) return `${count}, and these are all`
  const { total, after } = goesOn
  const rest =
    after === null
      ? `ask for more with first`
      : `ask on with after: "${after}", in pages of up to first: ${LIMITS.pageMax}, or take a full copy from /export`
  return total === null
    ? `${count}, and there may be more: ${rest}`
    : `only the first ${count}, of ${total} in all: ${rest}`
}

export function citation({ asOf, origin, openAddress, receipt }: Download): string {
  const day = asOf.time.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })
  const [date, year] = day.split(', ')
  return `AI Economy Facts. (${year}, ${date}). Answer from revision ${asOf.revision} [Data set]. ${origin}${receipt ?? openAddress}`
}

function sourceRow({ title, titleZh, attribution, licence, mayGoOut, use, url }: SourceBehind): ReadmeRow {
  return [
    titleZh ? `${title} (${titleZh})` : title,
    attribution,
    licence?.name ?? 'not known',
    licence?.url ?? '',
    licence ? (mayGoOut ? 'yes, under its licence' : 'NO') : 'its terms are not known: single facts only',
    USES[use],
    url ?? '',
  ]
}

function chunks(text: string): string[] {
  const found: string[] = []
  for (let at = 0; at < text.length || at === 0; at += CELL_CHARS) found.push(text.slice(at, at + CELL_CHARS))
  return found
}
