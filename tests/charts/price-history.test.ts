/** Prices over time: the API's own numbers and days, the maker's offer thickest, what is announced dashed. */
import { expect } from 'vitest'
import { priceHistory } from '../../src/charts/price-history.ts'
import { type HistoricClaim, periodsOf } from '../../src/charts/price-periods.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, drawn, forbid, LOOKS } from '../helpers/figures.ts'

/** Asked in other words than the chart's. */
const HISTORY = `query ($model: String!) { model(slug: $model) { prices(meter: ["output"], first: 50) { nodes {
  conditions { text } seller { name } offer { isMakersOwn } history(first: 50) { id validFrom validTo value { point low high } } } } } }`

/** Each as often as there are offers that it stands for. */
const segments = (spec: unknown) =>
  dataOf(spec)
    .filter((d) => d.line !== undefined && 'dash' in d)
    .flatMap((d) => Array.from({ length: d.offers }, () => d))

test('has each price of each seller with its days, the own offer first', async ({ market }) => {
  const { table, cost } = await askChart(priceHistory, market.db)
  const { body } = await testApp(market.db).ask(HISTORY, { model: 'deepseek-v3.2' })
  const plain = body.data.model.prices.nodes.filter(({ conditions }: any) => conditions.text === '')
  const asked = plain.flatMap(({ offer, history }: any) =>
    history.map(({ id, validFrom, validTo, value }: any) => ({
      ...{ claim: id, own: offer.isMakersOwn ? 'yes' : 'no', from: validFrom, to: validTo },
      point: value?.point ?? null,
    })),
  )
  const sorted = (rows: any[]) => rows.sort((a, b) => (a.claim < b.claim ? -1 : 1))
  const shown = table.rows.map(({ claim, own, from, to, point }) => ({ claim, own, from, to, point }))
  expect(shown[0]!.own).toBe('yes')
  expect(sorted(shown)).toEqual(sorted(asked))
  expect(new Set(table.rows.map(({ seller }) => seller)).size).toBe(plain.length)
  expect(cost).toBeLessThan(25_000)
})

test('draws steps as long as the prices held, and marks where an offer ends', async ({ market }) => {
  const { data, table } = await askChart(priceHistory, market.db)
  const drawnNow = segments(priceHistory.spec(table, data, LOOKS[0]!))
  const priced = table.rows.filter(({ state }) => state !== 'NOT_OFFERED')
  expect(drawnNow.map(({ value }) => String(value)).sort()).toEqual(priced.map(({ point }) => point!).sort())
  for (const { from, to, point } of priced) {
    const same = drawnNow.find((s) => s.from === from && String(s.value) === point)!
    if (to) expect(same.to).toBe(to)
    else expect(same.to >= data.revision.time).toBe(true)
  }
  // Those after whose price the seller does not offer the model.
  const gone = table.rows.filter(({ state }) => state === 'NOT_OFFERED').map(({ from }) => from)
  expect(gone.length).toBeGreaterThan(1)
  expect(
    drawnNow
      .filter(({ ends }) => ends)
      .map(({ to }) => to)
      .sort(),
  ).toEqual(gone.sort())
  const widths = new Map(drawnNow.map(({ line, width }) => [line, width]))
  const [own, ...others] = [...widths.values()]
  for (const width of others) expect(width).toBeLessThan(own!)
})

test('dashes what is announced, and that alone', async ({ market }) => {
  const { body } = await testApp(market.db).ask(
    '{ priceChanges(since: "2026-01-01", filter: { status: ANNOUNCED, meter: "output" }) { nodes { on to { value { point } } price { model { slug } } } } }',
  )
  const [change] = body.data.priceChanges.nodes
  const { data, table } = await askChart(priceHistory, market.db, { model: change.price.model.slug })
  const announced = table.rows.filter((row) => row.announced === 'yes')
  expect(announced).toMatchObject([{ point: change.to.value.point, from: `${change.on}T00:00:00.000Z` }])
  const all = segments(priceHistory.spec(table, data, LOOKS[0]!))
  const dashed = all.filter(({ dash }) => dash[0] > 4)
  expect(new Set(dashed.map(({ value }) => String(value)))).toEqual(new Set([change.to.value.point]))
  for (const { announced, from } of all) expect(announced).toBe(from > data.revision.time)
  expect(await drawn(priceHistory.spec(table, data, LOOKS[0]!))).toMatch(/stroke-dasharray="6,4"/)
})

test('lets a price that comes back begin where the other one ended', async () => {
  const claim = (
    id: string,
    validFrom: string | null,
    validTo: string | null,
    periods = [{ validFrom, validTo }],
  ) => ({ id, validFrom, validTo, periods }) as unknown as HistoricClaim
  const times = (history: HistoricClaim[]) =>
    periodsOf(history, '2026-06-01').map(({ claim, from, to, announced }) => [claim.id, from, to, announced])
  const back = [
    { validFrom: '2026-01-01', validTo: '2026-02-01' },
    { validFrom: '2026-03-01', validTo: null },
  ]
  const twice = claim('a', '2026-03-01', null, back)
  expect(times([twice, claim('b', '2026-02-01', '2026-03-01'), twice])).toEqual([
    ['a', '2026-01-01', '2026-02-01', false],
    ['b', '2026-02-01', '2026-03-01', false],
    ['a', '2026-03-01', null, false],
  ])
  const long = claim('a', null, null)
  expect(times([long, claim('b', '2026-02-01', '2026-03-01'), long, claim('c', '2026-07-01', null)])).toEqual(
    [
      ['a', null, '2026-02-01', false],
      ['b', '2026-02-01', '2026-03-01', false],
      ['a', '2026-03-01', '2026-07-01', false],
      ['c', '2026-07-01', null, true],
    ],
  )
})

test('tells that there is no such model, or no price of the meter', async ({ seeded }) => {
  for (const chosen of [{ model: 'no-such-model' }, { meter: 'no-such-meter' }])
    await expect(askChart(priceHistory, seeded.db, chosen)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('draws at most twelve sellers, says how many more there are, and warns of nothing', async ({
  seeded,
}) => {
  const { data, table } = await askChart(priceHistory, seeded.db)
  for (const look of LOOKS) await drawn(priceHistory.spec(table, data, look))
  const [one] = data.model!.prices.nodes.filter(({ offer }) => !offer.isMakersOwn)
  // Each a little dearer than the one before, so that no two lines are one.
  const many = Array.from({ length: 15 }, (_, i) => ({
    ...{ ...one!, id: `${one!.id}${i}` },
    history: one!.history.map((claim) => ({
      ...claim,
      value: claim.value && { ...claim.value, point: `${claim.value.point}${i}` },
    })),
  }))
  const crowded = { ...data, model: { ...data.model!, prices: { totalCount: 15, nodes: many } } }
  const full = priceHistory.table(crowded)
  expect(full.notes.map(({ en }) => en).join(' ')).toContain('3 more offers')
  const lines = segments(priceHistory.spec(full, crowded, LOOKS[0]!)).map(({ line }) => line)
  expect(new Set(lines).size).toBe(12)
})

test('leaves out what a source forbids to pass on, and counts it', async ({ seeded }) => {
  const { data, table } = await askChart(priceHistory, seeded.db)
  const claims = data.model!.prices.nodes.flatMap(({ history }) => history)
  const { slug } = claims[0]!.provenance[0]!.source
  const gone = claims.filter(({ provenance }) => provenance.some(({ source }) => source.slug === slug))
  const left = priceHistory.table(forbid(data, slug))
  expect(left.withheld).toBe(new Set(gone.map(({ id }) => id)).size)
  for (const { id } of gone) expect(left.rows.map(({ claim }) => claim)).not.toContain(id)
  expect(left.rows.length).toBeLessThan(table.rows.length)
})

test('lines that lie on each other are one, with the names of all their sellers', async ({ market }) => {
  const { data, table } = await askChart(priceHistory, market.db, { model: 'deepseek-v4-pro' })
  const others = table.rows.filter(({ own }) => own === 'no')
  const courses = Map.groupBy(new Set(others.map(({ seller }) => seller!)), (name) =>
    JSON.stringify(
      others
        .filter(({ seller }) => seller === name)
        .map(({ from, to, point, qualifier }) => [from, to, point, qualifier]),
    ),
  )
  const shared = [...courses.values()].filter((names) => names.length > 1)
  expect(shared.length).toBeGreaterThan(0)
  for (const look of LOOKS.filter(({ language }) => language === 'en')) {
    const spec = priceHistory.spec(table, data, look)
    const drawnOnes = dataOf(spec).filter((d) => d.line !== undefined && d.width < 3)
    expect(new Set(drawnOnes.map(({ line }) => line)).size).toBe(courses.size)
    const key = dataOf(spec)
      .flatMap(({ words }) => words ?? [])
      .join(' ')
    for (const names of shared) expect(key).toContain(`${names.join(', ')}: `)
  }
})
