/** When prices of a list hold: from a day on, at hours of the day, and until a later entry takes their place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { genaiPrices } from '../../src/ingest/formats/genai-prices.ts'
import type { UpstreamPrice } from '../../src/ingest/market/types.ts'
import { expectSound, inputFile, linesOf, recordAt } from '../helpers/price-formats.ts'

function only(prices: unknown) {
  const list = [{ id: 'acme', models: [{ id: 'm', prices }] }]
  const snapshot = genaiPrices.parse([inputFile('data.json', JSON.stringify(list))])
  expectSound(snapshot)
  return { ...recordAt(snapshot, 'acme/m'), mentioned: snapshot.mentioned }
}
const plain = (input: number) => ({ prices: { input_mtok: input } })
const since = (start_date: string, input: number) => ({ constraint: { start_date }, ...plain(input) })
const between = (start_time: string, end_time: string, input: number) => ({
  constraint: { type: 'time_of_date', start_time, end_time },
  ...plain(input),
})

describe('days', () => {
  test('an entry with a day ends those before it, and needs no other end', () => {
    const record = only([plain(1), since('2026-03-01', 2), since('2026-07-01', 3)])
    expect(linesOf(record)).toEqual([
      'input_mtok 1 USD/Mtok ..2026-03-01',
      'input_mtok 2 USD/Mtok 2026-03-01..2026-07-01',
      'input_mtok 3 USD/Mtok 2026-07-01..',
    ])
    expect(record.mentioned).toEqual(['2026-03-01', '2026-07-01'])
  })

  test('a key that a later entry no longer has ends with the entry', () => {
    const both = { prices: { input_mtok: 1, requests_kcount: 5 } }
    expect(linesOf(only([both, since('2026-03-01', 2)]))).toEqual([
      'input_mtok 1 USD/Mtok ..2026-03-01',
      'requests_kcount 0.005 USD/1 ..2026-03-01',
      'input_mtok 2 USD/Mtok 2026-03-01..',
    ])
  })

  test('a price that stays the same beside one that changes has no break', () => {
    const entry = (output: number) => ({ input_mtok: 1, output_mtok: output })
    const later = { constraint: { start_date: '2026-03-01' }, prices: entry(6) }
    expect(linesOf(only([{ prices: entry(4) }, later]))).toEqual([
      'input_mtok 1 USD/Mtok',
      'output_mtok 4 USD/Mtok ..2026-03-01',
      'output_mtok 6 USD/Mtok 2026-03-01..',
    ])
  })

  test('a price that comes back has its break, and one that stays has none', () => {
    expect(linesOf(only([plain(1), since('2026-03-01', 2), since('2026-07-01', 1)]))).toHaveLength(3)
    expect(linesOf(only([plain(1), since('2026-03-01', 2), since('2026-07-01', 2)]))).toEqual([
      'input_mtok 1 USD/Mtok ..2026-03-01',
      'input_mtok 2 USD/Mtok 2026-03-01..',
    ])
    const without = { constraint: { start_date: '2026-03-01' }, prices: {} }
    expect(linesOf(only([plain(1), without, since('2026-07-01', 1)]))).toEqual([
      'input_mtok 1 USD/Mtok ..2026-03-01',
      'input_mtok 1 USD/Mtok 2026-07-01..',
    ])
  })

  test('a threshold that is compared otherwise is another', () => {
    const tiered = (start: number) => ({ input_mtok: { base: 1, tiers: [{ start, price: 2 }] } })
    const later = { constraint: { start_date: '2026-03-01' }, prices: tiered(271999) }
    expect(linesOf(only([{ prices: tiered(272000) }, later]))).toEqual([
      'input_mtok 1 USD/Mtok',
      'input_mtok>272000 2 USD/Mtok ..2026-03-01',
      'input_mtok>272000 2 USD/Mtok 2026-03-01..',
    ])
  })

  test('tiers end with their entry', () => {
    const tiered = { prices: { input_mtok: { base: 5, tiers: [{ start: 200000, price: 10 }] } } }
    expect(linesOf(only([tiered, since('2026-03-13', 5)]))).toEqual([
      'input_mtok 5 USD/Mtok',
      'input_mtok>200000 10 USD/Mtok ..2026-03-13',
    ])
  })

  test('an entry that a later one always hides is left out, and said', () => {
    const record = only([plain(1), since('2026-08-01', 2), since('2026-03-01', 3)])
    expect(linesOf(record)).toEqual([
      'input_mtok 1 USD/Mtok ..2026-03-01',
      'input_mtok 3 USD/Mtok 2026-03-01..',
    ])
    expect(record.problems).toEqual([
      'entry 2 of its prices never holds: a later one replaces it at all times',
    ])
  })
})

describe('hours of the day', () => {
  test('belong to the days of the entry that they follow', () => {
    const record = only([
      plain(0.435),
      since('2026-08-17', 0.66),
      between('01:00:00Z', '04:00:00Z', 1.32),
      between('06:00:00Z', '10:00:00Z', 1.32),
    ])
    expect(linesOf(record)).toEqual([
      'input_mtok 0.435 USD/Mtok ..2026-08-17',
      'input_mtok 0.66 USD/Mtok 2026-08-17..',
      'input_mtok 01:00-04:00 1.32 USD/Mtok 2026-08-17..',
      'input_mtok 06:00-10:00 1.32 USD/Mtok 2026-08-17..',
    ])
    expect(record.prices.map((p) => p.window)).toEqual([
      undefined,
      undefined,
      { from: '01:00', to: '04:00' },
      { from: '06:00', to: '10:00' },
    ])
  })

  test('hold since ever after a first entry without a day, and end where a later day begins', () => {
    const record = only([plain(1), between('00:30:00Z', '16:30:00Z', 2), since('2026-03-01', 3)])
    expect(linesOf(record)).toEqual([
      'input_mtok 1 USD/Mtok ..2026-03-01',
      'input_mtok 00:30-16:30 2 USD/Mtok ..2026-03-01',
      'input_mtok 3 USD/Mtok 2026-03-01..',
    ])
  })

  test('may run past midnight, and be written in another zone', () => {
    const windowOf = (start: string, end: string) =>
      only([plain(1), between(start, end, 2)]).prices[1]?.window
    expect(windowOf('16:30:00Z', '00:30:00Z')).toEqual({ from: '16:30', to: '00:30' })
    expect(windowOf('09:00:00+08:00', '12:00:00+08:00')).toEqual({ from: '01:00', to: '04:00' })
    expect(windowOf('21:00:00-05:30', '23:00-05:30')).toEqual({ from: '02:30', to: '04:30' })
  })

  test.for([
    ['25:00:00Z', '04:00:00Z'],
    ['01:00:00', '04:00:00'],
    ['01:00:30Z', '04:00:00Z'],
    ['01:00:00Z', '01:00:00Z'],
  ])('that are none, as %s to %s, are left out', ([start, end]) => {
    const record = only([plain(1), between(start!, end!, 2)])
    expect(linesOf(record)).toEqual(['input_mtok 1 USD/Mtok'])
    expect(record.problems).toEqual([expect.stringMatching(/^entry 2 of its prices has hours that/)])
  })

  test('may be the same again after a day', () => {
    const night = (input: number) => between('01:00:00Z', '04:00:00Z', input)
    const record = only([plain(1), night(2), since('2026-03-01', 3), night(4)])
    expect(linesOf(record).filter((line) => line.includes('01:00'))).toEqual([
      'input_mtok 01:00-04:00 2 USD/Mtok ..2026-03-01',
      'input_mtok 01:00-04:00 4 USD/Mtok 2026-03-01..',
    ])
    expect(record.problems).toEqual([])
  })

  test('of which two are the same, the later entry has', () => {
    const record = only([
      plain(1),
      between('23:00:00Z', '02:00:00Z', 2),
      between('01:00:00Z', '04:00:00Z', 3),
    ])
    expect(linesOf(record)).toEqual(['input_mtok 1 USD/Mtok', 'input_mtok 01:00-04:00 3 USD/Mtok'])
    expect(record.problems).toEqual([
      'entry 2 of its prices is left out: entry 3 of its prices is for some of the same hours and wins',
    ])
  })
})

test.for([
  [{ start_date: '2026-02-30' }, 'has a start_date that is no day: "2026-02-30"'],
  [{ weekday: 'SUN' }, 'has a constraint of an unknown kind: "weekday"'],
  [{ start_date: '2026-03-01', start_time: '01:00:00Z' }, 'has a constraint on both its day and its hours'],
  ['2026-03-01', 'has a constraint that is no table'],
])(
  'the constraint %j leaves the record without prices, for nobody knows when those before it end',
  ([c, problem]) => {
    const record = only([plain(1), { constraint: c, ...plain(2) }])
    expect(record).toMatchObject({ prices: [], problems: [`entry 2 of its prices ${problem}`] })
  },
)

/** Upstream's own rule, but for hours of the day before the entry that they follow. */
function upstreamPrice(entries: Entry[], day: string, time: string): number | undefined {
  const hit = entries.findLastIndex(({ from, start, end }, index) => {
    if (start === undefined) return from === undefined || from <= day
    const opens = entries.slice(0, index).findLast((e) => e.start === undefined)?.from
    const isOpen = start < end! ? start <= time && time < end! : start <= time || time < end!
    return isOpen && (opens === undefined || opens <= day)
  })
  return entries[hit]?.price
}

function ourPrice(prices: readonly UpstreamPrice[], day: string, time: string): number | undefined {
  const now = prices.filter((p) => (p.from ?? '') <= day && day < (p.to ?? '9'))
  const within = now.filter(({ window: w }) => {
    if (!w) return false
    return w.from < w.to ? w.from <= time && time < w.to : w.from <= time || time < w.to
  })
  const [price] = within.length > 0 ? within : now.filter((p) => !p.window)
  return price && Number(price.amount)
}

interface Entry {
  price: number
  from?: string
  start?: string
  end?: string
}

test('any list gives at any moment the price that upstream would compute', () => {
  const month = fc.integer({ min: 1, max: 9 }).map((n) => `2026-0${n}-01`)
  // Windows of their own hours: two for the same hours are a problem, tested above.
  const window = fc.constantFrom<[string, string]>(['01:00', '04:00'], ['06:00', '10:00'], ['22:00', '00:30'])
  const shape = fc.oneof(
    fc.record({ from: month }),
    window.map(([start, end]) => ({ start, end })),
    fc.constant({}),
  )
  const lists = fc.array(shape, { minLength: 1, maxLength: 7 })
  const moment = fc.tuple(
    month,
    fc.constantFrom('00:00', '01:00', '03:59', '04:00', '08:00', '12:00', '23:00'),
  )
  fc.assert(
    fc.property(lists, fc.array(moment, { minLength: 20, maxLength: 20 }), (shapes, moments) => {
      const entries: Entry[] = shapes.map((s, i) => ({ ...s, price: i + 1 }))
      const hours = entries.filter((e) => e.start !== undefined).map((e) => e.start)
      fc.pre(new Set(hours).size === hours.length)
      const { prices } = only(
        entries.map(({ price, from, start, end }) =>
          start !== undefined
            ? between(`${start}:00Z`, `${end}:00Z`, price)
            : from
              ? since(from, price)
              : plain(price),
        ),
      )
      for (const [day, time] of moments)
        expect(ourPrice(prices, day, time)).toBe(upstreamPrice(entries, day, time))
    }),
    { numRuns: 500 },
  )
})
