/** The recorded clock: `@asOf` and `?asOf=` for the whole request. */
import { describe, expect } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { test as base } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, WORLD } from './world.ts'

const rate = (key: string, value: string, more = '') =>
  `  - { key: ${key}, source: paper-a, energyRate: { country: XA, sector: INDUSTRIAL }, value: ${value}, unit: USD/kWh, valid: 2025${more} }\n`

interface Asking {
  ask: Ask
  /** POSTs to another path than /graphql, such as /graphql?asOf=1. */
  askAt(path: string, query: string, variables?: object): ReturnType<Ask>
}

/** Three revisions: a value, its correction with a model called otherwise, and a rival. */
const test = base.extend<{ three: Asking & { url: string } }>({
  three: async ({ empty: { db, url } }, use) => {
    if ((await db.revision.count()) === 0) {
      await importYaml(db, `${WORLD}claims:\n${rate('a', '1')}`, '2026-06-01T12:00:00Z')
      const renamed = 'models: [{ slug: acme-1, name: Acme Premier, maker: acme, openWeights: "true" }]'
      await importYaml(db, `${renamed}\nclaims:\n${rate('a', '2')}`, '2026-06-02T12:00:00Z')
      const rival = rate('b', '3').replace('paper-a', 'gazette')
      await importYaml(db, `claims:\n${rival}`, '2026-06-03T12:00:00Z')
    }
    const { ask, app } = testApp(db)
    const askAt: Asking['askAt'] = async (path, query, variables) => {
      const response = await app(
        new Request(`http://test${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
          body: JSON.stringify({ query, variables }),
        }),
      )
      return { status: response.status, headers: response.headers, body: (await response.json()) as any }
    }
    await use({ ask, askAt, url })
  },
})

const ASKED = `revision { number } energyRates(first: 5) { totalCount nodes { value { point } claimCount claims { key } } }`

describe('the recorded clock of a request', () => {
  test('a revision answers what it answered when it was the newest, by directive and by URL', async ({
    three: { ask, askAt },
  }) => {
    for (const [n, point, count] of [
      [1, '1', 1],
      [2, '2', 1],
      [3, '3', 2],
    ] as const) {
      const answer = await ask(`query @asOf(revision: ${n}) { ${ASKED} }`)
      expect(dataOf(answer)).toMatchObject({
        revision: { number: n },
        energyRates: { totalCount: 1, nodes: [{ value: { point }, claimCount: count }] },
      })
      expect(answer.body.extensions.revision).toBe(n)
      expect((await askAt(`/graphql?asOf=${n}`, `{ ${ASKED} }`)).body).toEqual(answer.body)
      const both = await askAt(`/graphql?asOf=${n}`, `query @asOf(revision: ${n}) { ${ASKED} }`)
      expect(both.body).toEqual(answer.body)
    }
  })

  test('a time means the newest revision that had been made by then', async ({ three: { ask } }) => {
    const numberAt = async (time: string) =>
      dataOf(await ask(`query @asOf(time: "${time}") { revision { number } }`)).revision.number
    expect(await numberAt('2026-06-01T12:00:00Z')).toBe(1)
    expect(await numberAt('2026-06-02T11:59:59.999Z')).toBe(1)
    expect(await numberAt('2026-06-02T14:00:00+02:00')).toBe(2)
    expect(await numberAt('2026-06-09T00:00:00Z')).toBe(3)
  })

  test('it takes variables, their defaults, and the operation that is named', async ({
    three: { askAt },
  }) => {
    const query =
      'query A($r: Int = 2) @asOf(revision: $r) { revision { number } } query B { revision { number } }'
    const single = 'query ($r: Int = 2) @asOf(revision: $r) { revision { number } }'
    expect(dataOf(await askAt('/graphql', single)).revision.number).toBe(2)
    expect(dataOf(await askAt('/graphql', single, { r: 1 })).revision.number).toBe(1)
    // Null is no revision, so the newest is read.
    expect(dataOf(await askAt('/graphql', single, { r: null })).revision.number).toBe(3)
    expect(codeOf(await askAt('/graphql', query))).toBe('BAD_REQUEST')
  })

  test.for([
    [
      'an unknown revision',
      '@asOf(revision: 4)',
      '',
      'UNKNOWN_REVISION',
      'There is no revision 4; the newest is 3.',
    ],
    ['revision 0', '@asOf(revision: 0)', '', 'UNKNOWN_REVISION', 'There is no revision 0; the newest is 3.'],
    ['a negative one', '@asOf(revision: -1)', '', 'UNKNOWN_REVISION', 'no revision -1'],
    [
      'a time before the first',
      '@asOf(time: "2026-05-01T00:00:00Z")',
      '',
      'UNKNOWN_REVISION',
      'no revision at',
    ],
    ['the future', '@asOf(time: "9000-01-01T00:00:00Z")', '', 'UNKNOWN_REVISION', 'future'],
    ['both at once', '@asOf(revision: 1, time: "2026-06-09T00:00:00Z")', '', 'BAD_ARGUMENT', 'not both'],
    ['another one in the URL', '@asOf(revision: 1)', '?asOf=2', 'BAD_ARGUMENT', 'different states'],
    [
      'a time beside the URL',
      '@asOf(time: "2026-06-09T00:00:00Z")',
      '?asOf=3',
      'BAD_ARGUMENT',
      'different states',
    ],
    ['a word in the URL', '', '?asOf=newest', 'BAD_ARGUMENT', 'the number of a revision'],
    ['a huge number in the URL', '', '?asOf=9999999999', 'UNKNOWN_REVISION', 'no revision 9999999999'],
    ['a text for a number', '@asOf(revision: "1")', '', 'BAD_ARGUMENT', 'Int cannot represent'],
    ['no instant', '@asOf(time: "yesterday")', '', 'BAD_ARGUMENT', 'DateTime must be an instant'],
  ])('%s is refused with %3$s', async ([, directive, inUrl, code, message], { three: { askAt } }) => {
    const answer = await askAt(`/graphql${inUrl}`, `query ${directive} { revision { number } }`)
    expect(codeOf(answer)).toBe(code)
    expect(answer.body.errors![0]!.message).toContain(message)
    expect(answer.status).toBe(400)
  })

  test('the directive belongs to the operation, not to a field', async ({ three: { ask } }) => {
    expect(codeOf(await ask('{ revision @asOf(revision: 1) { number } }'))).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('what is refused for its cost reads nothing, whatever revision it asks for', async ({
    empty,
    three: { ask },
  }) => {
    empty.statements()
    const deep = `query @asOf(revision: 1) { ${'countries(first: 100) { nodes { providers(first: 100) { nodes { models(first: 100) { nodes { slug } } } } } } '} }`
    expect(codeOf(await ask(deep))).toBe('QUERY_TOO_COSTLY')
    expect(empty.statements()).toEqual([])
  })

  test('while a revision is being made, a time is not answered: it could differ a moment later', async ({
    three: { ask, url },
  }) => {
    const writer = openDb({ url })
    try {
      await writer.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(4021964)`
        const answer = await ask('query @asOf(time: "2026-06-09T00:00:00Z") { revision { number } }')
        expect([codeOf(answer), answer.status]).toEqual(['UNAVAILABLE', 503])
        expect(dataOf(await ask('query @asOf(revision: 3) { revision { number } }')).revision.number).toBe(3)
      })
      expect(
        dataOf(await ask('query @asOf(time: "2026-06-09T00:00:00Z") { revision { number } }')).revision
          .number,
      ).toBe(3)
    } finally {
      await writer.$disconnect()
    }
  })

  test('filters look at what things were called then', async ({ three: { ask } }) => {
    const slugs = async (n: number, filter: string) =>
      dataOf(
        await ask(`query @asOf(revision: ${n}) { models(filter: ${filter}) { totalCount nodes { name } } }`),
      ).models
    expect(await slugs(1, '{ name: { prefix: "Acme One" } }')).toEqual({
      totalCount: 1,
      nodes: [{ name: 'Acme One' }],
    })
    expect((await slugs(1, '{ name: { prefix: "Acme Premier" } }')).totalCount).toBe(0)
    expect((await slugs(2, '{ name: { prefix: "Acme One" } }')).totalCount).toBe(0)
    expect((await slugs(1, '{ openWeights: true }')).totalCount).toBe(0)
    expect((await slugs(3, '{ openWeights: true }')).nodes).toEqual([{ name: 'Acme Premier' }])
  })

  test('revisions tell what each changed, up to the one that is read', async ({ three: { ask } }) => {
    const list = `{ revisions { totalCount nodes { number summary changes { format origin claimsAdded claimsSuperseded
      claimsWithdrawn entitiesAdded entitiesChanged answers checks } } } }`
    const { revisions } = dataOf(await ask(`query @asOf(revision: 2) ${list}`))
    expect(revisions.totalCount).toBe(2)
    expect(revisions.nodes[0]).toMatchObject({
      number: 2,
      changes: {
        format: 'facts',
        origin: 'world',
        claimsAdded: 0,
        claimsSuperseded: 1,
        claimsWithdrawn: 0,
        entitiesAdded: 0,
        entitiesChanged: 1,
        answers: 1,
        checks: 0,
      },
    })
    expect(revisions.nodes[0].summary).toContain('1 superseded, 1 entities changed')
  })
})
