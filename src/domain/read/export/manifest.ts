/**
 * What a full copy holds, so that a client can tell that its own is whole: rows, bytes and digests of the lines, of
 * all and of each part, and the lines to print beside the numbers. It takes one reading of all rows, none of which is
 * kept.
 */
import { createHash, type Hash } from 'node:crypto'
import { AppError } from '../../../errors.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { attributionOf, licenceOf } from '../licence.ts'
import { createReader } from '../reader.ts'
import { NO_FILTERS } from './filters.ts'
import { type ExportRange, exportBatches, exportColumns, linesOf } from './lines.ts'
import type { CopyScope, ExportRows } from './scope.ts'

const PART_ROWS = 10_000

interface Part {
  /** The key of the row before its first; empty for the first part. */
  after: string
  rows: number
  sha256: string
}

export interface Manifest {
  kind: string
  revision: number
  time: string
  /** What the copy was narrowed to; undefined for a whole one. */
  filter?: Record<string, readonly string[]> | undefined
  rows: number
  /** Of the lines, uncompressed. */
  bytes: number
  sha256: string
  columns: string[]
  attribution: string[]
  licences: string[]
  parts: Part[]
}

/** The rows of a part, counted from 1; undefined where there is no such part. */
export function partRange({ parts }: Manifest, number: number): ExportRange | undefined {
  const part = parts[number - 1]
  return part && { after: part.after, rows: part.rows }
}

/** @throws AppError UNAVAILABLE once the signal is aborted. */
export async function makeManifest(kind: string, scope: CopyScope, signal: AbortSignal): Promise<Manifest> {
  const { asOf, filters = NO_FILTERS } = scope
  const whole = createHash('sha256')
  const parts: (Omit<Part, 'sha256'> & { hash: Hash })[] = []
  const named = sourceCollector(kind, scope)
  let bytes = 0
  let after = ''
  for await (const batch of exportBatches(kind, scope)) {
    if (signal.aborted) throw new AppError('UNAVAILABLE', 'The server is being stopped; ask again.')
    // A batch may end one part and begin the next.
    for (let from = 0; from < batch.length; ) {
      let part = parts.at(-1)
      if (!part || part.rows === PART_ROWS) {
        part = { after, rows: 0, hash: createHash('sha256') }
        parts.push(part)
      }
      const rows = batch.slice(from, from + PART_ROWS - part.rows)
      const lines = Buffer.from(linesOf(rows))
      whole.update(lines)
      part.hash.update(lines)
      part.rows += rows.length
      bytes += lines.length
      after = rows.at(-1)!.key
      from += rows.length
    }
    await named.add(batch)
  }
  return {
    kind,
    revision: asOf.revision,
    time: asOf.time.toISOString(),
    ...(filters.size > 0 && { filter: Object.fromEntries(filters) }),
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    bytes,
    sha256: whole.digest('hex'),
    columns: exportColumns(kind).map(({ name }) => name),
    ...(await named.terms()),
    parts: parts.map(({ hash, ...part }) => ({ ...part, sha256: hash.digest('hex') })),
  }
}

/** Gathers the sources that rows rest on: those they name, and those of the claims they name. */
function sourceCollector(kind: string, { db, asOf }: CopyScope) {
  const slugs = new Set<string>()
  const add = async (rows: ExportRows) => {
    const claims = new Set<string>()
    for (const { key, line } of rows) {
      if (kind === 'source') slugs.add(key)
      collect(JSON.parse(line), slugs, claims)
    }
    if (claims.size === 0) return
    const found = await db.$queryRaw<{ slug: string }[]>`
      SELECT DISTINCT c."sourceSlug" AS slug FROM "Claim" c WHERE c."id" = ANY(${[...claims]})`
    for (const { slug } of found) slugs.add(slug)
  }
  const terms = async () => {
    const read = createReader(db, asOf)
    const sources = await Promise.all([...slugs].map((slug) => read.source.load(slug)))
    const known = sources.filter((source) => source !== null && source !== undefined)
    const attribution = await Promise.all(known.map((source) => attributionOf(read, source)))
    const licences = await Promise.all(known.map(({ slug }) => licenceOf(read, slug)))
    return {
      attribution: distinct(attribution),
      licences: distinct(licences.flatMap((licence) => (licence ? [licence.code] : []))),
    }
  }
  return { add, terms }
}

function collect(value: Plain, slugs: Set<string>, claims: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const inner of value) collect(inner, slugs, claims)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object') collect(inner, slugs, claims)
    if (key === 'source' && typeof inner === 'string') slugs.add(inner)
    if ((key === 'claimId' || key === 'successorId') && typeof inner === 'string') claims.add(inner)
    if (key === 'rivalIds' && Array.isArray(inner)) for (const id of inner) claims.add(id)
  }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
