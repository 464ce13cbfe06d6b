import { describe, expect, test } from 'vitest'
import { type Candidate, DEFAULT_RANK, reasonText, STEPS } from '../../src/domain/belief/rule.ts'
import { endOfDay, type ResolvedPeriod, resolveTimeline } from '../../src/domain/belief/timeline.ts'

const DAY = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * DAY)
const start = (p: { validFrom: Date | null }) => p.validFrom?.getTime() ?? -Infinity
const end = (p: { validTo: Date | null }) => p.validTo?.getTime() ?? Infinity
const answerAt = (periods: readonly ResolvedPeriod[], t: number) =>
  periods.find((p) => start(p) <= t && t < end(p))

const plain = { isRepeat: false, rank: DEFAULT_RANK, isOriginal: false, isOfficial: false, statedOn: null }
const claim = (
  id: string,
  from: number | null,
  to: number | null,
  more: Partial<Candidate> = {},
): Candidate => ({
  ...plain,
  id,
  validFrom: from === null ? null : day(from),
  validTo: to === null ? null : day(to),
  ...more,
})
const drawn = (periods: ResolvedPeriod[]) =>
  periods.map((p) => [
    p.validFrom && (start(p) - day(0).getTime()) / DAY,
    p.validTo && (end(p) - day(0).getTime()) / DAY,
    p.claim.id,
  ])

describe('examples of preference', () => {
  test.each([
    ['no claim', [], 'UNTIL_NEXT', []],
    ['one month, then nothing', [claim('a', 0, 5)], 'STATED', [[0, 5, 'a']]],
    ['one month, carried forward', [claim('a', 0, 5)], 'UNTIL_NEXT', [[0, null, 'a']]],
    [
      'a gap',
      [claim('a', 0, 2), claim('b', 4, 6)],
      'STATED',
      [
        [0, 2, 'a'],
        [4, 6, 'b'],
      ],
    ],
    [
      'a gap, carried',
      [claim('a', 0, 2), claim('b', 4, 6)],
      'UNTIL_NEXT',
      [
        [0, 4, 'a'],
        [4, null, 'b'],
      ],
    ],
    [
      'a better rival within',
      [claim('a', 0, 9), claim('b', 3, 5, { rank: 1 })],
      'STATED',
      [
        [0, 3, 'a'],
        [3, 5, 'b'],
        [5, 9, 'a'],
      ],
    ],
    ['a worse rival within', [claim('a', 0, 9), claim('b', 3, 5, { rank: 900 })], 'STATED', [[0, 9, 'a']]],
    [
      'carried: the one that ended last',
      [claim('a', 0, 4, { rank: 900 }), claim('b', 0, 3)],
      'UNTIL_NEXT',
      [
        [0, 3, 'b'],
        [3, null, 'a'],
      ],
    ],
    [
      'no start is stated',
      [claim('a', null, 4), claim('b', 4, null)],
      'STATED',
      [
        [null, 4, 'a'],
        [4, null, 'b'],
      ],
    ],
    [
      'undated beside dated',
      [claim('a', null, null, { rank: 1 }), claim('b', 2, 3)],
      'STATED',
      [[2, 3, 'b']],
    ],
    [
      'undated only',
      [claim('a', null, null), claim('b', null, null, { rank: 1 })],
      'STATED',
      [[null, null, 'b']],
    ],
    [
      'an undated original and its dated repeat',
      [claim('a', null, null), claim('b', 1, 2, { isRepeat: true })],
      'STATED',
      [[null, null, 'a']],
    ],
  ] as const)('%s', (_, list, how, expected) => {
    expect(drawn(resolveTimeline(list, how))).toEqual(expected)
  })

  // Each step decides although every later one would decide otherwise.
  const against = { isOriginal: true, isOfficial: true, statedOn: day(9) }
  test.each([
    ['ONLY', {}, null, /^It is the only claim for this period\.$/],
    ['RANK', { rank: 20 }, against, /rank its source 20 .*the one other claim/],
    ['ORIGINAL', { isOriginal: true }, { ...against, isOriginal: false }, /the original statement/],
    [
      'STANDING',
      { isOfficial: true },
      { ...against, isOriginal: false, isOfficial: false },
      /official or first-party/,
    ],
    ['NEWEST', { statedOn: day(1) }, { statedOn: day(0) }, /newest statement \(2026-01-02\)/],
    ['NEWEST', { statedOn: day(1) }, {}, /newest statement \(2026-01-02\)/],
    ['TIE', {}, {}, /the smaller id is taken/],
  ] as const)('%s decides', (step, winner, rival, reason) => {
    // The rival's id is the smaller one, except where ids decide.
    const [best, other] = step === 'TIE' ? ['a', 'z'] : ['z', 'a']
    const list = [claim(best, 0, 1, winner), ...(rival ? [claim(other, 0, 1, rival)] : [])]
    const [period] = resolveTimeline(list, 'STATED')
    expect(period).toMatchObject({ claim: { id: best }, decidedBy: step, rivals: list.length - 1 })
    expect(reasonText(step, period!.claim, period!.rivals)).toMatch(reason)
  })

  test('every step of the rule has a reason of its own, which counts the rivals', () => {
    const winner = claim('a', 0, 1, { statedOn: day(0) })
    expect(new Set(STEPS.map((step) => reasonText(step, winner, 2))).size).toBe(STEPS.length)
    for (const step of STEPS.slice(1)) expect(reasonText(step, winner, 2)).toContain('2 other claims')
  })

  test('at a day means its last millisecond: on a day of change the later value answers', () => {
    const periods = resolveTimeline([claim('a', 0, 4), claim('b', 4, 8)], 'STATED')
    expect(answerAt(periods, endOfDay('2026-01-04'))?.claim.id).toBe('a')
    expect(answerAt(periods, endOfDay('2026-01-05'))?.claim.id).toBe('b')
    expect(endOfDay('2026-01-05') + 1).toBe(day(5).getTime())
  })
})
