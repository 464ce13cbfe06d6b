/** Numbers in words: what readers can take in, and never more than what is true. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactText, hedged, quantityText, readable } from '../../src/kinds/format.ts'
import { canonical, Decimal } from '../../src/lib/decimal.ts'

const DOLLARS = { code: 'USD/a', name: 'US dollars per year' }
const exact = (number: string) => hedged('EXACT', number)

test.each([
  ['1408975000', '1,408.975 million'],
  ['140000000000000', '140 trillion'],
  ['0.0813', '0.0813'],
  ['17794781986104.457', 'about 17.7948 trillion'],
  ['0.07712718910313108203078201675211', 'about 0.0771272'],
  ['999999999999.9', 'about 1 trillion'],
])('%s is told as %s', (number, words) => {
  expect(quantityText(exact(number), DOLLARS)).toBe(`${words} US dollars per year`)
})

test('every digit is told where that is asked for', () => {
  expect(exactText(exact('17794781986104.457'), DOLLARS)).toBe('17,794,781,986,104.457 US dollars per year')
})

const digits = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([n, power]) => canonical(new Decimal(n.toString()).div(new Decimal(10).pow(power))))

test('bounds are rounded outward, and what has few digits stays', () => {
  fc.assert(
    fc.property(digits, digits, (a, b) => {
      const [low, high] = new Decimal(a).lte(b) ? [a, b] : [b, a]
      const told = readable({ low, point: null, high, qualifier: 'RANGE' })
      expect(new Decimal(told.low!).lte(low)).toBe(true)
      expect(new Decimal(told.high!).gte(high)).toBe(true)
      for (const [given, said] of [
        [low, told.low!],
        [high, told.high!],
      ] as const) {
        if (new Decimal(given).precision() <= 12) expect(said).toBe(given)
        else expect(new Decimal(said).precision()).toBeLessThanOrEqual(6)
      }
    }),
  )
})

test('a number that is rounded is hedged, and one that is not keeps its qualifier', () => {
  fc.assert(
    fc.property(digits, (number) => {
      const told = readable(exact(number))
      expect(told.qualifier).toBe(told.point === number ? 'EXACT' : 'ABOUT')
    }),
  )
})
