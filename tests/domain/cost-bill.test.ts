/** Bills: a right one is consistent, and each mistake that is made on purpose is named first. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeBill, type Situation } from '../../src/domain/cost/bill.ts'
import type { PricedOption } from '../../src/domain/cost/quote.ts'
import { type UsageArgs, usageOf } from '../../src/domain/cost/usage.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { KNOWN, option, price, threshold } from '../helpers/costs.ts'

type Prices = { input: string; output: string; 'cache-read': string }
const optionsOf = (prices: Prices, more: Partial<PricedOption> = {}) =>
  Object.entries(prices).map(([meter, point]) => option(meter, point, more))

const situation = (
  usage: UsageArgs,
  options: readonly PricedOption[],
  more: Partial<Situation<PricedOption>> = {},
): Situation<PricedOption> => ({
  usage: usageOf(usage),
  known: KNOWN,
  options,
  earlier: [],
  others: [],
  ...more,
})

const PLAIN = optionsOf({ input: '2.5', output: '15', 'cache-read': '0.25' })
const USED = { inputTokens: '1000000', outputTokens: '1000000', cacheReadTokens: '1000000' }
const judge = (billed: string, of = situation(USED, PLAIN)) => {
  const { verdict, deviation, ratio, causes } = judgeBill(new Decimal(billed), of)
  return { verdict, deviation, ratio, causes: causes.map((c) => `${c.kind} ${c.text}`) }
}

describe('a bill', () => {
  test('is right within its own rounding, either way, to cents at the least', () => {
    const of = situation({ inputTokens: '1001' }, [option('input', '2.5')])
    // It costs 0.0025025.
    for (const right of ['0.0025025', '0.002503', '0.002502', '0.0025', '0', '0.01'])
      expect([right, judge(right, of).verdict]).toEqual([right, 'CONSISTENT'])
    for (const wrong of ['0.0025026', '0.002504', '0.0024', '0.02', '1'])
      expect([wrong, judge(wrong, of).verdict]).toEqual([wrong, 'CONTRADICTED'])
  })

  test('that is wrong is told by how much, and nothing is named that does not explain it', () => {
    expect(judge('19')).toEqual({
      verdict: 'CONTRADICTED',
      deviation: '1.25',
      ratio: '1.07042253521',
      causes: [],
    })
    expect(judge('17.75')).toEqual({ verdict: 'CONSISTENT', deviation: '0', ratio: '1', causes: [] })
  })

  test('of which a part is not priced is left open', () => {
    const open = situation({ ...USED, cacheWriteTokens: '5' }, PLAIN)
    expect(judge('17.75', open).verdict).toBe('UNCONFIRMED')
    expect(judge('30', situation(USED, []))).toEqual({
      verdict: 'UNCONFIRMED',
      deviation: null,
      ratio: null,
      causes: [],
    })
  })

  test('of free tokens is right at nothing', () => {
    const free = situation({ inputTokens: '5' }, [option('input', '0')])
    expect(judge('0', free)).toMatchObject({ verdict: 'CONSISTENT', ratio: null })
    expect(judge('1', free)).toMatchObject({ verdict: 'CONTRADICTED', deviation: '1', ratio: null })
  })

  test('within a range of prices is right, beyond it is not', () => {
    const range = { low: '2', point: null, high: '3', qualifier: 'RANGE' as const, unitCode: 'USD/Mtok' }
    const of = situation({ inputTokens: '1000000' }, [{ ...option('input', '1'), value: range }])
    expect(judge('2.5', of)).toMatchObject({ verdict: 'CONSISTENT', deviation: null })
    expect(judge('3.2', of)).toMatchObject({ verdict: 'CONTRADICTED' })
    const about = { low: null, point: '2', high: null, qualifier: 'ABOUT' as const, unitCode: 'USD/Mtok' }
    const vague = situation({ inputTokens: '1000000' }, [{ ...option('input', '1'), value: about }])
    expect(judge('2.1', vague)).toMatchObject({ verdict: 'UNCONFIRMED', deviation: '0.1' })
  })
})

test('each cause says what exactly happened', () => {
  const window = { from: '16:30', to: '00:30' }
  const of = situation(
    { ...USED, promptTokens: '1000', time: '12:00' },
    [
      ...PLAIN,
      ...optionsOf({ input: '1', output: '7', 'cache-read': '0.1' }, { tier: 'batch' }),
      ...optionsOf({ input: '5', output: '22.5', 'cache-read': '0.5' }, { threshold: threshold(272_000) }),
      ...optionsOf({ input: '2', output: '3', 'cache-read': '0.2' }, { window }),
    ],
    {
      earlier: [
        {
          until: '5 March 2026',
          day: '2026-03-04',
          options: optionsOf({ input: '3', output: '20', 'cache-read': '1' }),
        },
      ],
      others: [
        {
          name: 'Old One',
          alias: 'one-latest',
          options: optionsOf({ input: '1', output: '1', 'cache-read': '1' }),
        },
        { name: 'Another', alias: null, options: optionsOf({ input: '4', output: '4', 'cache-read': '4' }) },
      ],
    },
  )
  const cause = (billed: string) => judge(billed, of).causes
  expect(cause('8.1')).toEqual(['WRONG_TIER It is what the batch tier costs.'])
  expect(cause('20')).toEqual([
    'CACHE_AT_FULL_PRICE It is what the tokens read from the cache cost as plain input.',
  ])
  expect(cause('28')).toEqual(['WRONG_THRESHOLD It is the price for a prompt above 272,000 tokens.'])
  expect(cause('5.2')).toEqual(['WRONG_TIME It is what a request at 16:30 UTC costs.'])
  expect(cause('24')).toEqual(['OLD_PRICE It is what it cost until 5 March 2026.'])
  expect(cause('3')).toEqual([
    'ALIAS_REDIRECTED It is what Old One costs, which has also been sold as one-latest.',
  ])
  expect(cause('12')).toEqual(['ALIAS_REDIRECTED It is what Another costs, a model of the same maker.'])
})

test('standard instead of batch, and the other way round; the likelier mistake comes first', () => {
  const batch = optionsOf({ input: '1.25', output: '7.5', 'cache-read': '0.125' }, { tier: 'batch' })
  const all = [...PLAIN, ...batch]
  expect(judge('8.875', situation({ ...USED, tier: 'batch' }, all)).verdict).toBe('CONSISTENT')
  expect(judge('17.75', situation({ ...USED, tier: 'batch' }, all)).causes).toEqual([
    'WRONG_TIER It is what the standard tier costs.',
  ])
  const half = optionsOf({ input: '1.25', output: '7.5', 'cache-read': '0.125' })
  const others = ['One', 'Two', 'Three', 'Four'].map((name) => ({ name, alias: null, options: half }))
  expect(judge('8.875', situation(USED, all, { others })).causes).toEqual([
    'WRONG_TIER It is what the batch tier costs.',
    'ALIAS_REDIRECTED It is what One costs, a model of the same maker.',
    'ALIAS_REDIRECTED It is what Two costs, a model of the same maker.',
    'ALIAS_REDIRECTED It is what Three costs, a model of the same maker.',
  ])
})

const prices = fc.record({ input: price, output: price, 'cache-read': price })
const tokens = fc.integer({ min: 1_000_001, max: 900_000_000 }).map(String)
const worlds = fc.record({
  now: prices,
  batch: prices,
  long: prices,
  before: prices,
  other: prices,
  input: tokens,
  output: tokens,
  cached: tokens,
})
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never

const sum = (w: World, p: Prices) =>
  new Decimal(w.input)
    .mul(p.input)
    .add(new Decimal(w.output).mul(p.output))
    .add(new Decimal(w.cached).mul(p['cache-read']))
    .div(1e6)

/** Computed by hand, not by what is tested. */
const MISTAKES = {
  WRONG_TIER: (w: World) => sum(w, w.batch),
  CACHE_AT_FULL_PRICE: (w: World) => sum(w, { ...w.now, 'cache-read': w.now.input }),
  WRONG_THRESHOLD: (w: World) => sum(w, w.long),
  OLD_PRICE: (w: World) => sum(w, w.before),
  ALIAS_REDIRECTED: (w: World) => sum(w, w.other),
}

function worldOf(w: World): Situation<PricedOption> {
  const usage = {
    inputTokens: w.input,
    outputTokens: w.output,
    cacheReadTokens: w.cached,
    promptTokens: '1000',
  }
  const options = [
    ...optionsOf(w.now),
    ...optionsOf(w.batch, { tier: 'batch' }),
    ...optionsOf(w.long, { threshold: threshold(200_000) }),
  ]
  return situation(usage, options, {
    earlier: [{ until: 'then', day: '2026-01-01', options: optionsOf(w.before) }],
    others: [{ name: 'Other', alias: null, options: optionsOf(w.other) }],
  })
}

test('for any usage the exact bill is consistent, to the digit or rounded to cents', () => {
  fc.assert(
    fc.property(worlds, (w) => {
      const exact = sum(w, w.now)
      for (const billed of [exact, exact.toDecimalPlaces(2)])
        expect(judgeBill(billed, worldOf(w))).toMatchObject({ verdict: 'CONSISTENT', causes: [] })
    }),
  )
})

test.each(Object.entries(MISTAKES))('for any usage %s is named first when it was made', (kind, mistake) => {
  fc.assert(
    fc.property(worlds, (w) => {
      const billed = mistake(w)
      // By accident two mistakes may come to the same.
      const others = [
        sum(w, w.now),
        ...Object.entries(MISTAKES)
          .filter(([k]) => k !== kind)
          .map(([, m]) => m(w)),
      ]
      fc.pre(others.every((other) => other.sub(billed).abs().gt('0.01')))
      const found = judgeBill(billed, worldOf(w))
      expect(found.verdict).toBe('CONTRADICTED')
      expect(found.causes[0]?.kind).toBe(kind)
      expect(found.causes[0]?.draft.total?.point).toBe(billed.toFixed())
      expect(found.deviation).toBe(billed.sub(sum(w, w.now)).toFixed())
    }),
  )
})
