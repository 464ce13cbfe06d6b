/**
 * Full copies: every row of one kind as of a revision, one JSON object on a line. Rows come in the order of their
 * keys and in batches, each of a few statements of their own: no transaction stays open while a client reads, for
 * a revision does not change under it. Keys are sorted and what has no value is left out, so the same revision has
 * the same bytes.
 */
import { KIND_NAMES } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { copyKind } from '../../copy-kinds.ts'
import { ENTITY_TABLES, type EntityTable } from '../../ledger/input.ts'
import { checkBatch, correctionBatch, ruleBatch } from './checks.ts'
import { claimBatch } from './claims.ts'
import { type Column, columnsFor } from './columns.ts'
import { entityBatch } from './entities.ts'
import { factBatch } from './facts.ts'
import { filterNames, keyName } from './filters.ts'
import { type CopyScope, type ExportRows, type ReadBatch, termsFor } from './scope.ts'

/** Rows of the first batch, so that something is sent at once, and of the others: what is held for a client, twice. */
const FIRST_ROWS = 100
const BATCH_ROWS = 500

interface Copied {
  read: ReadBatch
  columns: readonly Column[]
  key: string
  filters: readonly string[]
}

/** What is copied of a table, under its name in addresses. */
const copied = (table: string, read: ReadBatch): [string, Copied] => [
  copyKind(table),
  { read, columns: columnsFor(table), key: keyName(table), filters: filterNames(table) },
]

const KINDS: ReadonlyMap<string, Copied> = new Map([
  ...(Object.keys(KIND_NAMES) as FactKind[]).map((kind) => copied(KIND_NAMES[kind], factBatch(kind))),
  copied('Claim', claimBatch),
  copied('Check', checkBatch),
  copied('Correction', correctionBatch),
  copied('Rule', ruleBatch),
  ...([...Object.keys(ENTITY_TABLES), 'Offer'] as (EntityTable | 'Offer')[]).map((table) =>
    copied(table, entityBatch(table)),
  ),
])

/** What can be copied, as addresses name it: the kinds of fact, claims with what speaks for them, entities. */
export const EXPORT_KINDS: readonly string[] = [...KINDS.keys()]

/** By their own names and, as lists are mostly named, by the plurals of these: `price`, `prices`. */
const BY_NAME: ReadonlyMap<string, string> = new Map(
  EXPORT_KINDS.flatMap((kind) => [
    [kind, kind],
    [`${kind}s`.replace(/ys$/, 'ies'), kind],
  ]),
)

export function exportKind(name: string): string | undefined {
  return BY_NAME.get(name)
}

/** The columns of a copy as a table, in their order. */
export function exportColumns(kind: string): readonly Column[] {
  return KINDS.get(kind)!.columns
}

/** By what a copy may be narrowed. */
export function exportFilters(kind: string): readonly string[] {
  return KINDS.get(kind)!.filters
}

/** What is copied: all rows, or some that follow a key. */
export interface ExportRange {
  after: string
  rows: number
}

/** Rows in batches, at least one, which may be empty. */
export function exportBatches(
  kind: string,
  scope: CopyScope,
  range: ExportRange = { after: '', rows: Number.POSITIVE_INFINITY },
): AsyncGenerator<ExportRows, void, void> {
  return readAhead(batches(kind, scope, range))
}

async function* batches(
  kind: string,
  copy: CopyScope,
  { after: from, rows }: ExportRange,
): AsyncGenerator<ExportRows, void, void> {
  const { read } = KINDS.get(kind)!
  const scope = { ...copy, terms: termsFor(copy) }
  let after = from
  let left = rows
  for (let most = FIRST_ROWS; ; most = BATCH_ROWS) {
    const limit = Math.min(left, most)
    const batch = await read({ ...scope, limit }, after)
    yield batch
    left -= batch.length
    if (batch.length < limit || left === 0) return
    after = batch.at(-1)!.key
  }
}

/** Has the database read the next batch, and no more, while the one before is written and sent. */
async function* readAhead<T>(source: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  try {
    let next = source.next()
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = source.next()
      // Thrown when it is its turn.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await source.return()
  }
}

/** Texts of whole lines, one for each batch. */
export async function* exportLines(
  kind: string,
  scope: CopyScope,
  range?: ExportRange,
): AsyncGenerator<string, void, void> {
  for await (const rows of exportBatches(kind, scope, range)) yield linesOf(rows)
}

export function linesOf(rows: ExportRows): string {
  return rows.map(({ line }) => `${line}\n`).join('')
}

/** The rows of one kind with these keys, as copies of the revision hold them; what they lack is left out. */
export async function rowsByKey(
  kind: string,
  scope: CopyScope,
  keys: readonly string[],
): Promise<Map<string, Plain>> {
  const filters = new Map([[KINDS.get(kind)!.key, keys]])
  const batch = { ...scope, terms: termsFor(scope), limit: keys.length, filters }
  const rows = await KINDS.get(kind)!.read(batch, '')
  return new Map(rows.map(({ key, line }) => [key, JSON.parse(line)]))
}
