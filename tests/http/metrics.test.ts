/** `/metrics`: what is counted, and who may read it. */
import { describe, expect } from 'vitest'
import { createMetrics } from '../../src/http/metrics.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const HERE = '127.0.0.1'
const QUESTION = '{ country(code: "CN") { name } }'
const read = (headers: Record<string, string> = {}) => new Request('http://test/metrics', { headers })

/** The values of a name, by the labels as they are written. */
function valuesOf(text: string, name: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
}

test('answers are counted by route, status and source, whatever paths are asked for', async ({ seeded }) => {
  const metrics = createMetrics()
  const { app, ask } = testApp(seeded.db, { metrics })
  await ask(QUESTION)
  await ask('{ nothing }')
  for (const path of ['/countries', '/no-such-page', '/no/such/page', '/healthz', '/docs'])
    await (await app(new Request(`http://test${path}`))).arrayBuffer()
  const answer = await app(read(), HERE)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const text = await answer.text()
  expect(valuesOf(text, 'http_requests_total')).toEqual({
    '{route="graphql",status="2xx",source="made"}': 1,
    '{route="graphql",status="4xx",source="made"}': 1,
    '{route="pages",status="2xx",source="made"}': 1,
    '{route="pages",status="4xx",source="made"}': 2,
    '{route="docs",status="2xx",source="made"}': 1,
    '{route="health",status="2xx",source="made"}': 1,
  })
  expect(text).toContain('process_resident_memory_bytes ')
})

test('a duration stands in the bucket that holds it and in all above, and sums are in seconds', async ({
  seeded,
}) => {
  const metrics = createMetrics()
  const { app } = testApp(seeded.db, { metrics })
  metrics.answered('graphql', 200, 'cache', 0.05)
  metrics.answered('graphql', 200, 'cache', 100)
  metrics.answered('graphql', 200, 'cache', 60_000)
  const text = await (await app(read(), HERE)).text()
  const hit = (le: string) => `{le="${le}",route="graphql",status="2xx",source="cache"}`
  const buckets = valuesOf(text, 'http_request_duration_seconds_bucket')
  const bounds = ['0.0001', '0.05', '0.1', '15', '+Inf']
  expect(bounds.map((le) => buckets[hit(le)])).toEqual([1, 1, 2, 2, 3])
  const labels = '{route="graphql",status="2xx",source="cache"}'
  expect(valuesOf(text, 'http_request_duration_seconds_count')[labels]).toBe(3)
  expect(valuesOf(text, 'http_request_duration_seconds_sum')[labels]).toBeCloseTo(60.10005, 6)
})

test('a number that cannot be had is left out, and the others are told', async ({ seeded }) => {
  const metrics = createMetrics()
  metrics.gauge({ name: 'facts_there', help: 'There.', read: () => 7 })
  metrics.gauge({ name: 'facts_away', help: 'Away.', read: async () => undefined })
  metrics.statement()
  const { app } = testApp(seeded.db, { metrics })
  const text = await (await app(read(), HERE)).text()
  expect(valuesOf(text, 'facts_there')).toEqual({ '': 7 })
  expect(valuesOf(text, 'facts_away')).toEqual({})
  expect(valuesOf(text, 'facts_sql_statements_total')).toEqual({ '': 1 })
})

describe('who reads', () => {
  const cases = [
    { readers: 'private', from: HERE, status: 200 },
    { readers: 'private', from: '::1', status: 200 },
    { readers: 'private', from: '::ffff:10.1.2.3', status: 200 },
    { readers: 'private', from: '8.8.8.8', status: 404 },
    { readers: 'private', from: '2600::1', status: 404 },
    { readers: 'private', from: undefined, status: 404 },
    { readers: 'private', from: HERE, forwarded: '10.0.0.1', status: 404 },
    { readers: 'private', from: HERE, forwarded: '10.0.0.1', trustProxy: true, status: 200 },
    { readers: 'private', from: HERE, forwarded: '10.0.0.1, 8.8.8.8', trustProxy: true, status: 404 },
    { readers: 'all', from: '8.8.8.8', status: 200 },
    { readers: 'none', from: HERE, status: 404 },
  ] as const
  for (const { readers, from, status, ...more } of cases) {
    const { forwarded, trustProxy = false } = more as { forwarded?: string; trustProxy?: boolean }
    const told = `${from}${forwarded ? ` that sends for ${forwarded}` : ''}${trustProxy ? ', trusted' : ''}`
    test(`METRICS=${readers}, ${told}: ${status}`, async ({ seeded }) => {
      const { app } = testApp(seeded.db, { metrics: createMetrics(), metricsReaders: readers, trustProxy })
      const headers = forwarded ? { 'x-forwarded-for': forwarded } : {}
      expect((await app(read(headers), from)).status).toBe(status)
    })
  }
})
