/** `/export/{kind}.{ndjson,csv,parquet}` and their manifests: full copies for partners. */
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import { type Caller, requireScope } from '../domain/access/caller.ts'
import { type Budget, ROUTE_COST } from '../domain/access/limits.ts'
import {
  EXPORT_KINDS,
  type ExportRange,
  exportBatches,
  exportColumns,
  exportKind,
  exportLines,
} from '../domain/read/export/lines.ts'
import { exportManifest, type Manifest, partRange } from '../domain/read/export/manifest.ts'
import { findRevision, newestRevision } from '../domain/read/revisions.ts'
import { AppError } from '../errors.ts'
import { csvTexts } from './export-csv.ts'
import { compressed, encodingFor } from './export-encoding.ts'
import { parquetBytes } from './export-parquet.ts'
import { type Ends, encoded, streamOf } from './export-stream.ts'

const PREFIX = '/export/'

/** By the ending of the address. */
const CONTENT_TYPES = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
  'manifest.json': 'application/json',
}
type Format = keyof typeof CONTENT_TYPES

interface ExportRequest extends Ends {
  db: Db
  request: Request
  url: URL
  caller: Caller
  budget?: Budget | undefined
  /** Where the feed of changes goes on from a copy of a revision; sent as `x-cursor`. */
  cursorOf?: ((revision: number) => string) | undefined
}

export function exportPath(pathname: string): boolean {
  return pathname.startsWith(PREFIX)
}

export async function exportRoute(asked: ExportRequest): Promise<Response> {
  const { db, request, url, caller, budget, cursorOf, failed, hangUp } = asked
  requireScope(caller, 'sync')
  await budget?.spend(ROUTE_COST.export)
  const { kind, format } = copyOf(url.pathname)
  const { asOf: revision, part } = parametersOf(url.searchParams, format)
  const scope = { db, ...(await revisions(db, revision)) }
  const { asOf } = scope
  // Which licences occur is known once all rows are read; nobody waits for that at the start of a whole copy.
  const needsManifest = format === 'manifest.json' || part !== null
  const manifest = needsManifest ? await exportManifest(kind, scope) : null
  const range = manifest && part !== null ? rangeOf(manifest, part) : undefined
  // Parquet is compressed within.
  const isText = format === 'ndjson' || format === 'csv'
  const encoding = isText ? encodingFor(request.headers.get('accept-encoding')) : null
  const named = `${kind}-r${asOf.revision}${part === null ? '' : `-part${part}`}.${format}`
  const headers = {
    'content-type': CONTENT_TYPES[format],
    'content-disposition': `attachment; filename="${named}"`,
    'x-revision': String(asOf.revision),
    'cache-control': 'private',
    ...(manifest && { 'x-licences': manifest.licences.map(encodeURIComponent).join(', ') }),
    ...(cursorOf && { 'x-cursor': cursorOf(asOf.revision) }),
    ...(isText && { vary: 'accept-encoding' }),
    ...(encoding && { 'content-encoding': encoding }),
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  if (manifest && format === 'manifest.json')
    return new Response(`${JSON.stringify(manifest, null, 2)}\n`, { headers })
  const chunks = chunksOf(kind, format, scope, range)
  const body = encoding ? compressed(chunks, encoding) : chunks
  return new Response(await streamOf(body, request, { failed, hangUp }), { headers })
}

function chunksOf(
  kind: string,
  format: Format,
  scope: { db: Db; asOf: AsOf; newest: AsOf },
  range: ExportRange | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  if (format === 'ndjson') return encoded(exportLines(kind, scope, range))
  const rows = exportBatches(kind, scope, range)
  const columns = exportColumns(kind)
  if (format === 'csv') return encoded(csvTexts(columns, rows))
  return parquetBytes(columns, rows, { kind, revision: String(scope.asOf.revision) })
}

function copyOf(pathname: string): { kind: string; format: Format } {
  const name = pathname.slice(PREFIX.length)
  const dot = name.indexOf('.')
  const format = name.slice(dot + 1)
  const kind = dot < 0 ? undefined : exportKind(name.slice(0, dot))
  if (kind && Object.hasOwn(CONTENT_TYPES, format)) return { kind, format: format as Format }
  throw new AppError(
    'NOT_FOUND',
    `There is no such export. There are /export/<kind>.ndjson, .csv, .parquet and .manifest.json for the kinds ${EXPORT_KINDS.join(', ')}.`,
  )
}

function parametersOf(
  parameters: URLSearchParams,
  format: Format,
): { asOf: number | null; part: number | null } {
  const known = format === 'manifest.json' ? ['asOf'] : ['asOf', 'part']
  const names = [...parameters.keys()]
  // A misspelt parameter must not give the newest revision instead of the one that was meant.
  if (names.some((name) => !known.includes(name)) || new Set(names).size < names.length)
    throw new AppError(
      'BAD_ARGUMENT',
      format === 'manifest.json'
        ? 'The only parameter is asOf, once: ?asOf=<revision>.'
        : 'The only parameter is asOf, and part for one part of a copy, each once: ?asOf=<revision>&part=<number>.',
    )
  const asOf = parameters.get('asOf')
  if (asOf !== null && !/^\d+$/.test(asOf))
    throw new AppError('BAD_ARGUMENT', 'asOf is the number of a revision, such as ?asOf=12.')
  const part = parameters.get('part')
  if (part !== null && !/^\d+$/.test(part))
    throw new AppError('BAD_ARGUMENT', 'part is the number of a part, counted from 1, such as ?part=2.')
  return { asOf: asOf === null ? null : Number(asOf), part: part === null ? null : Number(part) }
}

async function revisions(db: Db, revision: number | null): Promise<{ asOf: AsOf; newest: AsOf }> {
  const newest = await newestRevision(db)
  if (!newest) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
  if (revision === null || revision === newest.revision) return { asOf: newest, newest }
  return { asOf: await findRevision(db, { revision }, newest.time), newest }
}

function rangeOf(manifest: Manifest, part: number): ExportRange {
  const range = partRange(manifest, part)
  if (range) return range
  const { kind, revision, parts } = manifest
  throw new AppError(
    'BAD_ARGUMENT',
    `There is no part ${part}: ${kind} as of revision ${revision} has ${parts.length} parts, counted from 1.`,
  )
}
