/**
 * Pages of facts bring along what answers them. A question for a receipt reads all of it the long way round, so both
 * must say the same, of every kind, at any day, as of any revision.
 */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const FACT = `id question value { low point high qualifier unit { code } text } provenance {
  role locator accessedOn contentHash note source { slug } } claim { id key periodText provenance { accessedOn source { slug } } }`
const PRICE = `${FACT} state meter { code } conditions { text tier threshold { amount comparison } } offer { slug }`
const LISTS: Record<string, string> = {
  prices: PRICE,
  energyRates: `${FACT} area sector band country { code }`,
  tokenUsage: `${FACT} period coverage`,
  indicators: `${FACT} coverage metric { code }`,
  assertions: `${FACT} topic { code }`,
}

const cases = Object.keys(LISTS).flatMap((list) =>
  [null, '2026-04-10', '2024-03-01'].flatMap((at) => [1, 2].map((revision) => [list, at, revision] as const)),
)

test.for(cases)(
  '%s at %s as of revision %s are the same both ways',
  async ([list, at, revision], { market }) => {
    const { ask } = testApp(market.db)
    const args =
      at === null || list === 'tokenUsage' || list === 'indicators' || list === 'assertions'
        ? ''
        : `, at: "${at}"`
    const early = at === null ? '' : `early: value(at: "${at}") { text }`
    let after: string | null = null
    for (let page = 0; page < 3; page++) {
      const query = `query ($after: String) @asOf(revision: ${revision}) { ${list}(first: 60, after: $after${args}) {
      edges { cursor node { ${LISTS[list]} ${early} } } pageInfo { hasNextPage endCursor } } }`
      const short: any = await ask(query, { after })
      const long: any = await ask(query, { after }, { 'x-receipt': 'true' })
      expect(short.body.errors).toBeUndefined()
      expect(short.body.data).toEqual(long.body.data)
      const { edges, pageInfo } = short.body.data[list]
      if (page === 0) expect(edges.length).toBeGreaterThan(0)
      if (!pageInfo.hasNextPage) return
      after = pageInfo.endCursor
    }
  },
)

const BRIEF = 'provenance { role source { slug } }'
const WHOLE = 'provenance { role locator accessedOn contentHash note source { slug } }'

test.for(Object.keys(LISTS))(
  'sources of %s in brief, whole, and both by turns are the same both ways',
  async (list, { market }) => {
    const { ask } = testApp(market.db)
    const ways = [
      `nodes { ${BRIEF} }`,
      `nodes { brief: ${BRIEF} ${WHOLE} }`,
      `nodes { ${BRIEF} } edges { node { whole: ${WHOLE} } }`,
      `nodes { ${BRIEF} claim { ${WHOLE} } }`,
      `nodes { ...Own } } more: ${list}(first: 40) { nodes { ${WHOLE} }`,
    ]
    for (const way of ways) {
      const own = way.includes('...Own') ? ` fragment Own on Fact { ${BRIEF} }` : ''
      const short: any = await ask(`{ ${list}(first: 40) { ${way} } }${own}`)
      const long: any = await ask(`{ ${list}(first: 40) { ${way} } }${own}`, {}, { 'x-receipt': 'true' })
      expect(short.body.errors).toBeUndefined()
      expect(short.body.data).toEqual(long.body.data)
      expect(short.body.data[list].nodes.length).toBeGreaterThan(0)
    }
    const { nodes } = ((await ask(`{ ${list}(first: 3) { nodes { id } } }`)) as any).body.data[list]
    for (const { id } of nodes)
      for (const asked of [BRIEF, WHOLE, `${BRIEF} whole: ${WHOLE}`]) {
        const query = `query ($id: ID!) { fact(id: $id) { value { point } ${asked} } }`
        const short: any = await ask(query, { id })
        expect(short.body).toMatchObject({
          data: ((await ask(query, { id }, { 'x-receipt': 'true' })) as any).body.data,
        })
      }
  },
)

const CITED = `provenance { role locator accessedOn contentHash note source { slug } }`
const BELIEVED = `id claims(first: 20) { id key status periodText validFrom preferred ${CITED} } history(first: 20) { id key ${CITED} }`

test.for(Object.keys(LISTS).flatMap((list) => [1, 2].map((revision) => [list, revision] as const)))(
  'all claims of %s as of revision %s, and their history, are the same both ways',
  async ([list, revision], { market }) => {
    const { ask } = testApp(market.db)
    // Why one answers is asked for by the second question only, and by the third too late to be read together.
    for (const more of ['', 'resolution { reason }', 'claims(first: 1) { fact { resolution { reason } } }']) {
      const query = `@asOf(revision: ${revision}) { ${list}(first: 5) { nodes { ${BELIEVED.replace('claims', 'all: claims')} ${more} } } }`
      const short: any = await ask(`query ${query}`)
      const long: any = await ask(`query ${query}`, {}, { 'x-receipt': 'true' })
      expect(short.body.errors).toBeUndefined()
      expect(short.body.data).toEqual(long.body.data)
      expect(short.body.data[list].nodes[0].all[0].provenance.length).toBeGreaterThan(0)
    }
  },
)

test('fragments within fragments cost what they come to, in a page of nothing too, and are looked at once', async ({
  market: { db },
}) => {
  const { ask } = testApp(db)
  const question = (first: number, levels: number) => {
    const fragments = Array.from({ length: levels }, (_, i) => {
      const inner = i === 0 ? 'id' : `...f${i - 1} ...f${i - 1}`
      return `fragment f${i} on Price { ${inner} }`
    })
    return `{ prices(first: ${first}) { nodes { ...f${levels - 1} } } } ${fragments.join(' ')}`
  }
  for (const first of [0, 1]) {
    const { body } = await ask(question(first, 40))
    expect([first, body.errors![0]!.extensions.code]).toEqual([first, 'QUERY_TOO_COSTLY'])
  }
  expect((await ask(question(0, 5))).body.errors![0]!.extensions.code).toBe('BAD_ARGUMENT')
  expect((await ask(question(1, 12))).body.data.prices.nodes).toHaveLength(1)
})
