/** `keys`, beside a running server and without one. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect } from 'vitest'
import { runKeys } from '../../src/cli/keys.ts'
import { type Outcome, postmaster, test } from '../helpers/cli.ts'
import { inProcess } from '../helpers/in-process.ts'

const keys = (args: string[], env: Record<string, string>) => inProcess(runKeys, args, env)
const KEY = /^aef_[0-9a-z]{10}_[0-9a-z]{32}$/

/** What `--json` prints: one value on one line. */
function parsed({ code, stdout }: Outcome): any {
  expect(code).toBe(0)
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  return JSON.parse(stdout)
}

/** Everything that the database holds of keys, as text. */
async function stored(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('SELECT to_jsonb(k)::text AS row FROM "ApiKey" k')
  await client.end()
  return rows.map(({ row }) => row).join('\n')
}

/** The status of a request with a key. */
async function statusWith(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/export/licence.ndjson`, {
    headers: { authorization: `Bearer ${key}` },
  })
  await response.text()
  return response.status
}

test('a key made without a server, or beside a running one, works at once, and no longer once it is revoked', async ({
  cli,
}) => {
  const early = parsed(await cli.run(['keys', 'create', '--name', 'Early', '--scopes', 'sync', '--json']))
  expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
  const server = await cli.serve({ LOG_LEVEL: 'debug' })
  expect(await statusWith(server.url, early.key)).toBe(200)
  const made = parsed(
    await cli.run(['keys', 'create', '--name', 'Partner', '--scopes', 'read,sync', '--json']),
  )
  expect(made).toEqual({ id: expect.any(String), key: expect.stringMatching(KEY), scopes: ['read', 'sync'] })
  expect(await statusWith(server.url, made.key)).toBe(200)

  const revoked = await cli.run(['keys', 'revoke', made.id])
  expect(revoked.code).toBe(0)
  expect(revoked.stdout).toBe(`The key ${made.id} of Partner is revoked.\n`)
  expect(await statusWith(server.url, made.key)).toBe(401)
  await fetch(`${server.url}/export/${made.key}.ndjson?asOf=${made.key}`)
  await fetch(`${server.url}/export/${made.key.replaceAll('_', '%5f')}`)

  // The server logged all of these requests, and the key nowhere.
  const { stdout, stderr } = await server.stop()
  expect(stdout).toContain('/export/licence.ndjson')
  expect(stdout + stderr).not.toContain(made.key.slice(-32))
})

describe('in a database of its own', () => {
  test('the key is shown once and only a hash of its secret is kept', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('empty') }
    const { code, stdout, stderr } = await keys(['create', '--name', 'A B', '--scopes', 'sync'], env)
    expect(code).toBe(0)
    const key = stdout.split('\n')[0]!
    expect(key).toMatch(KEY)
    expect(stdout).toMatch(/The key of A B: scopes sync; valid until it is revoked\. It is not shown again\./)
    const secret = key.split('_')[2]!
    for (const text of [stderr, await stored(env.DATABASE_URL)]) expect(text).not.toContain(secret)
    for (const args of [['list'], ['list', '--json'], ['revoke', key.split('_')[1]!, '--json']]) {
      const later = await keys(args, env)
      expect(later.code).toBe(0)
      expect(later.stdout + later.stderr).not.toContain(secret)
      expect(later.stdout).not.toMatch(/hash|[0-9a-f]{64}/)
    }
  })

  test('every key is another, and list shows what each allows until when', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('empty') }
    expect((await keys(['list'], env)).stdout).toBe('There are no keys.\n')
    expect(parsed(await keys(['list', '--json'], env))).toEqual([])
    const create = (...args: string[]) => keys(['create', '--json', ...args], env)
    const one = parsed(
      await create(
        ...['--name', 'One', '--scopes', 'sync, read,sync', '--expires', '2999-01-31'],
        ...['--per-minute', '5000', '--daily', '2147483647'],
      ),
    )
    expect(Object.keys(one)).toEqual(['id', 'key', 'scopes'])
    const two = parsed(await create('--name', 'Two', '--scopes', 'admin'))
    expect(one.scopes).toEqual(['read', 'sync'])
    expect(one.id).not.toBe(two.id)
    expect(one.key.split('_')[2]).not.toBe(two.key.split('_')[2])
    const listed = parsed(await keys(['list', '--json'], env))
    expect(listed).toMatchObject([
      {
        id: one.id,
        name: 'One',
        scopes: ['read', 'sync'],
        expiresAt: '2999-02-01T00:00:00.000Z',
        revokedAt: null,
        ...{ perMinute: 5000, daily: 2147483647, rotatedTo: null, documentsOf: null },
      },
      {
        ...{ id: two.id, name: 'Two', scopes: ['admin'], expiresAt: null, revokedAt: null },
        ...{ perMinute: null, daily: null, rotatedTo: null },
      },
    ])
    const { stdout } = await keys(['list'], env)
    expect(stdout).toMatch(
      new RegExp(
        `^${one.id}  One +read,sync +\\d{4}-\\d\\d-\\d\\d  2999-01-31  - +5000 +2147483647  - +any$`,
        'm',
      ),
    )
    expect(stdout).toMatch(new RegExp(`^${two.id}  Two +admin +\\S+  - +- +- +- +- +any$`, 'm'))
    expect(stdout.split('\n')[0]).toMatch(
      /^id +name +scopes +made on +last day +revoked on {2}per minute {2}daily +rotated to {2}documents$/,
    )
  })

  test('a key may be limited to documents of operators, or to those of another key as well', async ({
    cli,
  }) => {
    const env = { DATABASE_URL: await cli.database('empty') }
    const create = (...args: string[]) => keys(['create', '--scopes', 'read', ...args], env)
    const partner = parsed(await create('--name', 'Partner', '--json'))
    const only = await create('--name', 'One', '--documents-only')
    expect(only.stdout).toContain(
      'The key of One: scopes read; documents of operators and no others; valid until it is revoked.',
    )
    const of = await create('--name', 'Two', '--documents-of', partner.id)
    expect(of.stdout).toContain(`documents of operators and of ${partner.id} and no others`)
    const listed = parsed(await keys(['list', '--json'], env))
    expect(listed.map((key: any) => key.documentsOf)).toEqual([null, 'cli', partner.id])
    const { stdout } = await keys(['list'], env)
    expect(stdout).toMatch(/ One .* of operators$/m)
    expect(stdout).toMatch(new RegExp(` Two .* of operators and of ${partner.id}$`, 'm'))
    const rotated = await keys(['rotate', listed[2].id], env)
    expect(rotated.stdout).toContain(`documents of operators and of ${partner.id} and no others`)
    const unknown = await create('--name', 'X', '--documents-of', '0000000000')
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toMatch(/There is no key with the id whose documents this one may ask\.\n$/)
  })

  test('a key is revoked once; its time stays, and an unknown id is told', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('empty') }
    const { id } = parsed(await keys(['create', '--name', 'One', '--scopes', 'read', '--json'], env))
    const first = parsed(await keys(['revoke', id, '--json'], env))
    expect(first).toMatchObject({ id, revokedAt: expect.stringMatching(/^\d{4}-/) })
    expect(parsed(await keys(['revoke', id, '--json'], env))).toEqual(first)
    const unknown = await keys(['revoke', 'nobody'], env)
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toMatch(/There is no key with the id nobody\.\n$/)
  })
})

describe('exit code 2, before anything is touched, for', () => {
  const create = (...args: string[]) => ['create', '--name', 'X', '--scopes', 'sync', ...args]
  const wrong: [string, string[], RegExp][] = [
    ['nothing to do', [], /Say what to do with keys: create, list, rotate, revoke, log\./],
    ['an unknown word', ['rotat'], /create, list, rotate, revoke, log/],
    ['a name that every object has', ['constructor'], /create, list, rotate, revoke, log/],
    ['no name', ['create', '--scopes', 'sync'], /--name <name>/],
    ['an empty name', ['create', '--name', ' ', '--scopes', 'sync'], /--name <name>/],
    ['a name of two lines', ['create', '--name', 'a\nb', '--scopes', 'sync'], /on one line/],
    [
      'a name that commands a terminal',
      ['create', '--name', 'a\u009b31mb', '--scopes', 'sync'],
      /on one line/,
    ],
    ['a name with a line separator', ['create', '--name', 'a\u2028b', '--scopes', 'sync'], /on one line/],
    [
      'a name that turns its line around',
      ['create', '--name', 'a\u202eb', '--scopes', 'sync'],
      /on one line/,
    ],
    ['no scopes', ['create', '--name', 'X'], /Name the scopes.*--scopes read,sync,write,admin/],
    ['an empty scope', ['create', '--name', 'X', '--scopes', 'read,'], /Name the scopes/],
    [
      'an unknown scope',
      ['create', '--name', 'X', '--scopes', 'read,root'],
      /Unknown scope root\. There are: read, sync/,
    ],
    ['documents and another scope than read', create('--documents-only'), /has the scope read and no other/],
    [
      'documents of a key, and another scope',
      create('--documents-of', 'x'),
      /has the scope read and no other/,
    ],
    [
      'a date that is none',
      create('--expires', '2027-02-30'),
      /--expires is a day such as 2027-01-31, not 2027-02-30/,
    ],
    ['a month', create('--expires', '2027-02'), /--expires is a day/],
    ['a day that is over', create('--expires', '2020-01-31'), /--expires is over already: 2020-01-31/],
    ...['0', '-1', '1.5', '1e3', '1,000', '', '2147483648'].flatMap((cost): [string, string[], RegExp][] => [
      [`a daily cost of "${cost}"`, create(`--daily=${cost}`), /--daily is a cost: a whole number from 1/],
      [`a cost a minute of "${cost}"`, create(`--per-minute=${cost}`), /--per-minute is a cost: a whole/],
    ]),
    ...['', '7', '-1d', '1.5d', '7w', '366d', '8761h'].map((time): [string, string[], RegExp] => [
      `an overlap of "${time}"`,
      ['rotate', 'x', `--overlap=${time}`],
      /--overlap is a number of days or hours up to 365d/,
    ]),
    ['an unknown option', create('--force'), /'--force'/],
    ['one argument too many', create('more'), /one argument too many/],
    ['two ids', ['rotate', 'one', 'two'], /one argument too many/],
    ['two ids of a log', ['log', 'one', 'two'], /one argument too many/],
    ['no id', ['revoke'], /Name the id of the key to revoke/],
    ['no id to rotate', ['rotate'], /Name the id of the key to rotate/],
  ]
  test.for(wrong)('%s', async ([, args, told], { cli }) => {
    const { code, stdout, stderr } = await inProcess(runKeys, args, { DATA_DIR: join(cli.folder, 'data') })
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(told)
    expect(await readdir(cli.folder)).toEqual([])
  })

  test('what a process does not understand, which it tells with the whole usage', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run(['keys', ...create('--force')])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/'--force'[\s\S]*Usage: npm run keys/)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(await readdir(cli.folder)).toEqual([])
  })

  test('a whole key in place of its id, which is not repeated', async ({ cli }) => {
    const secret = 'z'.repeat(32)
    const key = `aef_0123456789_${secret}`
    const revoke = await cli.run(['keys', 'revoke', key])
    const others = [[key], ['list', key], ['rotate', key], ['log', key], ['rotate', 'x', '--overlap', key]]
    const made = [['--scopes', key], ['--expires', key], ['--daily', key], [`--${key}`], ['--name', key]]
    const all = [...others, ...made.map((wrong) => create(...wrong))]
    const outcomes = await Promise.all(all.map((args) => keys(args, { DATA_DIR: join(cli.folder, 'data') })))
    expect(await readdir(cli.folder)).toEqual([])
    for (const { code, stderr } of [revoke, ...outcomes]) {
      expect(code).toBe(2)
      expect(stderr).not.toContain(secret)
    }
  })
})
