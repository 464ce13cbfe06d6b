/** That the secrets of keys are nowhere: a server that logs all it can is asked with keys in all the wrong ways. */
import pg from 'pg'
import { expect } from 'vitest'
import { runKeys } from '../../src/cli/keys.ts'
import { test } from '../helpers/cli.ts'
import { inProcess } from '../helpers/in-process.ts'

/** What checks a key anew each time. */
const COPY = '/export/licence.ndjson'

test('a secret is nowhere: not in the log, in answers, or in the database', async ({ cli }) => {
  const url = await cli.database('seeded')
  const keys = (...args: string[]) => inProcess(runKeys, args, { DATABASE_URL: url })
  const create = ['create', '--name', 'A', '--scopes', 'sync', '--json']
  const good = JSON.parse((await keys(...create)).stdout)
  const next = JSON.parse((await keys('rotate', good.id, '--json')).stdout)
  const bad = `aef_${good.id}_${'z'.repeat(32)}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const server = await cli.serve({ LOG_LEVEL: 'debug', DATABASE_URL: url })

  const answers: string[] = []
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}${path}`, { headers })
    answers.push([...response.headers].join('\n'), await response.text())
    return response.status
  }
  const sent = (key: string) => [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]
  const routes = ['/graphql?query={__typename}', '/graphql?query={none}', '/export/none.ndjson', '/none']
  for (const key of [good.key, next.key, bad]) {
    for (const headers of sent(key)) for (const route of routes) await ask(route, headers)
    expect(await ask('/healthz', { authorization: `Bearer ${key}`, 'x-api-key': `${key}0` })).toBe(400)
    expect(await ask('/healthz', { authorization: `Basic ${key}` })).toBe(401)
    for (const path of [`/healthz?key=${key}`, `/${key.replaceAll('_', '%5F')}`, `/graphql?query={${key}}`])
      expect(await ask(path, { referer: `http://test/?key=${key}` })).toBe(400)
  }
  expect(await ask('/export/licence.ndjson', { 'x-api-key': next.key })).toBe(200)
  await ask('/graphql?query={__typename}')
  // While the database does not have what is asked of it, and the key is being looked up.
  await client.query('ALTER TABLE "ApiKey" RENAME COLUMN "daily" TO "gone"')
  for (const headers of sent(next.key)) expect(await ask(COPY, headers)).toBe(500)
  await client.query('ALTER TABLE "ApiKey" RENAME COLUMN "gone" TO "daily"')
  await client.query('ALTER TABLE "Bucket" RENAME TO "Lost"')
  for (const headers of sent(next.key)) expect(await ask(COPY, headers)).toBe(503)
  await client.query('ALTER TABLE "Lost" RENAME TO "Bucket"')
  const { stdout, stderr } = await server.stop()
  expect(stdout).toContain('/export/licence.ndjson')
  expect(stdout).toContain('request failed')

  const rows: string[] = []
  for (const table of ['ApiKey', 'KeyEvent', 'Bucket']) {
    const found = await client.query(`SELECT to_jsonb(t)::text AS row FROM "${table}" t`)
    expect(found.rows.length, table).toBeGreaterThan(1)
    rows.push(...found.rows.map(({ row }) => row))
  }
  await client.end()
  for (const secret of [good.key, next.key, bad].map((key) => key.slice(-32)))
    for (const text of [stdout, stderr, ...answers, ...rows]) expect(text).not.toContain(secret)
  // An address counts, and does not stand there in clear either.
  expect(rows.join()).not.toMatch(/127\.0\.0\.1|::1/)
})
