/** Starts of the server, in order and after something was killed. */
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect } from 'vitest'
import { lockTable, postmaster, type Server, test } from '../helpers/cli.ts'

const REVISIONS = '{ revisions(first: 5) { nodes { number } } country(code: "CN") { name } }'

async function expectOneRevision(server: Server): Promise<void> {
  const { status, data } = await server.ask(REVISIONS)
  expect(status).toBe(200)
  expect(data).toEqual({ revisions: { nodes: [{ number: 1 }] }, country: { name: 'China' } })
}

async function stop(server: Server): Promise<string> {
  server.process.kill('SIGTERM')
  const { code, stderr } = await server.outcome
  expect(code).toBe(0)
  return stderr
}

describe('the first start on an empty folder', () => {
  test('loads the seeds, tells what it holds and where, and answers', async ({ cli }) => {
    const server = await cli.serve()
    await expectOneRevision(server)
    const stderr = await stop(server)
    const { stdout } = await server.outcome
    expect(stderr).toMatch(/✓ Seeds: loaded as revision 1/)
    expect(stderr).toMatch(/claims +[1-9]\d+ +0 +0 +0/)
    expect(stdout).toMatch(/Revision 1 holds [1-9]\d+ claims on [1-9]\d+ facts from [1-9]\d+ sources/)
    expect(stdout).toMatch(/[1-9]\d* prices, [1-9]\d* energy rates, [1-9]\d* token usages/)
    for (const path of ['/graphql', '/schema.graphql', '/healthz', '/readyz']) {
      expect(stdout).toContain(`${server.url}${path}`)
      expect(stdout).toContain(join(cli.folder, 'data'))
    }
  })
})

describe('the second start', () => {
  test('takes under 3 s, loads nothing and makes no revision', async ({ cli }) => {
    await stop(await cli.serve())
    const again = await cli.serve()
    expect(again.startMs).toBeLessThan(3000)
    await expectOneRevision(again)
    expect(await stop(again)).toMatch(/✓ Seeds: nothing new/)
  })

  test('recovers after the server and its Postgres were killed', async ({ cli }) => {
    const first = await cli.serve()
    const pid = postmaster(join(cli.folder, 'data'))!
    first.process.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await first.outcome
    await expectOneRevision(await cli.serve())
  })

  test('joins the Postgres that a killed server left running, and stops it in the end', async ({ cli }) => {
    const first = await cli.serve()
    const pid = postmaster(join(cli.folder, 'data'))!
    first.process.kill('SIGKILL')
    await first.outcome
    const again = await cli.serve()
    expect(postmaster(join(cli.folder, 'data'))).toBe(pid)
    await expectOneRevision(again)
    await stop(again)
    expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
  })

  test('beside a running one serves the same data, and the last to stop stops Postgres', async ({ cli }) => {
    const first = await cli.serve()
    const beside = await cli.serve()
    expect(beside.url).not.toBe(first.url)
    await stop(first)
    await expectOneRevision(beside)
    await stop(beside)
    expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
  })
})

test('two starts at once on one empty folder both serve, from one revision', async ({ cli }) => {
  const servers = await Promise.all([cli.serve(), cli.serve()])
  for (const server of servers) await expectOneRevision(server)
  const loaded = await Promise.all(servers.map(stop))
  expect(loaded.filter((stderr) => stderr.includes('loaded as revision'))).toHaveLength(1)
})

test('two starts at once on one empty database both serve, from one revision', async ({ cli }) => {
  const env = { DATABASE_URL: await cli.database('none') }
  const servers = await Promise.all([cli.serve(env), cli.serve(env)])
  for (const server of servers) await expectOneRevision(server)
  await Promise.all(servers.map(stop))
})

test('a start that is killed while it loads the seeds leaves nothing of them, and the next completes', async ({
  cli,
}) => {
  const url = await cli.database('empty')
  const env = { DATABASE_URL: url }
  // The run is recorded last: by then everything else is written.
  const lock = await lockTable(url, 'ImportRun', 'SHARE')
  const seeding = cli.start(['serve'], env)
  await lock.waiting()
  expect(await rowCount(url)).toBe(0)
  seeding.process.kill('SIGKILL')
  await seeding.outcome
  await lock.release()
  expect(await rowCount(url)).toBe(0)
  await expectOneRevision(await cli.serve(env))
})

/** Rows of all tables but the migrations'. */
async function rowCount(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  const counts = rows.map(({ name }) => `(SELECT count(*) FROM ${name})`)
  const total = await client.query<{ count: string }>(`SELECT ${counts.join(' + ')} AS count`)
  await client.end()
  return Number(total.rows[0]!.count)
}
