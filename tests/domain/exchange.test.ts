import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convertedTo } from '../../src/domain/belief/convert.ts'
import { exchanged, type Rate, ratesBetween } from '../../src/domain/belief/exchange.ts'
import type { Spoken } from '../../src/kinds/format.ts'
import { currencyChange } from '../../src/kinds/unit-words.ts'
import { unitForm } from '../../src/kinds/units.ts'
import { canonical, Decimal } from '../../src/lib/decimal.ts'

const exact = (point: string): Spoken => ({ low: null, point, high: null, qualifier: 'EXACT' })
const range = (low: string, high: string): Spoken => ({ low, point: null, high, qualifier: 'RANGE' })
const day = (text: string) => new Date(`${text}T00:00:00Z`)
const rate = (
  claimId: string,
  unit: string,
  value = exact('2'),
  from = '2024-01-01',
  to = '2025-01-01',
): Rate => ({
  ...{ claimId, unit, value, from: day(from), to: day(to) },
})
const SPAN = { from: day('2024-03-01'), to: day('2024-03-02') }
const idsOf = (rates: readonly Rate[] | null) => rates?.map((r) => r.claimId) ?? null
const amount = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.integer({ min: -12, max: 6 }))
  .map(([digits, power]) => canonical(new Decimal(digits.toString()).mul(new Decimal(10).pow(power))))
const ordered = fc
  .tuple(amount, amount)
  .map(([a, b]) => (new Decimal(a).lte(b) ? ([a, b] as const) : ([b, a] as const)))

describe('which currency becomes which', () => {
  test.each([
    ['USD/kWh', 'EUR/MWh', { from: 'USD', to: 'EUR', power: 1 }],
    ['tok/USD', 'tok/CNY', { from: 'USD', to: 'CNY', power: -1 }],
    ['USD/EUR', 'CNY/EUR', { from: 'USD', to: 'CNY', power: 1 }],
    ['USD/EUR', 'EUR/USD', null],
    ['USD', 'EUR/kWh', null],
    ['USD/kWh', 'kWh/EUR', null],
    ['Wh', 'tok', null],
  ])('%s in %s', (own, wanted, change) => {
    expect(currencyChange(unitForm(own)!, unitForm(wanted)!)).toEqual(change)
  })
})

describe('which rates are taken', () => {
  const rates = [
    rate('a-year', 'USD/EUR'),
    rate('month', 'USD/EUR', exact('3'), '2024-03-01', '2024-04-01'),
    rate('later', 'USD/EUR', exact('4'), '2025-01-01', '2026-01-01'),
    rate('yuan', 'CNY/USD'),
    rate('zero', 'JPY/USD', range('0', '1')),
    rate('other', 'USD/Mtok'),
  ]

  test('the shortest that covers, either way, and no other', () => {
    expect(idsOf(ratesBetween(rates, SPAN, 'USD', 'EUR'))).toEqual(['month'])
    expect(idsOf(ratesBetween(rates, SPAN, 'EUR', 'USD'))).toEqual(['month'])
    const year = { from: day('2024-01-01'), to: day('2025-01-01') }
    expect(idsOf(ratesBetween(rates, year, 'USD', 'EUR'))).toEqual(['a-year'])
    expect(ratesBetween(rates, { from: day('2023-12-31'), to: day('2024-01-02') }, 'USD', 'EUR')).toBeNull()
    expect(ratesBetween(rates, SPAN, 'USD', 'JPY')).toBeNull()
  })

  test('two over a third currency only where there is none between them', () => {
    expect(idsOf(ratesBetween(rates, SPAN, 'EUR', 'CNY'))).toEqual(['month', 'yuan'])
    expect(idsOf(ratesBetween(rates, SPAN, 'CNY', 'EUR'))).toEqual(['yuan', 'month'])
    const direct = [...rates, rate('cross', 'CNY/EUR')]
    expect(idsOf(ratesBetween(direct, SPAN, 'EUR', 'CNY'))).toEqual(['cross'])
  })

  test('the same whatever their order', () => {
    const twins = [...rates, rate('another', 'USD/EUR', exact('5'), '2024-03-01', '2024-04-01')]
    fc.assert(
      fc.property(fc.shuffledSubarray(twins, { minLength: twins.length }), (shuffled) => {
        expect(idsOf(ratesBetween(shuffled, SPAN, 'EUR', 'CNY'))).toEqual(['another', 'yuan'])
      }),
    )
  })
})

test('there and back is where it began', () => {
  fc.assert(
    fc.property(amount, amount, fc.constantFrom('USD/EUR', 'EUR/USD'), (value, worth, unit) => {
      const rates = [rate('r', unit, exact(worth))]
      const there = exchanged(exact(value), 'USD/kWh', 'EUR/MWh', rates)!
      const back = exchanged(there.value, 'EUR/MWh', 'USD/kWh', rates)!
      const digits = (text: string) => canonical(new Decimal(text).toSignificantDigits(30))
      expect(digits(back.value.point!)).toBe(digits(value))
      expect(there.divided).toEqual([unit === 'USD/EUR'])
    }),
  )
})

test('whatever the bounds of value and rate allow is within those of the result', () => {
  fc.assert(
    fc.property(ordered, ordered, fc.constantFrom('USD/EUR', 'EUR/USD'), (values, worths, unit) => {
      const rates = [rate('r', unit, range(...worths))]
      const { value } = exchanged(range(...values), 'USD', 'EUR', rates)!
      const [low, high] = [value.low ?? value.point!, value.high ?? value.point!]
      for (const own of values)
        for (const worth of worths) {
          const found = unit === 'USD/EUR' ? new Decimal(own).div(worth) : new Decimal(own).mul(worth)
          expect(
            found.gte(new Decimal(low).mul(1 - 1e-12)) && found.lte(new Decimal(high).mul(1 + 1e-12)),
          ).toBe(true)
        }
    }),
  )
})

test('bounds are rounded outward, and what has a last digit is exact', () => {
  fc.assert(
    fc.property(ordered, ([low, high]) => {
      const found = convertedTo(range(low, high), 'USD/kWh', 'USD/MJ')!
      expect(new Decimal(found.low!).mul('3.6').lte(low)).toBe(true)
      expect(new Decimal(found.high!).mul('3.6').gte(high)).toBe(true)
      expect(convertedTo(exact(low), 'USD/kWh', 'USD/GWh')!.point).toBe(canonical(new Decimal(low).mul(1e6)))
    }),
  )
})
