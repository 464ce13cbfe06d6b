/** What a download is sent as: a file with what must be said of it in headers, rows for our page, or why there is none. */
import { ERROR_CODES, type ErrorCode } from '../errors.ts'
import type { Plain } from '../lib/canonical.ts'
import { BYTE_ORDER_MARK, CSV_TYPE, csvLines, harmless } from './csv.ts'
import { TABLE_TYPE, XLSX_TYPE } from './download-format.ts'
import { citation, type Download, type DownloadTable } from './download-readme.ts'
import { workbookOf } from './download-xlsx.ts'
import type { TableShape } from './table-shape.ts'

/** Of GraphQL. */
export interface Answer {
  data?: Record<string, Plain> | null
  errors?: { message: string; extensions?: { code?: string } }[]
  extensions?: { revision?: number; dryRun?: true; cost?: Download['cost']; receipt?: { url: string } }
}

/** Longer addresses are cut by servers on the way, so no header holds one. */
const MAX_LINK = 4_000

/** JSON with the status of its first error: half a table would look like a whole one. */
export function refusal(response: Response, { errors, extensions }: Answer): Response {
  const code = errors?.[0]?.extensions?.code ?? 'INTERNAL'
  const status = ERROR_CODES[code as ErrorCode]?.status ?? response.status
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  const retry = response.headers.get('retry-after')
  if (retry !== null) headers.set('retry-after', retry)
  const told = errors ?? [{ message: 'There was no answer.', extensions: { code } }]
  return new Response(`${JSON.stringify({ errors: told, extensions })}\n`, { status, headers })
}

export function tableAnswer(
  response: Response,
  answer: Answer,
  download: Download,
  shapes: readonly TableShape[],
): Response {
  const { asOf, sources, address, receipt } = download
  const tables = download.tables.map(({ name, columns, rows, goesOn }, i) => ({
    ...{ name, rows },
    // What stands above the list is the same in many rows.
    columns: columns.map(({ name, type, lists, holder }) => ({
      ...{ name, type, lists },
      isAbove: holder < shapes[i]!.spine.length - 1,
    })),
    list: shapes[i]!.list,
    lists: shapes[i]!.lists,
    goesOn: goesOn !== null,
    total: goesOn?.total ?? null,
  }))
  const table = {
    revision: asOf.revision,
    time: asOf.time,
    tables,
    sources,
    citation: citation(download),
    address,
    receipt,
  }
  const headers = new Headers(response.headers)
  headers.set('content-type', `${TABLE_TYPE}; charset=utf-8`)
  headers.delete('content-length')
  return new Response(JSON.stringify({ ...answer, table }), { status: response.status, headers })
}

export async function file(form: 'csv' | 'xlsx', download: Download, response: Response): Promise<Response> {
  const { name, asOf, sources, tables, origin, address, receipt } = download
  const codes = new Set(sources.flatMap(({ licence }) => (licence ? [licence.code] : [])))
  const [table] = tables
  const link = `${origin}${address}`
  const headers = new Headers({
    'content-type': form === 'csv' ? CSV_TYPE : XLSX_TYPE,
    'content-disposition': `attachment; filename="${name}-r${asOf.revision}.${form}"`,
    'x-revision': String(asOf.revision),
    'x-licences': [...codes].sort().map(encodeURIComponent).join(', '),
  })
  if (form === 'csv') {
    headers.set('x-row-count', String(table!.rows.length))
    if (link.length <= MAX_LINK) headers.append('link', `<${link}>; rel="alternate"; type="${XLSX_TYPE}"`)
  }
  if (tables.some(({ goesOn }) => goesOn)) headers.set('x-more-rows', 'true')
  const total = form === 'csv' ? table!.goesOn?.total : null
  if (typeof total === 'number') headers.set('x-total-count', String(total))
  if (receipt) headers.set('x-receipt-id', receipt.slice(receipt.lastIndexOf('/') + 1))
  const kept = response.headers.get('cache-control')
  if (kept !== null) headers.set('cache-control', kept)
  return new Response(form === 'csv' ? csvOf(table!) : await workbookOf(download), { headers })
}

export function csvOf({ columns, rows }: DownloadTable): string {
  const head = columns.map(({ name }) => harmless(name))
  return (
    BYTE_ORDER_MARK + csvLines([head, ...rows.map((row) => row.map((cell) => harmless(String(cell ?? ''))))])
  )
}
