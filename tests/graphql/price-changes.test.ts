import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, walk, worldWith } from './world.ts'

let made = 0
/** A claim of Paper A about Acme One at Acme, unless told otherwise; the tier tells the facts of this file apart. */
function price(
  tier: string,
  value: string,
  valid: string,
  { source = 'paper-a', seller = 'acme', model = 'acme-1', meter = 'input', conditions = '' } = {},
): string {
  const key = `c${++made}`
  return `  - { key: ${key}, source: ${source}, price: { model: ${model}, seller: ${seller}, tier: ${tier}${conditions} }, prices: { ${meter}: ${value} }, valid: ${valid} }`
}
const usd = (n: string) => `{ exact: ${n}, unit: USD/Mtok }`
const from = (day: string) => `{ from: ${day} }`
const span = (a: string, b: string) => `{ from: ${a}, to: ${b} }`

const CLAIMS = [
  // The newest time is 1 June 2026, noon.
  ...[price('standard', '4', span('2026-01-01', '2026-03-01')), price('standard', '3', from('2026-03-01'))],
  ...[price('rise', '3', span('2026-01-01', '2026-02-01')), price('rise', '4', from('2026-02-01'))],
  ...[
    price('free', '3', span('2026-01-01', '2026-02-01')),
    price('free', '0', span('2026-02-01', '2026-04-01')),
  ],
  price('free', '2', from('2026-04-01')),
  ...[
    price('gone', '3', span('2026-01-01', '2026-02-01')),
    price('gone', 'not-offered', span('2026-02-01', '2026-03-01')),
  ],
  price('gone', '3', from('2026-03-01')),
  ...[price('later', '3', span('2026-01-01', '2026-09-01')), price('later', '6', from('2026-09-01'))],
  // No change: the same number again, by another claim or another source; a gap; the end.
  ...[price('same', '3', span('2026-01-01', '2026-02-01')), price('same', '3.0', from('2026-02-01'))],
  price('gap', '3', span('2026-01-01', '2026-02-01')),
  price('gap', '3', span('2026-03-01', '2026-04-01')),
  // After a gap the price before it counts.
  ...[price('back', '3', span('2026-01-01', '2026-02-01')), price('back', '6', from('2026-03-01'))],
  // A list price, with a promotion in between.
  price('promo', '10', from('2026-01-01')),
  price('promo', '5', span('2026-03-01', '2026-05-01'), { source: 'paper-b' }),
  // The Gazette speaks until February only; Paper A had said otherwise all along.
  price('switch', '3', span('2026-01-01', '2026-02-01'), { source: 'gazette' }),
  price('switch', '4', from('2025-06-01')),
  // Another source states that a new price begins.
  price('stated', '3', span('2026-01-01', '2026-02-01'), { source: 'gazette' }),
  price('stated', '4', from('2026-02-01')),
  // Units that measure the same, and others.
  ...[
    price('unit', usd('3'), span('2026-01-01', '2026-02-01')),
    price('unit', '{ exact: 0.004, unit: USD/ktok }', span('2026-02-01', '2026-03-01')),
  ],
  price('unit', usd('4'), span('2026-03-01', '2026-04-01')),
  price('unit', '{ exact: 4, unit: CNY/Mtok }', from('2026-04-01')),
  // A price of which only the end is known.
  price('open', '4', '{ to: 2026-02-01 }'),
  price('open', '3', from('2026-02-01')),
  // Within a day.
  price('noon', '4', '{ from: "2026-01-01T00:00Z", to: "2026-03-10T12:00Z" }'),
  price('noon', '3', '{ from: "2026-03-10T12:00Z" }'),
  // Bounds.
  price('bound', '{ low: 1, high: 2 }', span('2026-01-01', '2026-02-01')),
  price('bound', '{ low: 1.5, high: 2 }', from('2026-02-01')),
  // Others, to be filtered by.
  ...[
    price('standard', '1', span('2026-01-01', '2026-05-30'), { seller: 'bazaar', meter: 'output' }),
    price('standard', '2', from('2026-05-30'), { seller: 'bazaar', meter: 'output' }),
  ],
  ...[
    price('standard', '1', span('2026-01-01', '2026-05-30'), { model: 'acme-2' }),
    price('standard', '0.9', from('2026-05-30'), { model: 'acme-2' }),
  ],
].join('\n')
const UNITS = `units:
  - { code: USD/ktok, name: US dollars per thousand tokens, dimension: money-per-tokens }
  - { code: CNY/Mtok, name: yuan per million tokens, dimension: money-per-tokens }
`

let asked: Promise<Ask> | undefined
const world = (db: Parameters<typeof worldWith>[0]) =>
  (asked ??= worldWith(db, '  []').then(async (ask) => {
    await importYaml(db, `${UNITS}claims:\n${CLAIMS}`, '2026-06-01T12:00:00Z')
    return ask
  }))

const line = (c: Json) =>
  `${c.on} ${c.direction} ${c.before?.text ?? '-'} > ${c.after?.text ?? '-'} ${c.change} ${c.status}`.replaceAll(
    ' US dollars per million tokens',
    '',
  )
const SELECT = 'id on direction status change before { text } after { text } from { id } to { id }'
const changesOf = async (ask: Ask, tier: string) => {
  const query = `{ prices(filter: { tier: "${tier}", model: "acme-1", seller: "acme" }) { nodes { changes { ${SELECT} } } } }`
  return dataOf(await ask(query)).prices.nodes[0].changes.map(line)
}

test('cuts, rises, free and not offered are told apart, and an announced change is marked', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  expect(await changesOf(ask, 'standard')).toEqual(['2026-03-01 CUT 4 > 3 -25 IN_FORCE'])
  expect(await changesOf(ask, 'rise')).toEqual(['2026-02-01 RISE 3 > 4 33.3333 IN_FORCE'])
  expect(await changesOf(ask, 'free')).toEqual([
    '2026-02-01 BECAME_FREE 3 > 0 -100 IN_FORCE',
    '2026-04-01 BECAME_PRICED 0 > 2 null IN_FORCE',
  ])
  expect(await changesOf(ask, 'gone')).toEqual([
    '2026-02-01 NO_LONGER_OFFERED 3 > - null IN_FORCE',
    '2026-03-01 OFFERED_AGAIN - > 3 null IN_FORCE',
  ])
  expect(await changesOf(ask, 'later')).toEqual(['2026-09-01 RISE 3 > 6 100 ANNOUNCED'])
})

test('equal values, gaps and ends are no changes; after a gap the price before it counts', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  expect(await changesOf(ask, 'same')).toEqual([])
  expect(await changesOf(ask, 'gap')).toEqual([])
  expect(await changesOf(ask, 'open')).toEqual(['2026-02-01 CUT 4 > 3 -25 IN_FORCE'])
  expect(await changesOf(ask, 'back')).toEqual(['2026-03-01 RISE 3 > 6 100 IN_FORCE'])
})

test('that another source is preferred is no change, unless it states that its price begins', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const { history } = dataOf(
    await ask('{ prices(filter: { tier: "switch" }) { nodes { history { value { point } } } } }'),
  ).prices.nodes[0]
  expect(history.map((c: Json) => c.value.point)).toEqual(['4', '3', '4'])
  // Paper A began in June 2025, not when the Gazette ended; the Gazette states that its price began.
  expect(await changesOf(ask, 'switch')).toEqual(['2026-01-01 CUT 4 > 3 -25 IN_FORCE'])
  expect(await changesOf(ask, 'stated')).toEqual(['2026-02-01 RISE 3 > 4 33.3333 IN_FORCE'])
})

test('a promotion of another source begins as a change; that the list price answers again is none', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  expect(await changesOf(ask, 'promo')).toEqual(['2026-03-01 CUT 10 > 5 -50 IN_FORCE'])
})

test('numbers are compared in units that measure the same; of another currency they are not', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  expect(await changesOf(ask, 'unit')).toEqual([
    '2026-02-01 RISE 3 > 0.004 US dollars per thousand tokens 33.3333 IN_FORCE',
  ])
  expect(await changesOf(ask, 'bound')).toEqual(['2026-02-01 RISE 1 to 2 > 1.5 to 2 50 IN_FORCE'])
})

test('changes keep their claims with sources, and as many as are asked for', async ({ empty }) => {
  const ask = await world(empty.db)
  const query = (first: number) =>
    `{ prices(filter: { tier: "free" }) { nodes { changes(first: ${first}) { on price { id } from { value { point } provenance { source { slug } } } to { provenance { source { slug } } } } id } } }`
  const [node] = dataOf(await ask(query(1))).prices.nodes
  expect(node.changes).toEqual([
    {
      on: '2026-02-01',
      price: { id: node.id },
      from: { value: { point: '3' }, provenance: [{ source: { slug: 'paper-a' } }] },
      to: { provenance: [{ source: { slug: 'paper-a' } }] },
    },
  ])
  for (const first of [0, 501]) expect(codeOf(await ask(query(first)))).toBe('BAD_ARGUMENT')
})

test('the market lists the newest first, plain prices unless told otherwise, with both ends of the time included', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const lines = async (args: string) => (await walk(ask, 'priceChanges', SELECT, 2, `, ${args}`)).map(line)
  const plain = [
    '2026-05-30 RISE 1 > 2 100 IN_FORCE',
    '2026-05-30 CUT 1 > 0.9 -10 IN_FORCE',
    '2026-03-01 CUT 4 > 3 -25 IN_FORCE',
  ]
  const sorted = (all: string[]) => all.toSorted()
  const all = await lines('since: "2025-01-01"')
  expect(sorted(all)).toEqual(sorted(plain))
  expect(all.map((l) => l.slice(0, 10))).toEqual(['2026-05-30', '2026-05-30', '2026-03-01'])
  expect(await lines('since: "2026-05-31"')).toEqual([])
  expect(await lines('since: "2026-03-01", until: "2026-03-01"')).toEqual([plain[2]])
  expect(await lines('since: "2026-03-02", until: "2026-05-29"')).toEqual([])
  const every = await lines('since: "2025-01-01", filter: { plainOnly: false }')
  expect(every[0]).toBe('2026-09-01 RISE 3 > 6 100 ANNOUNCED')
  expect(every.length).toBe(plain.length + 14)
  const noon = 'until: "2026-03-10", filter: { plainOnly: false }'
  expect(await lines(`since: "2026-03-10", ${noon}`)).toEqual(['2026-03-10 CUT 4 > 3 -25 IN_FORCE'])
  for (const [filter, found] of [
    ['seller: "bazaar"', [plain[0]]],
    ['seller: ["bazaar", "nobody"], meter: "input"', []],
    ['meter: "output"', [plain[0]]],
    ['model: "acme-2"', [plain[1]]],
    ['maker: "acme", direction: RISE', [plain[0]]],
    ['maker: "bazaar"', []],
    ['direction: [RISE, CUT], model: "acme-1", seller: "acme"', [plain[2]]],
    ['status: ANNOUNCED, plainOnly: false', [every[0]]],
    ['status: ANNOUNCED', []],
    ['plainOnly: null, model: "acme-2"', [plain[1]]],
  ] as const)
    expect(await lines(`since: "2025-01-01", filter: { ${filter} }`), filter).toEqual(found)
})

test('pages are capped, count all, and go on where they ended', async ({ empty }) => {
  const ask = await world(empty.db)
  const page = (args: string) =>
    ask(
      `{ priceChanges(since: "2025-01-01", ${args}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`,
    )
  const all = dataOf(await page('filter: { plainOnly: false }')).priceChanges
  expect(all.totalCount).toBe(all.nodes.length)
  expect(new Set(all.nodes.map((n: Json) => n.id)).size).toBe(all.totalCount)
  for (const first of [0, 101]) expect(codeOf(await page(`first: ${first}`))).toBe('BAD_ARGUMENT')
  const { prices } = dataOf(await ask('{ prices(first: 1) { pageInfo { endCursor } } }'))
  expect(codeOf(await page(`after: "${prices.pageInfo.endCursor}"`))).toBe('CURSOR_INVALID')
  expect(codeOf(await ask('{ priceChanges { totalCount } }'))).toBe('GRAPHQL_VALIDATION_FAILED')
  expect(codeOf(await ask('{ priceChanges(since: "yesterday") { totalCount } }'))).toBe('BAD_ARGUMENT')
})

test('a hundred changes with all that belongs to them take as many statements as one', async ({ empty }) => {
  const ask = await world(empty.db)
  const query = (first: number) =>
    `{ priceChanges(since: "2025-01-01", first: ${first}, filter: { plainOnly: false }) { totalCount nodes { ${SELECT} price { id changes { on to { id } } model { slug } seller { slug } } } } }`
  const counts: number[] = []
  for (const first of [1, 100]) {
    empty.statements()
    dataOf(await ask(query(first)))
    counts.push(empty.statements().length)
  }
  expect(counts[0]).toBeLessThanOrEqual(counts[1]!)
  expect(counts[1]).toBeLessThanOrEqual(12)
})

test('an earlier revision lists what was believed then', async ({ empty }) => {
  const ask = await world(empty.db)
  const between = price('standard', '3.5', span('2026-02-01', '2026-03-01'), { source: 'gazette' })
  await importYaml(empty.db, `claims:\n${between}`, '2026-06-02T12:00:00Z')
  const count = async (revision: number) => {
    const query = `query @asOf(revision: ${revision}) { priceChanges(since: "2025-01-01") { totalCount } }`
    return dataOf(await ask(query)).priceChanges.totalCount
  }
  expect([await count(1), await count(2), await count(3)]).toEqual([0, 3, 4])
})
