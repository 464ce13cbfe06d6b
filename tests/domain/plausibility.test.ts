import { describe, expect, test } from 'vitest'
import { suspicions } from '../../src/domain/belief/plausibility.ts'
import type { Candidate } from '../../src/domain/belief/rule.ts'
import { claim, date, PRICE_STEP } from '../helpers/candidates.ts'
import { said } from '../helpers/quantities.ts'

const OFFICIAL = { isOfficial: true, isOriginal: true }
const idsOf = (list: readonly Candidate[], step: number | null = null) =>
  suspicions(list, step).map((s) => s.claim.id)
const found = (list: readonly Candidate[], step: number | null = null) =>
  suspicions(list, step).map((s) => [
    s.claim.id,
    s.beside!.against.id,
    s.beside!.factor.toSignificantDigits(6).toString(),
    s.cause,
  ])

describe('a number far off its rival is suspect, and the likely cause is named', () => {
  test.each([
    [
      'per token for per million',
      '3',
      'USD/Mtok',
      '0.000003',
      'USD/Mtok',
      '1000000',
      /per token taken for one per million/,
    ],
    [
      'per million in the unit of per token',
      '3',
      'USD/Mtok',
      '3',
      'USD/tok',
      '1000000',
      /per token taken for one per million/,
    ],
    ['per thousand for per million', '3', 'USD/Mtok', '0.003', 'USD/Mtok', '1000', /per thousand tokens/],
    ['cents for dollars', '0.08', 'USD/kWh', '8', 'USD/kWh', '100', /cents taken for dollars/],
    [
      '140 trillion told as 1.4 quadrillion',
      '140e12',
      'tok/d',
      '1.4e15',
      'tok/d',
      '10',
      /shifted decimal point/,
    ],
    ['8.7 trillion told as 87', '8.7', 'Ttok/wk', '87', 'Ttok/wk', '10', /shifted decimal point/],
    ['30兆 read as 30 million', '30e12', 'tok/d', '30e6', 'tok/d', '1000000', /兆 misread/],
    ['10千万亿 read as 10万亿', '10e15', 'tok/a', '10e12', 'tok/a', '1000', /千万亿 is 10\^15/],
    ['万 lost', '140e12', 'tok/d', '140e8', 'tok/d', '10000', /万 \(10\^4\) lost/],
    [
      'per week for per day',
      '12.96e12',
      'tok/wk',
      '12.96e12',
      'tok/d',
      '7',
      /per week taken for one per day/,
    ],
    [
      'per month for per day',
      '3e15',
      'tok/mo',
      '3e15',
      'tok/d',
      '30.4369',
      /per month taken for one per day/,
    ],
    ['per year for per day', '3e15', 'tok/a', '3e15', 'tok/d', '365.243', /per year taken for one per day/],
    ['no cause that we know', '1', 'x', '47', 'x', '47', null],
  ] as const)('%s', (_, right, unit, wrong, wrongUnit, factor, cause) => {
    const first = claim(right, unit, OFFICIAL)
    const second = claim(wrong, wrongUnit)
    const [suspicion, ...others] = suspicions([second, first], null)
    expect(others).toEqual([])
    expect(suspicion).toMatchObject({
      claim: { id: second.id },
      beside: { against: { id: first.id }, isRival: true },
    })
    expect(suspicion!.beside!.factor.toSignificantDigits(6).toString()).toBe(factor)
    if (cause) expect(suspicion!.cause).toMatch(cause)
    else expect(suspicion!.cause).toBeNull()
  })

  test('less than ten times is a disagreement, ten times a suspicion', () => {
    expect(idsOf([claim('1', 'x', OFFICIAL), claim('9.99', 'x')])).toEqual([])
    expect(idsOf([claim('1', 'x', OFFICIAL), claim('10', 'x')])).toHaveLength(1)
    expect(idsOf([claim('1', 'x', OFFICIAL), claim('0.1', 'x')])).toHaveLength(1)
  })

  test('the factor of a week matters for counts of tokens alone', () => {
    expect(idsOf([claim('7', 'USD/Mtok', OFFICIAL), claim('1', 'USD/Mtok')])).toEqual([])
    expect(idsOf([claim('7', 'x', OFFICIAL), claim('1', 'x')])).toEqual([])
    // Within one per cent of it, as counts are rounded.
    expect(idsOf([claim('7.05', 'tok/d', OFFICIAL), claim('1', 'tok/d')])).toHaveLength(1)
    expect(idsOf([claim('7.2', 'tok/d', OFFICIAL), claim('1', 'tok/d')])).toEqual([])
  })

  test('ranges are compared at their nearest ends, open ones at the bound that they name', () => {
    expect(idsOf([claim('1..5', 'x', OFFICIAL), claim('40..90', 'x')])).toEqual([])
    expect(idsOf([claim('1..5', 'x', OFFICIAL), claim('50..90', 'x')])).toHaveLength(1)
    expect(idsOf([claim('>100', 'x', OFFICIAL), claim('>1000', 'x')])).toHaveLength(1)
    expect(idsOf([claim('<100', 'x', OFFICIAL), claim('999', 'x')])).toEqual([])
    expect(idsOf([claim('1..50', 'x', OFFICIAL), claim('40', 'x')])).toEqual([])
  })

  test.each([
    ['another currency', claim('3', 'USD/Mtok', OFFICIAL), claim('300', 'CNY/Mtok')],
    ['free', claim('3', 'USD/Mtok', OFFICIAL), claim('0', 'USD/Mtok')],
    ['not offered', claim('3', 'USD/Mtok', OFFICIAL), claim('1', 'x', { value: null })],
    ['a repeat', claim('3', 'USD/Mtok', OFFICIAL), claim('300', 'USD/Mtok', { isRepeat: true })],
    [
      'another time',
      claim('3', 'x', OFFICIAL),
      claim('300', 'x', { validFrom: date('2026-04'), validTo: null }),
    ],
    ['the same source', claim('3', 'x', { sourceSlug: 's' }), claim('300', 'x', { sourceSlug: 's' })],
    ['below zero', claim('3', 'x', OFFICIAL), claim('-300', 'x')],
  ] as const)('%s is not compared', (_, first, second) => {
    expect(idsOf([first, second])).toEqual([])
  })

  test('it is suspect only when far off all of its rivals, and what is suspect itself is no measure', () => {
    const right = claim('1', 'x', { rank: 1 })
    const between = claim('8', 'x', { rank: 2 })
    const far = claim('60', 'x', { rank: 3 })
    expect(idsOf([right, between, far])).toEqual([])
    const wrong = claim('20', 'x', { rank: 2 })
    expect(found([right, wrong, far])).toEqual([
      [wrong.id, right.id, '20', null],
      [far.id, right.id, '60', null],
    ])
  })

  test('an undated number is no evidence against a dated one, but a dated one is against it', () => {
    const undated = { validFrom: null, validTo: null }
    const old = claim('300', 'x', { ...undated, rank: 1 })
    const dated = claim('3', 'x')
    expect(idsOf([old, dated])).toEqual([])
    const other = claim('300', 'x', undated)
    expect(idsOf([dated, other])).toEqual([other.id])
    expect(idsOf([claim('3', 'x', undated), claim('300', 'x', undated)])).toHaveLength(1)
  })
})

describe('who is believed first', () => {
  test.each([
    ['the lower rank', { rank: 1 }, {}],
    ['the original', { isOriginal: true }, {}],
    ['the older statement', { statedOn: date('2026-01') }, { statedOn: date('2026-02') }],
    ['what says when it was stated', { statedOn: date('2026-01') }, {}],
    ['the first in the alphabet', { sourceSlug: 'a' }, { sourceSlug: 'b' }],
  ] as const)('%s', (_, better, worse) => {
    const first = claim('1', 'x', better)
    const second = claim('100', 'x', worse)
    expect(idsOf([second, first])).toEqual([second.id])
    const turned = [claim('100', 'x', better), claim('1', 'x', worse)]
    expect(idsOf(turned)).toEqual([turned[1]!.id])
  })
})

describe('the tenfold cut of a cache price that was real', () => {
  const before = claim('0.028', 'USD/Mtok', { validFrom: date('2026-01'), validTo: date('2026-04') })
  const cut = (more: Partial<Candidate> = {}) =>
    claim('0.0028', 'USD/Mtok', { validFrom: date('2026-04'), validTo: null, ...more })

  test('is suspect while one secondary page alone says so', () => {
    const after = cut()
    const [suspicion] = suspicions([before, after], PRICE_STEP)
    expect(suspicion).toMatchObject({
      claim: { id: after.id },
      beside: { against: { id: before.id }, isRival: false },
    })
    expect(suspicion!.beside!.factor.toString()).toBe('10')
  })

  test('is believed once a second publisher says the same, within five per cent', () => {
    expect(idsOf([before, cut(), cut()], PRICE_STEP)).toEqual([])
    const nearly = { value: { ...said('0.00293'), unit: 'USD/Mtok' } }
    expect(idsOf([before, cut(), cut(nearly)], PRICE_STEP)).toEqual([])
    const [one, other] = [cut(), cut({ value: { ...said('0.002'), unit: 'USD/Mtok' } })]
    expect(idsOf([before, one, other], PRICE_STEP)).toEqual([one.id, other.id])
  })

  test('is not confirmed by the same publisher, by a repeat, or by what held at another time', () => {
    const one = cut({ publisherSlug: 'same' })
    expect(idsOf([before, one, cut({ publisherSlug: 'same' })], PRICE_STEP)).toContain(one.id)
    expect(idsOf([before, one, cut({ isRepeat: true })], PRICE_STEP)).toEqual([one.id])
    const later = cut({ validFrom: date('2026-09') })
    const ended = cut({ validTo: date('2026-05') })
    expect(idsOf([before, ended, later], PRICE_STEP)).toEqual([ended.id, later.id])
  })

  test('is believed at once from a first-party source, or where our editors say why', () => {
    expect(idsOf([before, cut({ isOfficial: true })], PRICE_STEP)).toEqual([])
    expect(idsOf([before, cut({ plausible: 'announced by the maker' })], PRICE_STEP)).toEqual([])
  })

  test('is the measure of what comes after it, once it is believed', () => {
    const next = claim('0.003', 'USD/Mtok', { validFrom: date('2026-06'), validTo: null })
    const official = cut({ isOfficial: true, validTo: date('2026-06') })
    expect(idsOf([before, official, next], PRICE_STEP)).toEqual([])
    // While it is suspect, what follows is measured by what stood before.
    const one = cut({ validTo: date('2026-06') })
    expect(idsOf([before, one, next], PRICE_STEP)).toEqual([one.id])
  })
})

test('use may grow tenfold from one period to the next, a price may not', () => {
  const [june, december] = [
    claim('1e12', 'tok/d', { validFrom: date('2025-06'), validTo: date('2025-07') }),
    claim('30e12', 'tok/d', { validFrom: date('2025-12'), validTo: date('2026-01') }),
  ]
  expect(idsOf([june, december], null)).toEqual([])
  expect(idsOf([june, december], PRICE_STEP)).toEqual([december.id])
})

test('a number that was computed lifts no mark: it may have been computed from the very claim', () => {
  const far = claim('14000', 'tok/d', { sourceSlug: 'z' })
  const near = claim('140', 'tok/d', { sourceSlug: 'a' })
  const copy = claim('14000', 'tok/d', { sourceSlug: 'm', isDerived: true })
  expect(idsOf([near, far])).toEqual([far.id])
  expect(new Set(idsOf([near, far, copy]))).toEqual(new Set([far.id, copy.id]))
  expect(idsOf([near, far, { ...copy, isDerived: false }])).toEqual([])
})
