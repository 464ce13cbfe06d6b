/** What no client of the database can do, whatever its code: change, remove or empty what was recorded. */
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { test } from '../helpers/db.ts'
import { copy, filled, NEXT, outcome, revision } from '../helpers/sql.ts'

/** Tables whose rows describe something by a key, and may describe it better later. */
const ENTITIES = [
  ...[
    'Country',
    'Unit',
    'Meter',
    'Metric',
    'Coverage',
    'Topic',
    'Licence',
    'Provider',
    'ModelGroup',
    'Model',
  ],
  ...['Hub', 'Cluster', 'Flow', 'Publisher', 'Source'],
]
const VERSIONED = ['SourceRank', 'Citation', 'Claim', 'ClaimPeriod', 'Resolution', 'CheckDefinition', 'Check']
const APPEND_ONLY = [
  ...['Revision', 'ImportRun', 'EntityVersion', 'Alias', 'ModelAlias', 'Offer', 'Edition', 'Sighting'],
  ...['Fact', 'Price', 'EnergyRate', 'TokenUsage', 'Indicator', 'Assertion'],
  ...['Rule', 'Derivation', 'ComputationInput', 'Correction', 'Receipt', 'Change', 'Seal'],
  ...VERSIONED,
]
/** What callers may do, how we sign, and what is made of the newest state: no part of what is known, so it may change and go. */
const OUTSIDE = [
  ...['Secret', 'ApiKey', 'KeyEvent', 'Bucket', 'Leaf', 'KeptAnswer', 'RegisteredDocument'],
  ...['Webhook', 'Delivery', 'WebhookPosition'],
]

/** The columns of the row that the statements of a test are about, with their values. */
async function firstRow(db: Db, table: string): Promise<Record<string, unknown>> {
  let row: Record<string, unknown> = {}
  const undone = db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('SET CONSTRAINTS ALL DEFERRED')
    for (const sql of filled(table)) await tx.$executeRawUnsafe(sql)
    const rows = await tx.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) AS row FROM "${table}" t WHERE ${one(table)}`,
    )
    row = rows[0]!.row
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  return row
}

const one = (table: string) => `ctid = (SELECT min(ctid) FROM "${table}")`

test('every table of the ledger is guarded', async ({ seeded: { db } }) => {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`
  // A new table belongs in one of the lists above, so that the tests below hold for it too.
  expect(tables.map((t) => t.name).sort()).toEqual([...ENTITIES, ...APPEND_ONLY, ...OUTSIDE].sort())
})

describe.each([...ENTITIES, ...APPEND_ONLY])('%s', (table) => {
  test('no row is deleted', async ({ seeded: { db } }) => {
    expect(await outcome(db, ...filled(table), `DELETE FROM "${table}" WHERE ${one(table)}`)).toMatch(
      new RegExp(`^AF001 ${table} .*DELETE refused`),
    )
  })

  test('it cannot be emptied', async ({ seeded: { db } }) => {
    expect(await outcome(db, `TRUNCATE "${table}" CASCADE`)).toBe(
      `AF001 ${table} is append-only: TRUNCATE refused`,
    )
  })

  test('it never says later that it appeared earlier', async ({ seeded: { db } }) => {
    const special = {
      ...{ Revision: 'number', ImportRun: 'revision', EntityVersion: 'toRevision' },
      ...{ Receipt: 'revision', Seal: 'revision' },
    }
    const column = special[table as keyof typeof special] ?? 'fromRevision'
    const sql = `UPDATE "${table}" SET "${column}" = "${column}" + 1 WHERE ${one(table)}`
    expect(await outcome(db, ...filled(table), sql)).toMatch(new RegExp(`^AF001 ${table} .*UPDATE refused`))
  })
})

describe.each(APPEND_ONLY)('%s', (table) => {
  test('no column of a row changes', async ({ seeded: { db } }) => {
    for (const [column, value] of Object.entries(await firstRow(db, table))) {
      // Closing is the one exception and has its own tests.
      if (column === 'toRevision' && table !== 'EntityVersion') continue
      // What is filled is emptied and what is empty filled; the guard speaks before any other rule.
      const other = /On$|^valid|^statedTo$/.test(column)
        ? `'2001-01-01'`
        : column === 'promotional'
          ? 'true'
          : `'7'`
      const sql = `UPDATE "${table}" SET "${column}" = ${value === null ? other : 'NULL'} WHERE ${one(table)}`
      expect(await outcome(db, ...filled(table), sql), column).toBe(
        `AF001 ${table} is append-only: UPDATE refused`,
      )
    }
  })

  test('a row is not even replaced by itself', async ({ seeded: { db } }) => {
    const [column] = Object.keys(await firstRow(db, table))
    const sql = `UPDATE "${table}" SET "${column}" = "${column}" WHERE ${one(table)}`
    expect(await outcome(db, ...filled(table), sql)).toBe(`AF001 ${table} is append-only: UPDATE refused`)
  })
})

describe.each(VERSIONED)('%s', (table) => {
  /** What is filled appears in the next revision, so that it can end in the one after it. */
  const LATER = NEXT + 1
  const close = (to: number) => `UPDATE "${table}" SET "toRevision" = ${to} WHERE ${one(table)}`
  // Closing moves the row within the table, so the second statement finds it by what the first did.
  const closedRow = `"toRevision" = ${LATER}`
  // A claim that ends keeps no citation open; a citation that ends needs a claim that does not live on.
  const ended = table === 'Citation' ? [`UPDATE "Claim" SET "toRevision" = ${LATER}`] : []
  const setup = [...filled(table), revision(NEXT), ...ended]

  test('a row is closed once', async ({ seeded: { db } }) => {
    expect(await outcome(db, ...setup, close(LATER), revision(LATER))).toBe('passes')
  })

  test('a closed row is neither closed again nor opened', async ({ seeded: { db } }) => {
    const again = `UPDATE "${table}" SET "toRevision" = "toRevision" + 1 WHERE ${closedRow}`
    const reopen = `UPDATE "${table}" SET "toRevision" = NULL WHERE ${closedRow}`
    for (const sql of [again, reopen]) {
      expect(await outcome(db, ...setup, close(LATER), sql)).toBe(
        `AF001 ${table} is append-only: UPDATE refused`,
      )
    }
  })

  test('closing changes nothing else', async ({ seeded: { db } }) => {
    const row = await firstRow(db, table)
    const text = ['note', 'reason', 'explanation', 'slug', 'validTo'].find((c) => c in row) ?? 'rank'
    const value = text === 'validTo' ? `'2030-01-01'` : `'7'`
    const sql = `UPDATE "${table}" SET "toRevision" = ${LATER}, "${text}" = ${value} WHERE ${one(table)}`
    expect(await outcome(db, ...setup, sql)).toBe(`AF001 ${table} is append-only: UPDATE refused`)
  })

  test('a row ends after the revision in which it appeared, and in one that exists', async ({
    seeded: { db },
  }) => {
    const inverted = copy(table, 'true', { toRevision: NEXT })
    expect(await outcome(db, ...filled(table), inverted)).toBe(`23514 ${table}_recorded_check`)
    expect(await outcome(db, ...setup, close(1_000_000), revision(LATER))).toBe(
      `23503 ${table}_toRevision_fkey`,
    )
  })
})

test('a live claim keeps a citation: one of several may be closed, the last one only with the claim', async ({
  seeded: { db },
}) => {
  const closeCites = (where: string) => `UPDATE "Citation" SET "toRevision" = ${NEXT} WHERE ${where}`
  const count = (
    n: string,
  ) => `"claimId" = (SELECT min("claimId") FROM (SELECT "claimId" FROM "Citation" WHERE "claimId" IS NOT NULL
    GROUP BY 1 HAVING count(*) ${n}) AS c)`
  expect(await outcome(db, closeCites(count('= 1')))).toBe('AF002 claim without a citation')
  expect(await outcome(db, closeCites(count('> 1')))).toBe('AF002 claim without a citation')
  expect(await outcome(db, closeCites(`${count('> 1')} AND "ordinal" > 0`))).toBe('passes')
  const closeClaim = `UPDATE "Claim" SET "toRevision" = ${NEXT}
    WHERE "id" = (SELECT "claimId" FROM "Citation" WHERE ${count('= 1')})`
  expect(await outcome(db, closeCites(count('= 1')), closeClaim)).toBe('passes')
})
