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
  const kinds = Object.keys(KIND_NAMES) as FactKind[]
  const parts = [
    ...(Object.keys(ENTITY_TABLES) as EntityTable[]).map((table) => entities(table, r)),
    Prisma.sql`SELECT ${copyKind('Offer')}::text, "slug", true FROM "Offer" WHERE "fromRevision" = ${r}`,
    ...kinds.map((kind) => facts(kind, r)),
    claims(r),
    checks(r),
    Prisma.sql`SELECT 'correction', o."id", true FROM "Correction" o WHERE o."fromRevision" = ${r} OR o."redactedIn" = ${r}
      OR o."claimId" IN (SELECT "id" FROM shaken) OR o."successorId" IN (SELECT "id" FROM shaken)`,
    Prisma.sql`SELECT 'rule', "id", true FROM "Rule" WHERE "fromRevision" = ${r}`,
  ]
  const touched = parts.map(
    (part, place) => Prisma.sql`SELECT ${place}::int AS place, p.* FROM (${part}) AS p(kind, key, stands)`,
  )
  await tx.$executeRaw`
    WITH RECURSIVE
    -- Sources whose line to print or whose licence may be another now.
    restated AS (SELECT s."slug" FROM "Source" s
      LEFT JOIN "Licence" l ON l."code" = s."licenceCode" JOIN "Publisher" p ON p."slug" = s."publisherSlug"
      WHERE s."fromRevision" < ${r} AND (s."changedIn" = ${r} OR p."changedIn" = ${r} OR l."changedIn" = ${r})),
    -- Their claims, and whatever was derived from those.
    shaken("id") AS (SELECT c."id" FROM "Claim" c JOIN restated s ON s."slug" = c."sourceSlug"
      UNION SELECT d."claimId" FROM shaken b JOIN "ComputationInput" i ON i."claimId" = b."id"
        JOIN "Derivation" d ON d."id" = i."derivationId"),
    -- Facts whose answers name one of them; two joins, for one on either column would compare every pair.
    doubted("id") AS (SELECT x."factId" FROM "Resolution" x JOIN shaken b ON b."id" = x."claimId"
      UNION SELECT x."factId" FROM "Resolution" x CROSS JOIN unnest(x."rivalIds") AS v("id") JOIN shaken b ON b."id" = v."id"),
    touched AS (${Prisma.join(touched, ' UNION ALL ')})
    INSERT INTO "Change" ("fromRevision", "ordinal", "kind", "key", "op")
    SELECT ${r}, row_number() OVER (ORDER BY min(place), kind COLLATE "C", key COLLATE "C"), kind, key,
      CASE WHEN bool_or(stands) THEN 'UPSERT' ELSE 'WITHDRAWAL' END
    FROM touched GROUP BY kind, key`
}

function entities(table: EntityTable, r: Prisma.Sql): Prisma.Sql {
  const { key, entity } = ENTITY_TABLES[table]
  const row = Prisma.raw(`"${table}"`)
  const name = Prisma.raw(`t."${key}"`)
  const named = entity
    ? Prisma.sql`OR EXISTS (SELECT 1 FROM "Alias" a WHERE a."entity" = ${entity} AND a."key" = ${name} AND a."fromRevision" = ${r})`
    : Prisma.empty
  const column = table in CITING_TABLES ? Prisma.raw(`x."${CITING_TABLES[table as CitingTable]}"`) : null
  const cited = column
    ? Prisma.sql`OR ${name} IN (SELECT ${column} FROM "Citation" x WHERE ${endsOrBegins('x', r)} OR x."redactedIn" = ${r})`
    : Prisma.empty
  const restated = table === 'Source' ? Prisma.sql`OR ${name} IN (SELECT "slug" FROM restated)` : Prisma.empty
  return Prisma.sql`SELECT ${copyKind(table)}::text, ${name}, true FROM ${row} t
    WHERE t."changedIn" = ${r} ${named} ${cited} ${restated}`
}

function facts(kind: FactKind, r: Prisma.Sql): Prisma.Sql {
  const table = KIND_NAMES[kind]
  const names = NAMES_OF[kind].map((column) => {
    const entity = NAMED_BY[column]
    const { key } = ENTITY_TABLES[entity]
    return Prisma.sql`SELECT f."id" FROM ${Prisma.raw(`"${table}" f JOIN "${entity}" e ON e."${key}" = f."${column}"`)}
      WHERE e."changedIn" = ${r} AND e."fromRevision" < ${r}`
  })
  return Prisma.sql`SELECT DISTINCT ${copyKind(table)}::text, f."id", true FROM ${Prisma.raw(`"${table}"`)} f WHERE f."fromRevision" = ${r}
    OR f."id" IN (SELECT x."factId" FROM "Resolution" x WHERE ${endsOrBegins('x', r)} OR x."redactedIn" = ${r})
    OR f."id" IN (SELECT "id" FROM doubted)
    OR f."id" IN (${Prisma.join(names, ' UNION ALL ')})`
}

/** Those that stand, and those that ended in this revision; what ended before is in no copy. */
function claims(r: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT 'claim', c."id", c."toRevision" IS NULL FROM "Claim" c
    WHERE (c."toRevision" = ${r} AND c."fromRevision" < ${r}) OR (c."toRevision" IS NULL AND c."id" IN (
      SELECT "id" FROM "Claim" WHERE "fromRevision" = ${r}
      UNION SELECT "claimId" FROM "Sighting" WHERE "fromRevision" = ${r}
      UNION SELECT x."claimId" FROM "ClaimPeriod" x WHERE ${endsOrBegins('x', r)}
      UNION SELECT x."claimId" FROM "Citation" x WHERE ${endsOrBegins('x', r)} OR x."redactedIn" = ${r}
      UNION SELECT "claimId" FROM "Derivation" WHERE "redactedIn" = ${r}
      UNION SELECT "id" FROM shaken))`
}

function checks(r: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT 'check', k."id", k."toRevision" IS NULL FROM "Check" k
    WHERE (k."toRevision" = ${r} AND k."fromRevision" < ${r}) OR (k."toRevision" IS NULL AND (
      k."fromRevision" = ${r} OR k."redactedIn" = ${r} OR k."claimId" IN (SELECT "id" FROM shaken)
      OR EXISTS (SELECT 1 FROM "ComputationInput" i JOIN shaken b ON b."id" = i."claimId" WHERE i."checkId" = k."id")))`
}

const endsOrBegins = (alias: string, r: Prisma.Sql) =>
  Prisma.sql`(${Prisma.raw(`${alias}."fromRevision"`)} = ${r} OR ${Prisma.raw(`${alias}."toRevision"`)} = ${r})`
