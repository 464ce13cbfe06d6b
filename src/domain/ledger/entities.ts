/** Writes entities with their names, citations and the ranks of sources. */
import type { Tx } from '../../db/client.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { fold } from '../../lib/text.ts'
import { citationRows } from './claims.ts'
import {
  CITING_TABLES,
  type CitingTable,
  type Columns,
  ENTITY_TABLES,
  type EntityInput,
  type EntityTable,
  type LedgerInput,
} from './input.ts'
import { closeRows, insertRows, upsertRows } from './rows.ts'

export interface EntitiesWritten {
  added: number
  changed: number
  /** Sources whose rank, and publishers whose description, changed: their facts must be resolved anew. */
  reranked: string[]
  publishers: string[]
}

export async function writeEntities(tx: Tx, input: LedgerInput, revision: number): Promise<EntitiesWritten> {
  const result: EntitiesWritten = { added: 0, changed: 0, reranked: [], publishers: [] }
  const sourcesAdded = new Set<string>()
  const byTable = Map.groupBy(input.entities, (e) => e.table)
  for (const table of Object.keys(ENTITY_TABLES) as EntityTable[]) {
    const entities = byTable.get(table) ?? []
    const rows = entities.map((e) => ({ ...e.row, fromRevision: revision }))
    const { added, changed } = await upsertRows(tx, table, ENTITY_TABLES[table].key, rows)
    const touched = new Set(changed)
    if (table in CITING_TABLES) {
      for (const key of await writeCitations(tx, table as CitingTable, entities, revision)) touched.add(key)
    }
    for (const key of added) touched.delete(key)
    result.added += added.length
    result.changed += touched.size
    if (table === 'Publisher') result.publishers.push(...changed)
    if (table === 'Source') {
      result.reranked.push(...changed)
      for (const key of added) sourcesAdded.add(key)
    }
  }
  result.changed += await writeAliases(tx, input.entities, revision)
  const reranked = await writeRanks(tx, input, revision)
  result.changed += reranked.filter((source) => !sourcesAdded.has(source)).length
  result.reranked.push(...reranked)
  return result
}

/** Names are only ever added, so that an entity is still found by what it was called before. */
async function writeAliases(tx: Tx, entities: readonly EntityInput[], revision: number): Promise<number> {
  const rows: Columns[] = []
  for (const { table, row, aliases } of entities) {
    const { entity, key } = ENTITY_TABLES[table]
    if (!entity) continue
    const named = (kind: string, text: unknown) => {
      if (typeof text === 'string' && text !== '') {
        rows.push({ entity, key: row[key] as string, kind, text, folded: fold(text), fromRevision: revision })
      }
    }
    named('KEY', row[key])
    named('NAME', row['name'] ?? row['title'])
    named('NAME_ZH', row['nameZh'] ?? row['titleZh'])
    for (const alias of aliases) named('ALIAS', alias)
  }
  // New names of new entities are counted with them; a new name of an old one changes it.
  const before = await tx.alias.count()
  const added = await insertRows(tx, 'Alias', rows, true)
  return before === 0 ? 0 : added
}

async function writeCitations(
  tx: Tx,
  table: CitingTable,
  entities: readonly EntityInput[],
  revision: number,
): Promise<string[]> {
  const column = CITING_TABLES[table]
  const live = await tx.citation.findMany({
    where: { toRevision: null, [column]: { in: entities.map((e) => e.row['slug'] as string) } },
    orderBy: { ordinal: 'asc' },
  })
  const liveByKey = Map.groupBy(live, (c) => c[column] as string)
  const closed: string[] = []
  const fresh: Columns[] = []
  const touched: string[] = []
  for (const entity of entities) {
    const key = entity.row['slug'] as string
    const rows = citationRows({ [column]: key }, entity.cites, revision)
    const old = liveByKey.get(key) ?? []
    const content = (c: Columns) =>
      canonicalJson({ s: c['sourceSlug'], r: c['role'], l: c['locator'], n: c['note'] } as never)
    if (rows.map(content).join() === old.map((c) => content(c as unknown as Columns)).join()) continue
    closed.push(...old.map((c) => c.id))
    fresh.push(...rows)
    touched.push(key)
  }
  await closeRows(tx, 'Citation', closed, revision)
  await insertRows(tx, 'Citation', fresh)
  return touched
}

async function writeRanks(tx: Tx, input: LedgerInput, revision: number): Promise<string[]> {
  const sources = input.entities.filter((e) => e.table === 'Source').map((e) => e.row['slug'] as string)
  const live = await tx.sourceRank.findMany({ where: { toRevision: null, sourceSlug: { in: sources } } })
  const wanted = new Map(input.ranks.map((r) => [`${r.source}|${r.kind}`, r]))
  const gone = live.filter((r) => wanted.get(`${r.sourceSlug}|${r.kind}`)?.rank !== r.rank)
  for (const r of gone) {
    await tx.$executeRaw`UPDATE "SourceRank" SET "toRevision" = ${revision}
      WHERE "sourceSlug" = ${r.sourceSlug} AND "kind" = ${r.kind}::"FactKind" AND "toRevision" IS NULL`
  }
  for (const r of live) if (!gone.includes(r)) wanted.delete(`${r.sourceSlug}|${r.kind}`)
  const rows = [...wanted.values()].map((r) => ({
    sourceSlug: r.source,
    kind: r.kind,
    rank: r.rank,
    fromRevision: revision,
    toRevision: null,
  }))
  await insertRows(tx, 'SourceRank', rows)
  return [...new Set([...gone.map((r) => r.sourceSlug), ...rows.map((r) => r.sourceSlug)])]
}
