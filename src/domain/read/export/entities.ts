/** Entities, sources and vocabulary in full copies, as the revision described them. */
import { appearedBy } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { CITING_TABLES, type CitingTable, ENTITY_TABLES, type EntityTable } from '../../ledger/input.ts'
import { attributionOf } from '../licence.ts'
import { createReader, type Reader } from '../reader.ts'
import type { Source } from '../rows.ts'
import { asDescribed } from '../versions.ts'
import { plainCitation, plainColumns } from './plain.ts'
import { type ExportScope, exportRow, inBatch, type ReadBatch } from './scope.ts'

interface EntityRow {
  [column: string]: unknown
  fromRevision: number
  changedIn: number
}

/** Offers are entities whose description never changes. */
export function entityBatch(table: EntityTable | 'Offer'): ReadBatch {
  const keyColumn = table === 'Offer' ? 'slug' : ENTITY_TABLES[table].key
  const keyOf = (row: EntityRow) => row[keyColumn] as string
  return async (scope, after) => {
    const { db, asOf } = scope
    const found = await rowsAfter(scope, table, Prisma.raw(`t."${keyColumn}"`), after)
    const rows = table === 'Offer' ? found : await asDescribed(db, asOf, table, keyOf, found)
    const read = createReader(db, asOf)
    return Promise.all(
      rows.map(async (row) => {
        const { fromRevision, changedIn, sortKey, ...described } = row
        const more = table === 'Offer' ? {} : await besides(read, table, keyOf(row), row)
        const revisions = { recordedIn: fromRevision, describedIn: changedIn }
        return exportRow(keyOf(row), { ...plainColumns(described), ...revisions, ...more })
      }),
    )
  }
}

function rowsAfter(scope: ExportScope, table: string, key: Prisma.Sql, after: string) {
  const { db, asOf, limit } = scope
  return db.$queryRaw<EntityRow[]>`
    SELECT t.* FROM ${Prisma.raw(`"${table}"`)} t WHERE ${inBatch(table, key, scope, after)} AND ${appearedBy('t', asOf)}
    ORDER BY ${key} LIMIT ${limit}`
}

/** What belongs to an entity and stands in other tables: further names, sources, the line to print. */
async function besides(read: Reader, table: EntityTable, key: string, row: EntityRow) {
  const { entity } = ENTITY_TABLES[table]
  const more: Record<string, Plain> = {}
  if (entity) more.aliases = (await read.aliases.load(`${entity}/${key}`)).map((a) => a.text)
  if (table in CITING_TABLES) {
    const citations = await read.citationsOfEntity.load(`${CITING_TABLES[table as CitingTable]}/${key}`)
    more.provenance = citations.map(plainCitation)
  }
  if (table === 'Source') more.attribution = await attributionOf(read, row as unknown as Source)
  return more
}
