/** What a request costs at one offer: exact, additive, and nothing unknown counted as zero. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Known, type PricedOption, quoteOf } from '../../src/domain/cost/quote.ts'
import { type UsageArgs, usageOf } from '../../src/domain/cost/usage.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { KNOWN, option, price, threshold, tokens } from '../helpers/costs.ts'

const quote = (options: PricedOption[], args: UsageArgs, known: Known = KNOWN) =>
  quoteOf(options, usageOf(args), known)
const totalOf = (options: PricedOption[], args: UsageArgs) => quote(options, args).total?.point ?? null
const missing = (options: PricedOption[], args: UsageArgs) =>
  quote(options, args).unpriced.map((u) => `${u.meter} ${u.quantity} ${u.kind}`)

const PLAIN = [option('input', '2.5'), option('output', '15'), option('cache-read', '0.25')]

describe('lines', () => {
  test('each says quantity, price, amount and rule; the total is their sum', () => {
    const { lines, total, unpriced, promptTokens } = quote(PLAIN, {
      outputTokens: '1000',
      inputTokens: '300000',
      cacheReadTokens: '100000',
    })
    expect(lines.map((l) => [l.meter, l.quantity, l.price.point, l.amount.point, l.rule])).toEqual([
      ['input', '300000', '2.5', '0.75', 'the plain price'],
      ['output', '1000', '15', '0.015', 'the plain price'],
      ['cache-read', '100000', '0.25', '0.025', 'the plain price'],
    ])
    expect(total).toEqual({ low: null, point: '0.79', high: null, qualifier: 'EXACT', unitCode: 'USD' })
    expect([unpriced, promptTokens]).toEqual([[], '400000'])
  })

  test('a meter that is named twice counts the sum, shorthand included', () => {
    const meters = [
      { meter: 'input', quantity: '10' },
      { meter: 'input', quantity: '20' },
    ]
    expect(quote(PLAIN, { meters, inputTokens: '5' }).lines.map((l) => l.quantity)).toEqual(['35'])
  })

  test('the prompt is the tokens of input and cache; what is told of it comes first', () => {
    const meters = ['input-audio', 'cache-read-audio', 'cache-storage', 'request', 'input-character'].map(
      (meter) => ({
        meter,
        quantity: '7',
      }),
    )
    expect(
      quote([], { meters, inputTokens: '100', cacheWriteTokens: '10', outputTokens: '9' }).promptTokens,
    ).toBe('124')
    expect(quote([], { meters, promptTokens: '3' }).promptTokens).toBe('3')
  })

  test('quantities are counted in what the unit is divided by, whatever the unit of the price', () => {
    const one = (meter: string, quantity: string, point: string, unit?: string) =>
      totalOf([option(meter, point, unit ? { unit } : {})], { meters: [{ meter, quantity }] })
    expect(one('request', '3', '0.01')).toBe('0.03')
    expect(one('input-video-time', '90', '0.002')).toBe('0.18')
    expect(one('input-video-time', '90', '7.2', 'USD/h')).toBe('0.18')
    expect(one('input-character', '2500', '4')).toBe('0.01')
    expect(one('cache-storage', '2000000', '1')).toBe('2')
    expect(one('storage', '3000000000', '0.1')).toBe('0.3')
    expect(one('storage', '3000000000', '0.1', 'USD/GB/h')).toBe('7.2')
    expect(one('input', '5000', '0.0025', 'USD/ktok')).toBe('0.0125')
    expect(one('input', '1', '0.000000000000000001')).toBe('0.000000000000000000000001')
    expect(one('input', '1000000000000000000', '99999.999')).toBe('99999999000000000')
  })

  test('ranges and bounds go through to the total', () => {
    const bounded = (value: object) => [
      {
        ...option('input', '1'),
        value: { low: null, point: null, high: null, unitCode: 'USD/Mtok', ...value } as never,
      },
    ]
    const usage = { inputTokens: '2000000', outputTokens: '1000000' }
    const total = (value: object) => quote([...bounded(value), option('output', '10')], usage).total
    expect(total({ low: '1', high: '2', qualifier: 'RANGE' })).toMatchObject({
      low: '12',
      high: '14',
      qualifier: 'RANGE',
    })
    expect(total({ low: '1', qualifier: 'MORE_THAN' })).toMatchObject({
      low: '12',
      point: null,
      qualifier: 'MORE_THAN',
    })
    expect(total({ high: '3', qualifier: 'AT_MOST' })).toMatchObject({
      low: '10',
      high: '16',
      qualifier: 'RANGE',
    })
    expect(total({ point: '1', qualifier: 'ABOUT' })).toMatchObject({ point: '12', qualifier: 'ABOUT' })
    const nothing = quote(bounded({ low: '1', qualifier: 'AT_LEAST' }), { inputTokens: '0' })
    expect(nothing.total).toMatchObject({ point: '0', qualifier: 'EXACT' })
  })
})

describe('what cannot be priced', () => {
  test('is listed with its reason and never counted as zero; what is free is a line of zero', () => {
    const all = [
      option('input', '0'),
      option('output', null, { state: 'NOT_OFFERED' }),
      option('cache-write', null),
    ]
    const usage = { inputTokens: '5', outputTokens: '6', cacheReadTokens: '7', cacheWriteTokens: '8' }
    expect(quote(all, usage).lines.map((l) => [l.meter, l.amount.point])).toEqual([['input', '0']])
    expect(totalOf(all, usage)).toBe('0')
    expect(missing(all, usage)).toEqual([
      'output 6 NOT_OFFERED',
      'cache-read 7 NO_PRICE',
      'cache-write 8 UNKNOWN',
    ])
    expect(totalOf([], usage)).toBe(null)
  })

  test('a meter that does not exist is no error, and nothing of it is missing where nothing was used', () => {
    const meters = [{ meter: 'no-such-meter', quantity: '3' }]
    expect(missing(PLAIN, { meters, inputTokens: '1' })).toEqual(['no-such-meter 3 UNKNOWN_METER'])
    expect(missing(PLAIN, { meters: [{ meter: 'no-such-meter', quantity: '0' }] })).toEqual([])
    expect(missing([option('input', '1')], { inputTokens: '1', outputTokens: '0' })).toEqual([])
  })

  test('cached tokens never take the price of input', () => {
    expect(missing([option('input', '1')], { cacheReadTokens: '9' })).toEqual(['cache-read 9 NO_PRICE'])
  })

  test('a tier that the offer has for no meter prices nothing; one that it has for some is inherited by the rest', () => {
    const usage = { inputTokens: '1000000', outputTokens: '1000000', tier: 'batch' }
    expect(missing(PLAIN, usage)).toEqual(['input 1000000 CONDITIONS', 'output 1000000 CONDITIONS'])
    expect(totalOf([...PLAIN, option('output', '7', { tier: 'batch' })], usage)).toBe('9.5')
    // One that is not sold any more is none.
    const ended = option('output', null, { tier: 'batch' })
    expect(totalOf([...PLAIN, ended], usage)).toBe(null)
  })

  test('only one currency is summed; the others are told, not converted', () => {
    const all = [...PLAIN.slice(0, 2), option('cache-read', '2', { unit: 'CNY/Mtok' })]
    const usage = { inputTokens: '1000000', outputTokens: '1000000', cacheReadTokens: '1000000' }
    expect(quote(all, usage).total).toMatchObject({ point: '17.5', unitCode: 'USD' })
    expect(missing(all, usage)).toEqual(['cache-read 1000000 CURRENCY'])
    // Of one each, neither the order nor the exchange rate decides.
    expect(quote(all.slice(1), { outputTokens: '1', cacheReadTokens: '1' }).total).toMatchObject({
      unitCode: 'CNY',
    })
  })

  test('a price whose unit does not fit the meter, or whose currency is no unit, is not guessed at', () => {
    expect(missing([option('input', '1', { unit: 'USD/s' })], { inputTokens: '1' })).toEqual([
      'input 1 CURRENCY',
    ])
    expect(missing([option('input', '1', { unit: 'EUR/Mtok' })], { inputTokens: '1' })).toEqual([
      'input 1 CURRENCY',
    ])
    expect(missing([option('input', '1', { unit: 'nonsense' })], { inputTokens: '1' })).toEqual([
      'input 1 CURRENCY',
    ])
  })
})

const METERS = ['input', 'output', 'cache-read', 'cache-write', 'input-audio', 'unheard-of'] as const
/** Plain prices of some meters, and how much of each is used. */
const offers = fc.record({
  options: fc
    .record({ input: price, output: price, 'cache-read': price, 'cache-write': price }, { requiredKeys: [] })
    .map((prices) => Object.entries(prices).map(([meter, point]) => option(meter, point))),
  used: fc.array(fc.record({ meter: fc.constantFrom(...METERS), quantity: tokens }), { maxLength: 8 }),
})
const dec = (text: string | null | undefined) => new Decimal(text ?? 0)

describe('for any prices without thresholds', () => {
  test('the total is the sum of the lines, and lines and unpriced parts hold all that was used', () => {
    fc.assert(
      fc.property(offers, ({ options, used }) => {
        const { lines, unpriced, total } = quote(options, { meters: used })
        const sum = lines.reduce((s, l) => s.add(dec(l.amount.point)), new Decimal(0))
        expect(dec(total?.point).eq(sum)).toBe(true)
        for (const meter of METERS) {
          const of = (all: { meter: string; quantity: string }[]) =>
            all
              .filter((u) => u.meter === meter)
              .reduce((s, u) => s.add(u.quantity), new Decimal(0))
              .toFixed()
          expect(of([...lines, ...unpriced])).toBe(of(used))
        }
      }),
    )
  })
  test('two requests cost what one with both costs', () => {
    fc.assert(
      fc.property(
        offers,
        fc.array(fc.record({ meter: fc.constantFrom(...METERS), quantity: tokens })),
        ({ options, used }, more) => {
          const [a, b, both] = [used, more, [...used, ...more]].map(
            (meters) => quote(options, { meters }).total?.point,
          )
          expect(dec(a).add(dec(b)).eq(dec(both))).toBe(true)
        },
      ),
    )
  })
  test('the order of meters and of prices does not matter', () => {
    fc.assert(
      fc.property(offers, ({ options, used }) => {
        const turned = quote([...options].reverse(), { meters: [...used].reverse() })
        expect(turned).toEqual(quote(options, { meters: used }))
      }),
    )
  })
})

test('a price for the part above costs the same as the two parts by themselves, to the last digit', () => {
  fc.assert(
    fc.property(price, price, tokens, fc.integer({ min: 1, max: 500_000 }), (below, above, used, amount) => {
      const options = [
        option('input', below),
        option('input', above, { threshold: threshold(amount, { isExcess: true }) }),
      ]
      const split = Decimal.min(used, amount)
      const expected = split.mul(below).add(new Decimal(used).sub(split).mul(above)).div(1e6)
      expect(dec(totalOf(options, { inputTokens: used })).toFixed()).toBe(expected.toFixed())
    }),
  )
})
