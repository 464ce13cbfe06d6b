/**
 * What a copy may be narrowed to: rows by their keys, facts by what they are about, claims by that of their facts. Each
 * filter is a column of rows under its own name with one value or several; all filters together must hold.
 */
import { type AsOf, appearedBy } from '../../../db/as-of.ts'
import type { Db } from '../../../db/client.ts'
import { Prisma } from '../../../db/generated/client.ts'
import { AppError } from '../../../errors.ts'
import { KIND_NAMES, KINDS } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import { copyKind } from '../../copy-kinds.ts'
import { columnsFor } from './columns.ts'

/** By name, in the order of names; values sorted, each once. */
export type Filters = ReadonlyMap<string, readonly string[]>

export const NO_FILTERS: Filters = new Map()

/** Columns of facts, and the tables whose keys they hold. */
const OF_FACTS: Record<string, { column: string; table: string; key: string }> = {
  model: { column: 'modelSlug', table: 'Model', key: 'slug' },
  seller: { column: 'sellerSlug', table: 'Provider', key: 'slug' },
  provider: { column: 'providerSlug', table: 'Provider', key: 'slug' },
  country: { column: 'countryCode', table: 'Country', key: 'code' },
  meter: { column: 'meterCode', table: 'Meter', key: 'code' },
  metric: { column: 'metricCode', table: 'Metric', key: 'code' },
}

/** Where values must be found, so that a misspelt one does not give an empty copy. */
const KNOWN_IN: Record<string, { table: string; key: string }> = {
  ...OF_FACTS,
  fact: { table: 'Fact', key: 'id' },
  source: { table: 'Source', key: 'slug' },
}

const FACT_TABLES: readonly string[] = Object.values(KIND_NAMES)
const FACT_KINDS = new Map(
  Object.entries(KIND_NAMES).map(([kind, table]) => [copyKind(table), kind as FactKind]),
)

const has = (table: string, name: string) => columnsFor(table).some((column) => column.name === name)

/** The filters of a kind, by its table: `Claim`. */
export function filterNames(table: string): string[] {
  const ofFacts = Object.keys(OF_FACTS)
  if (table === 'Claim') return ['id', 'kind', 'fact', 'source', ...ofFacts]
  if (FACT_TABLES.includes(table)) return ['id', ...ofFacts.filter((name) => has(table, name))]
  return [keyName(table)]
}

/** What a row calls its key. */
export function keyName(table: string): 'id' | 'slug' | 'code' {
  const names = columnsFor(table).map(({ name }) => name)
  return (['id', 'slug', 'code'] as const).find((name) => names.includes(name))!
}

/** @throws AppError BAD_ARGUMENT for a value that names nothing, as of the revision. */
export async function checkFilters(db: Db, asOf: AsOf, filters: Filters): Promise<void> {
  const wrong = filters.get('kind')?.find((kind) => !FACT_KINDS.has(kind))
  if (wrong !== undefined)
    throw bad(`There is no kind of fact ${wrong}; there are ${[...FACT_KINDS.keys()].join(', ')}.`)
  const missing = [...filters].flatMap(([name, values]) => {
    const known = KNOWN_IN[name]
    if (!known) return []
    const [table, key] = [Prisma.raw(`"${known.table}" t`), Prisma.raw(`t."${known.key}"`)]
    return Prisma.sql`SELECT ${name}::text AS name, v AS value FROM unnest(${[...values]}::text[]) AS v
      WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${key} = v COLLATE "C" AND ${appearedBy('t', asOf)})`
  })
  if (missing.length === 0) return
  const [none] = await db.$queryRaw<{ name: string; value: string }[]>`
    ${Prisma.join(missing, ' UNION ALL ')} LIMIT 1`
  if (none) throw bad(`There is no ${none.name} ${none.value} as of revision ${asOf.revision}.`)
}

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)

/**
 * The condition on the rows of a batch.
 * @param key the column that they are sorted by, of an alias of the table: `c."id"`.
 */
export function filtered(table: string, key: Prisma.Sql, filters: Filters): Prisma.Sql {
  const conditions = [...filters].map(([name, values]) => {
    const within = Prisma.sql`= ANY(${[...values]}::text[])`
    if (name === keyName(table)) return Prisma.sql`${key} ${within}`
    if (table !== 'Claim') return Prisma.sql`${Prisma.raw(`f."${OF_FACTS[name]!.column}"`)} ${within}`
    if (name === 'fact') return Prisma.sql`c."factId" ${within}`
    if (name === 'source') return Prisma.sql`c."sourceSlug" ${within}`
    return name === 'kind' ? ofKinds(values) : Prisma.sql`c."factId" IN (${ofColumn(name, within)})`
  })
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(conditions, ' AND ')}`
}

/** Ids begin with their kind, and an index finds beginnings. */
const ofKinds = (kinds: readonly string[]) => {
  const begins = kinds.map((kind) => `c."factId" LIKE '${KINDS[FACT_KINDS.get(kind)!].prefix}\\_%'`)
  return Prisma.raw(`(${begins.join(' OR ')})`)
}

function ofColumn(name: string, within: Prisma.Sql): Prisma.Sql {
  const tables = FACT_TABLES.filter((table) => has(table, name))
  const column = Prisma.raw(`k."${OF_FACTS[name]!.column}"`)
  return Prisma.join(
    tables.map(
      (table) => Prisma.sql`SELECT k."id" FROM ${Prisma.raw(`"${table}" k`)} WHERE ${column} ${within}`,
    ),
    ' UNION ALL ',
  )
}

/** As an address would spell them: `model=gpt-5.4&seller=openai`; empty where there are none. */
export function filterText(filters: Filters): string {
  return new URLSearchParams(
    [...filters].flatMap(([name, values]) => values.map((v) => [name, v])),
  ).toString()
}
