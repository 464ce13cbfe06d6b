/** What the client does when the pool is busy, and when connections break. */
import { expect, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { test } from '../helpers/db.ts'

test('a transaction waits for a connection as long as a statement does', async ({ empty: { url } }) => {
  const db = openDb({ url, pool: 1 })
  // Longer than the 2 s after which Prisma gives up by itself.
  const busy = db.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(3)`)
  const statement = db.$queryRaw`SELECT 1 AS one`
  expect(await db.$transaction((tx) => tx.$queryRaw`SELECT 2 AS two`)).toEqual([{ two: 2 }])
  expect(await statement).toEqual([{ one: 1 }])
  await busy
  await db.$disconnect()
})

test('connections that break while nobody uses them are made anew, and none is left at the end', async ({
  empty: { db, url },
}) => {
  // Of a client that Prisma itself was never asked by, which listens to nothing then.
  const own = openDb({ url, pool: 2 })
  const pid = async () => (await own.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]!.pid
  const broken = await pid()
  await db.$queryRaw`SELECT pg_terminate_backend(${broken}::int)`
  await vi.waitFor(async () => expect(await pid()).not.toBe(broken))
  const last = await pid()
  await own.$disconnect()
  const isThere = () => db.$queryRaw`SELECT 1 FROM pg_stat_activity WHERE pid = ${last}::int`
  await vi.waitFor(async () => expect(await isThere()).toEqual([]))
})
