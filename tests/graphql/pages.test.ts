import fc from 'fast-check'
import { beforeAll, describe, expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { codeOf, dataOf, type Json, walk } from './world.ts'

/** Every list of the root, with what tells its items apart. */
const LISTS: Record<string, string> = {
  countries: 'id',
  providers: 'id',
  models: 'id',
  hubs: 'id',
  sources: 'id',
  prices: 'id',
  energyRates: 'id',
  tokenUsage: 'id',
  indicators: 'id',
  assertions: 'id',
  modelGroups: 'id',
  units: 'code',
  meters: 'code',
  metrics: 'code',
  coverages: 'code',
  topics: 'code',
  revisions: 'number',
  checks: 'id',
  corrections: 'id',
  disagreements: 'id',
  priceChanges: 'id',
}
/** Arguments that a list cannot do without. */
const NEEDS: Record<string, string> = { priceChanges: ', since: "2020-01-01"' }
const needs = (name: string) => NEEDS[name] ?? ''
const NAMES = Object.keys(LISTS)

beforeAll(() => fc.configureGlobal({ interruptAfterTimeLimit: 15_000 }))

describe('every list of the root', () => {
  test('is in the schema and in this test', async ({ seeded }) => {
    const { __type } = dataOf(
      await testApp(seeded.db).ask('{ __type(name: "Query") { fields { name type { ofType { name } } } } }'),
    )
    const lists = __type.fields
      .filter((f: Json) => f.type.ofType?.name?.endsWith('Connection'))
      .map((f: Json) => f.name)
    // Two want a key; changes.test.ts and mutations-keys.test.ts walk them. Workloads have the pages of hubs.
    expect([...NAMES, 'changes', 'keys', 'workloadAtHubs'].toSorted()).toEqual(lists.toSorted())
  })

  test('gives the same items in the same order whatever the page size: nothing twice, nothing missing', async ({
    seeded,
  }) => {
    const { ask } = testApp(seeded.db)
    const whole = new Map<string, unknown[]>()
    for (const [name, key] of Object.entries(LISTS)) {
      const items = (await walk(ask, name, key, 100, needs(name))).map((row) => row[key])
      const { list } = dataOf(await ask(`{ list: ${name}(first: 1 ${needs(name)}) { totalCount } }`))
      expect(new Set(items).size, name).toBe(items.length)
      expect(items, name).toHaveLength(list.totalCount)
      whole.set(name, items)
    }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMES), fc.integer({ min: 5, max: 100 }), async (name, first) => {
        expect(
          (await walk(ask, name, LISTS[name]!, first, needs(name))).map((row) => row[LISTS[name]!]),
        ).toEqual(whole.get(name))
      }),
      { numRuns: 40 },
    )
    for (const name of ['hubs', 'revisions', 'energyRates']) {
      expect((await walk(ask, name, LISTS[name]!, 1)).map((row) => row[LISTS[name]!])).toEqual(
        whole.get(name),
      )
    }
  })

  test.for(NAMES)(
    '%s has 20 items by default, takes 1 to 100 and refuses all else',
    async (name, { seeded }) => {
      const { ask } = testApp(seeded.db)
      const query = `query($first: Int) { list: ${name}(first: $first ${needs(name)}) { totalCount nodes { __typename } } }`
      const { totalCount } = dataOf(await ask(query)).list
      for (const [first, size] of [
        [undefined, 20],
        [null, 20],
        [1, 1],
        [100, 100],
      ] as const) {
        expect(dataOf(await ask(query, { first })).list.nodes).toHaveLength(Math.min(size, totalCount))
      }
      for (const first of [0, -1, 101, 2_147_483_647, -2_147_483_648]) {
        const refused = await ask(query, { first })
        expect(codeOf(refused)).toBe('BAD_ARGUMENT')
        expect(refused.body.errors![0]!.message).toContain('from 1 to 100')
      }
      for (const first of [1.5, '20', 3e9, true])
        expect(codeOf(await ask(query, { first }))).toBe('BAD_ARGUMENT')
    },
  )
})

test('pageInfo tells whether there is more, and edges carry the cursors of nodes', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const query = `query($after: String) { hubs(first: 3, after: $after) { nodes { id } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
  const { hubs: first } = dataOf(await ask(query))
  expect(first.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: first.edges[0].cursor,
    endCursor: first.edges[2].cursor,
  })
  expect(first.edges.map((e: Json) => e.node)).toEqual(first.nodes)
  const { hubs: second } = dataOf(await ask(query, { after: first.edges[0].cursor }))
  expect(second.nodes.slice(0, 2)).toEqual(first.nodes.slice(1))
  expect(second.pageInfo.hasPreviousPage).toBe(true)
})

test('the last page knows that it is the last, and what comes behind it is an empty page', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const query = `query($first: Int, $after: String) { hubs(first: $first, after: $after) { totalCount nodes { id } edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
  const all = dataOf(await ask(query, { first: 100 })).hubs
  const exact = dataOf(await ask(query, { first: all.totalCount })).hubs
  expect(exact.pageInfo.hasNextPage).toBe(false)
  expect(dataOf(await ask(query, { first: all.totalCount - 1 })).hubs.pageInfo.hasNextPage).toBe(true)
  const behind = dataOf(await ask(query, { first: 100, after: exact.pageInfo.endCursor })).hubs
  expect(behind).toEqual({
    totalCount: all.totalCount,
    nodes: [],
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
  })
})

test('lists below entities page like those of the root, each parent for itself', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { providers } = dataOf(
    await ask(
      '{ providers(first: 100) { nodes { slug models(first: 100) { totalCount nodes { slug } } } } }',
    ),
  )
  const makers = providers.nodes.filter((p: Json) => p.models.totalCount > 2)
  expect(makers.length).toBeGreaterThan(2)
  for (const maker of makers) {
    const found: string[] = []
    let after: string | null = null
    do {
      const query =
        'query($slug: String!, $after: String) { provider(slug: $slug) { models(first: 2, after: $after) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } } } }'
      const { models }: Json = dataOf(await ask(query, { slug: maker.slug, after })).provider
      expect(models.totalCount).toBe(maker.models.totalCount)
      found.push(...models.nodes.map((m: Json) => m.slug))
      after = models.pageInfo.hasNextPage ? models.pageInfo.endCursor : null
    } while (after)
    expect(found).toEqual(maker.models.nodes.map((m: Json) => m.slug))
  }
})
