/** Which kind of disagreement a rule tells from what stands elsewhere, and in which order the rules are tried. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DISAGREEMENT_KINDS, type Stated, type StatedPrice } from '../../src/domain/belief/disagreement.ts'
import { likelyKind } from '../../src/domain/belief/disagreement-kind.ts'
import {
  beside,
  contested,
  day,
  elsewhere,
  from,
  kindOf,
  pair,
  stated,
  until,
} from '../helpers/disagreement.ts'

describe('where nothing differs', () => {
  test('there is no kind, also beside what cannot be compared', () => {
    expect(kindOf({ answer: stated('a', '2'), rivals: [] })).toBeNull()
    expect(kindOf(pair('2', '2'))).toBeNull()
    expect(kindOf({ answer: stated('a', '2'), rivals: [stated('b', '5', { unit: 'USD/s' })] })).toBeNull()
    // 0.002 dollars per thousand tokens are 2 per million.
    expect(
      kindOf({ answer: stated('a', '2'), rivals: [stated('b', '0.002', { unit: 'USD/ktok' })] }),
    ).toBeNull()
  })
})

describe('UNKNOWN', () => {
  test('is what no rule tells, and quotes the two numbers', () => {
    const found = likelyKind(contested(pair('2', '3')))!
    expect(found).toMatchObject({ kind: 'UNKNOWN', evidence: [expect.anything(), expect.anything()] })
    expect(found.reason).toBe('3 USD/Mtok (b) and 2 USD/Mtok (a) differ, and no rule tells why.')
    expect(likelyKind(contested(pair('0', '3')))!.reason).toContain('zero may mean that it is free')
    const same = { answer: stated('a', '2'), rivals: [stated('a', '3')] }
    expect(likelyKind(contested(same))!.reason).toContain('one source states both')
  })
  test('also where a rival that lies nearer could be explained', () => {
    const rivals = [stated('c', '3'), stated('b', '9')]
    expect(
      kindOf({ answer: stated('a', '2'), rivals, claims: [stated('d', '3', until('2026-02-01'))] }),
    ).toBe('UNKNOWN')
    expect(
      kindOf({ answer: stated('a', '2'), rivals, claims: [stated('d', '9', until('2026-02-01'))] }),
    ).toBe('DIFFERENT_DATES')
  })
})

describe('SWAPPED', () => {
  const siblings = [beside('a', '3', { meter: 'input' }), beside('b', '2', { meter: 'input' })]
  test('takes both numbers of both sources', () => {
    expect(kindOf({ ...pair('2', '3'), price: { siblings } })).toBe('SWAPPED')
    expect(kindOf({ ...pair('2', '3'), price: { siblings: siblings.slice(0, 1) } })).toBe('UNKNOWN')
    const other = [siblings[0]!, beside('b', '2', { meter: 'input', terms: 'batch tier' })]
    expect(kindOf({ ...pair('2', '3'), price: { siblings: other } })).toBe('UNKNOWN')
  })
  test('is tried before all others', () => {
    expect(
      kindOf({
        answer: stated('a', '2', { statedFrom: day('2026-05-01') }),
        rivals: [stated('b', '3', { statedOn: day('2026-04-01') })],
        price: { siblings },
      }),
    ).toBe('SWAPPED')
  })
})

describe('DIFFERENT_DATES', () => {
  test('where one statement is older than the start that the other states', () => {
    const given = (seen: string, start: string) => ({
      answer: stated('a', '2', { statedFrom: day(start) }),
      rivals: [stated('b', '3', { statedOn: day(seen) })],
    })
    expect(kindOf(given('2026-04-30', '2026-05-01'))).toBe('DIFFERENT_DATES')
    expect(kindOf(given('2026-05-01', '2026-05-01'))).toBe('UNKNOWN')
    const ended = {
      answer: stated('a', '2', { statedOn: day('2026-04-30') }),
      rivals: [stated('b', '3', { statedFrom: day('2026-05-01'), ...until('2026-05-10') })],
    }
    expect(likelyKind(contested(ended))!.reason).not.toContain('holds since')
    const reason = likelyKind(contested(given('2026-04-30', '2026-05-01')))!.reason
    expect(reason).toBe(
      '2 USD/Mtok (a) holds since 1 May 2026, as its source says; 3 USD/Mtok (b) was last seen before that, on 30 April 2026.',
    )
  })
  test('where the number is that of an earlier, a later or a called-off time', () => {
    const reason = (claim: Stated) => likelyKind(contested({ ...pair('2', '3'), claims: [claim] }))!.reason
    expect(reason(stated('a', '3', until('2026-02-01')))).toContain(
      'states for an earlier time, until 1 February 2026',
    )
    expect(reason(stated('c', '3', from('2026-09-01')))).toContain('c announces from 1 September 2026')
    expect(reason(stated('a', '3', { periods: [], statedFrom: day('2026-05-01') }))).toContain('called off')
    // Of another number, or of now, it explains nothing.
    for (const claim of [
      stated('c', '4', until('2026-02-01')),
      stated('c', '3'),
      stated('c', '3', { periods: [{ validFrom: null, validTo: null }] }),
    ])
      expect(kindOf({ ...pair('2', '3'), claims: [claim] })).toBe('UNKNOWN')
  })
  test('where a rival ended within the time of the answer', () => {
    const found = likelyKind(
      contested({ answer: stated('a', '2'), rivals: [stated('b', '3', until('2026-02-01'))] }),
    )!
    expect(found.kind).toBe('DIFFERENT_DATES')
    expect(found.reason).toContain('is what its source states for an earlier time')
  })
  test('of facts that are no prices, too', () => {
    expect(kindOf({ ...pair('2', '3'), claims: [stated('a', '3', until('2026-02-01'))], price: null })).toBe(
      'DIFFERENT_DATES',
    )
  })
})

describe('TIER_AS_BASE', () => {
  const batch = (source: string) => beside(source, '3', { terms: 'batch tier' })
  test('where another source states the number under other conditions', () => {
    expect(kindOf({ ...pair('2', '3'), price: { siblings: [batch('a')] } })).toBe('TIER_AS_BASE')
    expect(kindOf({ ...pair('3', '2'), price: { siblings: [batch('b')] } })).toBe('TIER_AS_BASE')
    expect(kindOf({ ...pair('2', '3'), price: { siblings: [beside('a', '3', { lifetime: '1h' })] } })).toBe(
      'TIER_AS_BASE',
    )
    const reason = likelyKind(contested({ ...pair('2', '3'), price: { siblings: [batch('a')] } }))!.reason
    expect(reason).toBe(
      '3 USD/Mtok (b) equals the price under other conditions (batch tier), as a states it.',
    )
  })
  test('not where its own source states both, or it was another time', () => {
    expect(kindOf({ ...pair('2', '3'), price: { siblings: [batch('b')] } })).toBe('UNKNOWN')
    const ended = { ...batch('a'), ...until('2026-02-01') }
    expect(kindOf({ ...pair('2', '3'), price: { siblings: [ended] } })).toBe('UNKNOWN')
  })
  test('a region beside no region explains, one region beside another does not, nor does another endpoint', () => {
    const region = (more: Partial<StatedPrice>) =>
      beside('a', '3', { offer: 'acme/one+us', isBase: false, ...more })
    expect(kindOf({ ...pair('2', '3'), price: { siblings: [region({})] } })).toBe('TIER_AS_BASE')
    expect(
      kindOf({ ...pair('2', '3'), price: { siblings: [region({})], isBase: false, offer: 'acme/one+eu' } }),
    ).toBe('UNKNOWN')
    expect(kindOf({ ...pair('2', '3'), price: { siblings: [region({ endpoint: 'old' })] } })).toBe('UNKNOWN')
  })
})

describe('OTHER_METER', () => {
  const of = (meter: string, own: string) =>
    kindOf({ ...pair('2', '3'), price: { meter: own, siblings: [beside('a', '3', { meter })] } })
  test('where the number is that of another meter of the same side', () => {
    expect(of('output-image', 'output')).toBe('OTHER_METER')
    expect(of('input', 'input-audio')).toBe('OTHER_METER')
    expect(of('input', 'cache-read')).toBe('OTHER_METER')
    expect(of('input', 'output')).toBe('UNKNOWN')
  })
  test('other conditions of the meter come first', () => {
    const siblings = [beside('a', '3', { meter: 'output-image' }), beside('a', '3', { terms: 'batch tier' })]
    expect(kindOf({ ...pair('2', '3'), price: { siblings } })).toBe('TIER_AS_BASE')
  })
})

describe('RESELLER_PRICE', () => {
  const odd = { answer: stated('a', '0.28'), rivals: [stated('b', '0.2288')] }
  const siblings = [beside('a', '0.2', { meter: 'input' }), beside('b', '0.1144', { meter: 'input' })]
  const there = [elsewhere('Bazaar', 'c', '0.2288'), elsewhere('Bazaar', 'c', '0.1144', { meter: 'input' })]
  test("where two numbers given for the maker's own offer are another seller's", () => {
    expect(kindOf({ ...odd, price: { siblings, elsewhere: there } })).toBe('RESELLER_PRICE')
    expect(kindOf({ ...odd, price: { siblings, elsewhere: there, isMakersOwn: false } })).toBe('UNKNOWN')
    expect(kindOf({ ...odd, price: { siblings, elsewhere: there.slice(0, 1) } })).toBe('UNKNOWN')
    expect(kindOf({ ...odd, price: { siblings: siblings.slice(1), elsewhere: there } })).toBe('UNKNOWN')
  })
  test('not where resellers pass on either price, or more sources state it', () => {
    const more = (...sellers: string[]) => [...there, ...sellers.map((s) => elsewhere(s, 'c', '0.2288'))]
    expect(kindOf({ ...odd, price: { siblings, elsewhere: more('Souk') } })).toBe('RESELLER_PRICE')
    expect(kindOf({ ...odd, price: { siblings, elsewhere: more('Souk', 'Agora') } })).toBe('UNKNOWN')
    expect(
      kindOf({ ...odd, price: { siblings, elsewhere: [...there, elsewhere('Souk', 'c', '0.28')] } }),
    ).toBe('UNKNOWN')
    const rivals = [...odd.rivals, stated('d', '0.2288')]
    expect(kindOf({ ...odd, rivals, price: { siblings, elsewhere: there } })).toBe('UNKNOWN')
  })
  test('not for a round number', () => {
    const round = [elsewhere('Bazaar', 'c', '0.2'), elsewhere('Bazaar', 'c', '0.1144', { meter: 'input' })]
    expect(kindOf({ ...pair('0.28', '0.2'), price: { siblings, elsewhere: round } })).toBe('UNKNOWN')
  })
})

test('the kind depends neither on the order of what is given nor on which of two numbers is preferred', () => {
  const amount = fc.constantFrom('0', '0.2', '0.22', '0.28', '2', '2.2', '3', '30', '0.2288')
  const period = fc.constantFrom(until('2026-02-01'), from('2026-09-01'), from('2026-01-01'), { periods: [] })
  const claim = fc.record({ source: fc.constantFrom('a', 'b', 'c'), point: amount, period })
  const place = fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    point: amount,
    meter: fc.constantFrom('output', 'input', 'output-image'),
    terms: fc.constantFrom('', 'batch tier'),
  })
  const world = fc.record({
    a: amount,
    b: amount,
    claims: fc.array(claim, { maxLength: 4 }),
    places: fc.array(place, { maxLength: 5 }),
  })
  // One source states two numbers of one price.
  const batch = (source: string, point: string) => ({ source, point, meter: 'output', terms: 'batch tier' })
  const ambiguous = {
    a: '2.2',
    b: '0.22',
    claims: [],
    places: [batch('a', '0'), batch('a', '0.2'), batch('b', '0')],
  }
  const seen = new Set<string>()
  fc.assert(
    fc.property(world, ({ a, b, claims, places }) => {
      const [answer, rival] = [stated('a', a), stated('b', b)]
      const others = claims.map((c) => stated(c.source, c.point, c.period))
      const siblings = places
        .filter((p) => p.meter !== 'output' || p.terms !== '')
        .map(({ source, point, ...more }) => beside(source, point, more))
      const kind = kindOf({ answer, rivals: [rival], claims: others, price: { siblings } })
      seen.add(kind ?? 'none')
      expect(
        kindOf({
          answer,
          rivals: [rival],
          claims: others.toReversed(),
          price: { siblings: siblings.toReversed() },
        }),
      ).toBe(kind)
      expect(kindOf({ answer: rival, rivals: [answer], claims: others, price: { siblings } })).toBe(kind)
    }),
    { numRuns: 500, examples: [[ambiguous as never]] },
  )
  expect(seen.size).toBeGreaterThan(5)
})

test('every kind has a sentence', () => {
  for (const text of Object.values(DISAGREEMENT_KINDS)) expect(text).toMatch(/^[A-Z].*\.$/)
})
