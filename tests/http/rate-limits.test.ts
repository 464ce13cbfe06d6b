/** What callers may spend: by address and by key, exact under concurrency, told in headers and in `me`. */
import { afterEach, expect, vi } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { PARTS } from '../../src/domain/access/limit-store.ts'
import { createLimiter, networkOf, PER_MINUTE } from '../../src/domain/access/limits.ts'
import { clearHourly } from '../../src/domain/access/limits-postgres.ts'
import type { App } from '../../src/http/app.ts'
import { post as posted, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'

const START = '2026-11-25T10:00:00Z'
const clock = fixedClock(START)
/** On a machine that has much else to do, no wait counts as down. */
const PATIENT = { slowMs: 60_000 }
afterEach(() => clock.set(START))
const later = (seconds: number) => clock.set(new Date(Date.parse(START) + seconds * 1000).toISOString())

const limited = (db: Db, trustProxy = false) =>
  testApp(db, { clock, trustProxy, limiter: createLimiter(db, clock, PATIENT) }).app

const post = (app: App, query: string, headers: Record<string, string> = {}, peer = '192.0.2.1') =>
  app(posted(query, undefined, headers), peer)

async function keyOf(db: Db, plan: { perMinute?: number; daily?: number }) {
  const wanted = { name: 'partner', scopes: ['read', 'sync'] as const, expiresAt: null, ...plan }
  const { id, key } = await createKey(db, clock, wanted)
  return { id, headers: { authorization: `Bearer ${key}` } }
}

test('of 1,200 requests of 50 callers at once, a daily quota of 1,000 lets exactly 1,000 pass', async ({
  seeded: { db },
}) => {
  const { id, headers } = await keyOf(db, { daily: 1000 })
  const apps = [limited(db), limited(db)]
  const caller = async (n: number) => {
    const statuses: number[] = []
    for (let i = 0; i < 24; i++) statuses.push((await post(apps[n % 2]!, '{ __typename }', headers)).status)
    return statuses
  }
  const statuses = (await Promise.all(Array.from({ length: 50 }, (_, n) => caller(n)))).flat()
  expect(statuses.filter((s) => s === 200)).toHaveLength(1000)
  expect(statuses.filter((s) => s === 429)).toHaveLength(200)
  const bucket = await db.bucket.findUniqueOrThrow({ where: { caller: `key:${id}` } })
  expect(Number(bucket.spent) / PARTS).toBe(1000)
  // The next day begins at midnight UTC.
  clock.set('2026-11-25T23:59:59Z')
  const refused = await post(apps[0]!, '{ __typename }', headers)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  clock.set('2026-11-26T00:00:00Z')
  expect((await post(apps[0]!, '{ __typename }', headers)).status).toBe(200)
}, 90_000)

test('what does not fit is refused with the time to wait, and fits after that time', async ({
  seeded: { db },
}) => {
  const app = limited(db)
  const { headers } = await keyOf(db, { perMinute: 120 })
  // 100 revisions cost 100 and a little.
  const query = '{ revisions(first: 100) { nodes { number } } }'
  const first = await post(app, query, headers)
  const { cost } = ((await first.json()) as any).extensions
  expect(first.status).toBe(200)
  expect(cost.requested).toBeGreaterThan(60)
  expect(cost.requested).toBeLessThanOrEqual(120)
  expect(first.headers.get('ratelimit-policy')).toBe('"minute";q=120;w=60')
  expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"minute";r=${120 - cost.requested};t=\\d+$`))
  const refused = await post(app, query, headers)
  const { errors } = (await refused.json()) as any
  expect(refused.status).toBe(429)
  expect(errors[0].extensions.code).toBe('RATE_LIMITED')
  const wait = Number(refused.headers.get('retry-after'))
  expect(errors[0].message).toContain(`Ask again in ${wait} seconds.`)
  later(wait - 1)
  expect((await post(app, query, headers)).status).toBe(429)
  later(wait)
  expect((await post(app, query, headers)).status).toBe(200)
})

test('what costs more than the whole limit says that it never fits', async ({ seeded: { db } }) => {
  const { headers } = await keyOf(db, { perMinute: 50 })
  const refused = await post(limited(db), '{ revisions(first: 100) { nodes { number } } }', headers)
  expect(((await refused.json()) as any).errors[0].message).toContain('It never fits')
})

test('callers without a key are told apart by address, networks of IPv6 by their first half', async ({
  seeded: { db },
}) => {
  const app = limited(db)
  const left = async (peer: string, headers = {}) => {
    const response = await post(app, '{ __typename }', headers, peer)
    return PER_MINUTE.anybody - Number(/r=(\d+)/.exec(response.headers.get('ratelimit')!)![1])
  }
  expect(await left('198.51.100.7')).toBe(1)
  expect(await left('198.51.100.7')).toBe(2)
  // Without a trusted proxy the header is the client's own word.
  expect(await left('198.51.100.7', { 'x-forwarded-for': '203.0.113.9' })).toBe(3)
  expect(await left('198.51.100.8')).toBe(1)
  expect(await left('2001:db8::1')).toBe(1)
  expect(await left('2001:db8:0:0:ffff::2')).toBe(2)
  expect(await left('2001:db8:0:1::1')).toBe(1)
  const behind = limited(db, true)
  const proxied = await post(behind, '{ __typename }', { 'x-forwarded-for': '198.51.100.7' }, '10.0.0.1')
  expect(proxied.headers.get('ratelimit')).toContain(`r=${PER_MINUTE.anybody - 4};`)
  const buckets = JSON.stringify(await db.bucket.findMany())
  for (const part of ['198.51', '2001', '203.0']) expect(buckets).not.toContain(part)
})

test('`me` tells the same as the headers, and nothing of it is for shared caches', async ({
  seeded: { db },
}) => {
  const { id, headers } = await keyOf(db, { perMinute: 500, daily: 900 })
  const response = await post(
    limited(db),
    '{ me { keyId scopes limits { name limit left resetSeconds } } }',
    headers,
  )
  const { data } = (await response.json()) as any
  expect(data.me.keyId).toBe(id)
  const told = data.me.limits.map((l: any) => `"${l.name}";r=${l.left};t=${l.resetSeconds}`).join(', ')
  expect(response.headers.get('ratelimit')).toBe(told)
  expect(response.headers.get('ratelimit-policy')).toBe('"minute";q=500;w=60, "day";q=900;w=86400')
  expect(response.headers.get('cache-control')).toMatch(/private|no-store/)
})

test('a full copy costs a thousand', async ({ seeded: { db } }) => {
  const { headers } = await keyOf(db, { daily: 1500 })
  const app = limited(db)
  const copy = () => app(new Request('http://test/export/unit.ndjson', { headers }))
  const first = await copy()
  await first.text()
  expect([first.status, first.headers.get('ratelimit')]).toEqual([
    200,
    expect.stringContaining('"day";r=500;'),
  ])
  const second = await copy()
  expect([second.status, second.headers.has('retry-after')]).toEqual([429, true])
})

test('with its store down questions pass and copies wait, and readiness says so', async ({
  seeded: { db },
}) => {
  const app = limited(db)
  const { headers } = await keyOf(db, {})
  const ready = async () =>
    ((await (await app(new Request('http://test/readyz'))).json()) as { limits: string }).limits
  const copy = async () => (await app(new Request('http://test/export/unit.ndjson', { headers }))).status
  expect(await ready()).toBe('ok')
  const signature = 'take_cost(text, numeric, numeric, numeric, numeric, timestamptz)'
  await db.$executeRawUnsafe(`ALTER FUNCTION ${signature} RENAME TO gone`)
  const open = await post(app, '{ __typename }')
  expect([open.status, open.headers.has('ratelimit')]).toEqual([200, false])
  expect(await copy()).toBe(503)
  expect(await ready()).toBe('open')
  await db.$executeRawUnsafe(`ALTER FUNCTION gone(${signature.slice(10)} RENAME TO take_cost`)
  expect(await copy()).toBe(200)
  expect(await ready()).toBe('ok')
})

test('who has not been here for two days is forgotten, at the start and every hour', async ({
  empty: { db },
}) => {
  const failures: unknown[] = []
  const budget = createLimiter(db, clock).budgetOf(
    { keyId: 'k', account: 'k', scopes: [], plan: { perMinute: 1, daily: 1 }, documentsOf: null },
    '',
  )
  const left = () => db.bucket.count()
  const soonNone = async () => {
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await budget.spend(1)
  later(2 * 86_400 + 1)
  const stop = clearHourly(db, clock, (error) => failures.push(error))
  await soonNone()
  later(0)
  await budget.spend(1)
  later(2 * 86_400 + 1)
  vi.advanceTimersByTime(3_599_000)
  expect(await left()).toBe(1)
  vi.advanceTimersByTime(1_000)
  await soonNone()
  await db.$executeRaw`ALTER TABLE "Bucket" RENAME TO "Gone"`
  vi.advanceTimersByTime(3_600_000)
  await stop()
  expect(failures).toHaveLength(1)
  vi.advanceTimersByTime(3_600_000)
  await stop()
  expect(failures).toHaveLength(1)
  await db.$executeRaw`ALTER TABLE "Gone" RENAME TO "Bucket"`
  vi.useRealTimers()
})

test.each([
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0DB8:0001::', '2001:db8:1:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['192.0.2.1', '192.0.2.1'],
  ['unknown', 'unknown'],
])('the network of %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
