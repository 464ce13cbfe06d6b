/** `subscription { revisionPublished }`: every revision in order and once, each event read at its own revision. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test as plain } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { createLimiter, PER_MINUTE } from '../../src/domain/access/limits.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import type { App } from '../../src/http/app.ts'
import type { AppOptions } from '../../src/http/app-options.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { eventsOf, publish } from '../helpers/events.ts'
import { emptyDb } from '../helpers/facts.ts'
import { importYaml, WORLD } from './world.ts'

const NUMBERS = 'subscription($after: Int) { revisionPublished(after: $after) { number } }'
const EVENTS = { accept: 'text/event-stream' }
const land = (code: string) => `countries: [{ code: ${code}, name: Land ${code}, isAggregate: "false" }]\n`

/** An app that asks the database all the time, and goes at the end of the test. */
function listening(db: Db, options: Partial<AppOptions> = {}) {
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const nextRevision = () => delay(5)
  return { stopping, ...testApp(db, { nextRevision, stopping: stopping.signal, ...options }) }
}

const subscribe = async (app: App, query = NUMBERS, variables = {}, headers = {}, peer = '192.0.2.1') =>
  app(post(query, variables, { ...EVENTS, ...headers }), peer)

async function codeOf(response: Response): Promise<[number, string]> {
  const event = await eventsOf(response).next()
  return [response.status, event!.answer!.errors![0]!.extensions.code]
}

plain('tells each revision in order and once, read at that revision, also several at once', async () => {
  const db = await emptyDb()
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  const { app, stopping } = listening(db)
  const query =
    'subscription Now { revisionPublished { number time summary changes { format entitiesAdded } } }'
  const response = await subscribe(app, query)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect(response.headers.get('cache-control')).toBe('no-store')
  const events = eventsOf(response)
  for (const [i, code] of ['XB', 'XC'].entries()) {
    await importYaml(db, land(code), `2026-06-0${i + 2}T00:00:00Z`)
    const { event, answer } = (await events.next())!
    expect([event, answer!.errors]).toEqual(['next', undefined])
    expect(answer!.data.revisionPublished).toEqual({
      number: i + 2,
      time: `2026-06-0${i + 2}T00:00:00.000Z`,
      summary: expect.stringContaining('1 entit'),
      changes: { format: 'facts', entitiesAdded: 1 },
    })
    expect(answer!.extensions).toEqual({ cost: { requested: 7, limit: LIMITS.cost }, revision: i + 2 })
  }
  await publish(db, 4, 253)
  for (let n = 4; n <= 253; n++) expect((await events.next())!.answer!.data.revisionPublished.number).toBe(n)
  stopping.abort()
  expect(await events.next()).toEqual({ event: 'complete', answer: null })
  expect(await events.next()).toBe(null)
})

plain('goes on from where a client broke off, reads only what is taken, and many cost no more', async () => {
  const db = await emptyDb()
  await publish(db, 1, 120)
  let asked = 0
  const counted = db.$extends({
    query: {
      revision: {
        findMany: ({ args, query }) => {
          asked++
          return query(args)
        },
      },
    },
  }) as unknown as Db
  let ring = () => {}
  const nextRevision = () => new Promise<void>((resolve) => (ring = resolve))
  const { app } = listening(counted, { nextRevision })
  const numbers = async (after: number, count: number, query = NUMBERS) => {
    const events = eventsOf(await subscribe(app, query, { after }))
    const found: number[] = []
    while (found.length < count) found.push((await events.next())!.answer!.data.revisionPublished.number)
    await events.cancel()
    return found
  }
  expect(await numbers(117, 3)).toEqual([118, 119, 120])
  asked = 0
  expect(await numbers(0, 5)).toEqual([1, 2, 3, 4, 5])
  expect(asked).toBe(1)
  // Ten who wait are told by one statement.
  const listeners = await Promise.all(Array.from({ length: 10 }, async () => eventsOf(await subscribe(app))))
  const waiting = listeners.map((l) => l.next())
  await delay(50)
  asked = 0
  await publish(db, 121, 121)
  ring()
  for (const next of waiting) expect((await next)!.answer!.data.revisionPublished.number).toBe(121)
  // The second one looks whether there is more.
  expect(asked).toBeLessThanOrEqual(2)
})

test('what cannot be listened to is refused with its code', async ({ seeded: { db } }) => {
  const { app } = listening(db)
  expect(await codeOf(await subscribe(app, NUMBERS, { after: 2 }))).toEqual([400, 'UNKNOWN_REVISION'])
  expect(await codeOf(await subscribe(app, NUMBERS, { after: -1 }))).toEqual([400, 'BAD_ARGUMENT'])
  expect(await codeOf(await subscribe(app, NUMBERS, { after: 'x' }))).toEqual([400, 'BAD_ARGUMENT'])
  const pinned = 'subscription @asOf(revision: 1) { revisionPublished { number } }'
  expect(await codeOf(await subscribe(app, pinned))).toEqual([200, 'GRAPHQL_VALIDATION_FAILED'])
  const two = 'subscription { a: revisionPublished { number } b: revisionPublished { number } }'
  expect(await codeOf(await subscribe(app, two))).toEqual([200, 'GRAPHQL_VALIDATION_FAILED'])
  const receipt = { 'x-receipt': 'true' }
  expect(await codeOf(await subscribe(app, NUMBERS, {}, receipt))).toEqual([400, 'BAD_ARGUMENT'])
  const inUrl = new Request('http://test/graphql?asOf=1', post(NUMBERS, {}, EVENTS))
  expect(await codeOf(await app(inUrl))).toEqual([400, 'BAD_ARGUMENT'])
  const asJson = await app(post(NUMBERS))
  expect([asJson.status, ((await asJson.json()) as any).errors[0].extensions.code]).toEqual([
    400,
    'BAD_REQUEST',
  ])
})

test('a caller may have so many open, and one that ends makes room', async ({ seeded: { db } }) => {
  const { app } = listening(db)
  const open = await Promise.all(Array.from({ length: LIMITS.streams }, () => subscribe(app)))
  expect(open.map((r) => r.status)).toEqual(open.map(() => 200))
  const refused = await subscribe(app)
  expect(refused.headers.get('retry-after')).toBe('30')
  expect(await codeOf(refused)).toEqual([429, 'TOO_MANY_STREAMS'])
  // Questions go on, and other callers are not concerned.
  expect((await app(post('{ __typename }'), '192.0.2.1')).status).toBe(200)
  const other = await subscribe(app, NUMBERS, {}, {}, '192.0.2.2')
  expect(other.status).toBe(200)
  // One was never read, one is being waited for.
  const events = eventsOf(open[1]!)
  const waiting = events.next()
  await Promise.all([open[0]!.body!.cancel(), events.cancel(), other.body!.cancel()])
  expect(await waiting).toBe(null)
  const again = [await subscribe(app), await subscribe(app)]
  expect(again.map((r) => r.status)).toEqual([200, 200])
  expect((await subscribe(app)).status).toBe(429)
})

plain('costs at the start, with what the caller is behind, and nothing later', async () => {
  const db = await emptyDb()
  await publish(db, 1, 50)
  const { app } = listening(db, { limiter: createLimiter(db, systemClock, { slowMs: 60_000 }) })
  const { key } = await createKey(db, systemClock, {
    ...{ name: 'partner', scopes: ['read'], expiresAt: null, daily: 150 },
  })
  const headers = { authorization: `Bearer ${key}` }
  const left = (r: Response) => Number(/"day";r=(\d+)/.exec(r.headers.get('ratelimit')!)![1])
  const first = await subscribe(app, NUMBERS, {}, headers)
  expect(left(first)).toBe(148)
  const behind = await subscribe(app, NUMBERS, { after: 20 }, headers)
  expect(left(behind)).toBe(88)
  const events = eventsOf(behind)
  for (let n = 21; n <= 50; n++) expect((await events.next())!.answer!.data.revisionPublished.number).toBe(n)
  const refused = await subscribe(app, NUMBERS, { after: 0 }, headers)
  expect(left(refused)).toBe(88)
  expect(await codeOf(refused)).toEqual([429, 'RATE_LIMITED'])
  expect(PER_MINUTE.key).toBeGreaterThan(150)
})

plain('a database that fails ends it with an error, and then in order', async () => {
  const db = await emptyDb()
  await publish(db, 1, 1)
  const { app } = listening(db)
  const events = eventsOf(await subscribe(app))
  const next = events.next()
  await db.$executeRaw`ALTER TABLE "Revision" RENAME TO "Gone"`
  expect((await next)!.answer!.errors![0]!.extensions.code).toBe('INTERNAL')
  expect((await events.next())!.event).toBe('complete')
  expect(await events.next()).toBe(null)
})
