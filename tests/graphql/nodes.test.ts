import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf } from './world.ts'

const encode = (text: string) => Buffer.from(text).toString('base64')

/** One id of every node type, from wherever the API shows one. */
async function oneOfEach(ask: Ask): Promise<Map<string, string>> {
  const data = dataOf(
    await ask(`{
      countries(first: 1) { nodes { __typename id } } providers(first: 1) { nodes { __typename id } }
      models(filter: { family: "deepseek" }, first: 1) { nodes { __typename id family { __typename id } offers(first: 1) { nodes { __typename id } } } }
      hubs(first: 1) { nodes { __typename id clusters { __typename id } } }
      flows: hubs(first: 20) { nodes { flowsOut { __typename id } } }
      sources(first: 1) { nodes { __typename id publisher { __typename id } } }
      prices(first: 1) { nodes { __typename id claim { __typename id } } } energyRates(first: 1) { nodes { __typename id } }
      tokenUsage(first: 1) { nodes { __typename id } } indicators(first: 1) { nodes { __typename id } }
      assertions(first: 1) { nodes { __typename id } } }`),
  )
  const ids = new Map<string, string>()
  const collect = (part: unknown): void => {
    if (part === null || typeof part !== 'object') return
    const { __typename: type, id } = part as { __typename?: string; id?: string }
    if (type && id && !ids.has(type)) ids.set(type, id)
    for (const inner of Object.values(part)) collect(inner)
  }
  collect(data)
  return ids
}

test('node finds every type again by its id, and nodes keep their order', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const ids = await oneOfEach(ask)
  const types =
    'Assertion Claim Cluster Country EnergyRate Flow Hub Indicator Model ModelGroup Offer Price Provider Publisher Source TokenUsage'
  expect([...ids.keys()].sort()).toEqual(types.split(' '))

  const wanted = [...ids].reverse()
  const { nodes } = dataOf(
    await ask('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
      ids: wanted.map(([, id]) => id),
    }),
  )
  expect(nodes).toEqual(wanted.map(([type, id]) => ({ __typename: type, id })))
  for (const [type, id] of ids) {
    const { node } = dataOf(await ask('query($id: ID!) { node(id: $id) { __typename id } }', { id }))
    expect(node).toEqual({ __typename: type, id })
  }
})

test('an id has one meaning: the same id twice is the same object twice', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const id = encode('Country:CN')
  const { nodes } = dataOf(
    await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Country { code } } }', {
      ids: [id, 'nonsense', id],
    }),
  )
  expect(nodes).toEqual([{ id, code: 'CN' }, null, { id, code: 'CN' }])
})

test('what is no id, of no type, of the wrong type or of nothing finds null and is no error', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const { prices, assertions } = dataOf(
    await ask('{ prices(first: 1) { nodes { id } } assertions(first: 1) { nodes { id } } }'),
  )
  const raw = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1]
  const ids = [
    '',
    ' ',
    'nonsense',
    '💥',
    '==',
    encode(''),
    encode(':'),
    encode('Country'),
    encode('Country:'),
    encode(':CN'),
    encode('Country:XX'),
    encode('Country:\0'),
    encode('Claim:\0'),
    encode('Claim\0:x'),
    encode('Price:\0'),
    encode('Nothing:CN'),
    encode('__proto__:CN'),
    encode('constructor:CN'),
    encode('Query:CN'),
    encode('Revision:1'),
    encode('Provider:CN'),
    encode('country:CN'),
    encode(`Assertion:${raw(prices.nodes[0].id)}`),
    encode(`Price:${raw(assertions.nodes[0].id)}`),
    encode(`Claim:${raw(prices.nodes[0].id)}`),
    encode(`Country:${'x'.repeat(10_000)}`),
    encode("Country:CN' OR 1=1 --"),
  ]
  const { nodes } = dataOf(await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }))
  expect(nodes).toEqual(ids.map(() => null))
  for (const id of ids.filter((i) => i.length <= 500)) {
    const found = dataOf(
      await ask('query($id: ID!) { node(id: $id) { id } fact(id: $id) { id } claim(id: $id) { id } }', {
        id,
      }),
    )
    expect(found, JSON.stringify(id)).toEqual({ node: null, fact: null, claim: null })
  }
})

test('nodes takes 100 ids and refuses 101', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  const ids = Array.from({ length: 101 }, () => encode('Country:CN'))
  expect(dataOf(await ask(query, { ids: ids.slice(1) })).nodes).toHaveLength(100)
  expect(dataOf(await ask(query, { ids: [] })).nodes).toEqual([])
  expect(codeOf(await ask(query, { ids }))).toBe('BAD_ARGUMENT')
})

test('fact and claim find only what is a fact or a claim', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const ids = await oneOfEach(ask)
  for (const [type, id] of ids) {
    const { fact, claim } = dataOf(
      await ask('query($id: ID!) { fact(id: $id) { __typename } claim(id: $id) { __typename } }', { id }),
    )
    const isFact = ['Price', 'EnergyRate', 'TokenUsage', 'Indicator', 'Assertion'].includes(type)
    expect({ fact, claim }).toEqual({
      fact: isFact ? { __typename: type } : null,
      claim: type === 'Claim' ? { __typename: type } : null,
    })
  }
})
