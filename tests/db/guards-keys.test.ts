/** What the database itself keeps of keys: their log for good, limits that are some, and documents that are what their hash says. */
import { expect } from 'vitest'
import { sha256 } from '../../src/lib/ids.ts'
import { test } from '../helpers/db.ts'
import { filled, outcome } from '../helpers/sql.ts'

const key = (perMinute = 'NULL', daily = 'NULL') =>
  `INSERT INTO "ApiKey" ("id", "name", "hash", "scopes", "createdAt", "perMinute", "daily")
    VALUES ('k', 'n', repeat('0', 64), '{read}', now(), ${perMinute}, ${daily})`
const event = (action = 'CREATED') =>
  `INSERT INTO "KeyEvent" VALUES ('evt_x', 'k', '${action}', now(), 'cli')`
const EVENT = [key(), event()]

test('what was done to a key is neither changed nor removed', async ({ seeded: { db } }) => {
  expect(await outcome(db, ...EVENT)).toBe('passes')
  for (const column of ['id', 'keyId', 'action', 'by', 'at']) {
    const value = column === 'at' ? `now() - interval '1 day'` : column === 'action' ? `'REVOKED'` : `'7'`
    const sql = `UPDATE "KeyEvent" SET "${column}" = ${value}`
    expect(await outcome(db, ...EVENT, sql), column).toBe('AF001 KeyEvent is append-only: UPDATE refused')
  }
  expect(await outcome(db, ...EVENT, `UPDATE "KeyEvent" SET "by" = "by"`)).toMatch(/^AF001 .*UPDATE refused$/)
  expect(await outcome(db, ...EVENT, 'DELETE FROM "KeyEvent"')).toMatch(/^AF001 KeyEvent .*DELETE refused$/)
  expect(await outcome(db, 'TRUNCATE "KeyEvent" CASCADE')).toBe(
    'AF001 KeyEvent is append-only: TRUNCATE refused',
  )
})

test('an event is one of three', async ({ seeded: { db } }) => {
  for (const action of ['CREATED', 'ROTATED', 'REVOKED'])
    expect(await outcome(db, key(), event(action))).toBe('passes')
  for (const action of ['created', 'FORGOTTEN', ''])
    expect(await outcome(db, key(), event(action))).toBe('23514 KeyEvent_action_check')
})

test('a limit is above 0, or there is none', async ({ seeded: { db } }) => {
  for (const [perMinute, daily] of [
    ['1', '1'],
    ['NULL', '1'],
    ['1', 'NULL'],
    ['NULL', 'NULL'],
  ] as const)
    expect(await outcome(db, key(perMinute, daily))).toBe('passes')
  for (const [perMinute, daily] of [
    ['0', '1'],
    ['1', '0'],
    ['NULL', '0'],
    ['0', 'NULL'],
    ['-1', '5'],
    ['5', '-1'],
  ] as const)
    expect(await outcome(db, key(perMinute, daily)), `${perMinute}, ${daily}`).toBe(
      '23514 ApiKey_limits_check',
    )
})

test('a key for registered documents reads and no more', async ({ seeded: { db } }) => {
  const limited = (scopes: string) =>
    `INSERT INTO "ApiKey" ("id", "name", "hash", "scopes", "createdAt", "documentsOf")
      VALUES ('k', 'n', repeat('0', 64), '${scopes}', now(), 'cli')`
  expect(await outcome(db, limited('{read}'))).toBe('passes')
  for (const scopes of ['{read,sync}', '{write}', '{admin,read}'])
    expect(await outcome(db, limited(scopes))).toBe('23514 ApiKey_documents_check')
})

test('a document has the hash of its text, and another one of neither; it may go', async ({
  seeded: { db },
}) => {
  const document = (hash: string, text: string) =>
    `INSERT INTO "RegisteredDocument" VALUES ('${hash}', 'cli', '${text}', NULL, now())`
  const text = '{ 東 }'
  expect(await outcome(db, document(sha256(text), text))).toBe('passes')
  for (const [hash, other] of [
    [sha256(text), '{ 西 }'],
    [sha256(text).toUpperCase(), text],
    ['', text],
  ] as const)
    expect(await outcome(db, document(hash, other))).toBe('23514 RegisteredDocument_hash_check')
  const known = filled('RegisteredDocument')
  expect(await outcome(db, ...known, ...known)).toBe('23505 RegisteredDocument_pkey')
  for (const column of ['hash', 'registeredBy', 'text', 'name'])
    expect(await outcome(db, ...known, `UPDATE "RegisteredDocument" SET "${column}" = '7'`)).toBe(
      'AF001 RegisteredDocument is append-only: UPDATE refused',
    )
  expect(await outcome(db, ...known, 'DELETE FROM "RegisteredDocument"')).toBe('passes')
})
