import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { isCurrency, kindredUnits, madeUnit } from '../../src/kinds/unit-words.ts'
import { converter, unitForm } from '../../src/kinds/units.ts'

const seeds = join(import.meta.dirname, '../../seeds')
const TABLE = ['units.yaml', 'exchange-rates.yaml'].flatMap(
  (name) =>
    parse(readFileSync(join(seeds, name), 'utf8')).units as {
      code: string
      name: string
      dimension: string
    }[],
)

/** Whose rows in the table have better words than their spelling. */
const BETTER = new Set(['1', 'USD/1', 'tok/d/1', 'tok/a/1', 'x', 'Cel'])

describe('a unit is called what its spelling says', () => {
  test.each([
    ['USD/GWh', 'US dollars per gigawatt-hour', 'money-per-energy'],
    ['tCO2/GWh', 'tonnes of CO2 equivalent per gigawatt-hour', 'co2-per-energy'],
    ['kgCO2', 'kilograms of CO2 equivalent', 'co2'],
    ['kW', 'kilowatts', 'power'],
    ['GJ', 'gigajoules', 'energy'],
    ['tok/s', 'tokens per second', 'tokens-per-time'],
    ['Ttok/wk', 'trillion tokens per week', 'tokens-per-time'],
    ['JPY/ktok', 'Japanese yen per thousand tokens', 'money-per-tokens'],
    ['EUR/tok', 'euros per token', 'money-per-tokens'],
    ['USD/GB/h', 'US dollars per gigabyte and hour', 'money-per-data-time'],
    ['GBP/EUR', 'British pounds per euro', 'exchange-rate'],
    ['H100e/MW', 'H100 equivalents per megawatt', 'accelerators-per-power'],
  ])('%s: %s', (code, name, dimension) => {
    expect(madeUnit(code)).toEqual({ code, name, dimension })
  })

  test('as the table has it', () => {
    expect(TABLE.length).toBeGreaterThan(50)
    for (const { code, name, dimension } of TABLE)
      if (!BETTER.has(code)) expect(madeUnit(code)).toEqual({ code, name, dimension })
  })

  test.each(['', 'tokens', 'ZZZ', 'ZZZ/kWh', 'USD/', 'Cel', 'toString', 'USD/constructor'])(
    '%j is none',
    (code) => {
      expect(madeUnit(code)).toBeNull()
    },
  )
})

test('currencies are those that there are', () => {
  expect(['USD', 'EUR', 'CNY', 'JPY', 'INR'].every(isCurrency)).toBe(true)
  expect(['ZZZ', 'usd', 'GWh', ''].some(isCurrency)).toBe(false)
})

const part = fc.constantFrom(
  ...'ktok Mtok tok kWh GWh MJ W GW B EB char px PFLOPS EFLOP gCO2 tCO2 H100e USD EUR 1 x % s d wk a'.split(
    ' ',
  ),
)
const unit = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

test('whatever is spelled so has a name, and what one name is called in another unit comes back', () => {
  fc.assert(
    fc.property(unit, (code) => {
      const made = madeUnit(code)!
      expect(made.name.length).toBeGreaterThan(2)
      expect(made.dimension).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(unitForm(code)).not.toBeNull()
    }),
  )
})

test('units that are named for what else there is fit, but for the currency', () => {
  expect(kindredUnits('USD/kWh')).toEqual(['USD/MWh', 'EUR/kWh', 'EUR/MWh', 'CNY/kWh'])
  expect(kindredUnits('tok/d')).toContain('tok/wk')
  expect(kindredUnits('people')).toEqual(['people'])
  fc.assert(
    fc.property(unit, (code) => {
      const money = (text: string) => text.replaceAll(/\b[A-Z]{3}\b/g, 'USD')
      for (const other of kindredUnits(code)) expect(converter(money(code), money(other))).not.toBeNull()
    }),
  )
})
