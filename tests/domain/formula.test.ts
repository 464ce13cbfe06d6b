import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compute, FORMULAS, FormulaError } from '../../src/domain/belief/formula.ts'
import { intervalOf, isWithin, spokenOf } from '../../src/domain/belief/interval.ts'
import { canonical, Decimal } from '../../src/lib/decimal.ts'
import { quantities, said } from '../helpers/quantities.ts'

/** Inputs spelled `numerator=10..20 tok/d`. */
function inputsOf(...spelled: string[]) {
  return spelled.map((text) => {
    const [, name, quantity, unit] = /^(\w+)=(\S+) (\S+)$/.exec(text)!
    return { name: name!, quantity: said(quantity!), unit: unit! }
  })
}
function result(formula: string, spelled: string[], unit: string | null, digits?: number) {
  const inputs = inputsOf(...spelled)
  return spokenOf(compute(formula, inputs, unit, spelled, digits).value)
}

describe('formulas by example', () => {
  test.each([
    ['value', ['of=>140e12 tok/d'], 'tok/d', '>140000000000000'],
    ['convert', ['of=7 Ttok/wk'], 'tok/d', '1000000000000'],
    ['convert', ['of=8.76582 TWh/a'], 'GW', '1'],
    ['ratio', ['numerator=140e12 tok/d', 'denominator=100e9 tok/d'], 'x', '1400'],
    ['ratio', ['numerator=>140 x', 'denominator=100 x'], 'x', '>1.4'],
    ['ratio', ['numerator=10 x', 'denominator=>=5 x'], 'x', '0..2'],
    ['ratio', ['numerator=42 USD', 'denominator=100 Mtok'], 'USD/Mtok', '0.42'],
    ['ratio', ['numerator=~980 tok/wk', 'denominator=2 tok/d'], 'x', '~70'],
    ['ratio', ['numerator=1 x', 'denominator=-4..-2 x'], 'x', '-0.5..-0.25'],
    ['share', ['part=5.3 Ttok', 'whole=8.7 Ttok'], '%', '60.91954022988505747126436781609195402299'],
    ['share', ['part=12 Ttok', 'whole=20..24 Ttok'], '%', '50..60'],
    ['growth', ['from=100 Ttok/d', 'to=140 Ttok/d'], '%', '40'],
    ['growth', ['from=100 Ttok/d', 'to=>140 Ttok/d'], '%', '>40'],
    ['growth', ['from=200 x', 'to=150 x'], '%', '-25'],
    ['product', ['a=100e6 tok/mo', 'b=15 USD/Mtok'], 'USD/mo', '1500'],
    ['product', ['a=2..3 x', 'b=10 x', 'c=0.1 x'], 'x', '2..3'],
    ['sum', ['a=1 Ttok', 'b=500 Gtok', 'c=>1 Mtok'], 'tok', '>1500001000000'],
    ['difference', ['from=5..6 x', 'subtrahend=1..2 x'], 'x', '3..5'],
    ['difference', ['from=5 x', 'subtrahend=<2 x'], 'x', '>3'],
    ['grow', ['value=415 TWh/a', 'rate=17 %'], 'TWh/a', '485.55'],
    ['grow', ['value=100 x', 'rate=-10..10 %'], 'x', '90..110'],
    ['compound-growth', ['from=100 x', 'to=121 x', 'periods=2 mo'], '%', '10'],
    ['per-period-multiple', ['from=1 x', 'to=8 x', 'periods=3 x'], 'x', '2'],
    ['per-period-multiple', ['from=1 x', 'to=8 x', 'periods=3 x'], '%', '200'],
    ['doubling-time', ['from=1 x', 'to=8 x', 'periods=24 mo'], 'mo', '8'],
    [
      'doubling-time',
      ['from=1 x', 'to=8 x', 'periods=12 mo'],
      'a',
      '0.3333333333333333333333333333333333333333',
    ],
  ] as const)('%s of %j in %s is %s', (formula, spelled, unit, expected) => {
    expect(result(formula, [...spelled], unit)).toEqual(said(expected))
  })

  test('the bounds of a ratio are the extremes of its inputs: 10 to 20 over 2 to 3 is 3.33 to 10', () => {
    const { low, high, qualifier } = result('ratio', ['numerator=10..20 x', 'denominator=2..3 x'], 'x')
    expect({ low, high, qualifier }).toEqual({ low: `3.${'3'.repeat(39)}`, high: '10', qualifier: 'RANGE' })
  })

  test('the growth of the founding claim: 1,400 times in 24 months doubles every 2.3 months', () => {
    const inputs = ['from=0.1 Ttok/d', 'to=140 Ttok/d', 'periods=24 mo']
    expect(result('doubling-time', inputs, 'mo', 3)).toEqual(said('~2.3'))
    expect(result('compound-growth', inputs, '%', 3)).toEqual(said('~35.2'))
    const years = ['from=0.1 Ttok/d', 'to=140 Ttok/d', 'periods=2 a']
    expect(result('per-period-multiple', years, 'x', 3)).toEqual(said('~37.4'))
  })

  test('no digit is lost on the way: 100 million tokens a month at 15 dollars a million are 1,500 dollars', () => {
    expect(result('product', ['a=100e6 tok/mo', 'b=15 USD/Mtok'], 'USD/mo')).toEqual(said('1500'))
    expect(result('product', ['a=0.1 x', 'b=3 x'], 'x')).toEqual(said('0.3'))
    expect(result('sum', ['a=0.1 x', 'b=0.2 x'], 'x')).toEqual(said('0.3'))
  })

  test('a declared rounding is half up, and hedges what it changed', () => {
    expect(result('value', ['of=1250 x'], 'x', 2)).toEqual(said('~1300'))
    expect(result('value', ['of=1200 x'], 'x', 2)).toEqual(said('1200'))
    expect(result('value', ['of=~1200 x'], 'x', 2)).toEqual(said('~1200'))
    expect(result('value', ['of=1.25..3.14 x'], 'x', 2)).toEqual(said('1.3..3.1'))
  })

  test('without a unit the result is in that of the first input', () => {
    expect(result('sum', ['a=1 Ttok', 'b=500 Gtok'], null)).toEqual(said('1.5'))
    expect(() => result('ratio', ['numerator=4 tok', 'denominator=2 tok'], null)).toThrow(FormulaError)
    expect(() => result('per-period-multiple', ['from=1 tok', 'to=8 tok', 'periods=3 x'], null)).toThrow(
      FormulaError,
    )
  })

  test('the arithmetic is shown with the texts of its inputs', () => {
    const shown = (formula: string, ...spelled: string[]) =>
      compute(formula, inputsOf(...spelled), formula === 'growth' ? '%' : 'x', ['A', 'B', 'C']).shown
    expect(shown('ratio', 'numerator=4 x', 'denominator=2 x')).toBe('A ÷ B')
    expect(shown('growth', 'from=4 x', 'to=2 x')).toBe('B ÷ A − 1')
    expect(shown('product', 'a=4 x', 'b=2 x', 'c=1 x')).toBe('A × B × C')
  })
})

describe('what cannot be computed is refused', () => {
  test.each([
    ['no such formula', 'square', ['of=2 x'], 'x', /there is no formula square/],
    ['a name that every object has', 'toString', ['of=2 x'], 'x', /there is no formula toString/],
    ['other names', 'ratio', ['a=2 x', 'b=1 x'], 'x', /the inputs of ratio are numerator, denominator/],
    ['another order', 'ratio', ['denominator=2 x', 'numerator=1 x'], 'x', /numerator, denominator/],
    ['one input too few', 'ratio', ['numerator=2 x'], 'x', /numerator, denominator/],
    ['one input too many', 'value', ['of=2 x', 'and=1 x'], 'x', /the inputs of value are of/],
    ['a sum of one', 'sum', ['a=2 x'], 'x', /the inputs of sum are at least two/],
    ['a unit without a form', 'value', ['of=2 people'], 'x', /people cannot be computed with/],
    ['a target without a form', 'value', ['of=2 x'], 'people', /people cannot be computed with/],
    ['money and tokens', 'sum', ['a=2 USD', 'b=1 tok'], 'USD', /units do not fit/],
    ['two currencies', 'sum', ['a=2 USD', 'b=1 CNY'], 'USD', /units do not fit/],
    ['a ratio that is no number', 'ratio', ['numerator=2 USD', 'denominator=1 tok'], 'x', /units do not fit/],
    ['a share of another thing', 'share', ['part=2 USD', 'whole=1 tok'], '%', /units do not fit/],
    ['division by zero', 'ratio', ['numerator=2 x', 'denominator=0 x'], 'x', /may be zero/],
    ['by a range around zero', 'ratio', ['numerator=2 x', 'denominator=-1..1 x'], 'x', /may be zero/],
    ['by a range from zero', 'share', ['part=2 x', 'whole=0..1 x'], '%', /may be zero/],
    ['by less than something', 'ratio', ['numerator=2 x', 'denominator=<1 x'], 'x', /may be zero/],
    ['growth from nothing', 'growth', ['from=0 x', 'to=1 x'], '%', /may be zero/],
    ['growth in no time', 'compound-growth', ['from=1 x', 'to=2 x', 'periods=0 x'], '%', /periods/],
    [
      'growth in less than no time',
      'compound-growth',
      ['from=1 x', 'to=2 x', 'periods=-2 x'],
      '%',
      /periods/,
    ],
    [
      'growth in at most a year',
      'per-period-multiple',
      ['from=1 x', 'to=2 x', 'periods=<=1 x'],
      'x',
      /periods/,
    ],
    ['growth below nothing', 'compound-growth', ['from=1 x', 'to=-4 x', 'periods=2 x'], '%', /above zero/],
    ['growth to nothing', 'per-period-multiple', ['from=1 x', 'to=0 x', 'periods=2 x'], 'x', /above zero/],
    ['nothing known of either side', 'difference', ['from=>2 x', 'subtrahend=>1 x'], 'x', /without bounds/],
    [
      'growth beyond all numbers',
      'per-period-multiple',
      ['from=1 x', 'to=1e9 x', 'periods=1e-99 x'],
      'x',
      /without bounds/,
    ],
    ['doubling of what stands still', 'doubling-time', ['from=1 x', 'to=1 x', 'periods=2 mo'], 'mo', /grow/],
    ['doubling of what shrinks', 'doubling-time', ['from=2 x', 'to=1 x', 'periods=2 mo'], 'mo', /grow/],
    ['doubling of what may shrink', 'doubling-time', ['from=2 x', 'to=1..3 x', 'periods=2 mo'], 'mo', /grow/],
  ] as const)('%s', (_, formula, spelled, unit, message) => {
    const attempt = () => result(formula, [...spelled], unit)
    expect(attempt).toThrow(FormulaError)
    expect(attempt).toThrow(message)
  })
})

/** A quantity and a value that it allows. */
const withPoint = (min: number) =>
  fc.tuple(quantities(min), fc.integer({ min: 0, max: 100 })).map(([quantity, percent]) => {
    const { low, high, openLow, openHigh } = intervalOf(quantity)
    const from = low.isFinite() ? low : Decimal.min(high.sub(1), high.mul(3))
    const to = high.isFinite() ? high : low.abs().mul(3).add(1)
    // Not the very end, where that does not belong to it.
    const share = Math.min(Math.max(percent, openLow ? 1 : 0), openHigh ? 99 : 100)
    const point = from.add(to.sub(from).mul(share).div(100))
    return {
      quantity,
      point: { low: null, point: canonical(point), high: null, qualifier: 'EXACT' as const },
    }
  })

describe('whatever the inputs allow, the result allows', () => {
  const NAMES: Record<string, readonly string[]> = { product: ['a', 'b', 'c'], sum: ['a', 'b', 'c'] }
  const cases = Object.entries(FORMULAS).map(
    ([formula, { inputs }]) => [formula, inputs ?? NAMES[formula]!] as const,
  )

  test.each(cases)('%s', (formula, names) => {
    // Growth over time speaks of what is above zero.
    const overTime = /compound|multiple|doubling/.test(formula)
    const min = overTime ? 1 : -9999
    const unit = /growth|share/.test(formula) ? '%' : 'x'
    let computed = 0
    fc.assert(
      fc.property(fc.tuple(...names.map(() => withPoint(min))), (operands) => {
        const compute1 = (quantities: readonly { quantity: ReturnType<typeof said> }[]) => {
          const inputs = names.map((name, i) => ({ name, quantity: quantities[i]!.quantity, unit: 'x' }))
          return compute(formula, inputs, unit, names).value
        }
        let whole: ReturnType<typeof compute1>
        try {
          whole = compute1(operands)
        } catch (error) {
          expect(error).toBeInstanceOf(FormulaError)
          return
        }
        // Beyond what numbers can hold, nothing is asserted.
        const point = compute1(operands.map((o) => ({ quantity: o.point })))
        if (!point.low.isFinite()) return
        computed++
        // Powers are rounded to the 40 digits that are kept, so they may meet an end that they only near.
        const ends = overTime ? { openLow: false, openHigh: false } : {}
        expect(isWithin(point, { ...whole, ...ends })).toBe(true)
        expect(whole.low.isNaN() || whole.high.isNaN()).toBe(false)
      }),
      { numRuns: 300 },
    )
    expect(computed).toBeGreaterThan(20)
  })
})
