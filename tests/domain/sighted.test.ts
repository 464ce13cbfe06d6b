/** When the values of a data file held, from the editions in which they were seen. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type SeenValue, seenPeriods } from '../../src/domain/belief/sighted.ts'

/** `value('a', { 0: null, 2: 30 })`: seen in the editions 0 and 2, the latter states that it ends on 30. */
const value = (
  id: string,
  seen: Record<number, number | null>,
  statedFrom: number | null = null,
): SeenValue => ({
  id,
  statedFrom,
  seen: new Map(Object.entries(seen).map(([edition, to]) => [Number(edition), to])),
})
const spelled = (days: number[], values: SeenValue[]) =>
  seenPeriods(days, values).map((p) => `${p.id} ${p.from}..${p.to}`)

test('a value holds from the first edition that has it to the first that lacks it', () => {
  expect(spelled([10, 20, 30], [value('a', { 0: null, 1: null })])).toEqual(['a 10..30'])
  expect(spelled([10, 20, 30], [value('a', { 1: null, 2: null })])).toEqual(['a 20..Infinity'])
})

test('a value that comes back holds twice', () => {
  const values = [value('a', { 0: null, 2: null }), value('b', { 1: null })]
  expect(spelled([10, 20, 30], values)).toEqual(['a 10..20', 'b 20..30', 'a 30..Infinity'])
})

test('a stated start holds before the edition too, and says more than what was merely there', () => {
  const values = [value('old', { 0: null, 1: 15 }), value('new', { 1: null }, 15)]
  expect(spelled([10, 20], values)).toEqual(['old 10..15', 'new 15..Infinity'])
})

test('a past price of which only the end is stated is known until then, from no known day', () => {
  expect(spelled([20], [value('old', { 0: 15 }), value('new', { 0: null }, 15)])).toEqual([
    'old -Infinity..15',
    'new 15..Infinity',
  ])
})

test('an announced change comes when its day does', () => {
  const values = [value('old', { 0: 25, 1: 25 }), value('new', { 0: null, 1: null }, 25)]
  expect(spelled([10], [value('old', { 0: 25 }), value('new', { 0: null }, 25)])).toEqual([
    'old 10..25',
    'new 25..Infinity',
  ])
  expect(spelled([10, 30], values)).toEqual(['old 10..25', 'new 25..Infinity'])
})

test('an announced change that the first edition after its day lacks never came', () => {
  const values = [value('old', { 0: 25, 1: null }), value('rise', { 0: null }, 25)]
  expect(spelled([10, 30], values)).toEqual(['old 10..Infinity'])
})

test('an announced change that is gone before its day never came either', () => {
  const values = [value('old', { 0: 25, 1: null }), value('rise', { 0: null }, 25)]
  expect(spelled([10, 20], values)).toEqual(['old 10..Infinity'])
})

test('a change that came in one edition and is gone in a later one held in between', () => {
  const values = [value('old', { 0: 15, 2: null }), value('new', { 0: null, 1: null }, 15)]
  expect(spelled([10, 20, 30], values)).toEqual(['old 10..15', 'new 15..30', 'old 30..Infinity'])
})

test('two editions of one day: the later one counts', () => {
  expect(spelled([10, 10], [value('a', { 0: null }), value('b', { 1: null })])).toEqual(['b 10..Infinity'])
})

/** The same rules over an array with a place for each day, without any arithmetic of intervals. */
function byDays(days: number[], values: SeenValue[], last: number): (string | null)[] {
  const START = 0
  let line: (string | null)[] = Array(last + 1).fill(null)
  for (const [i, day] of days.entries()) {
    const before = days[i - 1]
    const gone = values.filter(
      (v) =>
        v.statedFrom !== null &&
        before !== undefined &&
        v.statedFrom > before &&
        v.statedFrom < day &&
        v.seen.has(i - 1) &&
        !v.seen.has(i),
    )
    for (const v of gone.toSorted((a, b) => a.statedFrom! - b.statedFrom!)) {
      const was = line[v.statedFrom! - 1] ?? null
      line = line.map((id, t) => (id === v.id && t >= v.statedFrom! ? was : id))
    }
    line = line.map((id, t) => (t >= day ? null : id))
    const held = values.filter((v) => v.seen.has(i))
    for (const v of held.toSorted((a, b) => (a.statedFrom ?? -1) - (b.statedFrom ?? -1))) {
      const to = v.seen.get(i) ?? last + 1
      const first = line.findIndex((id) => id !== null)
      const known = first >= 0 && first < to ? first : 0
      for (let t = START; t <= last; t++) {
        if (
          v.statedFrom !== null
            ? t >= v.statedFrom && t < to
            : to > day
              ? t >= day && t < to
              : t >= known && t < to && line[t] === null
        )
          line[t] = v.id
      }
    }
  }
  return line
}

test('any editions: the periods say the same as a place for each day', () => {
  const LAST = 40
  const world = fc
    .uniqueArray(fc.integer({ min: 5, max: 35 }), { minLength: 1, maxLength: 5 })
    .chain((days) => {
      const edition = fc.integer({ min: 0, max: days.length - 1 })
      // Of one line, an edition states one plain value and one change at most, as files do.
      const plain = fc.array(fc.option(fc.constantFrom('a', 'b')), {
        minLength: days.length,
        maxLength: days.length,
      })
      const change = fc.option(
        fc.record({ from: fc.integer({ min: 3, max: 38 }), in: fc.uniqueArray(edition, { minLength: 1 }) }),
      )
      return fc.record({ days: fc.constant(days.toSorted((a, b) => a - b)), plain, change })
    })
  fc.assert(
    fc.property(world, ({ days, plain, change }) => {
      const endsIn = (i: number) => (change?.in.includes(i) ? change.from : null)
      const values = ['a', 'b'].map((id) =>
        value(id, Object.fromEntries(plain.flatMap((p, i) => (p === id ? [[i, endsIn(i)]] : [])))),
      )
      if (change) values.push(value('new', Object.fromEntries(change.in.map((i) => [i, null])), change.from))
      const periods = seenPeriods(days, values)
      for (const [i, p] of periods.entries()) {
        expect(p.from).toBeLessThan(p.to)
        if (i > 0) expect(p.from).toBeGreaterThanOrEqual(periods[i - 1]!.to)
      }
      const told = Array.from(
        { length: LAST + 1 },
        (_, t) => periods.find((p) => p.from <= t && t < p.to)?.id ?? null,
      )
      expect(told).toEqual(byDays(days, values, LAST))
    }),
    { numRuns: 2000 },
  )
})
