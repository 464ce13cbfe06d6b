/** Claims as the rules of belief see them. */
import { type Candidate, DEFAULT_RANK } from '../../src/domain/belief/rule.ts'
import { said } from './quantities.ts'

export const date = (text: string) => new Date(`${text}-01T00:00:00Z`)
/** How many times a price may change at once. */
export const PRICE_STEP = 10

let made = 0
/** A claim of a secondary page with a source and publisher of its own. */
export function claim(value: string, unit: string, more: Partial<Candidate> = {}): Candidate {
  const n = ++made
  return {
    ...{
      id: `clm_${String(n).padStart(4, '0')}`,
      factId: 'fact',
      sourceSlug: `page-${n}`,
      key: 'k',
      publisherSlug: `publisher-${n}`,
    },
    ...{
      value: { ...said(value), unit },
      plausible: null,
      validFrom: date('2026-03'),
      validTo: date('2026-04'),
    },
    ...{ isRepeat: false, isOriginal: false, isDerived: false, isOfficial: false },
    ...{ rank: DEFAULT_RANK, statedOn: null },
    ...more,
  }
}
