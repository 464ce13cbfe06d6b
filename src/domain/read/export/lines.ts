/**
 * Full copies: every row of one kind as of a revision, one JSON object on a line. Rows come in the order of their
 * keys and in batches, each of a few statements of their own: no transaction stays open while a client reads, for
 * a revision does not change under it. Keys are sorted and what has no value is left out, so the same revision has
 * the same bytes.
 */
import { KIND_NAMES } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import { canonicalJson } from '../../../lib/canonical.ts'
import { ENTITY_TABLES, type EntityTable } from '../../ledger/input.ts'
import { checkBatch, correctionBatch, ruleBatch } from './checks.ts'
import { claimBatch } from './claims.ts'
import { entityBatch } from './entities.ts'
import { factBatch } from './facts.ts'
import type { ExportScope, ReadBatch } from './scope.ts'

/** Rows of a batch: what is held in memory for one client. */
const BATCH_ROWS = 500

/** `TokenUsage` as it stands in addresses: `token-usage`. */
const inAddress = (name: string) => name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

const READERS: ReadonlyMap<string, ReadBatch> = new Map([
  ...(Object.keys(KIND_NAMES) as FactKind[]).map((kind): [string, ReadBatch] => [
    inAddress(KIND_NAMES[kind]),
    factBatch(kind),
  ]),
  ['claim', claimBatch],
  ['check', checkBatch],
  ['correction', correctionBatch],
  ['rule', ruleBatch],
  ...([...Object.keys(ENTITY_TABLES), 'Offer'] as (EntityTable | 'Offer')[]).map(
    (table): [string, ReadBatch] => [inAddress(table), entityBatch(table)],
  ),
])

/** What can be copied, as addresses name it: the kinds of fact, claims with what speaks for them, entities. */
export const EXPORT_KINDS: readonly string[] = [...READERS.keys()]

/** Texts of whole lines, one for each batch; at least one, which may be empty. */
export async function* exportLines(
  kind: string,
  scope: Omit<ExportScope, 'limit'>,
): AsyncGenerator<string, void, void> {
  const read = READERS.get(kind)!
  for (let after = ''; ; ) {
    const rows = await read({ ...scope, limit: BATCH_ROWS }, after)
    yield rows.map(({ row }) => `${canonicalJson(row)}\n`).join('')
    if (rows.length < BATCH_ROWS) return
    after = rows.at(-1)!.key
  }
}
