/** Whoever makes a revision waits until nobody who answers is behind it, and not for anybody else. */
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { HELD, heard, onUnheard } from '../../src/db/heard.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { createDatabase } from '../helpers/db.ts'

const land = (code: string) => `countries: [{ code: ${code}, name: Land ${code}, isAggregate: "false" }]\n`
const later = (day: number) => `2026-06-0${day}T00:00:00Z`

async function ledger() {
  const { url, drop } = await createDatabase('empty')
  let asked = 0
  const db = openDb({
    url,
    onStatement: (sql) => {
      if (sql.includes('pg_locks')) asked++
    },
  })
  const unheard: (number | undefined)[] = []
  onUnheard(db, (late) => unheard.push(late))
  onTestFinished(async () => {
    await db.$disconnect()
    await drop()
  })
  await importYaml(db, WORLD, later(1))
  /** The revisions that processes say they know. */
  const held = async () => {
    const rows = await db.$queryRaw<{ held: number }[]>`SELECT l.objid::int AS held FROM pg_locks l
      JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
      WHERE l.locktype = 'advisory' AND l.classid = ${HELD} AND l.objsubid = 2 ORDER BY 1`
    return rows.map((row) => row.held)
  }
  return { url, db, unheard, held, asked: () => asked }
}

/** A process that says which revision it knows as a listener does. */
async function process(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let isOpen = true
  const end = async () => {
    if (isOpen) await client.end()
    isOpen = false
  }
  onTestFinished(end)
  return {
    end,
    holds: (revision: number) => client.query('SELECT pg_advisory_lock_shared($1, $2)', [HELD, revision]),
    drops: (revision: number) => client.query('SELECT pg_advisory_unlock_shared($1, $2)', [HELD, revision]),
  }
}

/** What an import has come to, without waiting for its end. */
function importing(db: Db, code: string, day: number) {
  const state = { isOver: false, ended: Promise.resolve() }
  state.ended = importYaml(db, land(code), later(day)).then(() => {
    state.isOver = true
  })
  return state
}

const committed = (db: Db, number: number) => expect.poll(() => db.revision.count()).toBe(number)

test('an import ends when the last process holds the new revision and no older one', async () => {
  const { url, db, unheard, asked } = await ledger()
  const [one, two] = [await process(url), await process(url)]
  await one.holds(1)
  await two.holds(1)
  const state = importing(db, 'XB', 2)
  await committed(db, 2)
  await one.holds(2)
  await one.drops(1)
  await two.holds(2)
  const before = asked()
  await expect.poll(asked, { interval: 5 }).toBeGreaterThan(before + 1)
  expect(state.isOver).toBe(false)
  await two.drops(1)
  await state.ended
  expect(unheard).toEqual([])
})

test('it does not wait for a process that has gone, nor for one of another database', async () => {
  const { url, db, unheard } = await ledger()
  const other = await createDatabase('empty')
  onTestFinished(other.drop)
  const elsewhere = await process(other.url)
  await elsewhere.holds(1)
  const leaving = await process(url)
  await leaving.holds(1)
  const state = importing(db, 'XB', 2)
  await committed(db, 2)
  await leaving.end()
  await state.ended
  expect(unheard).toEqual([])
  await elsewhere.end()
})

test('a process that says nothing is told of, and waited for once', async () => {
  const { url, db, unheard } = await ledger()
  const dead = await process(url)
  await dead.holds(1)
  await importYaml(db, land('XB'), later(2))
  expect(unheard).toEqual([1])
  await importYaml(db, land('XC'), later(3))
  expect(unheard).toEqual([1])
  // It is back, and is waited for again.
  await dead.holds(3)
  await dead.drops(1)
  await importYaml(db, land('XD'), later(4))
  expect(unheard).toEqual([1, 1])
})

test('where the database does not say how far they are, that is told, and nothing fails', async () => {
  const { url, unheard } = await ledger()
  const db = openDb({ url })
  onUnheard(db, (late) => unheard.push(late))
  await db.$disconnect()
  await heard(db)
  expect(unheard).toEqual([undefined])
})

test('after an import no listener knows an older revision, and all come to know the new one', async () => {
  const { url, db, unheard } = await ledger()
  const listeners = Array.from({ length: 5 }, () => listenToRevisions(url, () => undefined))
  onTestFinished(async () => {
    await Promise.all(listeners.map((l) => l.close()))
  })
  const newest = () => listeners.map((l) => l.newest()?.revision ?? null)
  await expect.poll(newest).toEqual(Array(5).fill(1))
  for (let revision = 2; revision < 12; revision++) {
    const code = `X${String.fromCharCode(64 + revision)}`
    await importYaml(db, land(code), `2026-07-${String(revision).padStart(2, '0')}T00:00:00Z`)
    for (const known of newest()) expect(known === null || known === revision, `${known}`).toBe(true)
  }
  await expect.poll(newest).toEqual(Array(5).fill(11))
  expect(unheard).toEqual([])
})

test('nobody waits for a process that answers nobody, though it hears of revisions', async () => {
  const { url, db, unheard, held } = await ledger()
  const listener = listenToRevisions(url, () => undefined, false)
  onTestFinished(() => listener.close())
  await expect.poll(() => listener.newest()?.revision).toBe(1)
  const told = listener.next(60_000)
  await importYaml(db, land('XB'), later(2))
  await told
  await expect.poll(() => listener.newest()?.revision).toBe(2)
  expect([await held(), unheard]).toEqual([[], []])
})

test('a listener gives back what it no longer holds, also where the number went down in a restored backup', async () => {
  const { url, db, held } = await ledger()
  await importYaml(db, land('XB'), later(2))
  const listener = listenToRevisions(url, () => undefined)
  onTestFinished(() => listener.close())
  await expect.poll(() => listener.newest()?.revision).toBe(2)
  expect(await held()).toEqual([2])
  // What a restored backup comes to.
  await db.$transaction([
    db.$executeRawUnsafe(`SET LOCAL session_replication_role = replica`),
    db.$executeRawUnsafe(`DELETE FROM "Revision" WHERE "number" = 2`),
  ])
  await expect.poll(() => listener.newest()?.revision).toBe(1)
  expect(await held()).toEqual([1])
})
