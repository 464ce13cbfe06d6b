/** What a kill leaves behind, the next start puts in order. */
import { join } from 'node:path'
import pg from 'pg'
import { expect } from 'vitest'
import { expectSeedsOnce, lockTable, postmaster, test } from '../helpers/cli.ts'

test('a start after the server and its Postgres were killed recovers and serves', async ({ cli }) => {
  const first = await cli.serve()
  const pid = postmaster(join(cli.folder, 'data'))!
  first.process.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  await first.outcome
  await expectSeedsOnce(await cli.serve())
})

test('a start joins the Postgres that a killed server left running, and stops it in the end', async ({
  cli,
}) => {
  const first = await cli.serve()
  const pid = postmaster(join(cli.folder, 'data'))!
  first.process.kill('SIGKILL')
  await first.outcome
  const again = await cli.serve()
  expect(postmaster(join(cli.folder, 'data'))).toBe(pid)
  await expectSeedsOnce(again)
  await again.stop()
  expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
})

test('a start that is killed while it loads the seeds leaves nothing of them, and the next completes', async ({
  cli,
}) => {
  const url = await cli.database('empty')
  const env = { DATABASE_URL: url }
  // What migrations write themselves.
  const before = await rowCount(url)
  // The run is recorded last: by then everything else is written.
  const lock = await lockTable(url, 'ImportRun', 'SHARE')
  const seeding = cli.start(['serve'], env)
  await lock.waiting()
  expect(await rowCount(url)).toBe(before)
  seeding.process.kill('SIGKILL')
  await seeding.outcome
  await lock.release()
  expect(await rowCount(url)).toBe(before)
  await expectSeedsOnce(await cli.serve(env))
})

/** Rows of all tables but the migrations'. */
async function rowCount(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  const counts = rows.map(({ name }) => `(SELECT count(*) FROM ${name})`)
  const total = await client.query<{ count: string }>(`SELECT ${counts.join(' + ')} AS count`)
  await client.end()
  return Number(total.rows[0]!.count)
}
