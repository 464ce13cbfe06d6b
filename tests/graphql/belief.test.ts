import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, worldWith } from './world.ts'

const price = (key: string, meter: string, value: string, more = '') =>
  `  - { key: ${key}, source: paper-a, price: { model: acme-1, seller: acme }, prices: { ${meter}: ${value} }, valid: { from: 2026-01-01 }${more} }`
const towers = (key: string, source: string, value: number, valid: string, more = '') =>
  `  - { key: ${key}, source: ${source}, indicator: { subject: country/XA, metric: towers }, value: ${value}, valid: ${valid}${more} }`
const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)

const CLAIMS = [
  price('free', 'input', '0'),
  price('priced', 'output', '3'),
  `  - { key: none, source: paper-a, price: { model: acme-2, seller: acme }, prices: { input: not-offered }, valid: { from: 2026-01-01 } }`,
  `  - { key: range, source: paper-a, price: { model: acme-2, seller: acme }, prices: { output: { low: 0, high: 2 } }, valid: { from: 2026-01-01 } }`,
  // The Gazette speaks for a part of the time, Paper A for all of it.
  towers('all', 'paper-a', 1, '{ from: 2024, to: 2027 }'),
  towers('part', 'gazette', 2, '{ from: 2025, to: 2026 }'),
  towers('echo', 'paper-b', 2, '{ from: 2025, to: 2026 }', ', role: REPEATS, repeatOf: gazette/part'),
  towers('rival', 'paper-b', 3, '{ from: 2025, to: 2026 }'),
  // A fact with more periods than any list shows.
  ...Array.from(
    { length: 620 },
    (_, i) =>
      `  - { key: w${i}, source: paper-a, indicator: { subject: country/XA, metric: wells }, value: ${i}, valid: ${day(i)} }`,
  ),
].join('\n')

let made: Promise<Ask> | undefined
const world = (db: Parameters<typeof worldWith>[0]) => (made ??= worldWith(db, CLAIMS))
const indicator = async (ask: Ask, metric: string, fields: string) =>
  dataOf(await ask(`{ indicators(filter: { metric: "${metric}" }) { nodes { ${fields} } } }`)).indicators
    .nodes[0]

test('free, not offered, unknown and priced are four things, in fields and in filters', async ({ empty }) => {
  const ask = await world(empty.db)
  const query = `{ prices { nodes { model { slug } meter { code } state before: state(at: "2025-12-31") value { point text } claim { value { point } text } statement } } }`
  const { prices } = dataOf(await ask(query))
  const of = (model: string, meter: string) =>
    prices.nodes.find((p: Json) => p.model.slug === model && p.meter.code === meter)
  expect(of('acme-1', 'input')).toMatchObject({ state: 'FREE', before: 'UNKNOWN', value: { point: '0' } })
  expect(of('acme-1', 'output')).toMatchObject({ state: 'PRICED', value: { point: '3' } })
  expect(of('acme-2', 'output')).toMatchObject({ state: 'PRICED', value: { point: null } })
  expect(of('acme-2', 'input')).toMatchObject({
    state: 'NOT_OFFERED',
    before: 'UNKNOWN',
    value: null,
    claim: { value: null },
  })
  expect(of('acme-2', 'input').statement).toContain('not offered')
  // Asked alone, the state is told by fewer columns.
  const alone = dataOf(await ask('{ prices { nodes { state } } }')).prices.nodes
  expect(alone).toEqual(prices.nodes.map(({ state }: Json) => ({ state })))
  for (const [state, count, before] of [
    ['FREE', 1, 0],
    ['PRICED', 2, 0],
    ['NOT_OFFERED', 1, 0],
    ['UNKNOWN', 0, 4],
  ]) {
    const { now, then } = dataOf(
      await ask(
        `{ now: prices(filter: { state: ${state} }) { totalCount } then: prices(filter: { state: ${state} }, at: "2025-12-31") { totalCount } }`,
      ),
    )
    expect([state, now.totalCount, then.totalCount]).toEqual([state, count, before])
  }
})

test('claims stand preferred first, rivals next, repeats last; a repeat is never preferred', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const { at, all } = await indicator(
    ask,
    'towers',
    'at: claims(at: "2025-06-01") { key preferred repeatOf { key } } all: claims { key preferred }',
  )
  expect(at[0]).toEqual({ key: 'part', preferred: true, repeatOf: null })
  expect(
    at
      .slice(1, 3)
      .map((c: Json) => c.key)
      .sort(),
  ).toEqual(['all', 'rival'])
  expect(at.at(-1)).toEqual({ key: 'echo', preferred: false, repeatOf: { key: 'part' } })
  expect(at.slice(1).every((c: Json) => !c.preferred)).toBe(true)
  // Without a day, a claim is preferred when it answers for some period.
  expect(all.map((c: Json) => [c.key, c.preferred])).toEqual([
    ['all', true],
    expect.anything(),
    expect.anything(),
    ['echo', false],
  ])
  expect(Object.fromEntries(all.map((c: Json) => [c.key, c.preferred]))).toEqual({
    all: true,
    part: true,
    rival: false,
    echo: false,
  })
})

test('the resolution tells the rule, the step that decided and why', async ({ empty }) => {
  const ask = await world(empty.db)
  const { on, alone } = await indicator(
    ask,
    'towers',
    'on: resolution(at: "2025-06-01") { rule { id text } decidedBy reason validFrom validTo } alone: resolution { decidedBy }',
  )
  expect(on).toMatchObject({
    decidedBy: 'STANDING',
    validFrom: '2025-01-01T00:00:00.000Z',
    validTo: '2026-01-01T00:00:00.000Z',
  })
  expect(on.rule.id).toMatch(/^preference-\d+$/)
  expect(on.reason).toContain('2 other claims')
  expect(alone.decidedBy).toBe('ONLY')
})

test('history runs from the oldest to the newest, one claim a period: one that answers again is there again', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const fact = await indicator(
    ask,
    'towers',
    'history { key } historyCount claimCount first: history(first: 1) { key }',
  )
  expect(fact).toEqual({
    history: [{ key: 'all' }, { key: 'part' }, { key: 'all' }],
    historyCount: 3,
    claimCount: 4,
    first: [{ key: 'all' }],
  })
})

test('claims and history give up to 500, and the counts beside them tell of all', async ({ empty }) => {
  const ask = await world(empty.db)
  const fact = await indicator(
    ask,
    'wells',
    'claimCount historyCount value { point } def: claims { key } one: claims(first: 1) { key } claims(first: 500) { key } history(first: 500) { value { point } } h: history { key }',
  )
  expect([fact.claimCount, fact.historyCount, fact.def.length, fact.h.length]).toEqual([620, 620, 100, 100])
  expect(fact.one).toEqual([{ key: 'w619' }])
  expect(new Set(fact.claims.map((c: Json) => c.key)).size).toBe(500)
  expect(fact.claims[0].key).toBe('w619')
  const series = fact.history.map((c: Json) => Number(c.value.point))
  expect(series).toHaveLength(500)
  expect(series).toEqual(series.toSorted((a: number, b: number) => a - b))
  for (const first of [0, -1, 501]) {
    for (const field of ['claims', 'history']) {
      const query = `query($first: Int) { indicators(filter: { metric: "wells" }) { nodes { ${field}(first: $first) { key } } } }`
      const refused = await ask(query, { first })
      expect(codeOf(refused)).toBe('BAD_ARGUMENT')
      expect(refused.body.errors![0]!.message).toContain('500')
    }
  }
})

// Last: it moves the ledger on.
test('a superseded claim still answers to its id, with its provenance and with what replaced it', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const find =
    '{ prices(filter: { model: "acme-1", meter: "output" }) { nodes { claimCount claim { id value { point } } claims { value { point } } } } }'
  const before = dataOf(await ask(find)).prices.nodes[0]
  await importYaml(
    empty.db,
    `claims:\n${price('priced', 'output', '4', ', note: A digit was misread.')}`,
    '2026-06-02T00:00:00Z',
  )
  const after = dataOf(await ask(find)).prices.nodes[0]
  expect(after).toMatchObject({
    claimCount: 1,
    claim: { value: { point: '4' } },
    claims: [{ value: { point: '4' } }],
  })
  expect(after.claim.id).not.toBe(before.claim.id)

  const fields =
    'value { point } text preferred provenance { source { slug } } recordedIn { number } supersededIn { number } supersededBy { id value { point } } fact { value { point } }'
  const query = `query($id: ID!) { claim(id: $id) { ${fields} } node(id: $id) { ... on Claim { ${fields} } } }`
  const { claim: old, node } = dataOf(await ask(query, { id: before.claim.id }))
  expect(old).toMatchObject({
    value: { point: '3' },
    preferred: false,
    provenance: [{ source: { slug: 'paper-a' } }],
    recordedIn: { number: 1 },
    supersededIn: { number: 2 },
    supersededBy: { id: after.claim.id, value: { point: '4' } },
    fact: { value: { point: '4' } },
  })
  expect(node).toEqual(old)
  expect(dataOf(await ask(query, { id: after.claim.id })).claim).toMatchObject({
    recordedIn: { number: 2 },
    supersededIn: null,
    supersededBy: null,
    preferred: true,
  })
})
