import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { type Ask, dataOf, importYaml, type Json, worldWith } from './world.ts'

const CLAIMS = `
  - { key: old, source: paper-a, price: { model: acme-1, seller: acme }, prices: { output: 10 }, valid: { from: 2026-01-01, to: 2026-04-10 } }
  - { key: new, source: paper-a, price: { model: acme-1, seller: acme }, prices: { output: 8 }, valid: { from: 2026-04-10 } }
  - { key: rival, source: paper-b, role: REPEATS, price: { model: acme-1, seller: acme }, prices: { output: 11 }, valid: { from: 2026-01-01, to: 2026-04-10 } }
  - { key: undated, source: paper-b, price: { model: acme-1, seller: acme }, prices: { output: 99 } }
  - { key: noon, source: paper-a, price: { model: acme-2, seller: bazaar }, prices: { output: 1 }, valid: { from: 2026-01-01, to: "2026-05-20T16:30Z" } }
  - { key: evening, source: paper-a, price: { model: acme-2, seller: bazaar }, prices: { output: 2 }, valid: { from: "2026-05-20T16:30Z" } }
  - { key: gone, source: paper-a, price: { model: acme-2, seller: acme }, prices: { output: 5 }, valid: { from: 2026-02-01, to: 2026-03-01 } }
  - { key: t25, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 25, valid: 2025 }
  - { key: t26, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 26, valid: 2026-05 }
  - { key: t30, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 30, valid: 2030, basis: PROJECTED }
  - { key: g1, source: paper-a, indicator: { subject: country/XA, metric: gates }, value: 1 }
  - { key: g2, source: paper-b, indicator: { subject: country/XA, metric: gates }, value: 2 }
  - { key: w30, source: paper-a, indicator: { subject: country/XA, metric: wells }, value: 7, valid: 2030, basis: PROJECTED }
`
let made: Promise<Ask> | undefined
const world = (db: Parameters<typeof worldWith>[0]) => (made ??= worldWith(db, CLAIMS))

/** Everything of the price's belief, each with what it says of the one claim that answers. */
const BELIEF = `value { point } state statement provenance { source { slug } } resolution { validFrom } claim { value { point } preferred }
  claims { value { point } preferred fact { value { point } claim { preferred } ... on Price { state } } }`
const price = (fields: string, at: string) =>
  `prices(filter: { model: "acme-1" }${at}) { nodes { ${fields} } }`
const points = (claims: Json[]) => claims.map((c) => c.value.point)

test('at a day means its end: on the day of a change the later value answers', async ({ empty }) => {
  const ask = await world(empty.db)
  const { prices } = dataOf(
    await ask(
      `{ ${price('before: value(at: "2026-04-09") { point } on: value(at: "2026-04-10") { point } first: value(at: "2026-01-01") { point } early: value(at: "2025-12-31") { point }', '')} }`,
    ),
  )
  expect(prices.nodes[0]).toEqual({
    before: { point: '10' },
    on: { point: '8' },
    first: { point: '10' },
    early: null,
  })
})

test('a change within a day holds for that day already', async ({ empty }) => {
  const ask = await world(empty.db)
  const { prices } = dataOf(
    await ask(
      '{ prices(filter: { seller: "bazaar" }) { nodes { before: value(at: "2026-05-19") { point } on: value(at: "2026-05-20") { point } } } }',
    ),
  )
  expect(prices.nodes).toEqual([{ before: { point: '1' }, on: { point: '2' } }])
})

test('the at of a list holds for every field below it, through claims and their facts too', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const { prices } = dataOf(await ask(`{ ${price(BELIEF, ', at: "2026-02-01"')} }`))
  const [p] = prices.nodes
  expect(p.value.point).toBe('10')
  expect(p.state).toBe('PRICED')
  expect(p.statement).toMatch(/: 10 US dollars/)
  expect(p.provenance).toEqual([{ source: { slug: 'paper-a' } }])
  expect(p.resolution.validFrom).toBe('2026-01-01T00:00:00.000Z')
  expect(p.claim).toEqual({ value: { point: '10' }, preferred: true })
  expect(points(p.claims)).toEqual(['10', '11'])
  expect(p.claims.map((c: Json) => c.preferred)).toEqual([true, false])
  for (const { fact } of p.claims)
    expect(fact).toEqual({ value: { point: '10' }, claim: { preferred: true }, state: 'PRICED' })
})

test('the at of an entity’s list holds as that of a root list does, for nodes and for edges', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const { model, early } = dataOf(
    await ask(`{ model(slug: "acme-1") { prices(at: "2026-02-01") { nodes { value { point } } edges { node { value { point } } } } offers { nodes { prices(at: "2026-04-10") { nodes { value { point } } } } } }
      early: ${price(BELIEF, ', at: "2025-01-01"')} }`),
  )
  expect(model.prices).toEqual({
    nodes: [{ value: { point: '10' } }],
    edges: [{ node: { value: { point: '10' } } }],
  })
  expect(model.offers.nodes[0].prices.nodes).toEqual([{ value: { point: '8' } }])
  expect(early.nodes[0]).toMatchObject({
    value: null,
    state: 'UNKNOWN',
    provenance: [],
    resolution: null,
    claim: null,
    claims: [],
  })
  expect(early.nodes[0].statement).toContain('no claim answers for 2025-01-01')
})

test('an at of its own wins over the inherited one, and null asks for the newest', async ({ empty }) => {
  const ask = await world(empty.db)
  const fields = `value(at: "2026-05-01") { point } newest: value(at: null) { point } state(at: "2025-01-01")
    late: claim(at: "2026-05-01") { value { point } preferred fact { value { point } } } resolution(at: null) { validFrom }
    claims(at: null) { value { point } fact { value { point } } }`
  const [p] = dataOf(await ask(`{ ${price(fields, ', at: "2026-02-01"')} }`)).prices.nodes
  expect(p.value.point).toBe('8')
  expect(p.newest.point).toBe('8')
  expect(p.state).toBe('UNKNOWN')
  expect(p.late).toEqual({ value: { point: '8' }, preferred: true, fact: { value: { point: '8' } } })
  expect(p.resolution.validFrom).toBe('2026-04-10T00:00:00.000Z')
  expect(points(p.claims)).toHaveLength(4)
  expect(p.claims.every((c: Json) => c.fact.value.point === '8')).toBe(true)
  for (const at of [null, undefined]) {
    const query = `query($at: Date) { ${price('value(at: $at) { point }', ', at: "2026-02-01"')} }`
    expect(dataOf(await ask(query, { at })).prices.nodes[0].value.point).toBe(at === null ? '8' : '10')
  }
})

test('siblings with another at do not disturb each other', async ({ empty }) => {
  const ask = await world(empty.db)
  const data = dataOf(
    await ask(
      `{ a: ${price('value { point }', ', at: "2026-02-01"')} b: ${price('value { point }', ', at: "2026-05-01"')} c: ${price('value { point }', '')} }`,
    ),
  )
  expect(['a', 'b', 'c'].map((k) => data[k].nodes[0].value.point)).toEqual(['10', '8', '8'])
})

test('without at, the newest period that has begun by the revision’s time answers: a projection is not the value', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const query = `{ country(code: "XA") { indicators { nodes { metric { code } value { point } then: value(at: "2030-06-01") { point } claims { value { point } } historyCount } } } }`
  const by = async () =>
    Object.fromEntries(dataOf(await ask(query)).country.indicators.nodes.map((i: Json) => [i.metric.code, i]))
  const before = await by()
  expect(before.towers.value.point).toBe('26')
  expect(before.towers.then.point).toBe('30')
  expect(points(before.towers.claims)).toEqual(['26', '30', '25'])
  // Nothing but a projection: it is a claim, and there is no value yet.
  expect(before.wells.value).toBeNull()
  expect(before.wells.then.point).toBe('7')
  expect(points(before.wells.claims)).toEqual(['7'])
})

test('a statistic holds until the next one, a price only as long as its source says', async ({ empty }) => {
  const ask = await world(empty.db)
  const { country, prices } = dataOf(
    await ask(`{ country(code: "XA") { indicators(metric: "towers") { nodes { a: value(at: "2026-04-30") { point } b: value(at: "2026-05-01") { point } c: value(at: "2029-12-31") { point } d: value(at: "2024-12-31") { point } } } }
      prices(filter: { model: "acme-2", seller: "acme" }) { nodes { in: state(at: "2026-02-28") after: state(at: "2026-03-01") before: state(at: "2026-01-31") value { point } } } }`),
  )
  expect(country.indicators.nodes).toEqual([
    { a: { point: '25' }, b: { point: '26' }, c: { point: '26' }, d: null },
  ])
  expect(prices.nodes).toEqual([{ in: 'PRICED', after: 'UNKNOWN', before: 'UNKNOWN', value: { point: '5' } }])
})

test('an undated claim is a rival in the newest dated period only, and never the value there', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const fields = `now: claims { value { point } } old: claims(at: "2026-02-01") { value { point } } late: claims(at: "2026-05-30") { value { point } } claimCount historyCount history { value { point } }`
  const [p] = dataOf(await ask(`{ ${price(fields, '')} }`)).prices.nodes
  expect(points(p.now)[0]).toBe('8')
  expect(points(p.now).toSorted()).toEqual(['10', '11', '8', '99'])
  expect(points(p.old)).toEqual(['10', '11'])
  expect(points(p.late)).toEqual(['8', '99'])
  expect(points(p.history)).toEqual(['10', '8'])
  expect([p.claimCount, p.historyCount]).toEqual([4, 2])
})

test('undated claims answer alone when nothing is dated, but for no day', async ({ empty }) => {
  const ask = await world(empty.db)
  const { indicators } = dataOf(
    await ask(
      '{ indicators(filter: { metric: "gates" }) { nodes { value { point } claims { value { point } preferred } day: value(at: "2026-05-01") { point } } } }',
    ),
  )
  expect(indicators.nodes[0].value.point).toBe('2')
  expect(indicators.nodes[0].claims).toEqual([
    { value: { point: '2' }, preferred: true },
    { value: { point: '1' }, preferred: false },
  ])
  expect(indicators.nodes[0].day).toBeNull()
})

// Last: it moves the ledger on.
test('what "newest" means moves with the revision, not with the wall clock', async ({ empty }) => {
  const ask = await world(empty.db)
  await importYaml(
    empty.db,
    'units: [{ code: TW, name: terawatts, dimension: power }]',
    '2031-01-01T00:00:00Z',
  )
  const { indicators } = dataOf(
    await ask(
      '{ indicators(filter: { country: "XA", metric: ["towers", "wells"] }) { nodes { value { point } } } }',
    ),
  )
  expect(indicators.nodes).toEqual([{ value: { point: '30' } }, { value: { point: '7' } }])
})
