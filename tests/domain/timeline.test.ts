import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candidate, compareCandidates, DEFAULT_RANK } from '../../src/domain/belief/rule.ts'
import {
  type ResolvedPeriod,
  resolveTimeline,
  standingAt,
  withUndated,
} from '../../src/domain/belief/timeline.ts'

const DAY = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * DAY)

/** What preference does not look at. */
const UNUSED = { factId: 'fact', sourceSlug: 's', publisherSlug: 'p', value: null, plausible: null }

/** Few days, ranks and ids, so that claims overlap, meet and tie often. */
const candidate = fc
  .record({
    from: fc.option(fc.integer({ min: 0, max: 12 })),
    length: fc.option(fc.integer({ min: 1, max: 6 })),
    isRepeat: fc.boolean(),
    rank: fc.constantFrom(20, DEFAULT_RANK),
    isOriginal: fc.boolean(),
    isDerived: fc.boolean(),
    isOfficial: fc.boolean(),
    stated: fc.option(fc.integer({ min: 0, max: 2 })),
  })
  .map(({ from, length, stated, ...c }) => ({
    ...c,
    validFrom: from === null ? null : day(from),
    validTo: length === null ? null : day((from ?? 0) + length),
    statedOn: stated === null ? null : day(stated),
  }))
const claims = fc
  .array(candidate, { minLength: 1, maxLength: 7 })
  .map((list): Candidate[] => list.map((c, i) => ({ ...c, ...UNUSED, id: `clm_${i}`, key: `k${i}` })))
const carry = fc.constantFrom('UNTIL_NEXT' as const, 'STATED' as const)
const RUNS = { numRuns: 1000 }

const isDated = (c: Candidate) => c.validFrom !== null || c.validTo !== null
const start = (p: { validFrom: Date | null }) => p.validFrom?.getTime() ?? -Infinity
const end = (p: { validTo: Date | null }) => p.validTo?.getTime() ?? Infinity
/** Midnights and noons of all days around the claims, and the time before them. */
const instants = [-Infinity, ...Array.from({ length: 48 }, (_, i) => day(-2).getTime() + (i * DAY) / 2)]
const answerAt = (periods: readonly ResolvedPeriod[], t: number) =>
  periods.find((p) => start(p) <= t && t < end(p))

describe('the timeline of a fact', () => {
  test('the order of claims does not matter', () => {
    fc.assert(
      fc.property(
        claims.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        carry,
        ([list, shuffled], how) => {
          expect(resolveTimeline(shuffled, how)).toEqual(resolveTimeline(list, how))
        },
      ),
      RUNS,
    )
  })

  test('periods are in order of time, not empty, do not overlap, and neighbours differ', () => {
    fc.assert(
      fc.property(claims, carry, (list, how) => {
        const periods = resolveTimeline(list, how)
        for (const p of periods) expect(start(p)).toBeLessThan(end(p))
        for (const [i, p] of periods.slice(1).entries()) {
          const before = periods[i]!
          expect(end(before)).toBeLessThanOrEqual(start(p))
          // Only a period that would have no bounds at all is cut in two, for it would look undated.
          const whole = before.validFrom === null && p.validTo === null
          if (end(before) === start(p) && !whole) expect(before.claim.id).not.toBe(p.claim.id)
        }
      }),
      RUNS,
    )
  })

  test('the winner of each instant stood at it, and nothing that stood there beats it', () => {
    fc.assert(
      fc.property(claims, carry, (list, how) => {
        const periods = resolveTimeline(list, how)
        const independent = list.filter((c) => !c.isRepeat)
        const speaking = independent.length > 0 ? independent : list
        if (!speaking.some(isDated)) return
        for (const t of instants) {
          const standing = standingAt(speaking, t, how)
          const winner = answerAt(periods, t)?.claim
          if (standing.length === 0) expect(winner).toBeUndefined()
          else expect(standing).toContain(winner)
          for (const c of standing)
            if (c !== winner) expect(compareCandidates(winner!, c).order).toBeLessThan(0)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a repeat never wins while an independent claim exists', () => {
    fc.assert(
      fc.property(claims, carry, (list, how) => {
        const winners = resolveTimeline(list, how).map((p) => p.claim)
        if (list.some((c) => !c.isRepeat)) expect(winners.filter((c) => c.isRepeat)).toEqual([])
        // Where all repeat something, they speak themselves: no fact with claims is without an answer.
        expect(winners.length).toBeGreaterThan(0)
      }),
      RUNS,
    )
  })

  test('an undated claim never answers while a dated one exists, else the best one without bounds', () => {
    fc.assert(
      fc.property(claims, carry, (list, how) => {
        const independent = list.filter((c) => !c.isRepeat)
        const speaking = independent.length > 0 ? independent : list
        const periods = resolveTimeline(list, how)
        if (speaking.some(isDated)) {
          expect(periods.every((p) => isDated(p.claim))).toBe(true)
        } else {
          expect(periods).toHaveLength(1)
          expect(periods[0]).toMatchObject({ validFrom: null, validTo: null })
          expect(periods[0]!.rivals).toHaveLength(speaking.length - 1)
        }
      }),
      RUNS,
    )
  })

  test('STATED answers exactly where a claim states it; UNTIL_NEXT answers from the first start on', () => {
    fc.assert(
      fc.property(claims, (list) => {
        const own = list.map((c) => ({ ...c, isRepeat: false })).filter(isDated)
        if (own.length === 0) return
        const stated = resolveTimeline(own, 'STATED')
        const carried = resolveTimeline(own, 'UNTIL_NEXT')
        const first = Math.min(...own.map(start))
        for (const t of instants) {
          const isStated = own.some((c) => start(c) <= t && t < end(c))
          expect(answerAt(stated, t) !== undefined).toBe(isStated)
          expect(answerAt(carried, t) !== undefined).toBe(t >= first)
          if (isStated) expect(answerAt(carried, t)?.claim).toEqual(answerAt(stated, t)?.claim)
        }
        expect(end(carried.at(-1)!)).toBe(Infinity)
      }),
      { numRuns: 300 },
    )
  })

  test('the rivals of a period are all that stood beside its answer at any time within it, the best first', () => {
    fc.assert(
      fc.property(claims, carry, (list, how) => {
        const independent = list.filter((c) => !c.isRepeat)
        const speaking = independent.length > 0 ? independent : list
        if (!speaking.some(isDated)) return
        for (const p of resolveTimeline(list, how)) {
          const beside = instants
            .filter((t) => start(p) <= t && t < end(p))
            .flatMap((t) => standingAt(speaking, t, how).filter((c) => c.id !== p.claim.id))
          const rivals = [...new Set(beside)].sort((a, b) => compareCandidates(a, b).order)
          expect(p.rivals.map((c) => c.id)).toEqual(rivals.map((c) => c.id))
          expect(p.decidedBy).toBe(rivals[0] ? compareCandidates(p.claim, rivals[0]).step : 'ONLY')
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a suspect claim neither answers nor counts as a rival, and the rest answer as if it were not there', () => {
    fc.assert(
      fc.property(claims, carry, fc.nat({ max: 127 }), (list, how, mask) => {
        const suspect = new Set(list.filter((_, i) => mask & (1 << i)).map((c) => c.id))
        const independent = list.filter((c) => !c.isRepeat)
        const speaking = independent.length > 0 ? independent : list
        const periods = withUndated(resolveTimeline(list, how, suspect), list, day(6), suspect)
        const trusted = speaking.filter((c) => !suspect.has(c.id))
        const without = withUndated(resolveTimeline(trusted, how), trusted, day(6))
        expect(periods.map((p) => ({ ...p, suspect: [] }))).toEqual(without)
        for (const p of periods) {
          expect(new Set(p.suspect.map((c) => c.id)).size).toBe(p.suspect.length)
          for (const c of p.suspect) {
            expect(suspect).toContain(c.id)
            if (isDated(c) && p.validFrom) expect(end(c)).toBeGreaterThan(start(p))
          }
        }
      }),
      RUNS,
    )
  })

  test('undated claims mark one period at most: the newest that has begun', () => {
    fc.assert(
      fc.property(claims, carry, fc.integer({ min: -2, max: 20 }), (list, how, n) => {
        const now = day(n)
        const bare = resolveTimeline(list, how)
        const marked = withUndated(resolveTimeline(list, how), list, now)
        expect(marked.map((p) => ({ ...p, undated: [] }))).toEqual(bare)
        const begun = bare.filter((p) => start(p) <= now.getTime())
        const beside = list.filter((c) => !c.isRepeat && !isDated(c)).length
        for (const [i, p] of marked.entries())
          expect(p.undated).toHaveLength(i === begun.length - 1 && isDated(p.claim) ? beside : 0)
      }),
      RUNS,
    )
  })
})
