import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { madeUnit } from '../../src/kinds/unit-words.ts'
import { converter, unitForm } from '../../src/kinds/units.ts'
import { canonical, Decimal } from '../../src/lib/decimal.ts'

const dimensionsOf = (code: string) => unitForm(code)?.dimensions ?? null
const convert = (value: string, from: string, to: string) => converter(from, to)!(new Decimal(value))

describe('the spelling of a unit', () => {
  test.each([
    ['1', {}],
    ['x', {}],
    ['%', {}],
    ['tok', { tok: 1 }],
    ['Mtok', { tok: 1 }],
    ['d', { time: 1 }],
    ['tok/d', { tok: 1, time: -1 }],
    ['Ttok/wk', { tok: 1, time: -1 }],
    ['USD', { USD: 1 }],
    ['USD/Mtok', { USD: 1, tok: -1 }],
    ['CNY/kWh', { CNY: 1, energy: -1 }],
    ['TWh', { energy: 1 }],
    ['TWh/a', { energy: 1, time: -1 }],
    ['GW', { energy: 1, time: -1 }],
    ['Wh/tok', { energy: 1, tok: -1 }],
    ['PB/s', { data: 1, time: -1 }],
    ['EFLOPS', { operation: 1, time: -1 }],
    ['TFLOP', { operation: 1 }],
    ['FLOP/s', { operation: 1, time: -1 }],
    ['GW/GW', {}],
    ['MJ', { energy: 1 }],
    ['tCO2/GWh', { co2: 1, energy: -1 }],
    ['H100e', { accelerator: 1 }],
    ['USD/GW/a', { USD: 1, energy: -1 }],
  ])('%s has its dimensions', (code, dimensions) => {
    expect(dimensionsOf(code)).toEqual(dimensions)
  })

  test.each([
    ...['', '/', 'tok/', '/d', 'tokens', 'USD per Mtok', 'usd/Mtok', 'kd', 'k', 'ktok/day'],
    ...['toString', 'constructor', 'tok/constructor', 'mtok', 'MMtok', 'DOLLARS', '10'],
  ])('%j has no form', (code) => {
    expect(unitForm(code)).toBeNull()
  })

  test('has at most four parts, and is read once', () => {
    expect(dimensionsOf('tok/d/1/x')).toEqual({ tok: 1, time: -1 })
    expect(unitForm('tok/d/1/x/x')).toBeNull()
    expect(unitForm('USD/kWh')).toBe(unitForm('USD/kWh'))
    expect(madeUnit('USD/kWh/%/%')?.dimension).toBe('money-per-energy-ratio-ratio')
    expect(madeUnit('USD/kWh/%/%/%')).toBeNull()
    expect(madeUnit('USD/kWh')).toBe(madeUnit('USD/kWh'))
  })

  test('is read anew when very many others were, and as before', () => {
    const before = unitForm('EUR/MWh')
    for (let i = 0; i < 2_000; i++) unitForm(`no unit ${i}`)
    expect(unitForm('EUR/MWh')).not.toBe(before)
    expect(unitForm('EUR/MWh')).toEqual(before)
  })

  test('what has no form converts into itself and nothing else', () => {
    expect(converter('people', 'people')!(new Decimal(7)).toString()).toBe('7')
    expect(converter('people', 'x')).toBeNull()
    expect(converter('x', 'people')).toBeNull()
  })
})

describe('conversion', () => {
  test.each([
    ['7', 'tok/wk', 'tok/d', '1'],
    ['12.96e12', 'tok/wk', 'Ttok/d', '1.8514285714285714285714285714285714285714'],
    ['1', 'tok/d', 'tok/wk', '7'],
    ['365.2425', 'tok/a', 'tok/d', '1'],
    ['30.436875', 'tok/mo', 'tok/d', '1'],
    ['12', 'tok/mo', 'tok/a', '144'],
    // A year has 8,765.82 hours.
    ['8.76582', 'TWh/a', 'GW', '1'],
    ['1', 'GW', 'TWh/a', '8.76582'],
    ['140', 'Ttok', 'tok', '140000000000000'],
    ['1', 'USD/tok', 'USD/Mtok', '1000000'],
    ['0.08', 'USD/kWh', 'USD/MWh', '80'],
    ['61', '%', 'x', '0.61'],
    ['1', 'x', '%', '100'],
    ['1500', 'ms', 's', '1.5'],
    ['-2', 'kWh', 'Wh', '-2000'],
    ['1', 'kWh', 'MJ', '3.6'],
    ['1', 'J/s', 'W', '1'],
    ['2.1e25', 'FLOP', 'EFLOP', '21000000'],
    ['0.671', 'PFLOPS', 'TFLOPS', '671'],
    ['7', 'TFLOP/s', 'TFLOPS', '7'],
    ['1', 'PFLOPS', 'PFLOP/d', '86400'],
    ['1', 'tCO2/GWh', 'gCO2/kWh', '1'],
    ['581', 'gCO2/kWh', 'kgCO2/MWh', '581'],
    ['36', 'USD/GJ', 'USD/MWh', '129.6'],
  ])('%s %s in %s is %s', (value, from, to, expected) => {
    const result = convert(value, from, to).toSignificantDigits(41)
    expect(canonical(result)).toBe(expected)
  })

  test.each([
    ['USD', 'EUR'],
    ['USD/Mtok', 'CNY/Mtok'],
    ['USD/kWh', 'USD/Mtok'],
    ['tok', 'tok/d'],
    ['Wh', 'W'],
    ['tok', 'B'],
    ['x', 'tok'],
  ])('%s is never %s', (from, to) => {
    expect(converter(from, to)).toBeNull()
    expect(converter(to, from)).toBeNull()
  })

  const KIN = [
    ['tok/d', 'tok/wk', 'Ttok/mo', 'Gtok/a', 'tok/s', 'ktok/min', 'tok/ms', 'Ptok/h'],
    ['GW', 'TWh/a', 'kWh/mo', 'W', 'Wh/wk', 'EWh/d'],
    ['USD/Mtok', 'USD/tok', 'USD/ktok'],
    ['USD/kWh', 'USD/GWh', 'USD/MJ', 'USD/GJ', 'USD/EWh'],
    ['gCO2/kWh', 'tCO2/GWh', 'kgCO2/MJ', 'MgCO2/TWh'],
    ['kWh', 'MJ', 'TWh', 'J', 'EWh'],
    ['%', 'x', '1'],
  ]
  const pair = fc
    .constantFrom(...KIN)
    .chain((units) => fc.tuple(fc.constantFrom(...units), fc.constantFrom(...units)))
  const number = fc
    .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -20, max: 20 }))
    .map(([digits, power]) => new Decimal(digits.toString()).mul(new Decimal(10).pow(power)))

  test('there and back is where it began, to 30 digits', () => {
    fc.assert(
      fc.property(pair, number, ([a, b], value) => {
        const back = converter(b, a)!(converter(a, b)!(value))
        expect(back.toSignificantDigits(30)).toEqual(value.toSignificantDigits(30))
      }),
    )
  })

  test('it keeps order and sign, and nothing is nothing in every unit', () => {
    fc.assert(
      fc.property(pair, number, number, ([a, b], x, y) => {
        const to = converter(a, b)!
        expect(Math.sign(to(x).cmp(to(y)))).toBe(Math.sign(x.cmp(y)))
        expect(to(new Decimal(0)).isZero()).toBe(true)
      }),
    )
  })
})
