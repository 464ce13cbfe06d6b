/**
 * That passwords, addresses of databases and keys are nowhere: a server that logs all it can, on a Postgres and a Redis
 * with passwords, is asked in all the wrong ways, loses both and gets them back.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import pg from 'pg'
import { expect, inject, onTestFinished } from 'vitest'
import { runKeys } from '../../src/cli/keys.ts'
import { StartupError } from '../../src/lib/startup-error.ts'
import { cable } from '../helpers/cable.ts'
import { type Cli, test } from '../helpers/cli.ts'
import { inProcess } from '../helpers/in-process.ts'
import { reason, startRedis } from '../helpers/redis.ts'

/** As it stands in a URL; no other text has its parts. */
const PASSWORD = 'hidden%40postgres-word'

/** A database with a user and a password of its own, behind a cable that can be cut. */
async function guarded(cli: Cli) {
  const plain = await cli.database('seeded')
  const client = new pg.Client({ connectionString: plain })
  // It goes with its database.
  client.on('error', () => undefined)
  await client.connect()
  const role = `aef_secret_${process.pid}`
  await client.query(`CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD '${decodeURIComponent(PASSWORD)}'`)
  onTestFinished(async () => {
    const admin = new pg.Client({ connectionString: inject('adminUrl') })
    await admin.connect()
    await admin.query(`DROP ROLE ${role}`)
    await admin.end()
  })
  const line = await cable(plain)
  const url = new URL(line.url)
  url.username = role
  url.password = PASSWORD
  return { plain, client, line, url: url.href }
}

/** What must stand nowhere. */
const secretsOf = (url: string, passwords: readonly string[], keys: readonly string[]) => [
  ...[url, PASSWORD, decodeURIComponent(PASSWORD), ...passwords],
  ...keys.map((key) => key.slice(-32)),
]

function expectNone(secrets: readonly string[], texts: Record<string, string>): void {
  for (const [place, text] of Object.entries(texts))
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${place}`).toBe(false)
}

/** Places in the database in which one of the texts stands. */
async function placesIn(client: pg.Client, secrets: readonly string[]): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  )
  const found: string[] = []
  expect(rows.length).toBeGreaterThan(40)
  for (const { name } of rows) {
    // Bytes are shown as text too.
    const text = name === 'Receipt' ? `to_jsonb(t)::text || encode(t."body", 'escape')` : 'to_jsonb(t)::text'
    const hits = await client.query(
      `SELECT 1 FROM "${name}" t, unnest($1::text[]) s WHERE strpos(${text}, s) > 0 LIMIT 1`,
      [secrets],
    )
    if (hits.rowCount) found.push(name)
  }
  return found
}

test('what cannot start tells no password', async ({ cli }) => {
  const { url } = await guarded(cli)
  const redis = reason ? null : await startRedis()
  const wrong = (change: (u: URL) => void, from = url) => {
    const changed = new URL(from)
    change(changed)
    return changed.href
  }
  const other = wrong((u) => {
    u.password = `not-${PASSWORD}`
  })
  // Where it trusts everybody, a wrong password is none.
  const trusts = await new pg.Client({ connectionString: other }).connect().then(
    () => true,
    () => false,
  )
  const databases = [
    ...(trusts ? [] : [other]),
    wrong((u) => (u.port = '1')),
    wrong((u) => (u.pathname = '/nowhere')),
    url.replace(PASSWORD, `${PASSWORD}%zz`),
    url.replace('postgres', 'mysql'),
  ]
  for (const DATABASE_URL of databases) {
    const error = await inProcess(runKeys, ['list'], { DATABASE_URL }).catch((e: unknown) => e)
    expect(error, DATABASE_URL).toBeInstanceOf(StartupError)
    expect((error as Error).message).toContain('DATABASE_URL')
    expectNone(secretsOf(url, [], []), { error: inspect(error, { depth: 10, showHidden: true }) })
  }
  if (!redis) return
  const refused = wrong((u) => (u.password = PASSWORD), redis.url)
  for (const REDIS_URL of [refused, refused.replace('redis', 'http')]) {
    const { code, stdout, stderr } = await cli.run(['serve'], {
      LOG_LEVEL: 'trace',
      DATABASE_URL: url,
      REDIS_URL,
    })
    expect(code).toBe(1)
    expect(stderr).toContain('REDIS_URL')
    expectNone(secretsOf(url, redis.passwords, []), { stdout, stderr })
  }
})

test('a running server tells no secret, whatever is asked and whatever breaks', async ({ cli }) => {
  const { plain, client, line, url } = await guarded(cli)
  const redis = reason ? null : await startRedis()
  const created = await inProcess(
    runKeys,
    ['create', '--name', 'A', '--scopes', 'sync,write,admin', '--json'],
    { DATABASE_URL: plain },
  )
  const { id, key } = JSON.parse(created.stdout)
  const bad = `aef_${id}_${'z'.repeat(32)}`
  const secrets = secretsOf(url, redis ? [...redis.passwords, redis.url] : [], [key, bad])
  const server = await cli.serve({
    ...{ LOG_LEVEL: 'trace', DATABASE_URL: url },
    ...(redis ? { REDIS_URL: redis.url } : {}),
  })

  const answers: string[] = []
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
    answers.push(`${[...response.headers].join('\n')}\n${await response.text()}`)
    return response.status
  }
  const post = (body: object, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', body: JSON.stringify(body) }
    return ask('/graphql', { ...init, headers: { 'content-type': 'application/json', ...headers } })
  }
  const good = { authorization: `Bearer ${key}` }
  /** One request of each kind. */
  const everything = async () => {
    for (const path of ['/healthz', '/readyz', '/graphql?query={__typename}', '/nowhere', '/receipts/x'])
      await ask(path, { headers: good })
    for (const path of [
      '/export/licence.ndjson',
      '/export/licence.csv',
      '/changes?limit=3',
      '/changes?after=x',
    ])
      await ask(path, { headers: good })
    await post({ query: '{ me { keyId limits { name left } } country(code: "CN") { name } }' }, good)
    await post({ query: '{ meters { code name } }' })
    await post({ query: 'subscription { revisionPublished(after: -1) { number } }' }, { accept: '*/*' })
    await post({ query: '{ country(code: "CN") { name } }', extensions: { receipt: true } })
  }
  await everything()
  for (const sent of [key, bad]) {
    // In a question, where a receipt would keep it and an error would repeat it.
    expect(await post({ query: `{ ${sent} }` })).toBe(400)
    expect(await post({ query: `{ country(code: "${sent}") { name } }` })).toBe(400)
    const kept = { query: 'query($c: String!) { country(code: $c) { name } }', extensions: { receipt: true } }
    expect(await post({ ...kept, variables: { c: sent } })).toBe(400)
    expect(await post({ query: `query ${sent} { __typename }`, operationName: sent })).toBe(400)
    // Where others send keys, and where none belongs.
    for (const name of [
      'cookie',
      'referer',
      'user-agent',
      'accept',
      'x-receipt',
      'x-forwarded-for',
      'content-type',
    ])
      await post({ query: '{ __typename }' }, { [name]: sent })
    for (const path of [`/${sent}`, `/export/${sent}.csv`, `/changes?after=${sent}`, `/receipts/${sent}`])
      expect(await ask(path, { headers: good })).toBe(400)
    await ask('/graphql', { method: 'POST', body: sent, headers: { 'content-type': 'application/json' } })
    await ask(`/${sent}`, { method: 'DELETE' })
  }
  const { rows } = await client.query(
    `SELECT application_name, query FROM pg_stat_activity WHERE datname = current_database()`,
  )
  expect(rows.map((r) => r.application_name)).toContain('ai-economy-facts listener')
  expectNone(secrets, { activity: JSON.stringify(rows) })

  // A fault of ours, a database that is gone while somebody follows it, and a Redis that is gone.
  await client.query('ALTER TABLE "Meter" RENAME TO "Lost"; ALTER TABLE "ApiKey" RENAME TO "Keys"')
  await everything()
  await client.query('ALTER TABLE "Lost" RENAME TO "Meter"; ALTER TABLE "Keys" RENAME TO "ApiKey"')
  const following = await fetch(`${server.url}/changes?follow=true`, { headers: good })
  const listening = await fetch(`${server.url}/graphql?query=subscription{revisionPublished{number}}`, {
    headers: { accept: 'text/event-stream' },
  })
  await redis?.stop()
  await everything()
  await line.cut()
  await everything()
  expect(await ask('/readyz')).toBe(503)
  for (const stream of [following, listening]) answers.push(await stream.text().catch(String))
  await line.mend()
  while ((await ask('/readyz')) !== 200) await delay(50)
  const { stdout, stderr } = await server.stop()

  // It did tell of what went wrong.
  expect(stdout).toContain('request failed')
  expect(stdout).toContain('no notices')
  if (redis) expect(stdout).toContain('Redis cannot be reached')
  expect(answers.join('\n')).toContain('UNAVAILABLE')
  expectNone(secrets, {
    stdout,
    stderr,
    ...Object.fromEntries(answers.map((text, i) => [`answer ${i}`, text])),
  })
  expect(await placesIn(client, secrets)).toEqual([])
  expect(await placesIn(client, ['China'])).toEqual(expect.arrayContaining(['Country', 'Receipt']))
})
