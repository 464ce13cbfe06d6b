/** Writers stand in line, and give up before their turn, never in the middle. */
import { setImmediate } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { WRITER_LOCK } from '../../src/domain/ledger/lock.ts'
import { asWriter } from '../../src/domain/ledger/writer.ts'
import { test } from '../helpers/db.ts'

const SOON = { lockMs: 50 }
const LONG = { lockMs: 10_000 }
const WAIT = { timeout: 10_000 }

/** Another process that writes until it is told to stop. */
async function busy(db: Parameters<typeof asWriter>[0]): Promise<() => Promise<void>> {
  const [begun, stopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const writing = db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITER_LOCK})`
      begun.resolve()
      await stopped.promise
    },
    { timeout: 60_000 },
  )
  await begun.promise
  return async () => {
    stopped.resolve()
    await writing
  }
}

test('who is not let in in time is told so, and others are let in afterwards', async ({ empty: { db } }) => {
  const stop = await busy(db)
  const done: number[] = []
  await expect(asWriter(db, async () => done.push(1), SOON)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/Nothing was written; ask again/),
  })
  await stop()
  await asWriter(db, async () => done.push(2), SOON)
  expect(done).toEqual([2])
})

test('who is not waited for any more is passed over, in line and at the lock', async ({ empty: { db } }) => {
  const stop = await busy(db)
  const [first, second] = [new AbortController(), new AbortController()]
  const done: number[] = []
  const writers = [
    asWriter(db, async () => done.push(1), { ...LONG, signal: first.signal }),
    asWriter(db, async () => done.push(2), { ...LONG, signal: second.signal }),
    asWriter(db, async () => done.push(3), LONG),
  ]
  // The first stands at the lock by now, the others behind it.
  await vi.waitUntil(async () => {
    const [{ waiting }] = await db.$queryRaw<[{ waiting: number }]>`
      SELECT count(*)::int AS waiting FROM pg_locks l
      JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
      WHERE l.locktype = 'advisory' AND NOT l.granted`
    return waiting === 1
  }, WAIT)
  for (const controller of [first, second]) controller.abort()
  const outcomes = Promise.allSettled(writers)
  await stop()
  expect((await outcomes).map((o) => (o.status === 'rejected' ? o.reason.code : 'done'))).toEqual([
    ...['TIMEOUT', 'TIMEOUT', 'done'],
  ])
  expect(done).toEqual([3])
})

test('a turn that began is not cut short, and its end is that of the others too', async ({
  empty: { db },
}) => {
  const controller = new AbortController()
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} begins`)
    controller.abort()
    await db.$queryRaw`SELECT 1`
    order.push(`${name} ends`)
  }
  const failing = asWriter(
    db,
    async () => {
      throw new Error('no')
    },
    LONG,
  )
  const first = asWriter(db, work('first'), { ...LONG, signal: controller.signal })
  const second = asWriter(db, work('second'), LONG)
  await expect(failing).rejects.toThrow('no')
  await Promise.all([first, second])
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test('those who wait in line hold no connection, so that readers are let through', async ({
  empty: { url },
}) => {
  const db = openDb({ url, pool: 2 })
  const [ready, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holding = asWriter(
    db,
    async () => {
      ready.resolve()
      await go.promise
    },
    LONG,
  )
  await ready.promise
  const waiting = Array.from({ length: 5 }, () => asWriter(db, async () => 'done', LONG))
  // Time for any of them to ask for a connection.
  for (let i = 0; i < 20; i++) await setImmediate()
  // Ends only if none of those who wait has the second connection.
  expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
  go.resolve()
  await holding
  expect(await Promise.all(waiting)).toEqual(Array(5).fill('done'))
  await db.$disconnect()
})

test('who gets no connection in time is told so', async ({ serial: { db } }) => {
  const stop = await busy(db)
  await expect(asWriter(db, async () => 'done', SOON)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await stop()
})
