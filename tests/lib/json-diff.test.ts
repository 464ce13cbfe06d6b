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

  test('names each place of what was once, with two different values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const changes = diffJson(a, b)
        const was = changes.filter((c) => c.before !== undefined)
        expect(new Set(was.map((c) => JSON.stringify(c.path))).size).toBe(was.length)
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

  test('is one item and one value where one was put in front and another corrected', () => {
    const entry = (year: number, value: string) => ({ year, value: { text: value }, by: ['NDA', 'Yicai'] })
    const before = [entry(2024, '1'), entry(2025, '30'), entry(2026, '140'), entry(2027, '140')]
    const corrected = before.with(2, entry(2026, '145'))
    const change = { path: [2, 'value', 'text'], before: '140', after: '145' }
    const added = (at: number, item: Json) =>
      leavesOf(item, [at]).map(({ path, value }) => ({ path, before: undefined, after: value }))
    const older = entry(2023, '0.05')
    expect(diffJson(before, [older, ...corrected])).toEqual([...added(0, older), change])
    // Right beside it as well, and after all others.
    expect(diffJson(before.slice(2), [older, ...corrected.slice(2)])).toEqual([
      ...added(0, older),
      { ...change, path: [0, 'value', 'text'] },
    ])
    expect(diffJson(before, [...corrected, older])).toEqual([change, ...added(4, older)])
  })

  test('is found in long lists too, in little time', () => {
    const list = (from: number) => Array.from({ length: 500 }, (_, i) => ({ n: i + from, t: `${i + from}` }))
    expect(diffJson(list(1), list(0))).toHaveLength(4)
    let deep: Json = 0
    let other: Json = 1
    for (let i = 0; i < 100; i++) {
      deep = [[i, deep]]
      other = [[i, other]]
    }
    expect(diffJson(deep, other)).toHaveLength(1)
  }, 5_000)
})

/** The same content with sorted keys. */
function sorted(v: Json): Json {
  if (Array.isArray(v)) return v.map(sorted)
  if (typeof v !== 'object' || v === null) return v
  const entries = Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([k, x]) => [k, sorted(x)]).concat(['{}'])
}
