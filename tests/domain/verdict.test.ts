import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { intervalOf } from '../../src/domain/belief/interval.ts'
import { judge } from '../../src/domain/belief/verdict.ts'
import type { Spoken } from '../../src/kinds/format.ts'
import { canonical, Decimal } from '../../src/lib/decimal.ts'
import { said, spoken } from '../helpers/quantities.ts'

const verdict = (computed: Spoken, asserted: Spoken) => judge(intervalOf(computed), asserted).verdict

describe('what is asserted against what was computed', () => {
  test.each([
    // The founding article: 140 trillion over 100 billion is "1,000-fold".
    ['1400', '1000', 'ROUNDED'],
    ['>1400', '>1000', 'CONSISTENT'],
    ['1400', '>1000', 'CONSISTENT'],
    ['1500', '~1000', 'CONTRADICTED'],
    ['1500', '1000', 'CONTRADICTED'],
    ['110', '~42', 'CONTRADICTED'],
    ['40', '40', 'CONSISTENT'],
    [`3.${'3'.repeat(39)}..10`, '10..20', 'CONTRADICTED'],
    ['13.6', '10..20', 'CONSISTENT'],
    ['48', '61', 'CONTRADICTED'],
    ['60.919540229885', '61', 'ROUNDED'],
    ['60.919540229885', '60.9', 'ROUNDED'],
    ['60.919540229885', '61.0', 'ROUNDED'],
    ['60.919540229885', '60', 'ROUNDED'],
    ['60.919540229885', '62', 'CONTRADICTED'],
    // Half up, away from zero.
    ['0.25', '0.3', 'ROUNDED'],
    ['-0.25', '-0.3', 'ROUNDED'],
    ['0.25', '0.2', 'CONTRADICTED'],
    ['0.425', '0.42', 'CONTRADICTED'],
    ['950', '1000', 'ROUNDED'],
    ['0', '0', 'CONSISTENT'],
    ['0.001', '0', 'CONTRADICTED'],
    // "About" reaches 5 per cent to either side, ends included.
    ['95', '~100', 'CONSISTENT'],
    ['105', '~100', 'CONSISTENT'],
    ['105.1', '~101', 'CONSISTENT'],
    ['105.5', '~100', 'ROUNDED'],
    ['1105', '~1050', 'CONTRADICTED'],
    ['1100', '~1050', 'CONSISTENT'],
    ['105.1', '~99', 'CONTRADICTED'],
    ['-104', '~-100', 'CONSISTENT'],
    ['-106', '~-101', 'CONSISTENT'],
    // What is stated with bounds.
    ['5', '>=5', 'CONSISTENT'],
    ['5', '<=5', 'CONSISTENT'],
    ['4', '>5', 'CONTRADICTED'],
    ['6', '<5', 'CONTRADICTED'],
    ['1390..1410', '1400', 'ROUNDED'],
    ['1300..1500', '1400', 'CONTRADICTED'],
    ['3.34..9.9', '3.3..9.9', 'CONSISTENT'],
    ['3.26..9.94', '3.3..9.9', 'ROUNDED'],
    // Inputs that are open to one side leave it open, unless all that they allow fits, or nothing.
    ['>1.4', '>1', 'CONSISTENT'],
    ['>1.4', '>2', 'UNCONFIRMED'],
    ['>1.4', '2', 'UNCONFIRMED'],
    ['>1.4', '~2', 'UNCONFIRMED'],
    ['>1.4', '1..2', 'UNCONFIRMED'],
    ['>1.4', '1', 'CONTRADICTED'],
    ['>1.4', '1.4', 'CONTRADICTED'],
    ['>=1.4', '1.4', 'UNCONFIRMED'],
    ['>1.4', '<1.4', 'CONTRADICTED'],
    ['<1.4', '<2', 'CONSISTENT'],
    ['<1.4', '<0.9', 'UNCONFIRMED'],
    // The bound of the assertion is that of the inputs, rounded.
    ['<1.4', '<1', 'ROUNDED'],
    ['<1.4', '>1', 'UNCONFIRMED'],
    ['<1.4', '2', 'CONTRADICTED'],
  ] as const)('computed %s, asserted %s: %s', (computed, asserted, expected) => {
    expect(verdict(said(computed), said(asserted))).toBe(expected)
  })

  test('the reason names the digits to which it was rounded', () => {
    expect(judge(intervalOf(said('1400')), said('1000')).why).toBe(
      'it is the computed value rounded to 1 significant digit',
    )
    expect(judge(intervalOf(said('60.9195')), said('61')).why).toMatch(/to 2 significant digits$/)
  })

  test('what is judged against itself is consistent', () => {
    fc.assert(fc.property(spoken, (q) => void expect(verdict(q, q)).toBe('CONSISTENT')))
  })

  const near = fc
    .tuple(spoken, fc.integer({ min: 1, max: 20 }))
    .chain(([q, tenths]) =>
      fc.tuple(fc.constant(q), fc.oneof(fc.constant(map(q, (n) => n.mul(tenths).div(10))), spoken)),
    )
  function map(q: Spoken, of: (n: Decimal) => Decimal): Spoken {
    const each = (text: string | null) => text && canonical(of(new Decimal(text)))
    return { low: each(q.low), point: each(q.point), high: each(q.high), qualifier: q.qualifier }
  }

  test('zeros behind a number never matter', () => {
    const padded = (q: Spoken): Spoken => {
      const each = (text: string | null) => text && `${text}${text.includes('.') ? '' : '.'}00`
      return { low: each(q.low), point: each(q.point), high: each(q.high), qualifier: q.qualifier }
    }
    fc.assert(
      fc.property(near, ([a, b]) => {
        expect(verdict(padded(a), b)).toBe(verdict(a, b))
        expect(verdict(a, padded(b))).toBe(verdict(a, b))
      }),
    )
  })

  test('ten times both is the same verdict, and so is a tenth', () => {
    fc.assert(
      fc.property(near, fc.constantFrom(10, '0.1', 1000, '1e-9'), ([a, b], factor) => {
        const scale = (q: Spoken) => map(q, (n) => n.mul(factor))
        expect(verdict(scale(a), scale(b))).toBe(verdict(a, b))
      }),
    )
  })

  test('a number that falls outside of what is asserted is never consistent, and one that falls inside always is', () => {
    fc.assert(
      fc.property(spoken, fc.integer({ min: -9999, max: 9999 }), (asserted, n) => {
        const { low, high, openLow, openHigh } = intervalOf(asserted)
        const reach = asserted.qualifier === 'ABOUT' ? low.abs().mul('0.05') : new Decimal(0)
        const number = new Decimal(n)
        const above = openLow ? number.gt(low) : number.gte(low.sub(reach))
        const below = openHigh ? number.lt(high) : number.lte(high.add(reach))
        expect(verdict(said(`${n}`), asserted) === 'CONSISTENT').toBe(above && below)
      }),
    )
  })
})
