import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { suspicions } from '../../src/domain/belief/plausibility.ts'
import { type Candidate, DEFAULT_RANK } from '../../src/domain/belief/rule.ts'
import { resolveTimeline, withUndated } from '../../src/domain/belief/timeline.ts'
import { quantities, said } from '../helpers/quantities.ts'

const PRICE_STEP = 10
const idsOf = (list: readonly Candidate[], step: number | null) =>
  suspicions(list, step).map((s) => s.claim.id)

describe('whatever is claimed', () => {
  const month = (n: number) => new Date(Date.UTC(2026, n, 1))
  const candidate = fc
    .record({
      value: fc.oneof(
        fc.constantFrom('1', '10', '7', '100', '~1.02', '0', '>=10', '1..3').map(said),
        quantities(-5, 99),
      ),
      unit: fc.constantFrom('tok/d', 'tok/d', 'tok/wk', 'USD/Mtok', 'people'),
      source: fc.integer({ min: 0, max: 5 }),
      from: fc.option(fc.integer({ min: 0, max: 4 })),
      length: fc.option(fc.integer({ min: 1, max: 3 })),
      isRepeat: fc.boolean(),
      rank: fc.constantFrom(20, DEFAULT_RANK),
      isOriginal: fc.boolean(),
      isDerived: fc.boolean(),
      isOfficial: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      plausible: fc.integer({ min: 0, max: 5 }).map((n) => (n === 0 ? 'announced' : null)),
      stated: fc.option(fc.integer({ min: 0, max: 2 })),
      isText: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    })
    .map(({ value, unit, source, from, length, stated, isText, ...c }) => ({
      ...c,
      value: isText ? null : { ...value, unit },
      sourceSlug: `s${source}`,
      publisherSlug: `p${source % 3}`,
      validFrom: from === null ? null : month(from),
      validTo: length === null ? null : month((from ?? 0) + length),
      statedOn: stated === null ? null : month(stated),
    }))
  const claims = fc
    .array(candidate, { minLength: 1, maxLength: 8 })
    .map((list): Candidate[] => list.map((c, i) => ({ ...c, factId: 'fact', id: `clm_${i}`, key: `k${i}` })))
  const two = claims.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  const steps = fc.constantFrom(null, PRICE_STEP)
  const carry = fc.constantFrom('UNTIL_NEXT' as const, 'STATED' as const)
  const RUNS = { numRuns: 2000 }

  function judged(list: readonly Candidate[], step: number | null, how: 'UNTIL_NEXT' | 'STATED') {
    const suspect = new Set(idsOf(list, step))
    const periods = withUndated(resolveTimeline(list, how, suspect), list, month(3), suspect)
    return { suspect, periods }
  }

  test('the suspects and all answers are the same in any order of claims', () => {
    fc.assert(
      fc.property(two, steps, carry, ([list, shuffled], step, how) => {
        const told = (claims: readonly Candidate[]) =>
          suspicions(claims, step).map((s) => [
            s.claim.id,
            s.beside!.against.id,
            String(s.beside!.factor),
            s.cause,
          ])
        expect(told(shuffled)).toEqual(told(list))
        expect(judged(shuffled, step, how).periods).toEqual(judged(list, step, how).periods)
      }),
      RUNS,
    )
  })

  test('a suspect claim is never preferred, and every fact with claims keeps an answer', () => {
    fc.assert(
      fc.property(claims, steps, carry, (list, step, how) => {
        const { suspect, periods } = judged(list, step, how)
        expect(periods.length).toBeGreaterThan(0)
        for (const p of periods) {
          expect(suspect).not.toContain(p.claim.id)
          for (const c of [...p.rivals, ...p.undated]) expect(suspect).not.toContain(c.id)
        }
      }),
      RUNS,
    )
  })

  test('no claim is marked twice, and none that is first-party, vouched for or a repeat', () => {
    fc.assert(
      fc.property(claims, steps, (list, step) => {
        const marked = suspicions(list, step)
        expect(new Set(marked.map((s) => s.claim.id)).size).toBe(marked.length)
        for (const { claim: c, beside } of marked) {
          expect(c.isOfficial || c.plausible || c.isRepeat).toBeFalsy()
          expect(beside!.against.id).not.toBe(c.id)
        }
      }),
      RUNS,
    )
  })
})
