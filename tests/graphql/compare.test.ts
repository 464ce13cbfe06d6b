/** `compare`: facts in one unit with what speaks against it, or a refusal that says why. */
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, WORLD } from './world.ts'

const RATES = `
countries: [{ code: XB, name: Bactria, isAggregate: "false" }]
coverages:
  - { code: router-ten, name: ten of the router, definition: The ten., platform: Router, models: the ten most used, tokenizer: not stated }
  - { code: world, name: whole world, definition: All., platform: not stated }
units:
  - { code: "%", name: per cent, dimension: ratio }
  - { code: USD/EUR, name: US dollars per euro, dimension: exchange-rate }
  - { code: EUR/kWh, name: euros per kilowatt-hour, dimension: money-per-energy }
  - { code: tok/wk, name: tokens per week, dimension: tokens-per-time }
metrics:
  - { code: usd-per-euro, name: dollars per euro, unit: USD/EUR, definition: Mean rate. }
  - { code: share, name: share of tokens, unit: "%", definition: Share. }
  - { code: downloads, name: share of downloads, unit: "%", definition: Share. }
claims:
  - { key: rate, source: gazette, indicator: { subject: country/XB, metric: usd-per-euro }, value: 1.25, valid: 2024 }
  - { key: of-ten, source: paper-a, indicator: { subject: country/XA, metric: share, coverage: router-ten }, value: 61, valid: 2026-02 }
  - { key: other-ten, source: paper-a, indicator: { subject: country/XB, metric: share, coverage: router-ten }, value: { low: 20, high: 30.5 }, valid: 2026-02 }
  - { key: of-all, source: paper-a, indicator: { subject: country/XA, metric: share, coverage: world }, value: 30, valid: 2026-02 }
  - { key: loads, source: paper-a, indicator: { subject: country/XB, metric: downloads, coverage: router-ten }, value: 30, valid: 2026-02 }
  - { key: zero, source: paper-a, indicator: { subject: model/acme-1, metric: share, coverage: router-ten }, value: 0, valid: 2026-02 }
  - { key: week, source: paper-a, tokenUsage: { subject: country/XA, period: WEEK, coverage: world }, value: 70, unit: tok/wk, valid: 2026-02 }
  - { key: day, source: paper-a, tokenUsage: { subject: country/XA, period: DAY, coverage: world }, value: { moreThan: 20 }, unit: tok/d, valid: 2026-02 }
  - { key: day-ten, source: paper-a, tokenUsage: { subject: country/XB, period: DAY, coverage: router-ten }, value: 5, unit: tok/d, valid: 2026-02 }
  - { key: dear, source: paper-a, energyRate: { country: XA, sector: INDUSTRIAL }, value: 0.10, unit: USD/kWh, valid: 2024 }
  - { key: cheap, source: paper-a, energyRate: { country: XB, sector: INDUSTRIAL }, value: 0.04, unit: EUR/kWh, valid: 2024 }
  - { key: shops, source: paper-a, energyRate: { country: XB, sector: COMMERCIAL }, value: 0.2, unit: USD/kWh, valid: 2021, basis: PROJECTED }
  - { key: traded, source: paper-a, energyRate: { country: XB, sector: INDUSTRIAL, band: wholesale }, value: 0.05, unit: USD/kWh, valid: 2024 }
  - { key: later, source: paper-a, energyRate: { country: XB, area: Late, sector: INDUSTRIAL }, value: 0.05, unit: EUR/kWh, valid: 2025 }
  - { key: second, source: paper-a, energyRate: { country: XB, area: Second, sector: INDUSTRIAL }, value: 0.08, unit: EUR/kWh, valid: 2024 }
  - { key: undated, source: paper-a, energyRate: { country: XB, area: Low, sector: INDUSTRIAL }, value: 0.05, unit: USD/kWh }
  - { key: plain, source: paper-a, price: { model: acme-1, seller: acme }, prices: { input: 1, output: 2 }, valid: { from: 2026-01 } }
  - { key: batch, source: paper-a, price: { model: acme-1, seller: acme, tier: batch }, prices: { input: 0.5 }, valid: { from: 2026-01 } }
  - { key: none, source: paper-a, price: { model: acme-2, seller: acme }, prices: { input: not-offered }, valid: { from: 2026-01 } }
`

let ready: Promise<{ ask: Ask; ids: Map<string, string> }> | undefined
/** Once for the file, whose tests share a database; ids of facts by the keys of their claims. */
function world(db: Db) {
  const made = async () => {
    await importYaml(db, WORLD, '2026-06-01T11:00:00Z')
    await importYaml(db, RATES, '2026-06-01T12:00:00Z')
    const { ask } = testApp(db)
    const lists = ['prices', 'energyRates', 'tokenUsage', 'indicators'].map(
      (list) => `${list}(first: 50) { nodes { id claims { key } } }`,
    )
    const found = Object.values(dataOf(await ask(`{ ${lists.join(' ')} }`))) as Json[]
    const ids = found.flatMap(({ nodes }) => nodes.map((n: Json) => [n.claims[0].key, n.id] as const))
    return { ask, ids: new Map<string, string>(ids) }
  }
  ready ??= made()
  return ready
}

const ALL = `verdict reasons { code verdict text facts { id } } unit { code }
  items { fact { id } claim { key } value { point low high qualifier unit { code } conversion { rates { key } } }
    ratio { point low high qualifier unit { code } } }`

async function asked(db: Db, keys: string[], more = '', select = ALL): Promise<Answer> {
  const { ask, ids } = await world(db)
  return ask(`query($facts: [ID!]!) { compare(facts: $facts ${more}) { ${select} } }`, {
    facts: keys.map((key) => ids.get(key) ?? key),
  })
}
const compared = async (db: Db, keys: string[], more = ''): Promise<Json> =>
  dataOf(await asked(db, keys, more)).compare
const codes = (found: Json) => found.reasons.map((r: Json) => `${r.verdict} ${r.code}`)

describe('comparable', () => {
  test('a share beside another of the same whole, bounds and all', async ({ empty }) => {
    const found = await compared(empty.db, ['of-ten', 'other-ten'])
    expect([found.verdict, found.reasons, found.unit.code]).toEqual(['COMPARABLE', [], '%'])
    expect(found.items.map((i: Json) => [i.claim.key, i.value.point, i.ratio])).toEqual([
      ['of-ten', '61', { point: '1', low: null, high: null, qualifier: 'EXACT', unit: { code: 'x' } }],
      [
        'other-ten',
        null,
        { point: null, low: '0.327868852459', high: '0.5', qualifier: 'RANGE', unit: { code: 'x' } },
      ],
    ])
  })

  test('in the unit that is asked for, and without a ratio to nothing', async ({ empty }) => {
    const found = await compared(empty.db, ['zero', 'of-ten'], 'unit: "x"')
    expect(found.items.map((i: Json) => [i.value.point, i.value.unit.code, i.ratio?.point])).toEqual([
      ['0', 'x', '1'],
      ['0.61', 'x', undefined],
    ])
  })
})

test('of one currency, converted by one rate, the currencies do not differ', async ({ empty }) => {
  const found = await compared(empty.db, ['cheap', 'second'], 'unit: "USD/kWh"')
  expect([found.verdict, found.reasons]).toEqual(['COMPARABLE', []])
  expect(found.items.map((i: Json) => [i.value.point, i.ratio.point])).toEqual([
    ['0.05', '1'],
    ['0.1', '2'],
  ])
})

describe('a warning', () => {
  test('of weekly against daily figures, and of amounts of other coverage', async ({ empty }) => {
    const found = await compared(empty.db, ['week', 'day', 'day-ten'])
    expect(codes(found)).toEqual(['WARNING DIFFERENT_COVERAGE', 'WARNING DIFFERENT_PERIOD_BASES'])
    expect(found.verdict).toBe('WARNING')
    expect(found.reasons[0].text).toContain('“whole world” (platform: not stated)')
    expect(found.reasons[0].text).toContain(
      '“ten of the router” (platform: Router; models: the ten most used',
    )
    expect(found.reasons[0].facts).toEqual([found.items[2].fact])
    expect(found.reasons[1].facts).toEqual([found.items[1].fact, found.items[2].fact])
    expect(found.items.map((i: Json) => [i.value.point ?? i.value.low, i.ratio.qualifier])).toEqual([
      ['70', 'EXACT'],
      ['140', 'MORE_THAN'],
      ['35', 'EXACT'],
    ])
  })

  test('of other currencies names the rate', async ({ empty }) => {
    const found = await compared(empty.db, ['dear', 'cheap'])
    expect(codes(found)).toEqual(['WARNING DIFFERENT_CURRENCIES'])
    expect(found.reasons[0].text).toBe('The currencies differ; converted by 1.25 US dollars per euro (2024).')
    expect(found.items[1]).toMatchObject({
      value: { point: '0.05', unit: { code: 'USD/kWh' }, conversion: { rates: [{ key: 'rate' }] } },
      ratio: { point: '0.5' },
    })
  })

  test.for([
    [
      ['dear', 'shops'],
      ['DIFFERENT_SECTORS', 'PROJECTED_AGAINST_MEASURED', 'DIFFERENT_TIMES'],
    ],
    [
      ['dear', 'traded'],
      ['WHOLESALE_AGAINST_RETAIL', 'DIFFERENT_BANDS'],
    ],
    [['dear', 'undated'], ['UNDATED']],
    [['plain.input', 'plain.output'], ['DIFFERENT_METERS']],
    [['plain.input', 'batch.input'], ['DIFFERENT_CONDITIONS']],
  ] as const)('%s: %s', async ([keys, expected], { empty }) => {
    const found = await compared(empty.db, [...keys])
    expect(codes(found)).toEqual(expected.map((code) => `WARNING ${code}`))
    expect(found.items[1].ratio).not.toBeNull()
  })
})

describe('a refusal', () => {
  test.for([
    [['of-ten', 'of-all'], 'DIFFERENT_COVERAGE'],
    [['of-ten', 'loads'], 'DIFFERENT_METRICS'],
    [['dear', 'day'], 'DIFFERENT_DIMENSIONS'],
    [['dear', 'later'], 'EXCHANGE_RATE_MISSING'],
    [['plain.input', 'none.input'], 'NO_VALUE'],
  ] as const)('%s: %s, without values', async ([keys, code], { empty }) => {
    const found = await compared(empty.db, [...keys])
    expect(codes(found)).toContain(`REFUSED ${code}`)
    expect([found.verdict, found.unit]).toEqual(['REFUSED', null])
    expect(found.items.map((i: Json) => [i.value, i.ratio])).toEqual([
      [null, null],
      [null, null],
    ])
    expect(found.reasons.find((r: Json) => r.code === code).facts).toEqual([found.items[1].fact])
  })

  test('names both coverages', async ({ empty }) => {
    const { reasons } = await compared(empty.db, ['of-ten', 'of-all'])
    expect(reasons[0].text).toMatch(/“ten of the router” .+ and “whole world” .+ are not comparable/)
  })
})

test('what cannot be asked', async ({ empty }) => {
  for (const [keys, more, code, text] of [
    [['dear'], '', 'BAD_ARGUMENT', '2 to 20'],
    [Array.from({ length: 21 }, (_, i) => `${i}`), '', 'BAD_ARGUMENT', '2 to 20'],
    [['dear', 'cheap', 'dear'], '', 'BAD_ARGUMENT', 'twice'],
    [['dear', 'nothing'], '', 'NOT_FOUND', 'nothing'],
    [['dear', 'traded'], 'unit: "euros"', 'BAD_ARGUMENT', 'There is no unit'],
    [['dear', 'traded'], 'unit: "tok"', 'INCOMMENSURABLE_UNITS', 'tok (tokens)'],
  ] as const) {
    const answer = await asked(empty.db, [...keys], more)
    expect([codeOf(answer), answer.body.errors![0]!.message]).toEqual([code, expect.stringContaining(text)])
  }
})

test('twenty facts take as few statements as two', async ({ empty }) => {
  const { ids } = await world(empty.db)
  const rates = ['dear', 'cheap', 'shops', 'traded', 'undated'].filter((key) => ids.has(key))
  const count = async (keys: string[]) => {
    empty.statements()
    dataOf(await asked(empty.db, keys))
    return empty.statements().length
  }
  await count(['dear', 'cheap'])
  const two = await count(['dear', 'cheap'])
  expect(two).toBeLessThan(12)
  expect(await count(rates)).toBe(two)
})
