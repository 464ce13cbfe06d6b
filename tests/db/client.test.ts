/** What the client does when the pool is busy, and when connections break. */
import { expect, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { openPool } from '../../src/db/pool.ts'
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

test.for(['database', 'replica'])(
  'a statement that was prepared before a migration is prepared anew, once for all connections to a %s',
  async (place, { empty: { db, url } }) => {
    const sent: string[] = []
    const failed: unknown[] = []
    const other = openPool({ url })
    const fallback = { pool: other, failed: (error: unknown) => failed.push(error) }
    const own = openDb({
      ...{ url, pool: 2, onStatement: (sql) => sent.push(sql) },
      ...(place === 'replica' ? { fallback } : {}),
    })
    const widths = () => own.$queryRaw`SELECT "width", pg_sleep(0.05)::text FROM "Tower"`
    const both = () => Promise.all([widths(), widths()])
    const change = (sql: string) => db.$executeRawUnsafe(sql)
    await change('CREATE TABLE "Tower" AS SELECT 3 AS "width"')
    // The first time it has no name.
    for (let i = 0; i < 3; i++) await both()
    for (const [type, width] of [
      ['bigint', 3n],
      ['text', '3'],
    ] as const) {
      await change(`ALTER TABLE "Tower" ALTER "width" TYPE ${type}`)
      for (const rows of await both()) expect(rows).toMatchObject([{ width }])
      sent.length = 0
      await both()
      expect(sent).toHaveLength(2)
    }
    const names = await own.$queryRaw<{ name: string }[]>`
      SELECT name FROM pg_prepared_statements ORDER BY name`
    expect(names.at(-1)).toEqual({ name: expect.stringMatching(/^q_\w{20}_2$/) })
    expect(failed).toEqual([])
    // What fails otherwise is not sent again.
    sent.length = 0
    for (let i = 0; i < 3; i++)
      await expect(own.$queryRaw`SELECT 1 / ("width"::int - 3) FROM "Tower"`).rejects.toThrow(
        'division by zero',
      )
    expect(sent).toHaveLength(3)
    await change('DROP TABLE "Tower"')
    await own.$disconnect()
    await other.end()
  },
)
