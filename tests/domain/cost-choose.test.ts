/** Which price a request pays, case by case, and what holds for all requests. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choose } from '../../src/domain/belief/choose.ts'
import { CONDITIONS_RULE, type Request } from '../../src/domain/belief/conditions.ts'
import type { PricedOption } from '../../src/domain/cost/quote.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { option, price, threshold } from '../helpers/costs.ts'

const request = (prompt: number | string, more: Partial<Request> = {}): Request => ({
  tier: 'standard',
  time: null,
  cacheLifetime: null,
  counted: {
    PROMPT: new Decimal(prompt),
    OUTPUT: new Decimal(500),
    TOTAL: new Decimal(prompt).add(500),
    SECONDS: new Decimal(9),
  },
  ...more,
})

/** Price and quantity of each part, or the kind of what is missing. */
const parts = (options: PricedOption[], asked: Request, quantity: number | string = 100) =>
  choose(options, asked, new Decimal(quantity)).map((p) =>
    'rule' in p ? `${p.quantity} at ${p.option.value!.point}` : `${p.quantity} ${p.kind}`,
  )
const ruleOf = (options: PricedOption[], asked: Request) => {
  const [part] = choose(options, asked, new Decimal(100))
  return part && 'rule' in part ? part.rule : part!.reason
}

const PLAIN = option('input', '1')
const LONG = option('input', '2', { threshold: threshold(1000) })

describe('thresholds', () => {
  test('above: exactly on it is not above; at least: it is', () => {
    expect(parts([PLAIN, LONG], request(1000))).toEqual(['100 at 1'])
    expect(parts([PLAIN, LONG], request(1001))).toEqual(['100 at 2'])
    const atLeast = option('input', '2', { threshold: threshold(1000, { isInclusive: true }) })
    expect(parts([PLAIN, atLeast], request(999))).toEqual(['100 at 1'])
    expect(parts([PLAIN, atLeast], request(1000))).toEqual(['100 at 2'])
    expect(ruleOf([PLAIN, atLeast], request(1000))).toBe(
      'prompt of at least 1,000 tokens: the whole request is repriced',
    )
  })

  test('the highest that is passed is taken, in whatever order they come', () => {
    const longer = option('input', '3', { threshold: threshold(2000) })
    for (const all of [
      [PLAIN, LONG, longer],
      [longer, LONG, PLAIN],
    ]) {
      expect(parts(all, request(1500))).toEqual(['100 at 2'])
      expect(parts(all, request(2001))).toEqual(['100 at 3'])
    }
    expect(ruleOf([PLAIN, LONG], request(1500))).toBe(
      'prompt above 1,000 tokens: the whole request is repriced',
    )
  })

  test('each looks at what it says', () => {
    const on = (counts: 'OUTPUT' | 'TOTAL' | 'SECONDS', amount: number) =>
      parts([PLAIN, option('input', '2', { threshold: threshold(amount, { counts }) })], request(100))
    expect([on('OUTPUT', 499), on('OUTPUT', 500)]).toEqual([['100 at 2'], ['100 at 1']])
    expect([on('TOTAL', 599), on('TOTAL', 600)]).toEqual([['100 at 2'], ['100 at 1']])
    expect([on('SECONDS', 8), on('SECONDS', 9)]).toEqual([['100 at 2'], ['100 at 1']])
  })

  test('where only the part above is repriced, the meter is divided', () => {
    const above = (amount: number, point: string) =>
      option('input', point, { threshold: threshold(amount, { isExcess: true }) })
    const all = [PLAIN, above(1000, '2'), above(3000, '3')]
    expect(parts(all, request(800), 800)).toEqual(['800 at 1'])
    expect(parts(all, request(1000), 1000)).toEqual(['1000 at 1'])
    expect(parts(all, request(4000), 4000)).toEqual(['1000 at 1', '2000 at 2', '1000 at 3'])
    // A meter that is half of the prompt has half of each part.
    expect(parts(all, request(4000), 2000)).toEqual(['500 at 1', '1000 at 2', '500 at 3'])
    // Parts of whole tokens are whole.
    expect(parts(all, request(3000), 1000)).toEqual(['333 at 1', '667 at 2'])
    expect(parts(all.slice(1), request(4000), 4000)).toEqual(['1000 CONDITIONS', '2000 at 2', '1000 at 3'])
    expect(choose(all, request(4000), new Decimal(4000)).map((p) => ('rule' in p ? p.rule : ''))).toEqual([
      'without the part of the prompt above 1,000 tokens',
      'the part of the prompt above 1,000 tokens; without the part of the prompt above 3,000 tokens',
      'the part of the prompt above 3,000 tokens',
    ])
  })

  test('a price for the whole of a longer request is not divided by a lower threshold', () => {
    const all = [PLAIN, LONG, option('input', '9', { threshold: threshold(500, { isExcess: true }) })]
    expect(parts(all, request(2000), 2000)).toEqual(['2000 at 2'])
    expect(parts(all, request(800), 800)).toEqual(['500 at 1', '300 at 9'])
  })
})

describe('tiers', () => {
  const batch = option('input', '0.5', { tier: 'batch' })
  test('the one asked for; a meter without a price of its own has that of the standard tier', () => {
    expect(parts([PLAIN, batch], request(1, { tier: 'batch' }))).toEqual(['100 at 0.5'])
    expect(parts([PLAIN], request(1, { tier: 'batch' }))).toEqual(['100 at 1'])
    expect(ruleOf([PLAIN], request(1, { tier: 'batch' }))).toBe(
      'no batch price of its own, so that of the standard tier',
    )
    expect(parts([batch], request(1))).toEqual(['100 CONDITIONS'])
    expect(ruleOf([batch], request(1))).toBe('It is priced under other conditions only: batch tier.')
  })
  test('the tier comes before the threshold, and the rule says what it passed over', () => {
    expect(parts([PLAIN, LONG, batch], request(5000, { tier: 'batch' }))).toEqual(['100 at 0.5'])
    expect(ruleOf([PLAIN, LONG, batch], request(5000, { tier: 'batch' }))).toBe(
      'batch tier; a price for prompt above 1,000 tokens is known under other conditions only',
    )
  })
  test('what the tier does not offer does not fall back', () => {
    const none = option('input', null, { tier: 'batch', state: 'NOT_OFFERED' })
    expect(parts([PLAIN, none], request(1, { tier: 'batch' }))).toEqual(['100 NOT_OFFERED'])
  })
})

describe('times of day', () => {
  const night = option('input', '0.5', { window: { from: '16:30', to: '00:30' } })
  test('a window may cross midnight; its end does not belong to it', () => {
    const at = (time: string) => parts([PLAIN, night], request(1, { time }))[0]
    expect(['16:29', '16:30', '23:59', '00:00', '00:29', '00:30'].map(at)).toEqual([
      '100 at 1',
      '100 at 0.5',
      '100 at 0.5',
      '100 at 0.5',
      '100 at 0.5',
      '100 at 1',
    ])
    expect(ruleOf([PLAIN, night], request(1, { time: '17:00' }))).toBe(
      'daily from 16:30 to 00:30 UTC, and it was 17:00',
    )
  })
  test('without a time they are left out, and the rule says so', () => {
    expect(parts([PLAIN, night], request(1))).toEqual(['100 at 1'])
    expect(ruleOf([PLAIN, night], request(1))).toBe(
      'the plain price; prices by the time of day are left out, for no time was given',
    )
    expect(parts([night], request(1))).toEqual(['100 CONDITIONS'])
  })
  test('the shorter of two comes first, and a window before a threshold', () => {
    const hour = option('input', '0.1', { window: { from: '17:00', to: '18:00' } })
    expect(parts([night, PLAIN, hour], request(1, { time: '17:30' }))).toEqual(['100 at 0.1'])
    expect(parts([night, LONG, PLAIN], request(5000, { time: '17:30' }))).toEqual(['100 at 0.5'])
  })
  test('what is chosen by the time of day is not divided by a threshold at any time', () => {
    const above = option('input', '9', { threshold: threshold(500, { isExcess: true }) })
    expect(parts([PLAIN, night, above], request(2000, { time: '17:00' }), 2000)).toEqual(['2000 at 0.5'])
    expect(parts([PLAIN, night, above], request(2000, { time: '12:00' }), 2000)).toEqual([
      '500 at 1',
      '1500 at 9',
    ])
    const aboveAtNight = option('input', '5', {
      threshold: threshold(500, { isExcess: true }),
      window: night.window,
    })
    expect(parts([PLAIN, aboveAtNight], request(2000, { time: '17:00' }), 2000)).toEqual([
      '500 at 1',
      '1500 at 5',
    ])
  })
  test('a window that is not offered any more gives way to the plain price', () => {
    const gone = option('input', null, { window: { from: '16:30', to: '00:30' }, state: 'NOT_OFFERED' })
    expect(parts([PLAIN, gone], request(1, { time: '17:00' }))).toEqual(['100 at 1'])
  })
})

describe('cache lifetimes', () => {
  const [hour, plain] = [option('cache-write', '4', { cacheLifetime: '1h' }), option('cache-write', '2')]
  test('the one asked for before none', () => {
    expect(parts([plain, hour], request(1))).toEqual(['100 at 2'])
    expect(parts([plain, hour], request(1, { cacheLifetime: '1h' }))).toEqual(['100 at 4'])
    expect(parts([hour], request(1))).toEqual(['100 CONDITIONS'])
    expect(ruleOf([plain], request(1, { cacheLifetime: '1h' }))).toBe(
      'the plain price; no price names a cache lifetime of 1h',
    )
  })
})

test('none, unknown and not offered are three things', () => {
  expect(parts([], request(1))).toEqual(['100 NO_PRICE'])
  expect(parts([option('input', null)], request(1))).toEqual(['100 UNKNOWN'])
  expect(parts([option('input', null, { state: 'NOT_OFFERED' })], request(1))).toEqual(['100 NOT_OFFERED'])
})

test('the rule is a rule: an id that ends in its version, and a text of sentences', () => {
  expect(CONDITIONS_RULE.id).toBe(`${CONDITIONS_RULE.subject}-${CONDITIONS_RULE.version}`)
  expect(CONDITIONS_RULE.text).toMatch(/^[A-Z].{500,}\.$/)
})

/** Options of one meter, each with its own conditions. */
const options = fc.uniqueArray(
  fc
    .record({
      tier: fc.constantFrom('standard', 'batch'),
      amount: fc.constantFrom(null, 100, 1000, 5000),
      isExcess: fc.boolean(),
      counts: fc.constantFrom('PROMPT' as const, 'TOTAL' as const),
      window: fc.constantFrom(null, { from: '16:00', to: '02:00' }, { from: '09:00', to: '12:00' }),
      cacheLifetime: fc.constantFrom(null, '1h'),
      point: price,
    })
    .map(({ amount, isExcess, counts, point, ...more }) =>
      option('input', point, {
        ...more,
        threshold: amount === null ? null : threshold(amount, { isExcess, counts }),
      }),
    ),
  { selector: (o) => o.id, maxLength: 14 },
)
const requests = fc.record({
  prompt: fc.integer({ min: 0, max: 9000 }),
  tier: fc.constantFrom('standard', 'batch'),
  time: fc.constantFrom(null, '00:30', '10:00', '20:00'),
  cacheLifetime: fc.constantFrom(null, '1h'),
})

test('whatever the prices, the parts add up to the quantity, none is empty, and order does not matter', () => {
  fc.assert(
    fc.property(
      options,
      requests,
      fc.integer({ min: 1, max: 9000 }),
      fc.nat(),
      (all, asked, quantity, seed) => {
        const { prompt, ...more } = asked
        const found = choose(all, request(prompt, more), new Decimal(quantity))
        const sum = found.reduce((s, p) => s.add(p.quantity), new Decimal(0))
        expect(sum.toFixed()).toBe(String(quantity))
        expect(found.every((p) => p.quantity.gt(0) && p.quantity.isInteger())).toBe(true)
        const shuffled = [...all].sort(
          (a, b) => ((a.id.length * 31 + seed) % 7) - ((b.id.length * 17 + seed) % 5),
        )
        expect(parts(shuffled, request(prompt, more), quantity)).toEqual(
          parts(all, request(prompt, more), quantity),
        )
      },
    ),
    { numRuns: 2000 },
  )
})
