/**
 * Full copies: every row of one kind as of a revision, one JSON object on a line. Rows come in the order of their
 * keys and in batches, each of a few statements of their own: no transaction stays open while a client reads, for
 * a revision does not change under it. Keys are sorted and what has no value is left out, so the same revision has
 * the same bytes.
 */
import { KIND_NAMES } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import { canonicalJson, type Plain } from '../../../lib/canonical.ts'
import { copyKind } from '../../copy-kinds.ts'
import { ENTITY_TABLES, type EntityTable } from '../../ledger/input.ts'
import { checkBatch, correctionBatch, ruleBatch } from './checks.ts'
import { claimBatch } from './claims.ts'
import { type Column, columnsFor } from './columns.ts'
import { entityBatch } from './entities.ts'
import { factBatch } from './facts.ts'
import type { ExportScope, ReadBatch } from './scope.ts'

/** Rows of a batch: what is held in memory for one client. */
const BATCH_ROWS = 500

interface Copied {
  read: ReadBatch
  columns: readonly Column[]
}

/** What is copied of a table, under its name in addresses. */
const copied = (table: string, read: ReadBatch): [string, Copied] => [
  copyKind(table),
  { read, columns: columnsFor(table) },
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

/** What is copied: all rows, or some that follow a key. */
export interface ExportRange {
  after: string
  rows: number
}

export type ExportRows = { key: string; row: Plain }[]

/** Rows in batches, at least one, which may be empty. */
export async function* exportBatches(
  kind: string,
  scope: Omit<ExportScope, 'limit'>,
  range: ExportRange = { after: '', rows: Number.POSITIVE_INFINITY },
): AsyncGenerator<ExportRows, void, void> {
  const { read } = KINDS.get(kind)!
  let { after, rows: left } = range
  for (;;) {
    const limit = Math.min(left, BATCH_ROWS)
    const rows = await read({ ...scope, limit }, after)
    yield rows
    left -= rows.length
    if (rows.length < limit || left === 0) return
    after = rows.at(-1)!.key
  }
}

/** Texts of whole lines, one for each batch. */
export async function* exportLines(
  kind: string,
  scope: Omit<ExportScope, 'limit'>,
  range?: ExportRange,
): AsyncGenerator<string, void, void> {
  for await (const rows of exportBatches(kind, scope, range)) yield linesOf(rows)
}

export function linesOf(rows: ExportRows): string {
  return rows.map(({ row }) => `${canonicalJson(row)}\n`).join('')
}

/** The rows of one kind with these keys, as copies of the revision hold them; what they lack is left out. */
export async function rowsByKey(
  kind: string,
  scope: Omit<ExportScope, 'limit' | 'only'>,
  keys: readonly string[],
): Promise<Map<string, Plain>> {
  const rows = await KINDS.get(kind)!.read({ ...scope, limit: keys.length, only: keys }, '')
  return new Map(rows.map(({ key, row }) => [key, row]))
}
