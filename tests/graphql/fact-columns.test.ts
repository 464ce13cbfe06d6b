/**
 * Pages of facts read only the columns that are looked at. Each field of each kind, asked alone, must be what it is beside
 * the question, which looks at all of them.
 */
import { type GraphQLObjectType, getNamedType, isCompositeType, isLeafType, isObjectType } from 'graphql'
import { expect } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const LISTS = {
  prices: 'Price',
  energyRates: 'EnergyRate',
  tokenUsage: 'TokenUsage',
  indicators: 'Indicator',
  assertions: 'Assertion',
} as const

/** A field with the plain fields of what it gives, and with those of its things once more below. */
function asked(type: GraphQLObjectType, name: string, depth = 2): string | null {
  const field = type.getFields()[name]!
  if (field.args.some((arg) => String(arg.type).endsWith('!'))) return null
  const of = getNamedType(field.type)
  if (!isCompositeType(of)) return name
  if (!isObjectType(of)) return `${name} { __typename ... on Node { id } }`
  const below = Object.keys(of.getFields()).flatMap((own) => {
    if (isLeafType(getNamedType(of.getFields()[own]!.type))) return asked(of, own) ?? []
    return depth > 1 && !/^(prices|offers|facts|nodes|edges|rivals|checks|claims|history)$/.test(own)
      ? (asked(of, own, depth - 1) ?? [])
      : []
  })
  return below.length ? `${name} { ${below.join(' ')} }` : null
}

/** Each by itself, for its text looks at all of a value. */
const VALUE = ['point', 'low', 'high', 'qualifier', 'unit { code }', 'text', '__typename']

const cases = Object.entries(LISTS).flatMap(([list, kind]) => {
  const type = schema.getType(kind) as GraphQLObjectType
  return Object.keys(type.getFields()).flatMap((name) => {
    const selection = asked(type, name)
    const alone = name === 'value' ? VALUE.map((field) => [list, name, `value { ${field} }`] as const) : []
    return selection ? [[list, name, selection] as const, ...alone] : []
  })
})

test('all fields are tried', () => {
  expect(cases.length).toBeGreaterThan(80)
})

test.for(cases)('%s: %s, by %s', async ([list, name, selection], { market }) => {
  const { ask } = testApp(market.db)
  const page = async (more: string) => {
    const { body } = await ask(`{ ${list}(first: 10) { totalCount nodes { ${selection} ${more} } } }`)
    expect(body.errors).toBeUndefined()
    return (body.data as any)[list]
  }
  const [alone, beside] = [await page(''), await page('question')]
  expect(alone.totalCount).toBe(beside.totalCount)
  expect(alone.nodes.length).toBeGreaterThan(0)
  expect(alone.nodes).toEqual(beside.nodes.map((node: any) => ({ [name]: node[name] })))
})

const PLAIN = [
  ...['id', 'key', 'basis', 'corroboration', 'note'],
  ...VALUE.map((field) => `value { ${field} }`),
]
const SOURCES = 'provenance { role source { slug title } }'

test.for(Object.keys(LISTS).flatMap((list) => [1, 2].map((revision) => [list, revision] as const)))(
  'claims and histories that a page of %s brings along are those that are read by themselves, as of revision %i',
  async ([list, revision], { market }) => {
    const { ask } = testApp(market.db)
    const page = async (selection: string) => {
      const { body } = await ask(
        `query @asOf(revision: ${revision}) { ${list}(first: 40) { nodes { ${selection} } } }`,
      )
      expect(body.errors).toBeUndefined()
      return (body.data as any)[list].nodes
    }
    const selections = [...PLAIN, SOURCES, PLAIN.join(' '), `key ${SOURCES}`]
    let most = 0
    for (const way of ['claims', 'claims(first: 2)', 'history', 'history(first: 1)'])
      for (const selection of selections) {
        const packed = await page(`facts: ${way} { ${selection} }`)
        // Whole ones, for a field more.
        const whole = await page(`facts: ${way} { ${selection} precision }`)
        most = Math.max(most, ...packed.map((fact: any) => fact.facts.length))
        expect(packed).toEqual(
          whole.map((fact: any) => ({ facts: fact.facts.map(({ precision: _, ...rest }: any) => rest) })),
        )
      }
    expect(most).toBeGreaterThan(0)
    const both = `some: claims { key } more: claims(first: 3) { basis ${SOURCES} } series: history { id value { text } } `
    const [packed, whole] = [await page(both), await page(`${both} claims { precision }`)]
    expect(packed).toEqual(whole.map(({ claims: _, ...rest }: any) => rest))
  },
)

test('cursors go on also where another list of the question has a longer order', async ({ market }) => {
  const { ask } = testApp(market.db)
  const value =
    'prices(first: 3, orderBy: { field: VALUE, direction: DESC, unit: "USD/Mtok" }, after: $value)'
  const query = `query ($value: String, $plain: String) { value: ${value} { pageInfo { endCursor } nodes { id } }
    plain: prices(first: 3, after: $plain) { pageInfo { endCursor } nodes { id } } }`
  const page = async (variables: object) => {
    const { body } = await ask(query, variables)
    expect(body.errors).toBeUndefined()
    return body.data as any
  }
  const first = await page({})
  const second = await page({ value: first.value.pageInfo.endCursor, plain: first.plain.pageInfo.endCursor })
  for (const list of ['value', 'plain']) {
    expect(second[list].nodes).toHaveLength(3)
    const ids = [...first[list].nodes, ...second[list].nodes].map((node: any) => node.id)
    expect(new Set(ids).size).toBe(6)
  }
})

test('cursors are those that go on, whether they are asked of the page, of its edges, or of neither', async ({
  market,
}) => {
  const { ask } = testApp(market.db)
  const page = async (selection: string, after: string | null = null) => {
    const { body } = await ask(
      `query ($after: String) { prices(first: 4, after: $after) { ${selection} nodes { id } } }`,
      { after },
    )
    expect(body.errors).toBeUndefined()
    return (body.data as any).prices
  }
  const whole = await page('edges { cursor } pageInfo { startCursor endCursor hasNextPage }')
  const cursors = whole.edges.map((edge: any) => edge.cursor)
  expect([whole.pageInfo.startCursor, whole.pageInfo.endCursor]).toEqual([cursors[0], cursors[3]])
  expect((await page('pageInfo { endCursor }')).pageInfo.endCursor).toBe(cursors[3])
  expect((await page('pageInfo { startCursor }')).pageInfo.startCursor).toBe(cursors[0])
  expect((await page('edges { cursor }')).edges.map((edge: any) => edge.cursor)).toEqual(cursors)
  const neither = await page('pageInfo { hasNextPage }', cursors[0])
  expect(neither.nodes.slice(0, 3)).toEqual(whole.nodes.slice(1))
})
