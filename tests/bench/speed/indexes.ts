/**
 * Loads tables in bulk: their keys, indexes and references are made anew when the rows are in, and so checked at once.
 * Exclusion constraints of a large table take hours to build: there, one pass over its rows checks the same, and the
 * ledger goes without. No question reads by them; `explain` tells which indexes questions do read by.
 */
import type pg from 'pg'

/** Rows of a table up to which its exclusion constraints are made. */
const FEW = 2_000_000

interface Made {
  table: string
  name: string
  sql: string
}

/**
 * @param tables whose indexes and constraints, but for checks, are gone while `fill` runs.
 * @param at told how far it has come; the second half of the way is the making.
 */
export async function withoutIndexes(
  client: pg.Client,
  tables: readonly string[],
  at: (stage: string, done: number) => void,
  fill: () => Promise<void>,
): Promise<void> {
  const constraints = await constraintsOf(client, tables)
  const indexes = await indexesOf(client, tables)
  for (const { table, name } of constraints)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
  for (const { name } of indexes) await client.query(`DROP INDEX "${name}"`)
  await fill()
  const keys = constraints.filter((c) => /^(PRIMARY KEY|UNIQUE)/.test(c.sql))
  const rest: Made[] = []
  for (const made of constraints)
    if (!keys.includes(made) && !(await checkedInstead(client, made))) rest.push(made)
  // References need the unique indexes that they refer to.
  const all = [...keys.map(constraint), ...indexes.map((i) => i.sql), ...rest.map(constraint)]
  for (const [i, sql] of all.entries()) {
    at(/(INDEX|CONSTRAINT) "?(\w+)/.exec(sql)?.[2] ?? '', 0.5 + (0.45 * i) / all.length)
    await client.query(sql)
  }
  await wholeLedger(client)
}

const constraint = ({ table, name, sql }: Made) => `ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${sql}`

/** References to the tables too; those come first, for keys cannot go before them. */
async function constraintsOf(client: pg.Client, tables: readonly string[]): Promise<Made[]> {
  const { rows } = await client.query(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS sql FROM pg_constraint
     WHERE contype IN ('p', 'u', 'x', 'f') AND (conrelid = ANY(t.ids) OR confrelid = ANY(t.ids))
     ORDER BY contype = 'f' DESC, conname`.replace(
      'WHERE',
      `, (SELECT array_agg(format('%I', n)::regclass::oid) AS ids FROM unnest($1::text[]) AS n) AS t WHERE`,
    ),
    [tables],
  )
  return rows
}

async function indexesOf(client: pg.Client, tables: readonly string[]): Promise<Made[]> {
  const { rows } = await client.query(
    `SELECT i.indrelid::regclass::text AS table, c.relname AS name, pg_get_indexdef(i.indexrelid) AS sql
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = ANY(SELECT format('%I', n)::regclass FROM unnest($1::text[]) AS n)
       AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype <> 'f')
     ORDER BY i.indisunique DESC, c.relname`,
    [tables],
  )
  return rows
}

/** @throws Error if two rows of a large table overlap that an exclusion constraint would keep apart. */
async function checkedInstead(client: pg.Client, { table, name, sql }: Made): Promise<boolean> {
  if (!sql.startsWith('EXCLUDE')) return false
  const { rows: counted } = await client.query(`SELECT count(*)::int AS n FROM ${table}`)
  if (counted[0].n <= FEW) return false
  const found = /^EXCLUDE USING gist \((.*) WITH =, (.*) WITH &&, (.*) WITH &&\)$/.exec(sql)
  if (!found) throw new Error(`${name} is no constraint of two periods: ${sql}`)
  const [, of, valid, recorded] = found
  // Of each owner there are a few rows, so all pairs of them are.
  const { rows } = await client.query(
    `SELECT owner FROM (SELECT ${of} AS owner, array_agg(${valid}) AS valid, array_agg(${recorded}) AS recorded FROM ${table} GROUP BY 1) AS t
     WHERE EXISTS (SELECT 1 FROM generate_subscripts(valid, 1) AS a, generate_subscripts(valid, 1) AS b
       WHERE a < b AND valid[a] && valid[b] AND recorded[a] && recorded[b]) LIMIT 1`,
  )
  if (rows.length) throw new Error(`${name} does not hold for ${rows[0].owner}`)
  return true
}

/** What triggers see to that stood aside: a claim has a citation, a fact the row of its kind. */
async function wholeLedger(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT
    (SELECT count(*)::int FROM "Claim" c WHERE c."toRevision" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Citation" t WHERE t."claimId" = c."id" AND t."toRevision" IS NULL)) AS uncited,
    (SELECT count(*)::int FROM "Fact" f WHERE f."kind" = 'PRICE' AND NOT EXISTS (SELECT 1 FROM "Price" p WHERE p."id" = f."id")) AS bare`)
  if (rows[0].uncited + rows[0].bare > 0)
    throw new Error(`the made-up market is broken: ${JSON.stringify(rows[0])}`)
}
