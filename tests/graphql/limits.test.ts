import { getIntrospectionQuery } from 'graphql'
import { expect } from 'vitest'
import { LIMITS } from '../../src/graphql/limits.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, type Json } from './world.ts'

const repeat = (n: number, text: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => text(i)).join(' ')
const costOf = async (ask: Ask, query: string, variables?: object): Promise<number> =>
  (await ask(query, variables)).body.extensions.cost.requested

test('depth: 16 fields below each other pass, 17 do not, in fragments as well', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { prices } = dataOf(await ask('{ prices(first: 1) { nodes { id } } }'))
  const [{ id }] = prices.nodes
  // fact, then claim and fact in turn, then a leaf.
  const chain = (depth: number) => {
    const steps = Array.from({ length: depth - 2 }, (_, i) => (i % 2 === 0 ? 'claim' : 'fact'))
    return `fact(id: "${id}") { ${steps.map((s) => `${s} { `).join('')} id ${'} '.repeat(steps.length)} }`
  }
  const answer = await ask(`{ ${chain(16)} }`)
  expect(JSON.stringify(dataOf(answer)).match(/"(fact|claim)"/g)).toHaveLength(15)
  expect(codeOf(await ask(`{ ${chain(17)} }`))).toBe('QUERY_TOO_DEEP')
  expect(
    codeOf(
      await ask(`query { ...A } fragment A on Query { ...B } fragment B on Query { ... { ${chain(17)} } }`),
    ),
  ).toBe('QUERY_TOO_DEEP')
  dataOf(
    await ask(`query { ...A } fragment A on Query { ...B } fragment B on Query { ... { ${chain(16)} } }`),
  )
})

test('aliases: 60 pass, 61 do not, wherever in the document they stand', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const inside = (n: number) => `{ me { ${repeat(n, (i) => `a${i}: scopes`)} } }`
  const fragment = (n: number) =>
    `{ me { ...F } } fragment F on Caller { ${repeat(n, (i) => `a${i}: scopes`)} }`
  for (const query of [inside, fragment]) {
    expect(Object.keys(dataOf(await ask(query(LIMITS.aliases))).me)).toHaveLength(60)
    expect(codeOf(await ask(query(LIMITS.aliases + 1)))).toBe('QUERY_TOO_COSTLY')
  }
})

test('root fields: 30 pass, 31 do not, nor do they behind a fragment', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const plain = (n: number) => `{ ${repeat(n, (i) => `a${i}: me { scopes }`)} }`
  const spread = (n: number) =>
    `{ first: me { scopes } ...F ... { ...G } } fragment F on Query { ${repeat(n - 2, (i) => `a${i}: me { scopes }`)} } fragment G on Query { last: me { scopes } }`
  for (const query of [plain, spread]) {
    expect(Object.keys(dataOf(await ask(query(LIMITS.rootFields))))).toHaveLength(30)
    expect(codeOf(await ask(query(LIMITS.rootFields + 1)))).toBe('QUERY_TOO_COSTLY')
  }
})

test('tokens: 4,000 pass, 4,001 do not, however often the same is asked', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  // `{ nodes ( ids : [ ] ) { id } }` is twelve; the ids themselves are too many for `nodes`, which is asked only after.
  const filled = (tokens: number) => `{ nodes(ids: [${'"a" '.repeat(tokens - 12)}]) { id } }`
  expect(codeOf(await ask(filled(LIMITS.tokens)))).toBe('BAD_ARGUMENT')
  expect(codeOf(await ask(filled(LIMITS.tokens + 1)))).toBe('GRAPHQL_PARSE_FAILED')
  expect(codeOf(await ask(filled(LIMITS.tokens + 1)))).toBe('GRAPHQL_PARSE_FAILED')
})

test('cost: 50,000 pass, 50,001 do not', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const big =
    '{ countries(first: 100) { nodes { providers(first: 100) { nodes { slug name city note } } } } sources(first: 98) { nodes { claims(first: 98) { nodes { id } } } }'
  const padded = (n: number) => `${big} me { ${'scopes '.repeat(n)} } }`
  const base = await costOf(ask, padded(1))
  expect(base).toBe(1 + 100 * (1 + 100 * 4) + 1 + 98 * (1 + 98) + 2)
  const exact = await ask(padded(1 + LIMITS.cost - base))
  expect(exact.body.errors).toBeUndefined()
  expect(exact.body.extensions.cost).toEqual({ requested: 50_000, limit: 50_000 })
  const above = await ask(padded(2 + LIMITS.cost - base))
  expect(codeOf(above)).toBe('QUERY_TOO_COSTLY')
  expect(above.body.extensions.cost).toEqual({ requested: 50_001, limit: 50_000 })
})

test('cost: an argument that does not fit lets nothing else go uncounted', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const big = repeat(6, (i) => `a${i}: prices(first: 100) { nodes { claims { fact { claims { id } } } } }`)
  const query = (rest: string) =>
    `query($m: String = "x") { models { nodes { prices(meter: [$m]) { totalCount } } } ${rest} }`
  dataOf(await ask(query('me { scopes }')))
  const answer = await ask(query(big), { m: null })
  expect(codeOf(answer)).toBe('BAD_ARGUMENT')
  expect(answer.body.data).toBeUndefined()
})

test('items: lists within lists end at 20,000 items, and with few statements', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { tokenUsage } = dataOf(
    await ask(
      '{ tokenUsage(filter: { country: "CN", period: DAY, coverage: "national" }) { nodes { id claimCount } } }',
    ),
  )
  const [{ id, claimCount }] = tokenUsage.nodes
  const nested = (levels: number) =>
    `{ fact(id: "${id}") { ${'claims { fact { '.repeat(levels)} id ${'} } '.repeat(levels)} } me { scopes } }`
  // Two levels hold less, three hold more; the cost computed beforehand lets six pass.
  expect(claimCount + claimCount ** 2).toBeLessThan(LIMITS.items)
  expect(claimCount + claimCount ** 2 + claimCount ** 3).toBeGreaterThan(LIMITS.items)
  const { fact } = dataOf(await ask(nested(2)))
  expect(fact.claims.flatMap((c: Json) => c.fact.claims)).toHaveLength(claimCount ** 2)
  for (const levels of [3, 6]) {
    seeded.statements()
    const answer = await ask(nested(levels))
    expect(seeded.statements().length).toBeLessThan(6)
    expect(answer.body.data).toEqual({ fact: null, me: { scopes: ['read'] } })
    expect(answer.body.errors!.map((e) => e.extensions.code)).toEqual(['QUERY_TOO_COSTLY'])
    expect(answer.body.errors![0]!.message).toContain('more than 20000 list items')
    expect(answer.body.extensions.cost.requested).toBeLessThan(LIMITS.cost)
  }
})

test('items: all lists of an answer count together, each in full, and the next request starts anew', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const [all, each] = [100, 70]
  const ids = Array.from({ length: all }, () => btoa('Country:EU'))
  // `nodes` holds 100 items, the EU 27 members, and each of them one list of the given number of countries.
  const query = (lists: number) =>
    `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Country { ${repeat(lists, (i) => `m${i}: members { id }`)} } } rest: countries(first: ${each}) { nodes { id } edges { cursor } } }`
  const items = (lists: number) => all + all * lists * 27 + 2 * each
  expect(items(7)).toBeLessThanOrEqual(LIMITS.items)
  expect(items(8)).toBeGreaterThan(LIMITS.items)
  for (let i = 0; i < 2; i++) {
    dataOf(await ask(query(7), { ids }))
    expect(codeOf(await ask(query(8), { ids }))).toBe('QUERY_TOO_COSTLY')
  }
})

test('characters: a document of 50,000 passes, one more is refused, though they are all comment', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const query = '{ me { scopes } }'
  const filled = (characters: number) => `#${'字'.repeat(characters - query.length - 2)}\n${query}`
  dataOf(await ask(filled(LIMITS.documentChars)))
  for (const characters of [LIMITS.documentChars + 1, 60_000]) {
    const refused = await ask(filled(characters))
    expect([refused.status, codeOf(refused)]).toEqual([400, 'GRAPHQL_PARSE_FAILED'])
  }
})

test('what is refused reads nothing of the lists', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  seeded.statements()
  await ask(
    '{ countries(first: 100) { nodes { providers(first: 100) { nodes { offers(first: 100) { nodes { slug } } } } } } }',
  )
  expect(seeded.statements().filter((sql) => /"(Country|Provider|Offer)"/.test(sql))).toEqual([])
})

test('cost counts `first`, its default, variables, their defaults, ids and fragments', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const page = (first: string) => `hubs${first} { nodes { slug name } }`
  expect(await costOf(ask, `{ ${page('')} }`)).toBe(1 + 20 * 2)
  expect(await costOf(ask, `{ ${page('(first: 7)')} }`)).toBe(1 + 7 * 2)
  expect(await costOf(ask, `{ hubs(first: 7) { edges { node { slug name } } totalCount } }`)).toBe(1 + 7 * 4)
  for (const [variables, first] of [
    [{ n: 7 }, 7],
    [{}, 20],
    [{ n: null }, 20],
    [undefined, 20],
  ] as const) {
    expect(await costOf(ask, `query($n: Int) { ${page('(first: $n)')} }`, variables)).toBe(1 + first * 2)
  }
  expect(await costOf(ask, `query($n: Int = 90) { ${page('(first: $n)')} }`, {})).toBe(1 + 90 * 2)
  expect(await costOf(ask, `{ ...F } fragment F on Query { ${page('(first: 7)')} }`)).toBe(1 + 7 * 2)
  expect(await costOf(ask, `{ a: ${page('(first: 7)')} b: ${page('(first: 8)')} }`)).toBe(2 + 15 * 2)
  expect(await costOf(ask, 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(
    1 + 3,
  )
  // A page that is refused for its size does not buy room for another.
  const bought =
    '{ a: countries(first: -100000) { nodes { providers(first: 100) { nodes { slug } } } } b: countries(first: 100) { nodes { providers(first: 100) { nodes { slug name city note website } } } } }'
  expect(codeOf(await ask(bought))).toBe('QUERY_TOO_COSTLY')
})

test('fragments that fan out are counted without unfolding them', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const fan = `{ me { ...f0 } } ${repeat(300, (i) => `fragment f${i} on Caller { ...f${i + 1} ...f${i + 1} }`)} fragment f300 on Caller { scopes }`
  // Unfolded, they are 2 to the 300th: no time limit would be long enough.
  expect(codeOf(await ask(fan))).toBe('QUERY_TOO_COSTLY')
})

test('introspection is open and within the limits; a query that unfolds the schema without end is refused', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const query = getIntrospectionQuery({
    inputValueDeprecation: true,
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
  })
  const answer = await ask(query)
  expect(dataOf(answer).__schema.types.length).toBeGreaterThan(50)
  expect(answer.body.extensions.cost.requested).toBeLessThan(LIMITS.cost)
  const unfolding =
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'
  expect(codeOf(await ask(unfolding))).toBe('GRAPHQL_VALIDATION_FAILED')
})

test('every answer tells its revision and its cost', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const query of ['{ me { scopes } }', '{ countries(first: 0) { totalCount } }']) {
    const { extensions } = (await ask(query)).body
    expect(extensions).toEqual({ revision: 1, cost: { requested: expect.any(Number), limit: 50_000 } })
  }
})

test('what is refused before its cost is known tells no cost', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const deep = `{ fact(id: "x") ${'{ claim { fact '.repeat(8)}{ id } ${'} } '.repeat(8)} }`
  for (const query of [
    '{ me {',
    '{ nothing }',
    `#${'x'.repeat(LIMITS.documentChars)}\n{ me { scopes } }`,
    `{ me { ${repeat(LIMITS.aliases + 1, (i) => `a${i}: scopes`)} } }`,
    `{ ${repeat(LIMITS.rootFields + 1, (i) => `a${i}: me { scopes }`)} }`,
    deep,
  ]) {
    const { body } = await ask(query)
    expect(body.errors).toHaveLength(1)
    expect(body.extensions?.cost, query.slice(0, 20)).toBeUndefined()
  }
})
