/** A chart as a file: picture, table, or all of it as JSON. */
import type { Look, Table } from '../charts/chart.ts'
import { painter } from '../charts/painter.ts'
import { jobOf, specOf, titleOf } from '../charts/picture.ts'
import { CHART_COST } from '../graphql/limits.ts'
import type { Behalf } from './ask.ts'
import type { ChartAnswer } from './chart-answer.ts'
import { BYTE_ORDER_MARK, CSV_TYPE, csvLines, harmless } from './csv.ts'
import type { Made } from './kept.ts'

/** By the ending of the address. */
export const CHART_TYPES = {
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
  csv: CSV_TYPE,
} as const
export type ChartFormat = keyof typeof CHART_TYPES

/** For who opens the picture by itself: it holds its style and font, and needs nothing else. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"

/** Where a chart is found, each an absolute address. */
export interface ChartLinks {
  svg: string
  png: string
  csv: string
  json: string
  page: string
  embed: string
  graphiql: string
}

export async function chartFile(
  format: ChartFormat,
  answer: ChartAnswer,
  look: Look,
  { links, chosen }: { links: ChartLinks; chosen: Readonly<Record<string, string>> },
  behalf: Behalf,
): Promise<Made> {
  const headers = {
    'content-type': CHART_TYPES[format],
    'x-revision': String(answer.revision.number),
    ...(format === 'svg' ? { 'content-security-policy': PICTURE_POLICY } : {}),
    ...(format === 'csv' ? csvHeaders(answer) : {}),
  }
  if (format === 'csv') return { headers, body: csv(answer.table) }
  if (format === 'json') return { headers, body: json(answer, look, links, chosen) }
  return { headers, body: await pictureOf(answer, look, format, behalf) }
}

/** @throws AppError RATE_LIMITED: each picture is charged, for one answer may be drawn in thousands of looks. */
export async function pictureOf(
  answer: ChartAnswer,
  look: Look,
  format: 'svg' | 'png',
  { budget }: Behalf,
): Promise<Uint8Array> {
  await budget?.spend(CHART_COST[format])
  return painter().draw(jobOf(answer, look, format))
}

const fileName = ({ chart, revision }: ChartAnswer) => `${chart.name}-revision-${revision.number}`

/** What is withheld stands in a header, so that the file is rows and nothing else. */
const csvHeaders = (answer: ChartAnswer) => ({
  'content-disposition': `attachment; filename="${fileName(answer)}.csv"`,
  'x-withheld': String(answer.table.withheld),
})

function csv({ columns, rows }: Table): string {
  const names = columns.map(({ name }) => name)
  const records = rows.map((row) => names.map((name) => harmless(row[name] ?? '')))
  return BYTE_ORDER_MARK + csvLines([names, ...records])
}

function json(
  answer: ChartAnswer,
  look: Look,
  links: ChartLinks,
  parameters: Readonly<Record<string, string>>,
): string {
  const { chart, table, revision, variables } = answer
  const { columns, rows, sources, withheld, notes } = table
  const { language } = look
  return `${JSON.stringify({
    name: chart.name,
    title: titleOf(answer, look),
    description: chart.description[language],
    ...{ revision: revision.number, time: revision.time, query: chart.query, variables, parameters },
    columns: columns.map(({ name, label }) => ({ name, label: label[language] })),
    ...{ rows, sources, withheld, notes: notes.map((note) => note[language]), links },
    spec: specOf(answer, look),
  })}\n`
}
