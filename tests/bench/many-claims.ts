/**
 * A ledger of many claims for benches: what a fresh start loads, copied over and over with ids of its own, so that kinds,
 * citations, sightings and periods are mixed as they really are. The copies are written by SQL in bulk, with
 * `session_replication_role = replica` (an import of a million claims takes long), so that triggers and foreign keys
 * stand aside; checks, primary keys and unique indexes do not. Other indexes are made anew at the end.
 */
import type pg from 'pg'

/** Tables that are copied, in the order in which they refer to each other. */
const TABLES = ['Offer', 'Fact', 'Price', 'Claim', 'Citation', 'Sighting', 'ClaimPeriod', 'Resolution']

/** Editions of the price file that are made up; a claim of it is seen in up to four. */
const EDITIONS = 60
/** Copies that are written at once, between two steps of the progress. */
const AT_ONCE = 10

const FILE = 'pydantic-genai-prices'
/** A source that stands under closed terms in this ledger, so that some values are withheld. */
const CLOSED = 'models-dev'

/** The id of the copy of a row: hashed, so that copies lie as scattered as real rows do. */
const copyOf = (column: string) => `substr(${column}, 1, 4) || substr(md5(${column} || '~' || i), 1, 26)`
const ofPrice = `"factId" LIKE 'pri\\_%'`
const factOf = `CASE WHEN t.${ofPrice} THEN ${copyOf('t."factId"')} ELSE t."factId" END`

/** What differs in a copy from its original, and which rows are copied. */
const COPIES: Record<string, { changes: Record<string, string>; where?: string }> = {
  Offer: { changes: { slug: `t."slug" || '~' || i`, endpoint: `COALESCE(t."endpoint", '') || '~' || i` } },
  Fact: { changes: { id: copyOf('t."id"') }, where: `t."kind" = 'PRICE'` },
  Price: {
    changes: {
      id: copyOf('t."id"'),
      offerSlug: `t."offerSlug" || '~' || i`,
      sortKey: `t."sortKey" || '~' || i`,
    },
  },
  Claim: {
    changes: {
      id: copyOf('t."id"'),
      factId: factOf,
      key: `t."key" || '~' || i`,
      repeatOfId: copyOf('t."repeatOfId"'),
    },
  },
  Citation: {
    changes: { id: copyOf('t."id"'), claimId: copyOf('t."claimId"') },
    where: `t."claimId" IS NOT NULL`,
  },
  Sighting: { changes: { claimId: copyOf('t."claimId"') } },
  ClaimPeriod: { changes: { id: copyOf('t."id"'), claimId: copyOf('t."claimId"') } },
  Resolution: {
    changes: {
      id: copyOf('t."id"'),
      factId: factOf,
      claimId: copyOf('t."claimId"'),
      rivalIds: `ARRAY(SELECT ${copyOf('r')} FROM unnest(t."rivalIds") AS r)`,
    },
    where: `t.${ofPrice}`,
  },
}

/**
 * @param client of a database with what a fresh start loads.
 * @param rows claims that the ledger holds in the end, at least.
 * @param at told how far it has come, from 0 to 1.
 */
export async function fillWithClaims(
  client: pg.Client,
  rows: number,
  at: (done: number) => void,
): Promise<void> {
  const { rows: counted } = await client.query('SELECT count(*)::int AS own FROM "Claim"')
  const copies = Math.ceil(rows / counted[0].own) - 1
  if (copies <= 0) return
  await client.query('SET session_replication_role = replica; SET synchronous_commit = off')
  // Copies keep the periods of their originals, so these would hold too; checking them takes longest of all.
  await client.query(`ALTER TABLE "Resolution" DROP CONSTRAINT "Resolution_one_answer";
    ALTER TABLE "ClaimPeriod" DROP CONSTRAINT "ClaimPeriod_once"`)
  const indexes = await client.query(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
     WHERE NOT indisunique AND indrelid = ANY(SELECT format('%I', t)::regclass FROM unnest($1::text[]) AS t)`,
    [TABLES],
  )
  await client.query(`
    UPDATE "Source" SET "licenceCode" = 'CLOSED' WHERE "slug" = '${CLOSED}';
    INSERT INTO "Licence" ("code", "name", "redistributable", "fromRevision", "changedIn") VALUES ('CLOSED', 'Closed', false, 1, 1);
    INSERT INTO "Edition" SELECT 'edi_' || substr(md5('edition ' || i), 1, 26), '${FILE}', date '2026-01-01' + i, 'DAY',
      md5(i::text) || md5(i::text), 2, '{}' FROM generate_series(1, ${EDITIONS}) AS i;`)
  const originals = TABLES.map(
    (table) => `CREATE TEMP TABLE "old${table}" AS SELECT t.* FROM "${table}" t
    ${COPIES[table]!.where ? `WHERE ${COPIES[table]!.where}` : ''}`,
  )
  await client.query(originals.join(';'))
  const { rows: found } = await client.query(
    `SELECT table_name, array_agg(column_name::text) AS names FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY($1) GROUP BY 1`,
    [TABLES],
  )
  const columns = new Map<string, string[]>(found.map((row) => [row.table_name, row.names]))
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`)
  for (let first = 1; first <= copies; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE - 1, copies)
    for (const table of TABLES) await client.query(insertOf(table, columns.get(table)!, first, last))
    await client.query(moreSightings(first, last))
    at((0.7 * last) / copies)
  }
  for (const [i, { made }] of indexes.rows.entries()) {
    await client.query(made)
    at(0.7 + (0.2 * (i + 1)) / indexes.rows.length)
  }
  await client.query('VACUUM ANALYZE')
  at(1)
}

function insertOf(table: string, columns: string[], first: number, last: number): string {
  const { changes } = COPIES[table]!
  const values = columns.map((column) => changes[column] ?? `t."${column}"`)
  return `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`)})
    SELECT ${values} FROM generate_series(${first}, ${last}) AS i CROSS JOIN "old${table}" t`
}

/** Of price files, in one to three editions more. */
function moreSightings(first: number, last: number): string {
  return `INSERT INTO "Sighting" ("claimId", "editionId", "fromRevision")
    SELECT ${copyOf('t."id"')}, 'edi_' || substr(md5('edition ' || (1 + (i * 7 + length(t."key") * 13 + n * 17) % ${EDITIONS})), 1, 26), 2
    FROM generate_series(${first}, ${last}) AS i CROSS JOIN "oldClaim" t CROSS JOIN LATERAL generate_series(1, 1 + (i + length(t."key")) % 3) AS n
    WHERE t."series" IS NOT NULL ON CONFLICT DO NOTHING`
}
