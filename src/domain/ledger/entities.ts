/** Writes entities with their names, citations and the ranks of sources. */
import type { Db, Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { contentId } from '../../lib/ids.ts'
import { fold } from '../../lib/text.ts'
import { citationRows } from './claim-content.ts'
import {
  CITING_TABLES,
  type CitationInput,
  type CitingTable,
  type Columns,
  EDITORIAL_SOURCE,
  ENTITY_TABLES,
  type EntityInput,
  type EntityTable,
  type LedgerInput,
  type Rejection,
} from './input.ts'
import { keptCites } from './kept-cites.ts'
import { closeRows, insertRows, upsertRows } from './rows.ts'
import { withSeedsBehind } from './seeded-hubs.ts'
import type { AliasInput } from './snapshot-input.ts'

export interface EntitiesWritten {
  added: number
  changed: number
  /** Sources whose rank, and publishers whose description, changed: their facts must be resolved anew. */
  reranked: string[]
  publishers: string[]
  /** Units that are called otherwise now. */
  units: string[]
  rejected: Rejection[]
}

export async function writeEntities(tx: Tx, input: LedgerInput, revision: number): Promise<EntitiesWritten> {
  const result: EntitiesWritten = {
    ...{ added: 0, changed: 0 },
    ...{ reranked: [], publishers: [], units: [], rejected: [] },
  }
  const [added, changed] = [new Set<string>(), new Set<string>()]
  const accepted: EntityInput[] = []
  // Background that is there already describes nothing, but may bring a further name.
  const named: EntityInput[] = []
  const byTable = Map.groupBy(input.entities, (e) => e.table)
  for (const table of Object.keys(ENTITY_TABLES) as EntityTable[]) {
    const all = byTable.get(table) ?? []
    const given = table === 'Hub' ? await withSeedsBehind(tx, input, all) : all
    const absent = await absentOrDescribing(tx, table, given)
    const there = new Set(absent)
    named.push(...given.filter((e) => !there.has(e)))
    const entities = await withoutFixedChanges(tx, table, absent, result.rejected)
    const rows = entities.map((e) => ({ ...e.row, fromRevision: revision, changedIn: revision }))
    const written = await upsertRows(tx, table, ENTITY_TABLES[table].key, rows)
    for (const key of written.added) added.add(`${table}/${key}`)
    for (const key of written.changed) changed.add(`${table}/${key}`)
    if (table in CITING_TABLES) {
      for (const key of await writeCitations(tx, table as CitingTable, entities, revision))
        changed.add(`${table}/${key}`)
    }
    if (table === 'Publisher') result.publishers.push(...written.changed)
    if (table === 'Unit') result.units.push(...written.changed)
    if (table === 'Source') result.reranked.push(...written.changed)
    accepted.push(...entities)
  }
  for (const entity of await writeAliases(tx, accepted, named, revision)) changed.add(entity)
  result.reranked.push(...(await writeRanks(tx, input, revision)))
  for (const source of result.reranked) changed.add(`Source/${source}`)
  result.added = added.size
  // What was added was described for the first time, not anew.
  result.changed = [...changed].filter((entity) => !added.has(entity)).length
  return result
}

/** Leaves out background that is there already. */
async function absentOrDescribing(
  tx: Tx,
  table: EntityTable,
  entities: readonly EntityInput[],
): Promise<readonly EntityInput[]> {
  if (!entities.some((e) => e.onlyIfAbsent)) return entities
  const { key } = ENTITY_TABLES[table]
  const column = Prisma.raw(`"${key}"`)
  const rows = await tx.$queryRaw<{ key: string }[]>`SELECT ${column} AS key FROM ${Prisma.raw(`"${table}"`)}`
  const known = new Set(rows.map((r) => r.key))
  return entities.filter((e) => !e.onlyIfAbsent || !known.has(e.row[key] as string))
}

/** Leaves out entities that would change what never changes: such a thing is another entity, with a key of its own. */
export async function withoutFixedChanges(
  tx: Db | Tx,
  table: EntityTable,
  entities: readonly EntityInput[],
  rejected: Rejection[],
): Promise<readonly EntityInput[]> {
  const { key, fixed } = ENTITY_TABLES[table]
  if (fixed.length === 0 || entities.length === 0) return entities
  const keys = entities.map((e) => e.row[key] as string)
  const rows = await tx.$queryRaw<{ row: Record<string, unknown> }[]>`
    SELECT to_jsonb(t) AS row FROM ${Prisma.raw(`"${table}"`)} t WHERE ${Prisma.raw(`"${key}"`)} = ANY(${keys})`
  const known = new Map(rows.map(({ row }) => [row[key], row]))
  return entities.filter(({ row }) => {
    const before = known.get(row[key])
    const changed = before && fixed.find((c) => row[c] !== null && row[c] !== before[c])
    if (changed) {
      const reason = `its ${changed} is ${before[changed]} in the ledger and never changes; use another ${key}`
      rejected.push({ where: `${table} ${row[key]}`, reason })
    }
    return !changed
  })
}

/**
 * Names are only ever added, so that an entity is still found by what it was called before.
 * @returns the entities that got a name, spelled `Model/gpt-5.4`, once for each name.
 */
async function writeAliases(
  tx: Tx,
  entities: readonly EntityInput[],
  onlyNamed: readonly EntityInput[],
  revision: number,
): Promise<string[]> {
  const rows: {
    owner: string
    entity: string
    key: string
    kind: string
    text: string
    folded: string
    fromRevision: number
  }[] = []
  const named = new Set(onlyNamed)
  for (const item of [...entities, ...onlyNamed]) {
    const { table, row, aliases } = item
    const { entity, key } = ENTITY_TABLES[table]
    if (!entity) continue
    const name = (kind: string, text: unknown) => {
      if (typeof text === 'string' && text !== '') {
        const owner = `${table}/${row[key]}`
        rows.push({
          owner,
          entity,
          key: row[key] as string,
          kind,
          text,
          folded: fold(text),
          fromRevision: revision,
        })
      }
    }
    if (!named.has(item)) {
      name('KEY', row[key])
      name('NAME', row.name ?? row.title)
      name('NAME_ZH', row.nameZh ?? row.titleZh)
    }
    for (const alias of aliases) name('ALIAS', alias)
  }
  const known = await tx.alias.findMany({
    where: { key: { in: rows.map((r) => r.key) } },
    select: { entity: true, key: true, kind: true, text: true },
  })
  const idOf = (a: { entity: string; key: string; kind: string; text: string }) =>
    JSON.stringify([a.entity, a.key, a.kind, a.text])
  const there = new Set(known.map(idOf))
  const fresh = rows.filter((r) => !there.has(idOf(r)))
  await insertRows(
    tx,
    'Alias',
    fresh.map(({ owner, ...row }) => row),
    true,
  )
  return fresh.map((r) => r.owner)
}

/** Names by which sellers sell models, with their times; told once. */
export function writeModelAliases(tx: Tx, aliases: readonly AliasInput[], revision: number): Promise<number> {
  const rows = aliases.map((a) => ({ id: contentId('ali', { ...a }), ...a, fromRevision: revision }))
  return insertRows(tx, 'ModelAlias', rows, true)
}

/** What states something itself and cites nothing is our own background knowledge, and says so. */
const EDITORIAL: CitationInput = { source: EDITORIAL_SOURCE, role: 'EDITORIAL' }

async function writeCitations(
  tx: Tx,
  table: CitingTable,
  entities: readonly EntityInput[],
  revision: number,
): Promise<string[]> {
  const column = CITING_TABLES[table]
  const live = await tx.citation.findMany({
    // Without an order, for Prisma only splits a list that is too long for one statement where there is none.
    where: { toRevision: null, [column]: { in: entities.map((e) => e.row.slug as string) } },
  })
  live.sort((a, b) => a.ordinal - b.ordinal)
  const liveByKey = Map.groupBy(live, (c) => c[column] as string)
  const closed: string[] = []
  const fresh: Columns[] = []
  const touched: string[] = []
  for (const entity of entities) {
    const key = entity.row.slug as string
    const old = liveByKey.get(key) ?? []
    if (entity.cites.length === 0 && old.length > 0) continue
    const cites = entity.cites.length > 0 ? [...entity.cites, ...keptCites(entity, old)] : [EDITORIAL]
    const rows = citationRows({ [column]: key }, cites, revision)
    const content = (c: Columns) =>
      canonicalJson({ s: c.sourceSlug, r: c.role, l: c.locator, n: c.note } as never)
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
  const live = await tx.sourceRank.findMany({
    where: { toRevision: null, sourceSlug: { in: input.ranks.map((r) => r.source) } },
  })
  const wanted = new Map(input.ranks.map((r) => [`${r.source}|${r.kind}`, r]))
  // A rank that the import does not mention stays.
  const gone = live.filter((r) => (wanted.get(`${r.sourceSlug}|${r.kind}`)?.rank ?? r.rank) !== r.rank)
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
