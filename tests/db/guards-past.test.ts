/** What no client of the database can do: add to a revision that readers have seen, or take from it. */
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { test } from '../helpers/db.ts'
import { copy, filled, NEXT, outcome, revision } from '../helpers/sql.ts'

const PAST = 1

type Values = Record<string, string | number | null>

/** What makes a copy of a row another row, so that no other rule speaks; columns that a table lacks are passed over. */
const ANOTHER = { id: 'new', slug: 'new', code: 'NEW', sortKey: 'new', key: 'new', date: '1900-01-01' }
const factId = (prefix: string) => `${prefix}_${'0'.repeat(26)}`
const KINDS: Record<string, Values> = {
  Price: { id: factId('pri'), kind: 'PRICE', tier: 'new' },
  EnergyRate: { id: factId('ene'), kind: 'ENERGY_RATE', band: 'new' },
  TokenUsage: { id: factId('use'), kind: 'TOKEN_USAGE', period: 'YEAR', coverageCode: 'new' },
  Indicator: { id: factId('ind'), kind: 'INDICATOR', metricCode: 'new' },
  Assertion: { id: factId('ass'), kind: 'ASSERTION', topicCode: 'new' },
}
const OTHERWISE: Record<string, Values> = {
  ...KINDS,
  Fact: { id: factId('pri'), kind: 'PRICE' },
  Offer: { plan: 'new' },
  Sighting: { editionId: 'new' },
  SourceRank: { kind: 'ASSERTION' },
  Rule: { version: 99 },
  Change: { ordinal: 999_999_999 },
  Derivation: { claimId: 'another' },
  Correction: { claimId: 'another' },
  Resolution: { validFrom: '1900-01-01', validTo: '1900-02-01' },
  ClaimPeriod: { validFrom: '1900-01-01', validTo: '1900-02-01' },
}

/** Tables whose rows appear in a revision, read from the database itself. */
async function tablesWith(db: Db, column: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = ${column} ORDER BY 1`
  return rows.map((r) => r.name)
}
const one = (table: string) => `ctid = (SELECT min(ctid) FROM "${table}")`

describe('the past is closed', () => {
  test('nothing is added to a revision that is there', async ({ seeded: { db } }) => {
    const tables = await tablesWith(db, 'fromRevision')
    expect(tables.length).toBe(38)
    for (const table of tables) {
      const row = copy(table, 'true', { ...ANOTHER, ...OTHERWISE[table], fromRevision: PAST })
      const { id, kind } = { id: '', kind: '', ...KINDS[table] }
      const fact = `INSERT INTO "Fact" VALUES ('${id}', '${kind}', ${NEXT})`
      expect(await outcome(db, ...filled(table), ...(kind ? [fact] : []), row), table).toBe(
        `AF004 ${table} cannot be added to a past revision`,
      )
    }
  })

  test('what comes after the row of its revision comes too late', async ({ seeded: { db } }) => {
    const coverage = copy('Coverage', 'true', { code: 'new' })
    expect(await outcome(db, coverage, revision(NEXT))).toBe('passes')
    expect(await outcome(db, revision(NEXT), coverage)).toBe(
      'AF004 Coverage cannot be added to a past revision',
    )
  })

  test('one late row among many is enough', async ({ seeded: { db } }) => {
    const both = `INSERT INTO "Coverage" SELECT 'new-' || n, 'x', 'x', n, ${NEXT} FROM generate_series(1, 2) AS n`
    expect(await outcome(db, both)).toBe('AF004 Coverage cannot be added to a past revision')
  })

  test('what is written belongs to the next revision, not to one after it', async ({ seeded: { db } }) => {
    expect(await outcome(db, copy('Coverage', 'true', { code: 'new', fromRevision: NEXT + 1 }))).toBe(
      '23503 Coverage_fromRevision_fkey',
    )
  })

  test('nothing is closed in a revision that is there', async ({ seeded: { db } }) => {
    const tables = (await tablesWith(db, 'toRevision')).filter((t) => t !== 'EntityVersion')
    expect(tables).toEqual([
      ...['Check', 'CheckDefinition', 'Citation', 'Claim', 'ClaimPeriod', 'Resolution', 'SourceRank'],
    ])
    for (const table of tables) {
      const close = (to: number) => `UPDATE "${table}" SET "toRevision" = ${to} WHERE ${one(table)}`
      const late = `AF004 ${table} cannot be closed in a past revision`
      expect(await outcome(db, ...filled(table), close(PAST))).toBe(late)
      expect(await outcome(db, ...filled(table), revision(NEXT), close(NEXT))).toBe(late)
    }
  })
})

test('revisions are numbered without gaps', async ({ seeded: { db }, empty }) => {
  for (const number of [-1, 0, PAST, NEXT + 1])
    expect(await outcome(db, revision(number)), `${number}`).toBe(`AF004 the next revision is ${NEXT}`)
  expect(await outcome(db, revision(NEXT), revision(NEXT + 1))).toBe('passes')
  expect(await outcome(empty.db, revision(2))).toBe('AF004 the next revision is 1')
  expect(await outcome(empty.db, revision(1), revision(2))).toBe('passes')
})

test('nobody commits a row into a revision that another writer made meanwhile', async ({
  seeded: { db, url },
}) => {
  const other = openDb({ url })
  try {
    const order: string[] = []
    const slow = db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('SET CONSTRAINTS ALL DEFERRED')
      await tx.$executeRawUnsafe(
        `INSERT INTO "Alias" VALUES ('COUNTRY', 'CN', 'ALIAS', 'late', 'late', (SELECT max("number") + 1 FROM "Revision"))`,
      )
      await delay(300)
      order.push('slow')
    })
    await delay(100)
    // Prisma sends a statement only once somebody waits for it.
    const quick = other
      .$executeRawUnsafe(
        `INSERT INTO "Revision" SELECT max("number") + 1, now(), 'meanwhile' FROM "Revision"`,
      )
      .then(() => order.push('quick'))
    await expect(slow).rejects.toThrow(/ForeignKeyConstraintViolation/)
    await quick
    expect(order).toEqual(['slow', 'quick'])
    expect(await db.alias.count({ where: { text: 'late' } })).toBe(0)
  } finally {
    await other.$disconnect()
  }
})
