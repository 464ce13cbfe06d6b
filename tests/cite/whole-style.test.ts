/** A list by APA is that of the whole style, though the parts for citations within a text are left out. */
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bibliographyText } from '../../src/cite/engine.ts'
import { type CslItem, toCsl } from '../../src/cite/item.ts'

const KINDS = [
  'ARTICLE',
  'PRICE_PAGE',
  'DATASET',
  'REPORT',
  'SPEECH',
  'OFFICIAL_DOCUMENT',
  'WEB_PAGE',
] as const
const days = [null, '2026-01-05', '2026-03-24', '2025-06-01'].map(
  (day) => day && new Date(`${day}T00:00:00Z`),
)

/** Few values each, so that authors, years and titles meet. */
const item = fc.record({
  kind: fc.constantFrom(...KINDS),
  publisher: fc.constantFrom('OpenAI', 'The Press', 'Smith, Jones'),
  title: fc.constantFrom('Pricing', 'The power of ten', '日均'),
  url: fc.constantFrom(null, 'https://example.org/a'),
  publishedOn: fc.constantFrom(...days),
  precision: fc.constantFrom('DAY', 'MONTH', 'YEAR', 'QUARTER'),
  accessedOn: fc.constantFrom(null, new Date('2026-11-24T00:00:00Z')),
})

test('whatever sources meet in it', () => {
  bibliographyText([], 'apa')
  const { plugins } = createRequire(import.meta.resolve('../../src/cite/engine.ts'))('@citation-js/core')
  const whole = (items: CslItem[]) =>
    plugins.output
      .format('bibliography', items, { template: 'apa', lang: 'en-US', format: 'text', asEntryArray: true })
      .map(([, text]: [string, string]) => text.trim())
      .join('\n')
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), (sources) => {
      const items = sources.map((one, i) => toCsl({ ...one, slug: `s${i}` } as Parameters<typeof toCsl>[0]))
      expect(bibliographyText(items, 'apa')).toBe(whole(items))
    }),
    { numRuns: 60 },
  )
})
