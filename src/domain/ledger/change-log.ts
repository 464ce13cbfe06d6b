/**
 * Writes down which rows of full copies a revision changed. A row's text depends on more than its own table (a claim's on
 * its sightings and on its source's licence, a fact's question on names), so everything that may have changed it counts: a
 * line too many is harmless, one too few would leave a copy wrong for ever.
 */
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { KIND_NAMES, SUBJECT_COLUMNS, type SubjectColumn } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import { copyKind } from '../copy-kinds.ts'
import { CITING_TABLES, type CitingTable, ENTITY_TABLES, type EntityTable } from './input.ts'

/** What the columns of facts name. */
const NAMED_BY = {
  countryCode: 'Country',
  providerSlug: 'Provider',
  sellerSlug: 'Provider',
  modelSlug: 'Model',
  groupSlug: 'ModelGroup',
  hubSlug: 'Hub',
  clusterSlug: 'Cluster',
  publisherSlug: 'Publisher',
  sourceSlug: 'Source',
  meterCode: 'Meter',
  metricCode: 'Metric',
  coverageCode: 'Coverage',
  topicCode: 'Topic',
} as const satisfies Record<SubjectColumn, EntityTable> & Record<string, EntityTable>
type NamingColumn = keyof typeof NAMED_BY

const SUBJECTS = Object.values(SUBJECT_COLUMNS)
/** The columns by which a fact's question names entities. */
const NAMES_OF: Record<FactKind, readonly NamingColumn[]> = {
  PRICE: ['meterCode', 'modelSlug', 'sellerSlug'],
  ENERGY_RATE: ['countryCode'],
  TOKEN_USAGE: ['countryCode', 'providerSlug', 'modelSlug', 'groupSlug', 'coverageCode'],
  INDICATOR: [...SUBJECTS, 'metricCode', 'coverageCode'],
  ASSERTION: [...SUBJECTS, 'topicCode'],
}

/** @param revision the one that is being made; all its other rows are written. */
export async function logChanges(tx: Tx, revision: number): Promise<void> {
  const r = Prisma.sql`${revision}::int`
  // Hardly any revision says something else of a source that there was, and what that makes doubtful is looked for far
  // and wide: the planner would get ready for half of the ledger each time.
  const [shaking] = await tx.$queryRaw<object[]>`SELECT 1 FROM (${restated(r)}) AS s LIMIT 1`
  const isShaken = shaking !== undefined
  const kinds = Object.keys(KIND_NAMES) as FactKind[]
  const tables = Object.keys(ENTITY_TABLES) as EntityTable[]
  const parts = [
    ...tables.map((table) => entities(table, isShaken)),
    Prisma.sql`SELECT ${copyKind('Offer')}::text, "slug", true FROM "Offer" WHERE "fromRevision" = ${r}`,
    ...kinds.map((kind) => facts(kind, r)),
    claims(r, isShaken),
    checks(r, isShaken),
    corrections(r, isShaken),
    Prisma.sql`SELECT 'rule', "id", true FROM "Rule" WHERE "fromRevision" = ${r}`,
  ]
  const touched = parts.map(
    (part, place) => Prisma.sql`SELECT ${place}::int AS place, p.* FROM (${part}) AS p(kind, key, stands)`,
  )
  // What is named by many is found out once, and everything is joined: a condition that the planner does not take for
  // small enough to be hashed would be looked through for each row.
  await tx.$executeRaw`
    WITH RECURSIVE ${isShaken ? shaken(r) : Prisma.empty}
    ${Prisma.join(tables.map((table) => changed(table, r)))},
    renamed AS MATERIALIZED (SELECT "entity", "key" FROM "Alias" WHERE "fromRevision" = ${r}),
    cited AS MATERIALIZED (${touchedIn('Citation', ['claimId', ...Object.values(CITING_TABLES)], ENDS_BEGINS_OR_WITHHELD, r)}),
    answered AS MATERIALIZED (${touchedIn('Resolution', ['factId'], ENDS_BEGINS_OR_WITHHELD, r)}
      UNION ALL SELECT "id" FROM "Fact" WHERE "fromRevision" = ${r}
      ${isShaken ? Prisma.sql`UNION ALL SELECT "id" FROM doubted` : Prisma.empty}),
    touched AS (${Prisma.join(touched, ' UNION ALL ')})
    INSERT INTO "Change" ("fromRevision", "ordinal", "kind", "key", "op")
    SELECT ${r}, row_number() OVER (ORDER BY min(place), kind COLLATE "C", key COLLATE "C"), kind, key,
      CASE WHEN bool_or(stands) THEN 'UPSERT' ELSE 'WITHDRAWAL' END
    FROM touched GROUP BY kind, key`
}

/** Sources whose line to print or whose licence may be another now. */
const restated = (r: Prisma.Sql) => Prisma.sql`SELECT s."slug" FROM "Source" s
  LEFT JOIN "Licence" l ON l."code" = s."licenceCode" JOIN "Publisher" p ON p."slug" = s."publisherSlug"
  WHERE s."fromRevision" < ${r} AND (s."changedIn" = ${r} OR p."changedIn" = ${r} OR l."changedIn" = ${r})`

/** Claims of these and whatever was derived from those, and the facts whose answers name one of them. */
const shaken = (r: Prisma.Sql) => Prisma.sql`restated AS (${restated(r)}),
  shaken("id") AS (SELECT c."id" FROM "Claim" c JOIN restated s ON s."slug" = c."sourceSlug"
    UNION SELECT d."claimId" FROM shaken b JOIN "ComputationInput" i ON i."claimId" = b."id"
      JOIN "Derivation" d ON d."id" = i."derivationId"),
  doubted("id") AS (SELECT c."factId" FROM shaken b JOIN "Claim" c ON c."id" = b."id"
    WHERE EXISTS (SELECT 1 FROM "Resolution" x
      WHERE x."factId" = c."factId" AND (x."claimId" = c."id" OR c."id" = ANY(x."rivalIds")))),`

/** Rows of entities that the revision wrote. */
function changed(table: EntityTable, r: Prisma.Sql): Prisma.Sql {
  const { key } = ENTITY_TABLES[table]
  return Prisma.sql`${Prisma.raw(`"changed${table}" AS MATERIALIZED (SELECT "${key}" AS key, "fromRevision" FROM "${table}" WHERE "changedIn"`)} = ${r})`
}

const ENDS_OR_BEGINS = ['fromRevision', 'toRevision'] as const
const ENDS_BEGINS_OR_WITHHELD = [...ENDS_OR_BEGINS, 'redactedIn'] as const

/** Rows that one of some columns says the revision touched; apart, for each column has an index. */
function touchedIn(
  table: string,
  wanted: readonly string[],
  columns: readonly string[],
  r: Prisma.Sql,
): Prisma.Sql {
  const named = wanted.map((column) => `"${column}"`).join(', ')
  return Prisma.join(
    columns.map(
      (column) => Prisma.sql`${Prisma.raw(`SELECT ${named} FROM "${table}" WHERE "${column}"`)} = ${r}`,
    ),
    ' UNION ALL ',
  )
}

function entities(table: EntityTable, isShaken: boolean): Prisma.Sql {
  const { entity } = ENTITY_TABLES[table]
  const column = table in CITING_TABLES ? CITING_TABLES[table as CitingTable] : null
  const keys = [
    Prisma.raw(`SELECT key FROM "changed${table}"`),
    ...(entity ? [Prisma.sql`SELECT "key" FROM renamed WHERE "entity" = ${entity}`] : []),
    ...(column ? [Prisma.raw(`SELECT "${column}" FROM cited WHERE "${column}" IS NOT NULL`)] : []),
    ...(table === 'Source' && isShaken ? [Prisma.sql`SELECT "slug" FROM restated`] : []),
  ]
  return Prisma.sql`SELECT ${copyKind(table)}::text, k.key, true FROM (${Prisma.join(keys, ' UNION ALL ')}) AS k(key)`
}

function facts(kind: FactKind, r: Prisma.Sql): Prisma.Sql {
  const table = KIND_NAMES[kind]
  const names = NAMES_OF[kind].map(
    (column) =>
      Prisma.sql`${Prisma.raw(`SELECT f."id" FROM "changed${NAMED_BY[column]}" e JOIN "${table}" f ON f."${column}" = e.key`)}
      WHERE e."fromRevision" < ${r}`,
  )
  return Prisma.sql`SELECT ${copyKind(table)}::text, f."id", true FROM answered a JOIN ${Prisma.raw(`"${table}"`)} f ON f."id" = a."factId"
    UNION ALL SELECT ${copyKind(table)}::text, n."id", true FROM (${Prisma.join(names, ' UNION ALL ')}) AS n`
}

function claims(r: Prisma.Sql, isShaken: boolean): Prisma.Sql {
  const named = [
    touchedIn('Claim', ['id'], ['fromRevision'], r),
    touchedIn('Sighting', ['claimId'], ['fromRevision'], r),
    touchedIn('ClaimPeriod', ['claimId'], ENDS_OR_BEGINS, r),
    Prisma.sql`SELECT "claimId" FROM cited`,
    touchedIn('Derivation', ['claimId'], ['redactedIn'], r),
    ...(isShaken ? [Prisma.sql`SELECT "id" FROM shaken`] : []),
  ]
  return standing('claim', 'Claim', named, r)
}

function checks(r: Prisma.Sql, isShaken: boolean): Prisma.Sql {
  const named = [
    touchedIn('Check', ['id'], ['fromRevision', 'redactedIn'], r),
    ...(isShaken
      ? [
          Prisma.sql`SELECT k."id" FROM shaken b JOIN "Check" k ON k."claimId" = b."id"`,
          Prisma.sql`SELECT i."checkId" FROM shaken b JOIN "ComputationInput" i ON i."claimId" = b."id" WHERE i."checkId" IS NOT NULL`,
        ]
      : []),
  ]
  return standing('check', 'Check', named, r)
}

/** Those of the named that stand, and those that ended in this revision; what ended before is in no copy. */
function standing(kind: string, name: string, named: readonly Prisma.Sql[], r: Prisma.Sql): Prisma.Sql {
  const table = Prisma.raw(`"${name}"`)
  return Prisma.sql`SELECT ${kind}::text, t."id", true FROM (${Prisma.join([...named], ' UNION ')}) AS n("id")
      JOIN ${table} t ON t."id" = n."id" WHERE t."toRevision" IS NULL
    UNION ALL SELECT ${kind}::text, "id", false FROM ${table} WHERE "toRevision" = ${r} AND "fromRevision" < ${r}`
}

function corrections(r: Prisma.Sql, isShaken: boolean): Prisma.Sql {
  const named = [
    touchedIn('Correction', ['id'], ['fromRevision', 'redactedIn'], r),
    ...(isShaken
      ? ['claimId', 'successorId'].map((column) =>
          Prisma.raw(`SELECT o."id" FROM shaken b JOIN "Correction" o ON o."${column}" = b."id"`),
        )
      : []),
  ]
  return Prisma.sql`SELECT 'correction', n."id", true FROM (${Prisma.join(named, ' UNION ALL ')}) AS n("id")`
}
