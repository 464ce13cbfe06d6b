import fc from 'fast-check'
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, dataOf, type Json } from './world.ts'

const LISTS = [
  'countries',
  'providers',
  'models',
  'hubs',
  'sources',
  'prices',
  'energyRates',
  'tokenUsage',
  'indicators',
  'assertions',
  'modelGroups',
  'units',
  'meters',
  'metrics',
  'coverages',
  'topics',
  'revisions',
]
/** Lists with an order of their own, spelled as one. */
const ORDERED = [
  'hubs(orderBy: { field: DEFAULT, direction: DESC }',
  'hubs(orderBy: { field: NAME }',
  'hubs(orderBy: { field: NAME, direction: DESC }',
  'prices(orderBy: { field: DEFAULT, direction: DESC }',
  'prices(orderBy: { field: VALUE }',
  'prices(orderBy: { field: VALUE, direction: DESC }',
  'prices(orderBy: { field: VALUE, unit: "CNY/Mtok" }',
]
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const spelled = (list: string) => (list.includes('(') ? `${list}, ` : `${list}(`)

async function cursorOf(ask: Ask, list: string): Promise<string> {
  return dataOf(await ask(`{ list: ${spelled(list)}first: 1) { pageInfo { endCursor } } }`)).list.pageInfo
    .endCursor
}

/** Refused for what it is, before any list is read; never an error of the database. */
async function expectRefused(ask: Ask, list: string, after: string): Promise<void> {
  const query = `query($after: String) { list: ${spelled(list)}after: $after) { nodes { __typename } } }`
  const { status, body } = await ask(query, { after })
  expect({ list, after, status, codes: body.errors?.map((e) => e.extensions.code) }).toEqual({
    list,
    after,
    status: 200,
    codes: ['CURSOR_INVALID'],
  })
  expect(body.errors![0]!.message).not.toMatch(/sql|numeric|syntax|json/i)
}

test('a cursor works in the list and order that made it and is refused by every other', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const all = [...LISTS, ...ORDERED]
  const cursors = new Map<string, string>()
  for (const list of all) cursors.set(list, await cursorOf(ask, list))
  for (const [maker, after] of cursors) {
    dataOf(
      await ask(`query($after: String) { list: ${spelled(maker)}after: $after) { nodes { __typename } } }`, {
        after,
      }),
    )
    for (const list of all) if (list !== maker) await expectRefused(ask, list, after)
  }
})

test('a cut cursor is refused, wherever it was cut', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const lists = ['countries', 'prices', 'revisions', 'prices(orderBy: { field: VALUE }']
  for (const list of lists) {
    const cursor = await cursorOf(ask, list)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: cursor.length - 1 }), (end) =>
        expectRefused(ask, list, cursor.slice(0, end)),
      ),
      { numRuns: 20 },
    )
  }
})

test('nonsense is refused: text, bytes and JSON that no list made', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const bytes = fc.uint8Array({ maxLength: 60 }).map((b) => Buffer.from(b).toString('base64'))
  const garbage = fc.oneof(
    fc.string(),
    bytes,
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.jsonValue().map((v) => encode(['countries', v, v])),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('countries', 'revisions', 'prices(orderBy: { field: VALUE }'),
      garbage,
      (list, after) => expectRefused(ask, list, after),
    ),
    { numRuns: 150 },
  )
})

test('a cursor with the right name and wrong contents is refused and never reaches SQL', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const value = 'prices(orderBy: { field: VALUE }'
  const cases: [string, unknown][] = [
    ['countries', ['countries']],
    ['countries', ['countries', 1]],
    ['countries', ['countries', null]],
    ['countries', ['countries', ['CN']]],
    ['countries', ['countries', 'CN', 'CN']],
    ['countries', ['countries', 'C\0N']],
    ['countries', ['countries', 'x'.repeat(2001)]],
    ['countries', { 0: 'countries', 1: 'CN', length: 2 }],
    ['revisions', ['revisions', '1; DROP TABLE "Claim"']],
    ['revisions', ['revisions', '99999999999']],
    ['revisions', ['revisions', '1.5']],
    ['revisions', ['revisions', '']],
    ...['', 'NaN', '1e5', '0x10', '1.', '.5', '--1', "1'", '1 ', '９', '9'.repeat(2001)].map(
      (number): [string, unknown] => [value, ['prices:VALUE:USD/Mtok:false', number, 'a']],
    ),
  ]
  for (const [list, contents] of cases) await expectRefused(ask, list, encode(contents))
  seeded.statements()
  await expectRefused(ask, 'countries', encode(['countries', 1]))
  expect(seeded.statements().filter((sql) => sql.includes('"Country"'))).toEqual([])
})

test('a well-formed cursor of an item that is not there goes on behind its place', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const query = 'query($after: String) { countries(first: 1, after: $after) { nodes { code } } }'
  expect(dataOf(await ask(query, { after: encode(['countries', 'CMX']) })).countries.nodes).toEqual([
    { code: 'CN' },
  ])
  expect(dataOf(await ask(query, { after: encode(['countries', "'; --"]) })).countries.nodes).toEqual([
    { code: 'AD' },
  ])
  const { prices } = dataOf(
    await ask(
      'query($after: String) { prices(first: 1, after: $after, orderBy: { field: VALUE }) { nodes { value { point } } } }',
      {
        after: encode(['prices:VALUE:USD/Mtok:false', '9'.repeat(2000), '']),
      },
    ),
  )
  expect(prices.nodes.every((p: Json) => p.value === null)).toBe(true)
})

test('a bad cursor of one list does not spoil the others', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { body } = await ask(
    '{ good: node(id: "Q291bnRyeTpDTg==") { id ... on Country { providers(first: 1, after: "x") { totalCount } } } me { scopes } }',
  )
  expect(body.data).toEqual({ good: null, me: { scopes: ['read'] } })
  expect(body.errors?.map((e) => [e.extensions.code, e.path])).toEqual([
    ['CURSOR_INVALID', ['good', 'providers']],
  ])
})
