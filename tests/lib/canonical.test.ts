import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Plain } from '../../src/lib/canonical.ts'
import { contentId, sha256 } from '../../src/lib/ids.ts'

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  ),
}))

const isObject = (v: Plain): v is { readonly [key: string]: Plain } =>
  typeof v === 'object' && v !== null && !Array.isArray(v)

/** The same content with the keys of every object in the opposite order. */
function turned(v: Plain): Plain {
  if (Array.isArray(v)) return v.map(turned)
  if (!isObject(v)) return v
  return Object.fromEntries(
    Object.entries(v)
      .reverse()
      .map(([k, x]) => [k, turned(x)]),
  )
}

/** The same content with further keys that hold nothing. */
function padded(v: Plain): Plain {
  if (Array.isArray(v)) return v.map(padded)
  if (!isObject(v)) return v
  const own = Object.fromEntries(Object.entries(v).map(([k, x]) => [k, padded(x)]))
  return { 'a column added later': null, another: undefined, ...own }
}

/** The content without what holds nothing, for comparison. */
function bare(v: Plain): Plain {
  if (Array.isArray(v)) return v.map(bare)
  if (!isObject(v)) return v
  return Object.fromEntries(
    Object.entries(v)
      .filter(([, x]) => x !== null)
      .map(([k, x]) => [k, bare(x)]),
  )
}

describe('canonical JSON and ids', () => {
  test('the id depends neither on the order of keys nor on keys without a value', () => {
    fc.assert(
      fc.property(value, (content) => {
        expect(contentId('tst', turned(content))).toBe(contentId('tst', content))
        expect(contentId('tst', padded(content))).toBe(contentId('tst', content))
      }),
      { numRuns: 300 },
    )
  })

  test('the text is JSON that reads back as the content, so different content has different text', () => {
    fc.assert(
      fc.property(value, (content) => {
        expect(JSON.parse(canonicalJson(content))).toEqual(bare(JSON.parse(JSON.stringify(content))))
      }),
      { numRuns: 300 },
    )
  })

  test('what could be mistaken for each other has different ids', () => {
    const contents: Plain[] = [
      ...[
        '1',
        1,
        true,
        'true',
        null,
        'null',
        '',
        [],
        {},
        [null],
        [[]],
        ['1'],
        [1],
        { a: '1' },
        { a: 1 },
        { a: [] },
        { a: {} },
      ],
      ...[
        ['a', 'b'],
        ['b', 'a'],
        ['ab'],
        ['a,b'],
        { a: 'b' },
        { b: 'a' },
        { a: { b: '1' } },
        { 'a.b': '1' },
        { a: '1', b: '1' },
      ],
    ]
    expect(new Set(contents.map((c) => contentId('tst', c))).size).toBe(contents.length)
  })

  test('an id is its prefix and 26 characters of lower-case base32 without i, l, o and u', () => {
    fc.assert(
      fc.property(value, (content) => {
        expect(contentId('clm', content)).toMatch(/^clm_[0-9a-hjkmnp-tv-z]{26}$/)
      }),
      { numRuns: 100 },
    )
  })

  // Ids are public and kept by partners: the same content must hash the same in every later release.
  test('ids never change between releases', () => {
    expect(
      contentId('use', { kind: 'TOKEN_USAGE', countryCode: 'CN', period: 'DAY', coverageCode: 'national' }),
    ).toBe('use_7yvg2gej1yna3rwtpb11acxc1g')
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
