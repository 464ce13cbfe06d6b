/** How something is described may improve: what it was called before is kept, and what others rely on never changes. */
import { describe, expect } from 'vitest'
import { ENTITY_TABLES, type EntityTable } from '../../src/domain/ledger/input.ts'
import { test } from '../helpers/db.ts'
import { NEXT, outcome, revision } from '../helpers/sql.ts'

const TABLES = Object.keys(ENTITY_TABLES) as EntityTable[]
const one = (table: string) => `ctid = (SELECT min(ctid) FROM "${table}")`
const update = (table: string, set: string, changedIn = NEXT) =>
  `UPDATE "${table}" SET ${set}, "changedIn" = ${changedIn} WHERE ${one(table)}`
const wordOf = (table: EntityTable) =>
  (({ Source: 'title', Flow: 'statement' }) as Partial<Record<EntityTable, string>>)[table] ?? 'name'

test('the importer and the database hold the same columns fixed', async ({ seeded: { db } }) => {
  const rows = await db.$queryRaw<{ table: string; columns: string[] }[]>`
    SELECT r.relname AS table, string_to_array(trim(TRAILING ',' FROM
      replace(encode(t.tgargs, 'escape'), '\\000', ',')), ',') AS columns
    FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid WHERE t.tgname = 'only_describe'`
  const declared = TABLES.map((t) => [t, [ENTITY_TABLES[t].key, ...ENTITY_TABLES[t].fixed]])
  expect(Object.fromEntries(rows.map((r) => [r.table, r.columns]))).toEqual(Object.fromEntries(declared))
})

describe.each(TABLES)('%s', (table) => {
  const { key, fixed } = ENTITY_TABLES[table]
  const word = wordOf(table)

  test('it may be described better in the next revision', async ({ seeded: { db } }) => {
    expect(await outcome(db, update(table, `"${word}" = 'better'`))).toBe('passes')
  })

  test('its key and what others rely on never change', async ({ seeded: { db } }) => {
    for (const column of [key, ...fixed, 'fromRevision']) {
      const other =
        column === 'isAggregate'
          ? 'NOT "isAggregate"'
          : column === 'fromRevision'
            ? '"fromRevision" + 1'
            : `COALESCE("${column}", '') || 'X'`
      expect(await outcome(db, update(table, `"${column}" = ${other}`)), column).toBe(
        `AF001 ${table} keeps its ${column}: UPDATE refused`,
      )
    }
  })

  test('it is not described anew in a revision that is there', async ({ seeded: { db } }) => {
    const late = `AF004 ${table} cannot be described anew in a past revision`
    expect(await outcome(db, `UPDATE "${table}" SET "${word}" = 'better' WHERE ${one(table)}`)).toBe(late)
    for (const number of [0, 1])
      expect(await outcome(db, update(table, `"${word}" = 'better'`, number))).toBe(late)
    expect(await outcome(db, revision(NEXT), update(table, `"${word}" = 'better'`))).toBe(late)
    // Twice in one revision would leave the first words unkept or kept twice.
    const again = `UPDATE "${table}" SET "${word}" = 'best', "changedIn" = ${NEXT} WHERE "changedIn" = ${NEXT}`
    expect(await outcome(db, update(table, `"${word}" = 'better'`), again)).toBe(late)
  })

  test('what it was called before is kept, column by column', async ({ seeded: { db } }) => {
    const kept = `SELECT 1 / (SELECT count(*)::int FROM "EntityVersion" v JOIN before b ON v."row" = b."row"
      WHERE v."entity" = '${table}' AND v."key" = b."row" ->> '${key}' AND v."toRevision" = ${NEXT})`
    const before = `CREATE TEMP TABLE before ON COMMIT DROP AS
      SELECT to_jsonb(t) AS "row" FROM "${table}" t WHERE ${one(table)}`
    expect(await outcome(db, before, update(table, `"${word}" = 'better'`), kept)).toBe('passes')
  })
})

test('nobody but the database writes what something was called before', async ({ seeded: { db } }) => {
  const forged = `INSERT INTO "EntityVersion" SELECT 'Provider', "slug", ${NEXT}, to_jsonb(p) FROM "Provider" p LIMIT 1`
  expect(await outcome(db, forged)).toBe('AF001 EntityVersion is written by the database: INSERT refused')
})
