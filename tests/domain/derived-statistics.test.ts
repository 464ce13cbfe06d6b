/** Quartiles of prices, and the gap between two sets of them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, intervalOf, isWithin, spokenOf } from '../../src/domain/belief/interval.ts'
import { extremesOf, gapOf } from '../../src/domain/derived/formulas.ts'
import { type Summary, summaryOf } from '../../src/domain/derived/statistics.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { said } from '../helpers/quantities.ts'

const of = (...texts: string[]) => summaryOf(texts.map((text) => intervalOf(said(text))))
const text = (i: Interval) => {
  const { low, point, high } = spokenOf(i)
  return low === null && high === null ? point : `${low}..${high}`
}
const STATISTICS = ['lowest', 'lowerQuartile', 'median', 'upperQuartile', 'highest'] as const
const texts = (s: Summary) => STATISTICS.map((name) => text(s[name]))

/** Prices of which some are known only within bounds. */
const price = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 0, max: 500 }))
  .map(([low, more]) => ({ low: low / 100, high: (low + more) / 100 }))
const prices = fc.array(price, { minLength: 1, maxLength: 12 })
const interval = ({ low, high }: { low: number; high: number }) =>
  intervalOf(said(low === high ? String(low) : `${low}..${high}`))

describe('quartiles', () => {
  test.each([
    [['3'], ['3', '3', '3', '3', '3']],
    [
      ['2', '1'],
      ['1', '1.25', '1.5', '1.75', '2'],
    ],
    [
      ['10', '2', '1', '4'],
      ['1', '1.75', '3', '5.5', '10'],
    ],
    [
      ['5', '1', '2', '3', '4'],
      ['1', '2', '3', '4', '5'],
    ],
    [
      ['1', '2..4', '3'],
      ['1', '1.5..2', '2..3', '2.5..3.5', '3..4'],
    ],
    [
      ['1', '>=2'],
      ['1', '1.25..null', '1.5..null', '1.75..null', '2..null'],
    ],
  ])('of %j are %j', (given, expected) => {
    expect(texts(of(...given))).toEqual(expected)
  })

  test('lie in order, and hold those of whatever the prices are within their bounds', () => {
    fc.assert(
      fc.property(prices, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const summary = summaryOf(all.map(interval))
        for (const [i, name] of STATISTICS.slice(1).entries())
          expect(summary[name].low.gte(summary[STATISTICS[i]!].low)).toBe(true)
        const exact = all.map(({ low, high }) => {
          const point = (low + (high - low) * share).toFixed(4)
          return intervalOf(said(point))
        })
        const inner = summaryOf(exact)
        for (const name of STATISTICS) expect(isWithin(inner[name], slightly(summary[name]))).toBe(true)
      }),
    )
  })

  test('are of as many numbers as there are at most on either side', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 15 }), (all) => {
        const { median } = of(...all.map(String))
        const half = all.length / 2
        expect(all.filter((n) => median.point!.gt(n)).length).toBeLessThanOrEqual(half)
        expect(all.filter((n) => median.point!.lt(n)).length).toBeLessThanOrEqual(half)
      }),
    )
  })
})

/** By what numbers of four places are off. */
const slightly = (i: Interval): Interval => ({ ...i, low: i.low.sub('0.0001'), high: i.high.add('0.0001') })

describe('the gap between two sets', () => {
  test('is median by median, between the quartiles that are nearest and farthest', () => {
    const [a, b] = [of('12', '15', '30'), of('0.28', '0.87', '1.2', '3.2', '4')]
    expect(spokenOf(gapOf(a, b))).toMatchObject({ low: '4.21875', point: '12.5', qualifier: 'RANGE' })
    expect(gapOf(a, b).high.eq(new Decimal('22.5').div('0.87'))).toBe(true)
    expect(extremesOf(a, b).low.toFixed()).toBe('3')
    expect(extremesOf(a, b).high.eq(new Decimal(30).div('0.28'))).toBe(true)
  })

  test('has its point within, and lies within the extremes', () => {
    fc.assert(
      fc.property(prices, prices, (a, b) => {
        const sets = [summaryOf(a.map(interval)), summaryOf(b.map(interval))] as const
        const gap = gapOf(...sets)
        if (gap.point) expect(gap.point.gte(gap.low) && gap.point.lte(gap.high)).toBe(true)
        expect(isWithin(gap, extremesOf(...sets))).toBe(true)
      }),
    )
  })

  test('widens with every price that is less sure', () => {
    fc.assert(
      fc.property(prices, prices, (a, b) => {
        const sets = (more: number) =>
          [a, b].map((side) => summaryOf(side.map(({ low, high }) => interval({ low, high: high + more }))))
        const [sure, unsure] = [sets(0), sets(1)]
        expect(isWithin(gapOf(sure[0]!, sure[1]!), gapOf(unsure[0]!, unsure[1]!))).toBe(true)
      }),
    )
  })

  test('is none where a price may be nothing', () => {
    expect(() => gapOf(of('1'), of('0..1'))).toThrow('the divisor may be zero')
  })
})
