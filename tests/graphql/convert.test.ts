/** `Quantity.in`: the same number in another unit, exactly, or a refusal that says what would fit. */
import { describe, expect } from 'vitest'
import type { Answer } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, type Json, worldWith } from './world.ts'

const rate = (area: string, value: string) => `
  - { key: ${area}, source: paper-a, energyRate: { country: XA, area: ${area}, sector: INDUSTRIAL }, value: ${value},
      unit: USD/kWh, valid: 2024 }`

const CLAIMS = [
  rate('exact', '0.0806'),
  rate('range', '{ low: 0.12, point: 0.13, high: 0.16 }'),
  rate('more', '{ moreThan: 0.1 }'),
  rate('most', '{ atMost: 0.2 }'),
  rate('about', '{ about: 0.08 }'),
].join('')

const PARTS = 'low point high qualifier unit { code name nameZh dimension } text'

function asked(ask: Ask, area: string, unit: string, select = PARTS): Promise<Answer> {
  return ask(
    `query($area: String!, $unit: String!) { energyRates(filter: { area: [$area] }) {
      nodes { value { in(unit: $unit) { ${select} } } } } }`,
    { area, unit },
  )
}

const inUnit = async (...given: Parameters<typeof asked>): Promise<Json> =>
  dataOf(await asked(...given)).energyRates.nodes[0].value.in

const none = { low: null, point: null, high: null }

describe('a number in another unit', () => {
  test.for([
    ['exact', 'USD/kWh', { ...none, point: '0.0806', qualifier: 'EXACT' }],
    ['exact', 'USD/MWh', { ...none, point: '80.6', qualifier: 'EXACT' }],
    ['range', 'USD/GWh', { low: '120000', point: '130000', high: '160000', qualifier: 'RANGE' }],
    ['more', 'USD/MWh', { ...none, low: '100', qualifier: 'MORE_THAN' }],
    ['most', 'USD/Wh', { ...none, high: '0.0002', qualifier: 'AT_MOST' }],
    ['about', 'USD/TWh', { ...none, point: '80000000', qualifier: 'ABOUT' }],
    // A kilowatt-hour has 3.6 megajoules.
    ['about', 'USD/MJ', { ...none, point: `0.0${'2'.repeat(40)}`, qualifier: 'ABOUT' }],
    [
      'range',
      'USD/MJ',
      {
        low: `0.0${'3'.repeat(40)}`,
        point: `0.036${'1'.repeat(38)}`,
        high: `0.0${'4'.repeat(39)}5`,
        qualifier: 'RANGE',
      },
    ],
  ] as const)('%s in %s', async ([area, unit, expected], { empty }) => {
    const ask = await worldWith(empty.db, CLAIMS)
    expect(await inUnit(ask, area, unit, 'low point high qualifier')).toEqual(expected)
  })

  test('the unit is that of the table, or is named by its spelling', async ({ empty }) => {
    const ask = await worldWith(empty.db, CLAIMS)
    expect(await inUnit(ask, 'exact', 'USD/kWh', 'unit { name nameZh dimension } text')).toEqual({
      unit: { name: 'US dollars per kilowatt-hour', nameZh: null, dimension: 'money-per-energy' },
      text: '0.0806 US dollars per kilowatt-hour',
    })
    expect(await inUnit(ask, 'more', 'USD/GWh', 'unit { code name nameZh dimension } text')).toEqual({
      unit: {
        code: 'USD/GWh',
        name: 'US dollars per gigawatt-hour',
        nameZh: null,
        dimension: 'money-per-energy',
      },
      text: 'more than 100,000 US dollars per gigawatt-hour',
    })
  })

  test('it can be asked for once more, and each field of it alone', async ({ empty }) => {
    const ask = await worldWith(empty.db, CLAIMS)
    expect(await inUnit(ask, 'exact', 'USD/MJ', 'in(unit: "USD/MWh") { point }')).toEqual({
      in: { point: '80.6' },
    })
    const whole = await inUnit(ask, 'range', 'USD/MWh')
    for (const part of ['low', 'point', 'high', 'qualifier', 'unit { code name nameZh dimension }', 'text'])
      expect(await inUnit(ask, 'range', 'USD/MWh', part)).toEqual({
        [part.split(' ')[0]!]: whole[part.split(' ')[0]!],
      })
  })

  test('claims and histories have it like the fact itself', async ({ empty }) => {
    const ask = await worldWith(empty.db, CLAIMS)
    const value = 'value { in(unit: "USD/MWh") { point low } }'
    const { energyRates } = dataOf(
      await ask(
        `{ energyRates { nodes { ${value} claim { ${value} } claims { ${value} } history { ${value} } } } }`,
      ),
    )
    expect(energyRates.nodes).toHaveLength(5)
    for (const { value: own, claim, claims, history } of energyRates.nodes) {
      expect(own.in.point ?? own.in.low ?? own).toBeTruthy()
      expect([claim.value, claims[0].value, history[0].value]).toEqual([own, own, own])
    }
  })
})

describe('a refusal', () => {
  test('of what measures something else names both dimensions and what would fit', async ({ empty }) => {
    const ask = await worldWith(empty.db, CLAIMS)
    for (const [unit, dimension] of [
      ['tok/d', 'tokens-per-time'],
      ['kWh', 'energy'],
      ['USD', 'money'],
      ['kWh/USD', 'energy-per-money'],
      ['tCO2/GWh', 'co2-per-energy'],
    ]) {
      const answer = await asked(ask, 'exact', unit!)
      expect(codeOf(answer)).toBe('INCOMMENSURABLE_UNITS')
      const { message } = answer.body.errors![0]!
      expect(message).toContain(`USD/kWh (money-per-energy), which never is ${unit} (${dimension})`)
      expect(message).toContain('USD/MWh')
    }
  })

  test('of what is no unit says what to write', async ({ empty }) => {
    const ask = await worldWith(empty.db, CLAIMS)
    for (const unit of [
      '',
      'cents',
      'USD per MWh',
      'usd/MWh',
      'ZZZ/kWh',
      'USD/mWh',
      'constructor',
      '€/kWh',
      `USD/kWh${'/%'.repeat(3)}`,
      `USD/kWh${'/%'.repeat(240)}`,
    ]) {
      const answer = await asked(ask, 'exact', unit)
      expect(codeOf(answer), unit).toBe('BAD_ARGUMENT')
      expect(answer.body.errors![0]!.message).toContain(`There is no unit ${JSON.stringify(unit)}.`)
      expect(answer.body.errors![0]!.message).toContain('USD/MWh')
    }
    const long = await asked(ask, 'exact', 'x'.repeat(501))
    expect(codeOf(long)).toBe('BAD_ARGUMENT')
    expect(long.body.errors![0]!.message.length).toBeLessThan(300)
  })
})
