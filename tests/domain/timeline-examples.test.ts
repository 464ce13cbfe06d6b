import { describe, expect, test } from 'vitest'
import { type Candidate, DEFAULT_RANK, reasonText, STEPS } from '../../src/domain/belief/rule.ts'
import {
  endOfDay,
  type ResolvedPeriod,
  resolveTimeline,
  withUndated,
} from '../../src/domain/belief/timeline.ts'

const DAY = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * DAY)
const start = (p: { validFrom: Date | null }) => p.validFrom?.getTime() ?? -Infinity
const end = (p: { validTo: Date | null }) => p.validTo?.getTime() ?? Infinity
const answerAt = (periods: readonly ResolvedPeriod[], t: number) =>
  periods.find((p) => start(p) <= t && t < end(p))

const plain = {
  ...{ factId: 'fact', sourceSlug: 's', publisherSlug: 'p', value: null, plausible: null },
  ...{
    isRepeat: false,
    rank: DEFAULT_RANK,
    isOriginal: false,
    isDerived: false,
    isOfficial: false,
    statedOn: null,
  },
}
const claim = (
  id: string,
  from: number | null,
  to: number | null,
  more: Partial<Candidate> = {},
): Candidate => ({
  ...plain,
  id,
  key: id,
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
    ['RANK', { rank: 20 }, against, /rank its source 20 .*that of the next best claim 100\./],
    [
      'ORIGINAL',
      { isOriginal: true },
      { ...against, isOriginal: false },
      /^It is an original statement; the next best/,
    ],
    [
      'STANDING',
      { isOfficial: true },
      { ...against, isOriginal: false, isDerived: false, isOfficial: false },
      /^It comes from an official or first-party source; the next best claim does not\.$/,
    ],
    [
      'NEWEST',
      { statedOn: day(1) },
      { statedOn: day(0) },
      /a newer statement \(2026-01-02\) than the next best/,
    ],
    ['NEWEST', { statedOn: day(1) }, {}, /a newer statement \(2026-01-02\) than the next best/],
    ['TIE', {}, {}, /first in the alphabet is taken/],
  ] as const)('%s decides', (step, winner, rival, reason) => {
    // The rival's id is the smaller one, except where ids decide.
    const [best, other] = step === 'TIE' ? ['a', 'z'] : ['z', 'a']
    const list = [claim(best, 0, 1, winner), ...(rival ? [claim(other, 0, 1, rival)] : [])]
    const [period] = resolveTimeline(list, 'STATED')
    expect(period).toMatchObject({ claim: { id: best }, decidedBy: step })
    expect(period!.rivals.map((c) => c.id)).toEqual(rival ? [other] : [])
    expect(reasonText(step, period!)).toMatch(reason)
  })

  test('every step of the rule has a reason of its own, and all rivals are counted beside it', () => {
    const winner = claim('a', 0, 1, { statedOn: day(0) })
    const [b, c] = [claim('b', 0, 1), claim('c', 0, 1)]
    const contest = { claim: winner, rivals: [b, c], undated: [], suspect: [] }
    const reasons = STEPS.map((step) => reasonText(step, contest))
    expect(new Set(reasons).size).toBe(STEPS.length)
    for (const step of STEPS.slice(1)) {
      expect(reasonText(step, contest)).toMatch(/ In all, 2 other claims stand for this period\.$/)
      expect(reasonText(step, { ...contest, rivals: [b] })).not.toContain('In all')
    }
  })

  test('a reason speaks of the next best claim, whatever is true of those behind it', () => {
    // The third has another rank and no date; only the second decides what is said.
    const list = [
      claim('a', 0, 1, { statedOn: day(5) }),
      claim('b', 0, 1, { statedOn: day(4) }),
      claim('c', 0, 1, { rank: 900 }),
    ]
    const [period] = resolveTimeline(list, 'STATED')
    expect(period).toMatchObject({ decidedBy: 'NEWEST', rivals: [{ id: 'b' }, { id: 'c' }] })
    expect(reasonText(period!.decidedBy, period!)).toBe(
      'It is a newer statement (2026-01-06) than the next best claim. In all, 2 other claims stand for this period.',
    )
  })

  test('undated claims stand beside the newest period that has begun, and it says so', () => {
    const undated = [claim('u', null, null), claim('v', null, null)]
    const dated = [claim('a', 0, 4), claim('b', 4, 8), claim('c', 20, 24)]
    const marked = (list: Candidate[], now: Date) =>
      withUndated(resolveTimeline(list, 'STATED'), list, now).map((p) => p.undated.length)
    expect(marked([...dated, ...undated], day(5))).toEqual([0, 2, 0])
    expect(marked([...dated, ...undated], day(4))).toEqual([0, 2, 0])
    expect(marked([...dated, ...undated], day(12))).toEqual([0, 2, 0])
    expect(marked([...dated, ...undated], day(20))).toEqual([0, 0, 2])
    expect(marked([...dated, ...undated], day(-1))).toEqual([0, 0, 0])
    // A repeat is no rival.
    expect(marked([...dated, claim('r', null, null, { isRepeat: true })], day(5))).toEqual([0, 0, 0])
    // Without a dated claim an undated one answers, and the others are its rivals already.
    expect(marked(undated, day(5))).toEqual([0])

    const [, period] = withUndated(
      resolveTimeline([...dated, undated[0]!], 'STATED'),
      [...dated, undated[0]!],
      day(5),
    )
    expect(reasonText(period!.decidedBy, period!)).toBe(
      'It is the only dated claim for this period. An undated claim stands beside it.',
    )
    expect(reasonText('ONLY', { ...period!, undated })).toContain('2 undated claims stand beside it.')
  })

  test('suspect claims stand aside of the periods that they speak about, and the reason says so', () => {
    const list = [claim('a', 0, 4), claim('b', 4, 8), claim('s', 0, 2, { rank: 1 }), claim('u', null, null)]
    const suspect = new Set(['s', 'u'])
    const periods = withUndated(resolveTimeline(list, 'STATED', suspect), list, day(5), suspect)
    expect(drawn(periods)).toEqual([
      [0, 4, 'a'],
      [4, 8, 'b'],
    ])
    expect(periods.map((p) => p.suspect.map((c) => c.id))).toEqual([['s'], ['u']])
    expect(reasonText(periods[0]!.decidedBy, periods[0]!)).toBe(
      'It is the only claim for this period. A suspect claim stands aside.',
    )
    const two = { ...periods[0]!, suspect: [list[2]!, list[3]!] }
    expect(reasonText('ONLY', two)).toContain('2 suspect claims stand aside.')
    // Where all claims are suspect, nothing answers: the rule that marks them never marks all.
    expect(resolveTimeline([list[2]!], 'STATED', suspect)).toEqual([])
  })

  test('at a day means its last millisecond: on a day of change the later value answers', () => {
    const periods = resolveTimeline([claim('a', 0, 4), claim('b', 4, 8)], 'STATED')
    expect(answerAt(periods, endOfDay('2026-01-04'))?.claim.id).toBe('a')
    expect(answerAt(periods, endOfDay('2026-01-05'))?.claim.id).toBe('b')
    expect(endOfDay('2026-01-05') + 1).toBe(day(5).getTime())
  })
})
