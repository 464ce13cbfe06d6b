/** Thousands of claims on one fact are compared with each other, and an import has to wait for it. */
import { expect, test } from 'vitest'
import { suspicions } from '../../src/domain/belief/plausibility.ts'
import { type Candidate, DEFAULT_RANK } from '../../src/domain/belief/rule.ts'
import { spreadOf } from '../../src/domain/belief/spread.ts'
import { resolveTimeline } from '../../src/domain/belief/timeline.ts'
import { said } from '../helpers/quantities.ts'

const COUNT = 3000
/** Looks at values: three for each pair that is compared, of which there are fewer than a fourth of all. */
const LOOKS = 0.75 * COUNT * COUNT

test('three thousand claims, half of them far off, are judged by a look at each pair of them', () => {
  let looks = 0
  const day = (n: number) => new Date(Date.UTC(2018, 0, 1 + n))
  const claims = Array.from({ length: COUNT }, (_, n): Candidate => {
    const id = String(n).padStart(5, '0')
    const about = {
      id: `clm_${id}`,
      factId: 'fact',
      sourceSlug: `page-${id}`,
      key: 'k',
      publisherSlug: 'paper',
    }
    const value = { ...said(n % 2 ? `${1 + (n % 5)}` : `${100_000 + n}`), unit: 'tok/d' }
    const standing = {
      isRepeat: false,
      rank: DEFAULT_RANK,
      isOriginal: true,
      isDerived: false,
      isOfficial: false,
    }
    return {
      ...about,
      ...standing,
      get value() {
        looks++
        return value
      },
      plausible: null,
      validFrom: day(n),
      validTo: null,
      statedOn: day(n),
    }
  })
  const suspect = new Set(suspicions(claims, null).map((s) => s.claim.id))
  const periods = resolveTimeline(claims, 'UNTIL_NEXT', suspect)
  const spreads = periods.map(spreadOf)
  expect([suspect.size, periods.length, spreads.at(-1)?.low]).toEqual([1500, 1500, '100000'])
  expect(looks).toBeLessThan(LOOKS)
})
