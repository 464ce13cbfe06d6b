/** The formulas of derived indicators: exact, and wider where their inputs are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, intervalOf, isWithin, spokenOf } from '../../src/domain/belief/interval.ts'
import {
  carbonOf,
  costOf,
  doublingTime,
  electricityShare,
  energyOf,
  hull,
  isDollars,
  type Point,
  spanOf,
  stepsOf,
} from '../../src/domain/derived/formulas.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { said } from '../helpers/quantities.ts'

const input = (text: string, unit: string) => ({ name: 'x', quantity: said(text), unit })
const text = (i: Interval) => {
  const { low, point, high } = spokenOf(i)
  return point ?? `${low}..${high}`
}

const range = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
  .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }))
type Range = { low: number; high: number }
const rangeIn = ({ low, high }: Range, unit: string) =>
  input(low === high ? `${low}` : `${low}..${high}`, unit)
const wider = ({ low, high }: Range): Range => ({ low: low / 2, high: high * 2 })

describe("electricity's share in a price", () => {
  test('is energy times rate by price', () => {
    const share = electricityShare(
      input('0.5..1', 'kWh/Mtok'),
      input('0.08', 'USD/kWh'),
      input('16', 'USD/Mtok'),
    )
    expect(text(share)).toBe('0.25..0.5')
  })

  test('does not mind in which units it is told', () => {
    const [kilo, mega] = [
      electricityShare(input('2', 'kWh/Mtok'), input('0.1', 'USD/kWh'), input('4', 'USD/Mtok')),
      electricityShare(input('2', 'kWh/Mtok'), input('100', 'USD/MWh'), input('4', 'USD/Mtok')),
    ]
    expect(text(kilo)).toBe('5')
    expect(text(mega)).toBe('5')
  })

  test('refuses currencies that differ, and a price of nothing', () => {
    const of = (rate: string, price: string) => () =>
      electricityShare(input('1', 'kWh/Mtok'), input('1', rate), input(price, 'USD/Mtok'))
    expect(of('CNY/kWh', '1')).toThrow('units do not fit')
    expect(of('USD/kWh', '0')).toThrow('divisor may be zero')
    expect([isDollars('USD/MWh'), isDollars('CNY/kWh'), isDollars('odd unit')]).toEqual([true, false, false])
  })

  test('widens with each of its inputs, and holds what is within them', () => {
    fc.assert(
      fc.property(range, range, range, fc.integer({ min: 0, max: 2 }), (energy, rate, price, which) => {
        const of = (parts: Range[]) =>
          electricityShare(
            rangeIn(parts[0]!, 'kWh/Mtok'),
            rangeIn(parts[1]!, 'USD/kWh'),
            rangeIn(parts[2]!, 'USD/Mtok'),
          )
        const parts = [energy, rate, price]
        const inner = of(parts)
        const outer = of(parts.map((part, i) => (i === which ? wider(part) : part)))
        expect(isWithin(inner, outer)).toBe(true)
        expect(isWithin(outer, inner)).toBe(false)
        const lows = of(parts.map(({ low }) => ({ low, high: low })))
        expect(isWithin(lows, inner)).toBe(true)
      }),
    )
  })
})

describe('a workload', () => {
  test('takes tokens times energy, costs that times the rate, and emits that times the intensity', () => {
    const energy = energyOf(input('1000000000', 'tok'), input('0.1..2', 'kWh/Mtok'))
    expect(text(energy)).toBe('100..2000')
    expect(text(costOf(input('100..2000', 'kWh'), input('0.05', 'USD/kWh')))).toBe('5..100')
    expect(text(costOf(input('1000', 'kWh'), input('80', 'EUR/MWh')))).toBe('80')
    expect(text(carbonOf(input('1000', 'kWh'), input('530', 'gCO2/kWh')))).toBe('530')
  })

  test('widens with its inputs', () => {
    fc.assert(
      fc.property(range, range, (energy, rate) => {
        const of = (e: Range, r: Range) => costOf(rangeIn(e, 'kWh'), rangeIn(r, 'USD/kWh'))
        expect(isWithin(of(energy, rate), of(energy, wider(rate)))).toBe(true)
        expect(isWithin(of(energy, wider(rate)), of(energy, rate))).toBe(false)
      }),
    )
  })
})

const month = (from: string, value: string): Point => {
  const start = new Date(`${from}-01T00:00:00Z`)
  const end = new Date(start)
  end.setUTCMonth(end.getUTCMonth() + 1)
  return { value: said(value), unit: 'tok/d', from: start.getTime(), to: end.getTime() }
}
const doubling = (first: Point, last: Point) => doublingTime(first, last, spanOf(first, last))

describe('months to double', () => {
  test('of fourfold growth are half of the months', () => {
    const [first, last] = [month('2024-01', '1'), month('2025-01', '4')]
    const value = doubling(first, last)
    expect(value.point!.toDecimalPlaces(2).toFixed()).toBe('6.01')
    // From the end of January to the start of January, and from its start to its end.
    expect([value.low, value.high].map((end) => end.toDecimalPlaces(2).toFixed())).toEqual(['5.5', '6.52'])
  })

  test('are at most so many where growth has no upper bound', () => {
    expect(spokenOf(doubling(month('2024-01', '1'), month('2025-01', '>4')))).toMatchObject({
      low: null,
      qualifier: 'LESS_THAN',
    })
  })

  test.each([
    ['1', '1', 'nothing says that its later value is above'],
    ['5', '>4', 'nothing says that its later value is above'],
    ['>1', '9', 'its earlier value has no upper bound'],
    ['<2', '1..3', 'nothing says that its later value is above'],
  ])('are none from %s to %s', (first, last, why) => {
    expect(() => doubling(month('2024-01', first), month('2025-01', last))).toThrow(why)
  })

  test('are none of periods that touch, but steps between these have some', () => {
    const points = ['1', '2', '8', '16'].map((value, i) => month(`2024-0${i + 1}`, value))
    expect(() => doubling(points[0]!, points[1]!)).toThrow('take a longer span')
    const steps = stepsOf(points)
    // The steps are 30, 30 and 30.5 days from middle to middle, and the second quadruples.
    expect(steps.low.toDecimalPlaces(3).toFixed()).toBe('0.493')
    expect(steps.high.toDecimalPlaces(3).toFixed()).toBe('1.002')
    expect(() => stepsOf(points.slice(1))).toThrow('it takes 4 values')
    expect(() => stepsOf([...points, month('2024-05', '15')])).toThrow('nothing says')
  })

  test('widen with the bounds of either end, and hold their point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 120, max: 9000 }), (from, to) => {
        const of = (a: string, b: string) => doubling(month('2024-01', a), month('2026-03', b))
        const exact = of(`${from}`, `${to}`)
        const doubted = of(`${from / 2}..${from * 2}`, `${to - 10}..${to + 10}`)
        expect(exact.point!.gte(exact.low) && exact.point!.lte(exact.high)).toBe(true)
        expect(isWithin(exact, doubted)).toBe(true)
        expect(isWithin(doubted, exact)).toBe(false)
      }),
    )
  })
})

test('a hull reaches from the lowest end to the highest, and an open end stays open only where all are', () => {
  const of = (...texts: string[]) => spokenOf(hull(texts.map((t) => intervalOf(said(t)))))
  expect(of('1..2', '4', '3..5')).toMatchObject({ low: '1', high: '5', qualifier: 'RANGE' })
  expect(of('>3', '>=3')).toMatchObject({ low: '3', qualifier: 'AT_LEAST' })
  expect(of('>3', '7')).toMatchObject({ low: '3', qualifier: 'MORE_THAN' })
  expect(new Decimal(of('2').point!).eq(2)).toBe(true)
})
