/** What an operator can fix is told in one line that says what to do, and nothing is left half begun. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect } from 'vitest'
import { embeddedUrl, type Outcome, postmaster, test } from '../helpers/cli.ts'

/** The one line of a failed command; steps that were done before it may stand above. */
function errorLine({ code, stdout, stderr }: Outcome): string {
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.endsWith('\n')).toBe(true)
  const lines = stderr.trimEnd().split('\n')
  const line = lines.pop()!
  for (const step of lines) expect(step).toMatch(/^✓ \w+: .+ \(\d+\.\d s\)$/)
  expect(line).not.toMatch(/^✓|^\s+at /)
  return line
}

/** A port that is taken for as long as the test runs. */
async function takePort(): Promise<{ port: number; free(): void }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as { port: number }).port, free: () => server.close() }
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const { port, free } = await takePort()
  free()
  return port
}

test('a busy port is named, and nothing was touched', async ({ cli }) => {
  const taken = await takePort()
  const outcome = await cli.run(['serve'], { PORT: String(taken.port) })
  const line = errorLine(outcome)
  expect(line).toContain(`Port ${taken.port} on 127.0.0.1 is in use.`)
  expect(line).toContain('PORT=')
  expect(outcome.stderr.trimEnd()).toBe(line)
  expect(await readdir(cli.folder)).toEqual([])
  taken.free()
})

test('an address that this machine does not have is named', async ({ cli }) => {
  const line = errorLine(await cli.run(['serve'], { HOST: '192.0.2.1', PORT: String(await closedPort()) }))
  expect(line).toMatch(/no address 192\.0\.2\.1.*HOST/)
  expect(await readdir(cli.folder)).toEqual([])
})

test('a data folder of something else is left as it is', async ({ cli }) => {
  const dir = join(cli.folder, 'data/postgres')
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'thesis.txt'), 'mine')
  const line = errorLine(await cli.run(['serve']))
  expect(line).toContain(dir)
  expect(line).toMatch(/choose another DATA_DIR/)
  expect(await readdir(dir)).toEqual(['thesis.txt'])
})

test('all problems of the environment are told at once, without their values', async ({ cli }) => {
  const outcome = await cli.run(['serve'], {
    PORT: '70000',
    DATABASE_URL: 'mysql://me:hunter2@db.example/facts',
    DATABASE_POOL: 'many',
    TRUST_PROXY: 'perhaps',
    LOG_LEVEL: 'loud',
  })
  const line = errorLine(outcome)
  expect(outcome.stderr.trimEnd()).toBe(line)
  for (const name of ['PORT', 'DATABASE_URL', 'DATABASE_POOL', 'TRUST_PROXY', 'LOG_LEVEL'])
    expect(line).toContain(`${name}: `)
  expect(line).toContain('npm start -- --help')
  expect(line).not.toContain('hunter2')
  expect(await readdir(cli.folder)).toEqual([])
})

describe.each([['serve'], ['import', 'facts', 'seeds']])('a database that cannot be used (%s)', (...args) => {
  const wrong: [string, { hostname?: string; port?: string; pathname?: string }, RegExp][] = [
    ['a closed port', { port: 'closed' }, /nothing listens there/],
    ['an unknown host', { hostname: 'nowhere.invalid' }, /the host is not known/],
    ['an unknown database', { pathname: '/no_such_database' }, /there is no such database/],
  ]
  test.for(wrong)('%s', async ([, change, reason], { cli }) => {
    const url = new URL(await cli.database('none'))
    // Postgres checks the password before it looks for the database.
    if (!change.pathname) url.password = 'hunter2'
    Object.assign(url, change, change.port ? { port: await closedPort() } : {})
    const outcome = await cli.run(args, { DATABASE_URL: url.href })
    const line = errorLine(outcome)
    expect(line).toMatch(reason)
    expect(line).toContain(`${url.hostname}:${url.port || 5432}${url.pathname}`)
    expect(line).toContain('Check DATABASE_URL')
    if (url.password) expect(outcome.stderr).not.toContain(url.password)
    expect(existsSync(join(cli.folder, 'data'))).toBe(false)
  })

  test.for(['facts.db', 'db.example:5432', 'http://me:hunter2@db.example/facts'])(
    'no URL of a Postgres: %s',
    async (url, { cli }) => {
      const line = errorLine(await cli.run(args, { DATABASE_URL: url }))
      expect(line).toContain('DATABASE_URL: ')
      expect(line).not.toContain('hunter2')
      expect(existsSync(join(cli.folder, 'data'))).toBe(false)
    },
  )

  test('newer than the code', async ({ cli }) => {
    const url = await cli.database('empty')
    await execute(
      url,
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('later', 'x', '20990101000000_from_the_future', now(), 1)`,
    )
    const line = errorLine(await cli.run(args, { DATABASE_URL: url }))
    expect(line).toContain('20990101000000_from_the_future')
    expect(line).toMatch(/newer than this code.*Start the newer release/)
    expect(await execute(url, 'SELECT 1 FROM "Revision"')).toBe(0)
  })
})

test('a wrong password is told without any password', async ({ cli }) => {
  await cli.serve()
  const url = embeddedUrl(join(cli.folder, 'data'))
  const right = url.password
  url.password = 'hunter2'
  const outcome = await cli.run(['serve'], { DATABASE_URL: url.href })
  const line = errorLine(outcome)
  expect(line).toMatch(/user or password is wrong.*Check DATABASE_URL/)
  expect(outcome.stderr).not.toContain('hunter2')
  expect(outcome.stderr).not.toContain(right)
})

test('a start that fails after Postgres began stops it again', async ({ cli }) => {
  const server = await cli.serve()
  await execute(
    embeddedUrl(join(cli.folder, 'data')).href,
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ('later', 'x', '20990101000000_from_the_future', now(), 1)`,
  )
  await server.stop()
  const outcome = await cli.run(['serve'])
  expect(errorLine(outcome)).toContain('newer than this code')
  expect(outcome.stderr).toMatch(/^✓ Database: embedded Postgres/)
  expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
})

async function execute(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rowCount ?? 0
  } finally {
    await client.end()
  }
}
