/** `Quantity.in` of another currency: by a dated rate that is itself a claim, or not at all. */
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, WORLD } from './world.ts'

const RATES = `
countries: [{ code: XB, name: Bactria, isAggregate: "false" }, { code: XC, name: Cathay, isAggregate: "false" }]
coverages: [{ code: daily, name: of a day, definition: Rates of single days. }]
units:
  - { code: USD/EUR, name: US dollars per euro, dimension: exchange-rate }
  - { code: CNY/USD, name: Chinese yuan per US dollar, dimension: exchange-rate }
  - { code: EUR/kWh, name: euros per kilowatt-hour, dimension: money-per-energy }
  - { code: tok/USD, name: tokens per US dollar, dimension: tokens-per-money }
metrics:
  - { code: usd-per-euro, name: dollars per euro, unit: USD/EUR, definition: Mean rate. }
  - { code: yuan-per-usd, name: yuan per dollar, unit: CNY/USD, definition: Mean rate. }
  - { code: tokens-per-dollar, name: tokens per dollar, unit: tok/USD, definition: Tokens. }
`
const rate = (key: string, value: string, valid: string, more = '') => `
  - { key: ${key}, source: gazette, indicator: { subject: country/XB, metric: usd-per-euro${more} }, value: ${value}, valid: ${valid} }`
const power = (area: string, value: string, valid: string, unit = 'USD/kWh') => `
  - { key: ${area}, source: paper-a, energyRate: { country: XA, area: ${area}, sector: INDUSTRIAL }, value: ${value},
      unit: ${unit}${valid && `, valid: ${valid}`} }`

const MONEY = [
  rate('r2024', '1.25', '2024'),
  rate('r2023', '{ low: 1.2, point: 1.25, high: 1.6 }', '2023'),
  rate('r2022h1', '1.1', '2022-H1'),
  rate('day', '1.28', '2024-03-01', ', coverage: daily'),
  `
  - { key: guess, source: editorial, role: EDITORIAL, indicator: { subject: country/XB, metric: usd-per-euro }, value: 9, valid: 2024-H2 }
  - { key: yuan, source: gazette, indicator: { subject: country/XC, metric: yuan-per-usd }, value: 7, valid: 2024 }
  - { key: worth, source: paper-a, indicator: { subject: country/XA, metric: tokens-per-dollar }, value: 1000, valid: 2024 }
  - { key: price, source: paper-a, price: { model: acme-1, seller: acme }, prices: { input: 2.5 }, valid: { from: 2024-05-01 } }`,
  power('year', '0.08', '2024'),
  power('bounds', '{ low: 0.12, high: 0.18 }', '2023'),
  power('more', '{ moreThan: 0.12 }', '2023'),
  power('about', '{ about: 0.1 }', '2024'),
  power('month', '0.1', '2024-03'),
  power('half', '0.1', '2024-H2'),
  power('day', '0.128', '2024-03-01'),
  power('old', '0.1', '2019'),
  power('whole', '0.1', '2022'),
  power('undated', '0.1', ''),
  power('euro', '0.1', '2024', 'EUR/kWh'),
].join('')

let ready: Promise<Ask> | undefined
/** Once for the file, whose tests share a database. */
const world = (db: Db): Promise<Ask> => {
  const made = async () => {
    await importYaml(db, WORLD, '2026-06-01T11:00:00Z')
    await importYaml(db, `${RATES}\nclaims:\n${MONEY}`, '2026-06-01T12:00:00Z')
    return testApp(db).ask
  }
  ready ??= made()
  return ready
}
const CONVERTED =
  'low point high qualifier unit { code } conversion { rates { key value { text } } arithmetic }'

const asked = (ask: Ask, area: string, unit: string, select = CONVERTED): Promise<Answer> =>
  ask(
    `query($area: String!, $unit: String!) { energyRates(filter: { area: [$area] }) {
      nodes { value { in(unit: $unit) { ${select} } } } } }`,
    { area, unit },
  )
const inUnit = async (...given: Parameters<typeof asked>): Promise<Json> =>
  dataOf(await asked(...given)).energyRates.nodes[0].value.in
const keys = (value: Json) => value.conversion.rates.map((r: Json) => r.key)

describe('by the rate of its own period', () => {
  test('a year takes that of the year, whose claim and arithmetic are told', async ({ empty }) => {
    const ask = await world(empty.db)
    expect(await inUnit(ask, 'year', 'EUR/MWh')).toEqual({
      ...{ low: null, point: '64', high: null, qualifier: 'EXACT', unit: { code: 'EUR/MWh' } },
      conversion: {
        rates: [{ key: 'r2024', value: { text: '1.25 US dollars per euro' } }],
        arithmetic: '0.08 US dollars per kilowatt-hour ÷ 1.25 US dollars per euro',
      },
    })
    expect((await inUnit(ask, 'year', 'USD/MWh')).conversion).toBeNull()
  })

  test('bounds of the value and of the rate are carried through', async ({ empty }) => {
    const ask = await world(empty.db)
    const bounds = await inUnit(ask, 'bounds', 'EUR/kWh')
    expect([bounds.low, bounds.high, bounds.qualifier, keys(bounds)]).toEqual([
      '0.075',
      '0.15',
      'RANGE',
      ['r2023'],
    ])
    const more = await inUnit(ask, 'more', 'EUR/kWh')
    expect([more.low, more.high, more.qualifier]).toEqual(['0.075', null, 'MORE_THAN'])
    const about = await inUnit(ask, 'about', 'EUR/kWh')
    expect([about.point, about.qualifier]).toEqual(['0.08', 'ABOUT'])
  })

  test('a month and what goes on take that of their year, a day the shortest that covers it', async ({
    empty,
  }) => {
    const ask = await world(empty.db)
    expect(keys(await inUnit(ask, 'month', 'EUR/kWh'))).toEqual(['r2024'])
    const day = await inUnit(ask, 'day', 'EUR/kWh')
    expect([day.point, keys(day)]).toEqual(['0.1', ['day']])
    const { prices } = dataOf(
      await ask(`{ prices { nodes { value { in(unit: "EUR/Mtok") { ${CONVERTED} } } } } }`),
    )
    expect(prices.nodes[0].value.in.point).toBe('2')
    expect(keys(prices.nodes[0].value.in)).toEqual(['r2024'])
  })

  test('none is taken that the rule of preference leaves aside', async ({ empty }) => {
    const ask = await world(empty.db)
    const half = await inUnit(ask, 'half', 'EUR/kWh')
    expect([half.point, keys(half)]).toEqual(['0.08', ['r2024']])
  })

  test('two rates lead over a third currency, and both are told', async ({ empty }) => {
    const ask = await world(empty.db)
    const yuan = await inUnit(ask, 'euro', 'CNY/MWh')
    expect([yuan.point, keys(yuan)]).toEqual(['875', ['r2024', 'yuan']])
    expect(yuan.conversion.arithmetic).toBe(
      '0.1 euros per kilowatt-hour × 1.25 US dollars per euro × 7 Chinese yuan per US dollar',
    )
    const back = await inUnit(
      ask,
      'euro',
      'CNY/kWh',
      'in(unit: "USD/kWh") { point conversion { rates { key } } }',
    )
    expect(back.in).toEqual({ point: '0.125', conversion: { rates: [{ key: 'r2024' }] } })
  })

  test('what is divided by money is turned the other way', async ({ empty }) => {
    const ask = await world(empty.db)
    const { indicators } = dataOf(
      await ask(
        `{ indicators(filter: { metric: "tokens-per-dollar" }) { nodes { value { in(unit: "tok/EUR") { point } } } } }`,
      ),
    )
    expect(indicators.nodes[0].value.in.point).toBe('1250')
  })
})

test('where no rate covers the period it is refused, and told which is missing', async ({ empty }) => {
  const ask = await world(empty.db)
  const refused = async (area: string, unit: string) => {
    const answer = await asked(ask, area, unit)
    expect(codeOf(answer), area).toBe('EXCHANGE_RATE_MISSING')
    return answer.body.errors![0]!.message
  }
  expect(await refused('old', 'EUR/kWh')).toContain(
    'No exchange rate between USD and EUR covers the whole of 2019',
  )
  expect(await refused('whole', 'EUR/kWh')).toContain('covers the whole of 2022')
  expect(await refused('year', 'JPY/kWh')).toContain('between USD and JPY')
  expect(await refused('undated', 'EUR/kWh')).toContain('undated')
  expect(codeOf(await asked(ask, 'year', 'EUR/tok'))).toBe('INCOMMENSURABLE_UNITS')
  expect(codeOf(await asked(ask, 'year', 'kWh/EUR'))).toBe('INCOMMENSURABLE_UNITS')
})

test('a page of values takes two statements more, however many they are', async ({ empty }) => {
  const ask = await world(empty.db)
  const count = async (first: number, unit: string) => {
    empty.statements()
    dataOf(
      await ask(
        `{ energyRates(first: ${first}, filter: { area: ["year", "bounds", "more", "about", "month", "half", "day"] }) {
          nodes { value { in(unit: "${unit}") { point conversion { rates { key } arithmetic } } } } } }`,
      ),
    )
    return empty.statements().length
  }
  await count(7, 'USD/MWh')
  const plain = await count(7, 'USD/MWh')
  expect(await count(7, 'EUR/MWh')).toBe(plain + 2)
  expect(await count(1, 'EUR/MWh')).toBe(plain + 2)
})

test('as of a revision the rate is that of the revision', async ({ empty }) => {
  const ask = await world(empty.db)
  const at = async (query: string) => {
    const { energyRates } = dataOf(
      await ask(
        `query ${query} { energyRates(filter: { area: ["year"] }) { nodes { value { in(unit: "EUR/kWh") { point } } } } }`,
      ),
    )
    return energyRates.nodes[0].value.in.point
  }
  const { revision } = dataOf(await ask('{ revision { number } }'))
  await importYaml(empty.db, `claims:\n${rate('r2024', '1.6', '2024')}`, '2026-06-02T12:00:00Z')
  expect(await at('')).toBe('0.05')
  expect(await at(`@asOf(revision: ${revision.number})`)).toBe('0.064')
})
