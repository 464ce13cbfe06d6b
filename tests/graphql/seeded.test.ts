import { describe, expect } from 'vitest'
import { PREPARED_TABS } from '../../src/http/graphiql-tabs.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { dataOf, importYaml, type Json, WORLD, walk } from './world.ts'

/** Leaves of an answer, by path. */
function* leaves(part: unknown, path = ''): Generator<[string, unknown]> {
  if (part !== null && typeof part === 'object') {
    for (const [key, inner] of Object.entries(part)) yield* leaves(inner, `${path}.${key}`)
  } else yield [path, part]
}

describe.for(PREPARED_TABS)('the prepared query "$title"', ({ query }) => {
  test('runs as it stands, in both media types, and every list in it holds something', async ({ market }) => {
    const { ask } = testApp(market.db)
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const data = dataOf(await ask(query, undefined, { accept }))
      const found = [...leaves(data)]
      expect(found.length).toBeGreaterThan(50)
      expect(found.filter(([, value]) => value !== null).length / found.length).toBeGreaterThan(0.8)
    }
  })
})

test('the prepared queries show what their titles promise', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const tab = async (operation: string) =>
    dataOf(await ask(PREPARED_TABS.find(({ query }) => query.includes(`query ${operation} {`))!.query))
  const [series, rivals, hubs] = [await tab('HeadlineSeries'), await tab('RivalPrices'), await tab('Hubs')]
  const daily = series.tokenUsage.nodes.find((n: Json) => n.history.length > 3)
  const dates = daily.history.map((c: Json) => c.validFrom)
  expect(dates).toEqual(dates.toSorted())
  expect(daily.history.every((c: Json) => c.provenance.length > 0)).toBe(true)
  const [own] = rivals.model.prices.nodes
  expect(own.offer.isMakersOwn).toBe(true)
  expect(own.claims.length).toBeGreaterThan(1)
  expect(own.claims[0].preferred).toBe(true)
  expect(new Set(own.claims.map((c: Json) => c.value.text)).size).toBeGreaterThan(1)
  expect(hubs.hubs.totalCount).toBe(8)
  expect(
    hubs.hubs.nodes.every((h: Json) => h.clusters.length > 0 && h.nameZh && h.provenance.length > 0),
  ).toBe(true)
})

test('every claim has provenance, that of its own source first', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  let claims = 0
  const page = `claims(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
    nodes { key text provenance { source { slug title attribution publisher { name } } } } }`
  for (const { slug } of await walk(ask, 'sources', 'slug')) {
    const nodes: Json[] = []
    for (let after = null as string | null; ; ) {
      const { source } = dataOf(
        await ask(`query($slug: String!, $after: String) { source(slug: $slug) { ${page} } }`, {
          slug,
          after,
        }),
      )
      nodes.push(...source.claims.nodes)
      if (!source.claims.pageInfo.hasNextPage) break
      after = source.claims.pageInfo.endCursor
    }
    const source = { slug }
    for (const claim of nodes) {
      claims++
      expect(claim.provenance.length, `${source.slug}/${claim.key}`).toBeGreaterThan(0)
      expect(claim.provenance[0].source.slug).toBe(source.slug)
      expect(claim.text.trim()).not.toBe('')
      for (const { source: s } of claim.provenance)
        expect([s.title, s.attribution, s.publisher.name].every(Boolean)).toBe(true)
    }
  }
  expect(claims).toBe(await seeded.db.claim.count({ where: { toRevision: null } }))
})

test('a source has its own attribution, else one of publisher, title and date', async ({ seeded, empty }) => {
  const { source: own } = dataOf(
    await testApp(seeded.db).ask('{ source(slug: "china-made-tech-140-trillion-tokens") { attribution } }'),
  )
  expect(own.attribution).toBe('China Made & Tech Team, China Made & Tech')
  const sources = `publishers: [{ slug: press, name: The Press, kind: PRESS }]
sources:
  - { slug: editorial, title: Our editors, kind: EDITORIAL, publisher: press }
  - { slug: dated, title: Paper D, kind: ARTICLE, publisher: press, publishedOn: 2026-03-09 }`
  await importYaml(empty.db, sources, '2026-05-01T12:00:00Z')
  const { dated, undated } = dataOf(
    await testApp(empty.db).ask(
      '{ dated: source(slug: "dated") { attribution } undated: source(slug: "editorial") { attribution } }',
    ),
  )
  expect(dated.attribution).toBe('The Press: Paper D (9 March 2026)')
  expect(undated.attribution).toBe('The Press: Our editors')
})

test('every model, provider, hub, cluster and flow says who says so', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const cited = 'slug provenance { source { slug } }'
  const hubs = await walk(
    ask,
    'hubs',
    `${cited} clusters { ${cited} } flowsOut { ${cited} } flowsIn { ${cited} }`,
  )
  const entities = [
    ...(await walk(ask, 'models', cited)),
    ...(await walk(ask, 'providers', cited)),
    ...hubs,
    ...hubs.flatMap((h) => [...h.clusters, ...h.flowsOut, ...h.flowsIn]),
  ]
  expect(entities.length).toBeGreaterThan(80)
  expect(entities.filter((e) => e.provenance.length === 0).map((e) => e.slug)).toEqual([])
})

test('what cites nothing is our own background knowledge, and says so', async ({ empty }) => {
  const hubs = `hubs: [{ slug: harbour, name: Harbour, kind: DATA_CENTRE, country: XA, subdivisions: [XA-1] }]
clusters: [{ slug: quay, name: Quay, hub: harbour, subdivisions: [XA-1] }]
flows: [{ slug: tide, from: harbour, toArea: The sea, strength: REPORTED, statement: It flows. }]`
  await importYaml(empty.db, `${WORLD}\n${hubs}`, '2026-06-01T12:00:00Z')
  const cited = 'provenance { role source { slug } }'
  const query = `{ provider(slug: "acme") { ${cited} } model(slug: "acme-1") { ${cited} } hub(slug: "harbour") { ${cited} clusters { ${cited} } flowsOut { ${cited} } } }`
  const { provider, model, hub } = dataOf(await testApp(empty.db).ask(query))
  const ours = [{ role: 'EDITORIAL', source: { slug: 'editorial' } }]
  for (const entity of [provider, model, hub, hub.clusters[0], hub.flowsOut[0]])
    expect(entity.provenance).toEqual(ours)
})

test('every fact answers in words: a question, a statement, and a resolution with its reason', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  for (const list of ['prices', 'energyRates', 'tokenUsage', 'indicators', 'assertions']) {
    for (const fact of await walk(
      ask,
      list,
      'question statement claimCount claims { preferred } resolution { reason rule { id text } }',
    )) {
      expect(fact.question).toMatch(/^[^\n]{5,}\?$/)
      expect(fact.statement).toMatch(/^\S[^\n]*\.$/)
      for (const text of [fact.question, fact.statement])
        expect(text).not.toMatch(/undefined|null|NaN|\[object|\.\.$| {2}/)
      expect(fact.claims).toHaveLength(fact.claimCount)
      if (fact.resolution) {
        expect(fact.claims[0].preferred).toBe(true)
        expect(fact.resolution.reason).toMatch(/\.$/)
      }
    }
  }
})

test('a fact is about what its subject says: every member of the unions resolves', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const subject = `subject { __typename ... on Country { a: name } ... on Provider { b: name } ... on Model { c: name } ... on ModelGroup { d: name }`
  const more =
    '... on Hub { e: name } ... on Cluster { f: name } ... on Publisher { g: name } ... on Source { h: title }'
  const types = async (list: string, select: string) => {
    const rows = await walk(ask, list, select)
    for (const { subject: s } of rows)
      expect(Object.values(s).every((v) => typeof v === 'string' && v !== '')).toBe(true)
    for (const { subject: s } of rows) expect(Object.keys(s)).toHaveLength(2)
    return new Set(rows.map((r) => r.subject.__typename))
  }
  expect([...(await types('tokenUsage', `${subject} }`))]).toEqual(
    expect.arrayContaining(['Country', 'Provider', 'Model', 'ModelGroup']),
  )
  const both = new Set([
    ...(await types('indicators', `${subject} ${more} }`)),
    ...(await types('assertions', `${subject} ${more} }`)),
  ])
  expect(both.size).toBeGreaterThanOrEqual(6)
})

test('countries answer to ISO codes in any case, Namibia included, and aggregates to theirs', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const { na, no, world, eu, none, empty } = dataOf(
    await ask(`{ na: country(code: "na") { code name iso3 numeric continent currency isAggregate members { code } }
      no: country(code: "NO") { name } world: country(code: "world") { name nameZh isAggregate iso3 }
      eu: country(code: "EU") { isAggregate members { code isAggregate } } none: country(code: "XX") { code } empty: country(code: "") { code } }`),
  )
  expect(na).toEqual({
    code: 'NA',
    name: 'Namibia',
    iso3: 'NAM',
    numeric: '516',
    continent: 'AF',
    currency: 'NAD',
    isAggregate: false,
    members: [],
  })
  expect(no.name).toBe('Norway')
  expect(world).toEqual({ name: 'World', nameZh: '世界', isAggregate: true, iso3: null })
  expect(eu.isAggregate).toBe(true)
  expect(eu.members).toHaveLength(27)
  expect(eu.members.every((m: Json) => !m.isAggregate)).toBe(true)
  expect([none, empty]).toEqual([null, null])
})

test('names are there in Chinese too', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const data = dataOf(
    await ask(
      '{ country(code: "CN") { nameZh } provider(slug: "deepseek") { nameZh } hub(slug: "guizhou") { nameZh clusters { nameZh } } }',
    ),
  )
  expect(data).toEqual({
    country: { nameZh: '中国' },
    provider: { nameZh: '深度求索' },
    hub: { nameZh: '贵州', clusters: [{ nameZh: expect.stringMatching(/\p{Script=Han}/u) }] },
  })
  const countries = await walk(ask, 'countries', 'isAggregate nameZh')
  expect(countries.filter((c) => !c.isAggregate && !c.nameZh)).toEqual([])
})

test('a price that its seller called temporary is told as such, and the list price is not', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const { model } = dataOf(
    await ask(`{ model(slug: "deepseek-v4-pro") { prices(first: 100, meter: "output", seller: "deepseek") {
      nodes { claims { key promotional } } } } }`),
  )
  const claims: Json[] = model.prices.nodes.flatMap((p: Json) => p.claims)
  expect(claims.filter((c) => c.promotional).map((c) => c.key)).toEqual(['v4-pro-promotion.output'])
  expect(claims.length).toBeGreaterThan(2)
})
