/** Where buckets stand makes no difference: Postgres and Redis come to the same as the textbook, and count exactly. */
import fc from 'fast-check'
import { describe, expect, onTestFinished } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { openRedis } from '../../src/db/redis.ts'
import type { Caller } from '../../src/domain/access/caller.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { type LimitStore, PARTS } from '../../src/domain/access/limit-store.ts'
import { createLimiter, type Limiter } from '../../src/domain/access/limits.ts'
import { postgresLimits } from '../../src/domain/access/limits-postgres.ts'
import { redisLimits } from '../../src/domain/access/limits-redis.ts'
import { post, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { reason, startRedis, type TestRedis } from '../helpers/redis.ts'

const START = '2026-11-25T23:59:30Z'
const DAY_MS = 86_400_000
const never = (error: unknown): void => {
  throw error
}

async function storeIn(redis: TestRedis, failed = never): Promise<LimitStore> {
  const client = await openRedis(redis.url, failed)
  onTestFinished(client.close)
  return redisLimits(client)
}

const STORES = [
  { name: 'in Postgres', without: '', open: async (db: Db) => [postgresLimits(db), postgresLimits(db)] },
  {
    name: `in Redis${reason}`,
    without: reason,
    open: async () => {
      const redis = await startRedis()
      return [await storeIn(redis), await storeIn(redis)]
    },
  },
]

const refused = (error: unknown) => {
  expect(error).toMatchObject({ code: 'RATE_LIMITED' })
  return 0
}

/** What one caller has spent, as the textbook has it. */
function textbook(perMinute: number, daily: number | null) {
  let [level, at, day, spent] = [0, 0, 0, 0]
  return (cost: number, now: number) => {
    const today = Math.floor(now / DAY_MS)
    level = Math.max(0, level - Math.max(0, now - at) * perMinute)
    if (today > day) spent = 0
    at = Math.max(at, now)
    day = Math.max(day, today)
    const passed = level + cost * PARTS <= perMinute * PARTS && (daily === null || spent + cost <= daily)
    if (passed) level += cost * PARTS
    if (passed) spent += cost
    return { passed, filled: level, used: spent * PARTS }
  }
}

describe.each(STORES)('$name', ({ without, open }) => {
  test.skipIf(without)('is the bucket of the textbook, whatever comes when', async ({ empty: { db } }) => {
    const [store] = await open(db)
    let made = 0
    // Clocks of several machines differ: time may run back a little.
    const step = fc.record({
      wait: fc.integer({ min: -2_000, max: 40_000 }),
      cost: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(150_000, 2_000_000_001)),
    })
    const plan = fc.record({
      perMinute: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(200_000, 2_147_483_647)),
      daily: fc.option(fc.integer({ min: 1, max: 200 })),
    })
    await fc.assert(
      fc.asyncProperty(plan, fc.array(step, { maxLength: 12 }), async ({ perMinute, daily }, steps) => {
        const expected = textbook(perMinute, daily)
        const who = `key:${++made}`
        let now = Date.parse(START)
        for (const { wait, cost } of steps) {
          now += wait
          const taken = await store!.take({
            ...{ who, cost: cost * PARTS, capacity: perMinute * PARTS, drain: perMinute, at: new Date(now) },
            daily: daily === null ? null : daily * PARTS,
          })
          expect(taken).toEqual(expected(cost, now))
        }
      }),
      {
        numRuns: 60,
        // More digits than Lua writes unless it is told to.
        examples: [
          [
            { perMinute: 2_147_483_647, daily: null },
            [
              { wait: 0, cost: 2_000_000_001 },
              { wait: 7, cost: 1 },
            ],
          ],
        ],
      },
    )
  })

  test.skipIf(without)(
    'counts exactly, however many ask at once by several servers',
    async ({ empty: { db } }) => {
      const clock = fixedClock('2026-11-25T10:00:00Z')
      const stores = await open(db)
      const plan = { perMinute: 10_000, daily: 1000 }
      const partner: Caller = {
        ...{ keyId: 'partner', account: 'partner', scopes: ['sync'], plan, documentsOf: null },
      }
      const limiters = stores.map((store) => createLimiter(db, clock, { store, slowMs: 60_000 }))
      const spend = (n: number) => limiters[n % 2]!.budgetOf(partner, '').spend(1)
      const caller = async (n: number) => {
        let passed = 0
        for (let i = 0; i < 24; i++) passed += await spend(n).then(() => 1, refused)
        return passed
      }
      const passed = await Promise.all(Array.from({ length: 50 }, (_, n) => caller(n)))
      expect(passed.reduce((sum, n) => sum + n)).toBe(1000)
      // The next day begins at midnight UTC.
      clock.set('2026-11-25T23:59:59Z')
      await expect(spend(0)).rejects.toThrow('Ask again in 1 seconds.')
      clock.set('2026-11-26T00:00:00Z')
      await spend(0)
    },
  )

  test.skipIf(without)(
    'of what one caller asks at once, that passes which fits, in its order',
    async ({ empty: { db } }) => {
      const [store] = await open(db)
      const at = new Date(START)
      const of = (who: string, cost: number, patient = false) =>
        store!.take({
          ...{ who, at, daily: null, patient },
          ...{ cost: cost * PARTS, capacity: 100 * PARTS, drain: 100 },
        })
      // While the first is counted, the others wait for the next statement, where their sum does not fit.
      const taken = await Promise.all([
        of('other', 1),
        ...[50, 60, 40, 20].map((cost) => of('one', cost, cost === 40)),
        of('third', 100),
      ])
      expect(taken.map(({ passed, filled }) => [passed, filled / PARTS])).toEqual([
        [true, 1],
        [true, 50],
        [false, 50],
        [true, 90],
        [false, 90],
        [true, 100],
      ])
    },
  )
})

describe.skipIf(reason)(`a Redis that goes away${reason}`, () => {
  /** An app that counts in it, asked by anybody and by a partner. */
  async function counting(db: Db, redis: TestRedis) {
    const failures: unknown[] = []
    const store = await storeIn(redis, (error) => void failures.push(error))
    const clock = fixedClock(START)
    const limiter: Limiter = createLimiter(db, clock, { store, slowMs: 300 })
    const { app } = testApp(db, { clock, limiter })
    const { key } = await createKey(db, clock, { name: 'partner', scopes: ['sync'], expiresAt: null })
    const headers = { authorization: `Bearer ${key}` }
    const question = () => app(post('{ __typename }'), '198.51.100.7')
    return {
      failures,
      question,
      /** Statuses of a question and a copy, whether the question was counted, and what readiness says. */
      state: async () => {
        const asked = await question()
        const copy = await app(new Request('http://test/export/unit.ndjson', { headers }))
        await copy.body?.cancel()
        const ready = (await (await app(new Request('http://test/readyz'))).json()) as { limits: string }
        return [asked.status, asked.headers.has('ratelimit'), copy.status, ready.limits]
      },
    }
  }
  const GOOD = [200, true, 200, 'ok']
  const OPEN = [200, false, 503, 'open']

  test('or hangs lets questions pass and copies wait, says so, and counts again when it is back', async ({
    seeded: { db },
  }) => {
    const redis = await startRedis()
    const { state, question, failures } = await counting(db, redis)
    expect(await state()).toEqual(GOOD)
    redis.pause()
    expect(await state()).toEqual(OPEN)
    expect(failures).toEqual([])
    redis.resume()
    expect(await state()).toEqual(GOOD)
    await redis.stop()
    expect(await state()).toEqual(OPEN)
    expect(await state()).toEqual(OPEN)
    // Told once, and without the password.
    expect(failures).toHaveLength(1)
    for (const password of redis.passwords) expect(JSON.stringify(failures)).not.toContain(password)
    await redis.start()
    while (!(await question()).headers.has('ratelimit'))
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await state()).toEqual(GOOD)
  })

  test('holds no address in clear, and forgets by itself', async ({ seeded: { db } }) => {
    const redis = await startRedis()
    const { state } = await counting(db, redis)
    await state()
    const all = await redis.all()
    expect(all.map(({ key }) => key.replace(/[0-9a-z]+$/, ''))).toEqual([
      'ai-economy-facts:limit:address:',
      'ai-economy-facts:limit:key:',
    ])
    expect(JSON.stringify(all)).not.toContain('198.51')
    for (const { ttl } of all) {
      expect(ttl).toBeGreaterThan(0)
      expect(ttl).toBeLessThanOrEqual(61_000)
    }
  })
})
