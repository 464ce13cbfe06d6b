import fc from 'fast-check'
import { expect } from 'vitest'
import { Decimal } from '../../src/lib/decimal.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { dataOf, importYaml, type Json, walk, worldWith } from './world.ts'

const SELECT = 'id state value { point low high unit { code } }'
const sortValue = (price: Json): Decimal | null => {
  if (price.value?.unit.code !== 'USD/Mtok') return null
  const number = price.value?.point ?? price.value?.low ?? price.value?.high
  return number == null ? null : new Decimal(number)
}
const order = (direction: string, at = '') => `, orderBy: { field: VALUE, direction: ${direction} } ${at}`

test.for(['', 'at: "2026-02-01"'])(
  'prices are ordered by value in both directions, those without a number in the unit last (%s)',
  async (at, { seeded }) => {
    const { ask } = testApp(seeded.db)
    const byDefault = await walk(ask, 'prices', SELECT, 100, at && `, ${at}`)
    for (const direction of ['ASC', 'DESC']) {
      const sorted = await walk(ask, 'prices', SELECT, 100, order(direction, at))
      const ids = (rows: Json[]) => rows.map((r) => r.id).sort()
      expect(ids(sorted)).toEqual(ids(byDefault))
      const values = sorted.map(sortValue)
      const numbers = values.filter((v) => v !== null)
      expect(numbers.length).toBeGreaterThan(10)
      expect(numbers.length).toBeLessThan(values.length)
      expect(values.slice(0, numbers.length)).not.toContain(null)
      for (const [i, v] of numbers.slice(1).entries()) {
        expect(direction === 'ASC' ? numbers[i]!.lte(v) : numbers[i]!.gte(v)).toBe(true)
      }
    }
  },
)

test('the order by value is the same in pages of any size, across equal values and across the end of the numbers', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const whole = {
    ASC: await walk(ask, 'prices', 'id', 100, order('ASC')),
    DESC: await walk(ask, 'prices', 'id', 100, order('DESC')),
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('ASC' as const, 'DESC' as const),
      fc.integer({ min: 3, max: 60 }),
      async (direction, first) => {
        expect(await walk(ask, 'prices', 'id', first, order(direction))).toEqual(whole[direction])
      },
    ),
    { numRuns: 16 },
  )
})

test('the order looks at the number, not at its spelling, to the last digit', async ({ empty }) => {
  const numbers = [
    '0',
    '0.09',
    '0.1',
    '0.2',
    '1.000000000000000000000000000000000000001',
    '1.000000000000000000000000000000000000002',
    '9',
    '10',
    '100',
  ]
  const claims = numbers.map(
    (n, i) =>
      `  - { key: p${i}, source: paper-a, price: { model: acme-1, seller: acme, tier: t${(i * 7) % 10} }, prices: { output: "${n}" }, valid: 2026-01-01 }`,
  )
  const none = `  - { key: none, source: paper-a, price: { model: acme-1, seller: bazaar }, prices: { output: not-offered }, valid: 2026-01-01 }`
  const ask = await worldWith(empty.db, [...claims, none].join('\n'))
  const points = async (direction: string, first: number) =>
    (await walk(ask, 'prices', 'value { point }', first, order(direction))).map((p) => p.value?.point ?? null)
  for (const first of [1, 2, 100]) {
    expect(await points('ASC', first)).toEqual([...numbers, null])
    expect(await points('DESC', first)).toEqual([...numbers.toReversed(), null])
  }
})

test('values in another unit have no place in the order and come last in either direction', async ({
  empty,
}) => {
  const price = (key: string, seller: string, value: string) =>
    `  - { key: ${key}, source: paper-a, price: { model: acme-2, seller: ${seller}, tier: ${key} }, prices: { input: ${value} }, valid: 2026-01-01 }`
  const yuan = (n: number) => `{ exact: ${n}, unit: CNY/Mtok }`
  await importYaml(
    empty.db,
    `units: [{ code: CNY/Mtok, name: yuan per million tokens, dimension: money-per-tokens }]
claims:
${[price('d2', 'acme', '2'), price('d5', 'acme', '5'), price('y1', 'acme', yuan(1)), price('y9', 'acme', yuan(9)), price('none', 'acme', 'not-offered')].join('\n')}`,
    '2026-06-02T00:00:00Z',
  )
  const { ask } = testApp(empty.db)
  const tiers = async (direction: string, unit: string, first: number) =>
    (
      await walk(
        ask,
        'prices',
        'conditions { tier }',
        first,
        `, filter: { model: "acme-2" }, orderBy: { field: VALUE, direction: ${direction}${unit} }`,
      )
    ).map((p) => p.conditions.tier)
  for (const first of [1, 2, 100]) {
    for (const [unit, numbers] of [
      ['', ['d2', 'd5']],
      [', unit: "USD/Mtok"', ['d2', 'd5']],
      [', unit: "CNY/Mtok"', ['y1', 'y9']],
      [', unit: "nothing"', []],
    ] as const) {
      const others = ['d2', 'd5', 'none', 'y1', 'y9'].filter((tier) => !numbers.includes(tier as never))
      expect(await tiers('ASC', unit, first)).toEqual([...numbers, ...others])
      expect(await tiers('DESC', unit, first)).toEqual([...numbers.toReversed(), ...others.toReversed()])
    }
  }
})

test('hubs stand national ones first, or by name, in both directions', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const hubs = async (args: string) => walk(ask, 'hubs', 'slug kind name', 3, args)
  const rank = (h: Json) => `${h.kind === 'NATIONAL_HUB' ? 0 : 1}|${h.slug}`
  const byDefault = await hubs('')
  expect(byDefault.map(rank)).toEqual(byDefault.map(rank).sort())
  expect(await hubs(', orderBy: { field: DEFAULT, direction: DESC }')).toEqual(byDefault.toReversed())
  const byName = await hubs(', orderBy: { field: NAME }')
  expect(byName.map((h) => h.name)).toEqual(byName.map((h) => h.name).sort())
  expect(await hubs(', orderBy: { field: NAME, direction: DESC }')).toEqual(byName.toReversed())
})

test("a model's prices stand the maker's own offer first, plain conditions first", async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { models } = dataOf(
    await ask(
      '{ models(first: 100) { nodes { prices(first: 60) { nodes { offer { isMakersOwn region plan } conditions { text } } } } } }',
    ),
  )
  let mixed = 0
  for (const { prices } of models.nodes) {
    const ranks = prices.nodes.map(
      ({ offer, conditions }: Json) =>
        (offer.isMakersOwn ? 0 : 2) + (conditions.text === '' && !offer.region && !offer.plan ? 0 : 1),
    )
    expect(ranks).toEqual(ranks.toSorted())
    if (new Set(ranks).size > 1) mixed++
  }
  expect(mixed).toBeGreaterThan(2)
})
