/**
 * What a full copy holds, so that a client can tell that its own is whole: rows, bytes and digests of the lines, of
 * all and of each part, and the lines to print beside the numbers. It takes one reading of all rows, none of which is
 * kept, and is then remembered.
 */
import { createHash, type Hash } from 'node:crypto'
import type { Db } from '../../../db/client.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { attributionOf, licenceOf } from '../licence.ts'
import { createReader } from '../reader.ts'
import { type ExportRange, type ExportRows, exportBatches, exportColumns, linesOf } from './lines.ts'
import type { ExportScope } from './scope.ts'

/** Rows of a part: whole batches. */
const PART_ROWS = 10_000

/** Manifests that are remembered for a database. */
const REMEMBERED = 200

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
  rows: number
  /** Of the lines, uncompressed. */
  bytes: number
  sha256: string
  columns: string[]
  attribution: string[]
  licences: string[]
  parts: Part[]
}

type Scope = Omit<ExportScope, 'limit'>

const remembered = new WeakMap<Db, Map<string, Promise<Manifest>>>()

/** Of those who ask at the same time, only the first has the rows read. */
export function exportManifest(kind: string, scope: Scope): Promise<Manifest> {
  const { db, asOf, newest } = scope
  const known = remembered.get(db) ?? new Map<string, Promise<Manifest>>()
  remembered.set(db, known)
  // Of an older revision, the newest one decides what is withheld.
  const key = `${kind} ${asOf.revision} ${newest.revision}`
  const manifest = known.get(key) ?? compute(kind, scope)
  // The one that was asked for last stands last.
  known.delete(key)
  known.set(key, manifest)
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  manifest.catch(() => {
    if (known.get(key) === manifest) known.delete(key)
  })
  return manifest
}

/** The rows of a part, counted from 1; undefined where there is no such part. */
export function partRange({ parts }: Manifest, number: number): ExportRange | undefined {
  const part = parts[number - 1]
  return part && { after: part.after, rows: part.rows }
}

async function compute(kind: string, scope: Scope): Promise<Manifest> {
  const { asOf } = scope
  const whole = createHash('sha256')
  const parts: (Omit<Part, 'sha256'> & { hash: Hash })[] = []
  const named = sourceCollector(kind, scope)
  let bytes = 0
  let after = ''
  for await (const rows of exportBatches(kind, scope)) {
    if (rows.length === 0) continue
    let part = parts.at(-1)
    if (!part || part.rows === PART_ROWS) {
      part = { after, rows: 0, hash: createHash('sha256') }
      parts.push(part)
    }
    const lines = Buffer.from(linesOf(rows))
    whole.update(lines)
    part.hash.update(lines)
    part.rows += rows.length
    bytes += lines.length
    after = rows.at(-1)!.key
    await named.add(rows)
  }
  return {
    kind,
    revision: asOf.revision,
    time: asOf.time.toISOString(),
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    bytes,
    sha256: whole.digest('hex'),
    columns: exportColumns(kind).map(({ name }) => name),
    ...(await named.terms()),
    parts: parts.map(({ hash, ...part }) => ({ ...part, sha256: hash.digest('hex') })),
  }
}

/** Gathers the sources that rows rest on: those they name, and those of the claims they name. */
function sourceCollector(kind: string, { db, asOf }: Scope) {
  const slugs = new Set<string>()
  const add = async (rows: ExportRows) => {
    const claims = new Set<string>()
    for (const { key, row } of rows) {
      if (kind === 'source') slugs.add(key)
      collect(row, slugs, claims)
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
