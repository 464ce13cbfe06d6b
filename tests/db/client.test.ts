/** What the client does when the pool is busy. */
import { expect } from 'vitest'
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
