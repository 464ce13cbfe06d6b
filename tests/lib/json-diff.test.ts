import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffJson, type Json, leavesOf } from '../../src/lib/json-diff.ts'

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.constantFrom('a', 'b', '1'), fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '0', '__proto__'), tie('value'), { maxKeys: 3 }),
  ),
}))

const texts = (values: (Json | undefined)[]) =>
  values
    .filter((v) => v !== undefined)
    .map((v) => JSON.stringify(v))
    .sort()

describe('what differs between two answers', () => {
  test('is nothing exactly where both are equal', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(diffJson(a, structuredClone(a))).toEqual([])
        expect(diffJson(a, b).length === 0).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
      }),
      { numRuns: 2000 },
    )
  })

  test('accounts for every leaf: what was, less what went, with what came, is what is', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const changes = diffJson(a, b)
        const left = texts(leavesOf(a).map((l) => l.value))
        for (const gone of texts(changes.map((c) => c.before))) {
          expect(left).toContain(gone)
          left.splice(left.indexOf(gone), 1)
        }
        const all = [...left, ...texts(changes.map((c) => c.after))].sort()
        expect(all).toEqual(texts(leavesOf(b).map((l) => l.value)))
      }),
      { numRuns: 2000 },
    )
  })

  test('names each place once, with two different values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const changes = diffJson(a, b)
        expect(new Set(changes.map((c) => JSON.stringify(c.path))).size).toBe(changes.length)
        for (const c of changes) expect(c.before).not.toEqual(c.after)
      }),
      { numRuns: 2000 },
    )
  })

  test('is one item where one was put in front of a list or into it', () => {
    const list = [{ text: 'x' }, { text: 'y' }]
    expect(diffJson(list, [{ text: 'new' }, ...list])).toEqual([
      { path: [0, 'text'], before: undefined, after: 'new' },
    ])
    expect(diffJson([1, 2, 3], [1, 3])).toEqual([{ path: [1], before: 2, after: undefined }])
    expect(diffJson({ a: [1, { b: '0.42' }] }, { a: [1, { b: '0.5' }] })).toEqual([
      { path: ['a', 1, 'b'], before: '0.42', after: '0.5' },
    ])
  })
})

/** The same content with sorted keys. */
function sorted(v: Json): Json {
  if (Array.isArray(v)) return v.map(sorted)
  if (typeof v !== 'object' || v === null) return v
  const entries = Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([k, x]) => [k, sorted(x)]).concat(['{}'])
}
