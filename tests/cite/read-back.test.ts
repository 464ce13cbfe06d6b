/** Other programs read what is written: citation-js, as a reader that is not ours, finds the same again. */
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCitations } from '../../src/cite/format.ts'
import { type CitedItem, fullTitle } from '../../src/cite/item.ts'
import { SOURCE_KINDS, type SourceKind } from '../../src/kinds/vocabulary.ts'
import { SOURCES } from './sources.ts'

const require = createRequire(import.meta.url)
const { plugins } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')
require('@citation-js/plugin-ris')
const readBack = (text: string, type: string): any[] =>
  plugins.input.chain(text, { forceType: type, generateGraph: false })

const items = Object.values(SOURCES)
const plain = (text: string) => text.replace(/<\/?span[^>]*>/g, '')
const nameOf = (author: any) => plain(author.literal ?? author.family)

/** Words, signs and Chinese, as titles have them. */
const text = fc
  .array(fc.constantFrom(...'abXY19&%$#_{}~^\\-\'`",.:;()[]<> 万亿é’–'), { minLength: 1, maxLength: 60 })
  .map((chars) => `T${chars.join('')}t`)
const cited: fc.Arbitrary<CitedItem[]> = fc.uniqueArray(
  fc.record({
    slug: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z]$/),
    title: text,
    publisher: text,
    // The reader escapes an escaped sign of an address once more: %23 becomes %2523.
    url: fc.option(
      fc
        .webUrl({ withQueryParameters: true, withFragments: true })
        .filter((url) => encodeURI(decodeURI(url)) === url),
    ),
    kind: fc.constantFrom(...(Object.keys(SOURCE_KINDS) as SourceKind[])),
    publishedOn: fc.option(
      fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
    ),
    precision: fc.constantFrom('DAY', 'MONTH', 'YEAR', null),
    accessedOn: fc.constant(null),
  }),
  { selector: (item) => item.slug, minLength: 1, maxLength: 4 },
)

test('BibTeX of any source reads back to the same key, title, author, address and date', () => {
  fc.assert(
    fc.property(cited, (sources) => {
      const written = formatCitations(sources, 'BIBTEX')
      const found = readBack(written, '@bibtex/text')
      // The reader forgives what TeX does not: a bare sign, or a brace that only a backslash keeps from counting.
      const texts = written.replace(/^ {2}url = .*$/gm, '')
      expect(texts).not.toMatch(/(?<!\\)[&%$#_~^]/)
      expect(written.match(/\{/g)).toHaveLength(written.match(/\}/g)!.length)
      expect(found).toHaveLength(sources.length)
      for (const [i, source] of sources.entries()) {
        expect(found[i].id).toBe(source.slug)
        expect(plain(found[i].title)).toBe(fullTitle(source))
        expect(found[i].author.map(nameOf)).toEqual([source.publisher.replace(/ +/g, ' ')])
        expect(found[i].URL).toBe(source.url ?? undefined)
        expect(found[i].issued?.['date-parts'][0][0]).toBe(source.publishedOn?.getUTCFullYear())
      }
    }),
    { numRuns: 300 },
  )
})

test('CSL-JSON of any sources is an array of as many items, in their order', () => {
  fc.assert(
    fc.property(cited, (sources) => {
      const found = JSON.parse(formatCitations(sources, 'CSL_JSON'))
      expect(found.map((item: any) => item.id)).toEqual(sources.map((s) => s.slug))
      expect(found.every((item: any) => item.type && item.title && item.author[0].literal)).toBe(true)
    }),
  )
})

test('RIS reads back to the same titles, addresses and years', () => {
  const found = readBack(formatCitations(items, 'RIS'), '@ris/file')
  expect(found.map((item) => [item.title, item.URL])).toEqual(
    items.map((item) => [fullTitle(item), item.url ?? undefined]),
  )
  expect(found.map((item) => item.issued?.['date-parts'][0][0])).toEqual(
    items.map((item) => item.publishedOn?.getUTCFullYear()),
  )
})
