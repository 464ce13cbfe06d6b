import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isoDay, PRECISIONS, parseCalendar, parsePeriod, periodText, UNDATED } from '../../src/lib/period.ts'

const YEARS = { min: 1000, max: 9998 }
const two = (n: number) => String(n).padStart(2, '0')
const daysIn = (y: number, m: number) => new Date(Date.UTC(y, m, 0)).getUTCDate()

/** Every spelling of a calendar unit, with the months or days that it lasts. */
const unitsOf = (year: fc.Arbitrary<number>) => ({
  YEAR: year.map((y) => ({ text: `${y}`, from: Date.UTC(y, 0), to: Date.UTC(y + 1, 0) })),
  HALF_YEAR: fc.tuple(year, fc.integer({ min: 1, max: 2 })).map(([y, h]) => ({
    text: `${y}-H${h}`,
    from: Date.UTC(y, h * 6 - 6),
    to: Date.UTC(y, h * 6),
  })),
  QUARTER: fc.tuple(year, fc.integer({ min: 1, max: 4 })).map(([y, q]) => ({
    text: `${y}-Q${q}`,
    from: Date.UTC(y, q * 3 - 3),
    to: Date.UTC(y, q * 3),
  })),
  MONTH: fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([y, m]) => ({
    text: `${y}-${two(m)}`,
    from: Date.UTC(y, m - 1),
    to: Date.UTC(y, m),
  })),
  DAY: fc.tuple(year, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([y, m, d]) => ({
    text: `${y}-${two(m)}-${two(d)}`,
    from: Date.UTC(y, m - 1, d),
    to: Date.UTC(y, m - 1, d) + 86_400_000,
  })),
})
const unitIn = (years: { min: number; max: number }) =>
  fc.oneof(
    ...Object.entries(unitsOf(fc.integer(years))).map(([precision, u]) =>
      u.map((x) => ({ ...x, precision })),
    ),
  )
const unit = unitIn(YEARS)

describe('periods', () => {
  test('every spelling is the half-open calendar unit that it names', () => {
    fc.assert(
      fc.property(unit, ({ text, from, to, precision }) => {
        const expected = { from: new Date(from), to: new Date(to), precision }
        expect(parseCalendar(text)).toEqual(expected)
        expect(parsePeriod(text)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('neighbouring units meet without gap or overlap: the end of one is the start of the next', () => {
    const spelledBy = (date: Date, precision: string): string => {
      const [y, m] = [date.getUTCFullYear(), date.getUTCMonth()]
      if (precision === 'YEAR') return `${y}`
      if (precision === 'HALF_YEAR') return `${y}-H${m / 6 + 1}`
      if (precision === 'QUARTER') return `${y}-Q${m / 3 + 1}`
      return precision === 'MONTH' ? `${y}-${two(m + 1)}` : isoDay(date)
    }
    fc.assert(
      fc.property(
        unit.filter((u) => !u.text.startsWith('9998')),
        ({ text, precision }) => {
          const end = parseCalendar(text)!.to!
          expect(parseCalendar(spelledBy(end, precision))!.from).toEqual(end)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a day is read exactly when the calendar has it', () => {
    fc.assert(
      fc.property(
        fc.integer(YEARS),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (y, m, d) => {
          const there = m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
          expect(parseCalendar(`${y}-${two(m)}-${two(d)}`) !== null).toBe(there)
          expect(parseCalendar(`${y}-${two(m)}-${two(d)}T00:00Z`) !== null).toBe(there)
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each([
    ...[
      '',
      '26',
      '20266',
      '2026-3',
      '2026-00',
      '2026-13',
      '2026-H0',
      '2026-H3',
      '2026-Q0',
      '2026-Q5',
      '2026-W12',
      '2026-q1',
    ],
    ...[
      '2026-02-29',
      '2026-02-31',
      '2026-3-01',
      '2026-03-1',
      ' 2026',
      '2026 ',
      '2026\n',
      '23.03.2026',
      'March 2026',
      'soon',
    ],
    ...[
      '2026-03-23T16:00',
      '2026-03-23T16:00+08:00',
      '2026-03-23T24:00Z',
      '2026-03-23T16:60Z',
      '2026-03-23T16:00:60Z',
    ],
    ...[
      '2026-02-30T16:00Z',
      '2026-03-23 16:00Z',
      '0000',
      '0050',
      '0050-03',
      '0999-12-31',
      '0001-01-01T00:00Z',
      '9999',
      '9999-12-31',
    ],
  ])('%j is no date', (text) => {
    expect(parseCalendar(text)).toBeNull()
    expect(parsePeriod(text)).toBeNull()
    expect(parsePeriod({ from: text })).toBeNull()
    expect(parsePeriod({ from: '2000', to: text })).toBeNull()
  })

  test('an instant opens a period and closes one', () => {
    const at = new Date('2025-09-05T16:00:00Z')
    expect(parsePeriod('2025-09-05T16:00Z')).toEqual({ from: at, to: null, precision: 'INSTANT' })
    expect(parsePeriod('2025-09-05T16:00:07Z')!.from).toEqual(new Date('2025-09-05T16:00:07Z'))
    expect(parsePeriod({ from: '2025-02', to: '2025-09-05T16:00Z' })).toEqual({
      from: new Date('2025-02-01'),
      to: at,
      precision: 'MONTH',
    })
  })

  test('a longer period goes from its first point to its first excluded one, and is never empty', () => {
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const period = parsePeriod({ from: a.text, to: b.text })
        if (a.from >= b.from) expect(period).toBeNull()
        else expect(period).toEqual({ from: new Date(a.from), to: new Date(b.from), precision: a.precision })
        expect(parsePeriod({ from: a.text })).toEqual({
          from: new Date(a.from),
          to: null,
          precision: a.precision,
        })
        expect(parsePeriod({ to: a.text })).toEqual({
          from: null,
          to: new Date(a.from),
          precision: a.precision,
        })
      }),
      { numRuns: 300 },
    )
  })

  test('a period that would be empty is none', () => {
    expect(parsePeriod({ from: '2026-03', to: '2026-03' })).toBeNull()
    expect(parsePeriod({ from: '2026', to: '2026-01-01' })).toBeNull()
    expect(parsePeriod({ from: '2026-01-01T00:00Z', to: '2026-Q1' })).toBeNull()
  })

  test('nothing stated is undated, and undated has no date', () => {
    expect(parsePeriod(undefined)).toEqual(UNDATED)
    expect(parsePeriod({})).toBeNull()
    expect(parsePeriod({ precision: 'MONTH' })).toBeNull()
    expect(parsePeriod({ from: '2026', precision: 'UNDATED' })).toBeNull()
  })

  test.each([
    [undefined, 'undated'],
    ['2026', '2026'],
    ['2025-H1', 'first half of 2025'],
    ['2025-H2', 'second half of 2025'],
    ['2026-Q4', 'Q4 2026'],
    ['2026-03', 'March 2026'],
    ['2026-03-23', '23 March 2026'],
    ['2025-09-05T16:00Z', 'from 5 September 2025 16:00 UTC'],
    [{ from: '2025-09-29' }, 'from 29 September 2025'],
    [{ from: '2026-03' }, 'from March 2026'],
    [{ to: '2026-05' }, 'until May 2026'],
    [{ from: '2024', to: '2031' }, '2024 to 2030'],
    [{ from: '2024-05', to: '2025-10' }, 'May 2024 to September 2025'],
    [{ from: '2026-03-30', to: '2026-04-06', precision: 'WEEK' }, '30 March 2026 to 5 April 2026'],
    [{ from: '2026-01', to: '2026-04', precision: 'QUARTER' }, 'Q1 2026'],
    // Twelve months that are no calendar year, and so on: named by their bounds.
    [{ from: '2025-04', to: '2026-04', precision: 'YEAR' }, 'April 2025 to March 2026'],
    [{ from: '2026-02', to: '2026-05', precision: 'QUARTER' }, 'February 2026 to April 2026'],
    [{ from: '2026-04-15', to: '2026-05', precision: 'MONTH' }, 'from 15 April 2026 until May 2026'],
    [{ from: '2026', to: '2026-07-08' }, 'from 2026 until 8 July 2026'],
  ] as const)('%j reads "%s"', (spelling, words) => {
    expect(periodText(parsePeriod(spelling)!)).toBe(words)
  })

  test('different periods of one precision never read alike', () => {
    const near = unitIn({ min: 2025, max: 2026 })
    fc.assert(
      fc.property(near, near, near, near, fc.constantFrom(...PRECISIONS), (a, b, c, d, precision) => {
        const first = parsePeriod({ from: a.text, to: b.text, precision })
        const second = parsePeriod({ from: c.text, to: d.text, precision })
        if (first === null || second === null) return
        const equal = a.from === c.from && b.from === d.from
        expect(periodText(first) === periodText(second)).toBe(equal)
      }),
      { numRuns: 500 },
    )
  })
})
