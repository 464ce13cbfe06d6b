import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  combine,
  intervalOf,
  isWithin,
  mapped,
  overlaps,
  spokenOf,
} from '../../src/domain/belief/interval.ts'
import type { Decimal } from '../../src/lib/decimal.ts'
import { said, spoken } from '../helpers/quantities.ts'

const times = (a: Decimal, b: Decimal) => a.mul(b)
const of = (text: string) => intervalOf(said(text))

describe('a quantity as an interval', () => {
  test('reads and writes every qualifier back as it was', () => {
    fc.assert(
      fc.property(spoken, (q) => {
        const back = spokenOf(intervalOf(q))
        // A range of one number is that number.
        if (q.qualifier === 'RANGE' && q.low === q.high)
          expect(back).toMatchObject({ point: q.low, qualifier: 'EXACT' })
        else expect(back).toEqual(q)
      }),
    )
  })

  test.each([
    ['4..5', '2..3', '8..15'],
    ['-2..3', '4..5', '-10..15'],
    ['-2..3', '-1..1', '-3..3'],
    ['>140', '2', '>280'],
    ['>=140', '2..3', '>=280'],
    ['<5', '2', '<10'],
    ['>140', '-1', '<-140'],
    ['0', '>=1', '0'],
    ['~4', '3', '~12'],
  ])('%s times %s is %s', (a, b, product) => {
    expect(spokenOf(combine(of(a), of(b), times))).toEqual(said(product))
  })

  test('an end that is reached in one way belongs to the result, though another way only nears it', () => {
    // Nothing times anything is nothing, whatever the other end.
    const zero = combine({ ...of('0..1') }, { ...of('2..3'), openLow: true }, times)
    expect(zero).toMatchObject({ openLow: false })
    expect(combine(of('1'), of('>2'), times)).toMatchObject({ openLow: true })
  })

  test('a falling function turns the ends round', () => {
    expect(spokenOf(mapped(of('>2'), (x) => x.neg()))).toEqual(said('<-2'))
    expect(spokenOf(mapped(of('<=2'), (x) => x.neg()))).toEqual(said('>=-2'))
  })

  test.each([
    ['5', '5', true],
    ['5', '4..6', true],
    ['4..6', '5', false],
    ['4..6', '4..6', true],
    ['>5', '>5', true],
    ['>5', '>=5', true],
    ['>=5', '>5', false],
    ['<5', '<=5', true],
    ['<=5', '<5', false],
    ['5', '>5', false],
    ['>5', '>4', true],
    ['>4', '>5', false],
    ['4..6', '>=4', true],
  ])('that %s lies within %s is %s', (inner, outer, expected) => {
    expect(isWithin(of(inner), of(outer))).toBe(expected)
  })

  test.each([
    ['5', '>5', false],
    ['5', '>=5', true],
    ['<5', '>5', false],
    ['<=5', '>=5', true],
    ['<=5', '>5', false],
    ['1..3', '3..4', true],
    ['1..3', '3.1..4', false],
    ['>1', '<2', true],
  ])('that %s and %s share a value is %s', (a, b, expected) => {
    expect(overlaps(of(a), of(b))).toBe(expected)
    expect(overlaps(of(b), of(a))).toBe(expected)
  })
})
