/** Who calls: keys in headers, the same refusal for every bad one, and what a key costs. */
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import type { Scope } from '../../src/domain/access/caller.ts'
import { createKey, revokeKey, rotateKey } from '../../src/domain/access/keys.ts'
import { type App, createApp } from '../../src/http/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test as base, type TestDb } from '../helpers/db.ts'

const NOW = '2026-11-24T12:00:00Z'
const ME = '{ me { scopes } }'

interface World {
  clock: ReturnType<typeof fixedClock>
  lines: string[]
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(query: string, headers?: Record<string, string>): Promise<Response>
  key(scopes: Scope[], expiresAt?: string): Promise<{ id: string; key: string }>
}

function worldOf({ db }: TestDb): World {
  const clock = fixedClock(NOW)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  const app: App = createApp({ db, log, clock })
  return {
    clock,
    lines,
    get: (path, headers = {}) => app(new Request(`http://test${path}`, { headers })),
    post: (query, headers = {}) => {
      const all = { 'content-type': 'application/json', ...headers }
      return app(
        new Request('http://test/graphql', { method: 'POST', headers: all, body: JSON.stringify({ query }) }),
      )
    },
    key: (scopes, expiresAt) =>
      createKey(db, clock, { name: 'test', scopes, expiresAt: expiresAt ? new Date(expiresAt) : null }),
  }
}

const test = base.extend<{ world: World }>({
  world: [async ({ seeded }, use) => use(worldOf(seeded)), { scope: 'test' }],
})

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

async function refusal(response: Response): Promise<{ status: number; code: string; message: string }> {
  const { errors, data } = (await response.json()) as { errors: any[]; data?: unknown }
  expect(data ?? null).toBe(null)
  expect(errors).toHaveLength(1)
  return { status: response.status, code: errors[0].extensions.code, message: errors[0].message }
}

const INVALID = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'The key sent is not valid: mistyped, expired or revoked.',
}

describe('a key', () => {
  test('is taken from either header, and me tells its scopes', async ({ world }) => {
    const { key } = await world.key(['sync', 'write'])
    const ways = [
      bearer(key),
      { authorization: `bearer  ${key} ` },
      { 'x-api-key': key },
      { ...bearer(key), 'x-api-key': key },
    ]
    for (const headers of ways) {
      const response = await world.post(ME, headers)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ data: { me: { scopes: ['read', 'sync', 'write'] } } })
      // Not for a cache that others share.
      expect(response.headers.get('cache-control')).toBe('private')
    }
    expect(await (await world.post(ME)).json()).toMatchObject({ data: { me: { scopes: ['read'] } } })
  })

  test('decides what a shared cache may hand out, and to whom', async ({ world }) => {
    const { key } = await world.key(['sync'])
    const ask = (headers = {}) => world.get(`/graphql?query=${encodeURIComponent(ME)}`, headers)
    for (const headers of [{}, bearer(key), { 'x-api-key': key }]) {
      const answer = await ask({ accept: 'application/json', ...headers })
      expect(answer.headers.get('vary')).toMatch(/\bAuthorization, X-API-Key\b/)
      expect(answer.headers.get('cache-control')).toBe(Object.keys(headers)[0] ? 'private' : 'no-store')
    }
  })

  test('of any scope reads', async ({ world }) => {
    for (const scope of ['read', 'sync', 'write', 'admin'] as const) {
      const { key } = await world.key([scope])
      const answer = await world.post('{ country(code: "CN") { name } }', bearer(key))
      expect(await answer.json()).toMatchObject({ data: { country: { name: 'China' } } })
    }
  })

  test('costs one statement, and a request without one none', async ({ world, seeded }) => {
    const { key } = await world.key(['read'])
    const cost = async (headers?: Record<string, string>) => {
      seeded.statements()
      await (await world.post('{ __typename }', headers)).text()
      return seeded.statements().length
    }
    const free = await cost()
    expect(await cost(bearer(key))).toBe(free + 1)
    seeded.statements()
    await world.get('/healthz')
    expect(seeded.statements()).toEqual([])
  })

  test('ends at its instant', async ({ world }) => {
    const { key } = await world.key(['read'], '2027-02-01T00:00:00Z')
    world.clock.set('2027-01-31T23:59:59.999Z')
    expect((await world.post(ME, bearer(key))).status).toBe(200)
    world.clock.set('2027-02-01T00:00:00Z')
    expect(await refusal(await world.post(ME, bearer(key)))).toEqual(INVALID)
  })
})

describe('a key that is not valid', () => {
  const ROUTES = [
    '/graphql?query={__typename}',
    '/',
    '/healthz',
    '/schema.graphql',
    '/export/price.ndjson',
    '/none',
  ]

  test('is refused in the same words on every route, whatever is wrong with it', async ({
    world,
    seeded,
  }) => {
    const sync = () => world.key(['sync'])
    const [good, revoked, rotated] = [await sync(), await sync(), await sync()]
    await revokeKey(seeded.db, world.clock, revoked.id)
    await rotateKey(seeded.db, world.clock, rotated.id, 0)
    const expired = await world.key(['sync'], '2026-11-24T11:59:59Z')
    const [, id, secret] = good.key.split('_')
    const bad = {
      ...{ revoked: revoked.key, rotated: rotated.key },
      expired: expired.key,
      'wrong secret': `aef_${id}_${'0'.repeat(32)}`,
      'secret of another': `aef_${revoked.id}_${secret}`,
      'unknown id': `aef_${'0'.repeat(10)}_${secret}`,
      malformed: 'letmein',
    }
    for (const [name, key] of Object.entries(bad)) {
      for (const route of ROUTES) {
        const response = await world.get(route, bearer(key))
        expect(response.headers.get('www-authenticate')).toBe('Bearer')
        expect(response.headers.get('cache-control')).toBe('no-store')
        expect(await refusal(response), `${name} at ${route}`).toEqual(INVALID)
      }
      expect(await refusal(await world.post(ME, { 'x-api-key': key })), name).toEqual(INVALID)
    }
    expect((await world.post(ME, bearer(good.key))).status).toBe(200)
    for (const line of world.lines) for (const key of Object.values(bad)) expect(line).not.toContain(key)
  })

  const headers: [string, Record<string, string>][] = [
    ['nothing after Bearer', { authorization: 'Bearer' }],
    ['nothing at all', { authorization: '' }],
    ['an empty X-API-Key', { 'x-api-key': '' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['the key without its scheme', { authorization: `aef_0123456789_${'0'.repeat(32)}` }],
    ['two words', { authorization: 'Bearer a b' }],
  ]
  test.for(headers)('is one with %s', async ([, sent], { world, seeded }) => {
    seeded.statements()
    expect(await refusal(await world.post(ME, sent))).toEqual(INVALID)
    expect(seeded.statements()).toEqual([])
  })

  test('is any text near a good one, and none reaches the database malformed', async ({ world, seeded }) => {
    const { key } = await world.key(['read'])
    const cut = fc.integer({ min: 0, max: key.length - 1 }).map((n) => key.slice(0, n))
    const longer = fc.stringMatching(/^[!-~]{1,40}$/).map((more) => key + more)
    const changed = fc
      .tuple(fc.nat(key.length - 1), fc.stringMatching(/^[!-~]$/))
      .map(([at, c]) => key.slice(0, at) + c + key.slice(at + 1))
      .filter((other) => other !== key)
    const shaped = /^aef_[0-9a-z]{10}_[0-9a-z]{32}$/
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, longer, changed, fc.stringMatching(/^[ -~]{0,80}$/)), async (text) => {
        seeded.statements()
        const response = await world.get('/healthz', { 'x-api-key': text })
        expect(response.status).toBe(401)
        if (!shaped.test(text)) expect(seeded.statements()).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('two different keys are refused, for nobody knows which one counts', async ({ world }) => {
    const [one, two] = [await world.key(['read']), await world.key(['sync'])]
    const response = await world.post(ME, { ...bearer(one.key), 'x-api-key': two.key })
    expect(await refusal(response)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })
})

describe('a key in the address', () => {
  const secret = `aef_0123456789_${'z'.repeat(32)}`
  const places: [string, (key: string) => string][] = [
    ['a parameter named key', (key) => `/graphql?query={__typename}&key=${key}`],
    ['access_token, whatever it holds', () => '/healthz?access_token=1'],
    ['X-API-Key as a parameter', () => '/export/price.ndjson?X-API-Key=1'],
    ['any other parameter', (key) => `/export/price.ndjson?asOf=${key}`],
    ['the name of a parameter', (key) => `/healthz?${key}`],
    ['the path', (key) => `/export/${key}.ndjson`],
    ['the path, escaped', (key) => `/export/${key.replaceAll('_', '%5F')}.ndjson`],
    ['the path, escaped twice', (key) => `/export/${key.replaceAll('_', '%255F')}.ndjson`],
    ['the path, escaped beside what is no escape', (key) => `/%ZZ${key.replaceAll('_', '%5F')}`],
  ]
  test.for(places)('is refused with 400 and not logged: %s', async ([, path], { world }) => {
    const response = await world.get(path(secret))
    const { status, code, message } = await refusal(response)
    expect({ status, code }).toEqual({ status: 400, code: 'BAD_REQUEST' })
    expect(message).toContain('A key never goes into the address')
    expect(world.lines.length).toBeGreaterThan(0)
    expect(world.lines.join()).not.toContain('zzzzzzzz')
  })
})

describe('what needs a scope', () => {
  test('is 401 without a key, 403 with one that lacks it, and asks the database for nothing else', async ({
    world,
    seeded,
  }) => {
    const { key } = await world.key(['read', 'write', 'admin'])
    seeded.statements()
    const without = await world.get('/export/price.ndjson')
    expect(seeded.statements()).toEqual([])
    expect(without.headers.get('www-authenticate')).toBe('Bearer')
    expect(await refusal(without)).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'This needs a key with the scope sync, sent as the header Authorization: Bearer <key>.',
    })
    const lacking = await world.get('/export/price.ndjson', bearer(key))
    expect(seeded.statements()).toHaveLength(1)
    expect(lacking.headers.get('www-authenticate')).toBe(null)
    expect(await refusal(lacking)).toEqual({
      status: 403,
      code: 'FORBIDDEN',
      message: 'This key does not have the scope sync.',
    })
  })
})
