/** How far a price changed, and whether the change has come. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeStatus, percentChange } from '../../src/domain/read/price-changes.ts'
import type { QuantityRow } from '../../src/domain/read/rows.ts'
import { Decimal } from '../../src/lib/decimal.ts'

const exact = (point: string, unitCode = 'USD/Mtok'): QuantityRow => ({
  ...{ low: null, point, high: null },
  ...{ qualifier: 'EXACT', unitCode },
})
const bound = (part: 'low' | 'high', number: string): QuantityRow => ({
  ...exact(number),
  point: null,
  [part]: number,
})

test.for([
  ['2', '1', '-50'],
  ['1', '2', '100'],
  ['3', '4', '33.3333'],
  ['3', '2', '-33.3333'],
  ['7', '0', '-100'],
  ['0.1', '0.10000001', '0.00001'],
  ['1', '1234.5678', '123357'],
])('from %s to %s: %s per cent', ([before, after, change]) => {
  expect(percentChange(exact(before!), exact(after!))).toBe(change)
})

test('there are no per cent of zero, of nothing, or of another currency', () => {
  expect(percentChange(exact('0'), exact('2'))).toBeNull()
  expect(percentChange(null, exact('2'))).toBeNull()
  expect(percentChange(exact('2'), null)).toBeNull()
  expect(percentChange(exact('2', 'EUR/Mtok'), exact('3'))).toBeNull()
})

test('units that measure the same are converted, and of bounds the lower one counts', () => {
  expect(percentChange(exact('0.003', 'USD/ktok'), exact('4'))).toBe('33.3333')
  expect(percentChange(exact('3'), exact('0.004', 'USD/ktok'))).toBe('33.3333')
  expect(percentChange(bound('low', '2'), bound('high', '3'))).toBe('50')
})

test('the sign tells the direction, and six digits are enough to find the price again', () => {
  const price = fc.integer({ min: 1, max: 10_000_000 }).map((n) => new Decimal(n).div(1000).toFixed())
  fc.assert(
    fc.property(price, price, (before, after) => {
      const change = percentChange(exact(before), exact(after))!
      expect(change).toMatch(/^-?\d+(\.\d+)?$/)
      expect(Math.sign(Number(change))).toBe(Math.sign(Number(after) - Number(before)))
      const again = new Decimal(before).mul(new Decimal(change).div(100).add(1))
      expect(again.sub(after).abs().lte(new Decimal(after).add(before).mul('0.00001'))).toBe(true)
    }),
  )
})

test('a change is announced until its instant comes', () => {
  const on = new Date('2026-07-30T00:00:00Z')
  expect(changeStatus({ on }, new Date('2026-07-29T23:59:59Z'))).toBe('ANNOUNCED')
  expect(changeStatus({ on }, on)).toBe('IN_FORCE')
})
