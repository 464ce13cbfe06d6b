/** What a question would cost, before it is asked. */
import { expect } from 'vitest'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { type TestDb, test } from '../helpers/db.ts'

const QUERY =
  'query ($first: Int!) { models(first: $first) { nodes { name prices(first: 20) { nodes { statement } } } } }'

function dryRunner({ db }: TestDb, options: Parameters<typeof testApp>[1] = {}) {
  const { app } = testApp(db, options)
  return async (query: string, variables: object = {}, extensions: unknown = { dryRun: true }) => {
    const response = await app(
      new Request('http://test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query, variables, extensions }),
      }),
      '192.0.2.7',
    )
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    }
  }
}

test('tells cost and revision as the answer would, reads no facts and gives no data', async ({ seeded }) => {
  const run = dryRunner(seeded)
  const whole = await run(QUERY, { first: 3 }, {})
  seeded.statements()
  const dry = await run(QUERY, { first: 3 })
  expect([dry.status, dry.body]).toEqual([
    200,
    {
      data: null,
      extensions: {
        dryRun: true,
        cost: whole.body.extensions.cost,
        revision: whole.body.extensions.revision,
      },
    },
  ])
  expect(whole.body.data.models.nodes).toHaveLength(3)
  expect(seeded.statements().filter((sql) => !/"Revision"/.test(sql))).toEqual([])
})

test('tells of what is too costly how costly it is', async ({ seeded }) => {
  const { status, body } = await dryRunner(seeded)(
    '{ a: models(first: 100) { nodes { prices(first: 100) { nodes { id value { text } claims { text } } } } } }',
  )
  expect([status, body.errors![0]!.extensions.code]).toEqual([400, 'QUERY_TOO_COSTLY'])
  expect(body.extensions.cost).toEqual({ requested: expect.any(Number), limit: LIMITS.cost })
  expect(body.extensions.cost.requested).toBeGreaterThan(LIMITS.cost)
})

test('costs the least itself', async ({ seeded }) => {
  const clock = fixedClock('2026-11-25T10:00:00Z')
  const run = dryRunner(seeded, { clock, limiter: createLimiter(seeded.db, clock, { slowMs: 60_000 }) })
  const left: number[] = []
  for (let i = 0; i < 3; i++) {
    const { headers, body } = await run(QUERY, { first: 100 })
    expect(body.extensions.cost.requested).toBeGreaterThan(1000)
    left.push(Number(/;r=(\d+)/.exec(headers.get('ratelimit')!)![1]))
  }
  expect(left).toEqual([left[0], left[0]! - 1, left[0]! - 2])
})

test.for([
  ['a mutation', 'mutation { createKey(name: "x", scopes: ["read"]) { __typename } }', { dryRun: true }],
  ['what is neither yes nor no', '{ revision { number } }', { dryRun: 'yes' }],
] as const)('%s is refused', async ([, query, extensions], { seeded }) => {
  const { body } = await dryRunner(seeded)(query, {}, extensions)
  expect(body.errors![0]!.message).toMatch(/dry run/)
  expect([body.errors![0]!.extensions.code, body.data]).toEqual(['BAD_ARGUMENT', undefined])
})

test('makes no receipt, and false runs the question', async ({ seeded }) => {
  const run = dryRunner(seeded)
  const both = await run('{ revision { number } }', {}, { dryRun: true, receipt: true })
  expect(both.body.extensions).not.toHaveProperty('receipt')
  expect(await seeded.db.receipt.count()).toBe(0)
  expect(
    (await run('{ revision { number } }', {}, { dryRun: false })).body.data.revision.number,
  ).toBeGreaterThan(0)
})
