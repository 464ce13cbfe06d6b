/** `/export/{kind}.{ndjson,csv,parquet}` and their manifests: full copies for partners. */
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import { type Caller, requireScope } from '../domain/access/caller.ts'
import { type Budget, ROUTE_COST } from '../domain/access/limits.ts'
import { checkFilters, filterText, NO_FILTERS } from '../domain/read/export/filters.ts'
import { type ExportRange, exportBatches, exportColumns, exportLines } from '../domain/read/export/lines.ts'
import { type Manifest, partRange } from '../domain/read/export/manifest.ts'
import { exportManifest } from '../domain/read/export/manifests.ts'
import type { CopyScope } from '../domain/read/export/scope.ts'
import type { ChooseDb } from '../domain/read/reads.ts'
import { findRevision, newestOf } from '../domain/read/revisions.ts'
import { AppError } from '../errors.ts'
import { csvTexts } from './export-csv.ts'
import { compressed, encodingFor } from './export-encoding.ts'
import { CONTENT_TYPES, EXPORT_PREFIX, type ExportAsked, exportAsked } from './export-parameters.ts'
import { parquetBytes } from './export-parquet.ts'
import { type Ends, encoded, streamOf } from './export-stream.ts'

interface ExportRequest extends Ends {
  db: Db
  /** Where a copy is read. */
  choose: ChooseDb
  request: Request
  url: URL
  caller: Caller
  budget?: Budget | undefined
  /** Where the feed of changes goes on from a copy of a revision; sent as `x-cursor`. */
  cursorOf?: ((revision: number) => string) | undefined
  /** Aborted when the server stops. */
  stopping: AbortSignal
}

export function exportPath(pathname: string): boolean {
  return pathname.startsWith(EXPORT_PREFIX)
}

export async function exportRoute(asked: ExportRequest): Promise<Response> {
  const { db, choose, request, url, caller, budget, cursorOf, stopping, failed, hangUp } = asked
  requireScope(caller, 'sync')
  await budget?.spend(ROUTE_COST.export)
  const { kind, format, asOf: revision, part, filters } = exportAsked(url)
  const { asOf, newest } = await revisions(db, revision)
  const scope = { db: await choose(asOf, newest), filters, asOf, newest }
  await checkFilters(db, asOf, filters)
  // Which licences occur is known once all rows are read; nobody waits for that at the start of a whole copy.
  const needsManifest = format === 'manifest.json' || part !== null
  const manifest = needsManifest ? await exportManifest(kind, scope, stopping, db) : null
  const range = manifest && part !== null ? rangeOf(manifest, part) : undefined
  // Parquet is compressed within.
  const isText = format === 'ndjson' || format === 'csv'
  const encoding = isText ? encodingFor(request.headers.get('accept-encoding')) : null
  const filter = filterText(filters)
  const named = `${kind}-r${asOf.revision}${filter && '-filtered'}${part === null ? '' : `-part${part}`}.${format}`
  const headers = {
    'content-type': CONTENT_TYPES[format],
    'content-disposition': `attachment; filename="${named}"`,
    'x-revision': String(asOf.revision),
    'cache-control': 'private',
    ...(filter && { 'x-filter': filter }),
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
  format: ExportAsked['format'],
  scope: CopyScope,
  range: ExportRange | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  if (format === 'ndjson') return encoded(exportLines(kind, scope, range))
  const rows = exportBatches(kind, scope, range)
  const columns = exportColumns(kind)
  if (format === 'csv') return encoded(csvTexts(columns, rows))
  const filter = filterText(scope.filters ?? NO_FILTERS)
  const told = { kind, revision: String(scope.asOf.revision), ...(filter && { filter }) }
  return parquetBytes(columns, rows, told)
}

async function revisions(db: Db, revision: number | null): Promise<{ asOf: AsOf; newest: AsOf }> {
  const newest = await newestOf(db)
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
