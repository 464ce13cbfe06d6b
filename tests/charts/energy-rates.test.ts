/** Electricity by country: exact numbers, rivals beside them, what checks contradict marked, no currency converted. */
import { expect } from 'vitest'
import { energyRates } from '../../src/charts/energy-rates.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, drawn, forbid, LOOKS } from '../helpers/figures.ts'

/** Asked in other words than the chart's. */
const RATES = `{ energyRates(filter: { sector: [INDUSTRIAL, BUSINESS], isWholeCountry: true }, first: 100) { totalCount nodes {
  value { point low high unit { code } } claim { id checks { verdict } } resolution { rivals { id value { point low high unit { code } } } } } } }`

const numbers = ({ point, low, high, unit }: any) => ({ point, low, high, unit: unit.code ?? unit })

test('has the exact value of each country and of each rival', async ({ seeded }) => {
  const { table, cost } = await askChart(energyRates, seeded.db)
  const { body } = await testApp(seeded.db).ask(RATES)
  const asked = new Map<string, object>()
  for (const { value, claim, resolution } of body.data.energyRates.nodes) {
    asked.set(claim.id, { role: 'preferred', ...numbers(value) })
    for (const rival of resolution.rivals) asked.set(rival.id, { role: 'rival', ...numbers(rival.value) })
  }
  const shown = new Map(table.rows.map((row) => [row.claim, { role: row.role, ...numbers(row) }]))
  expect(shown).toEqual(asked)
  expect(asked.size).toBeGreaterThan(20)
  expect(table.withheld).toBe(0)
  expect(cost).toBeLessThan(25_000)
})

test('draws what its own unit makes comparable, the cheapest first, and nothing converted', async ({
  seeded,
}) => {
  const { data, table } = await askChart(energyRates, seeded.db)
  const spec: any = energyRates.spec(table, data, LOOKS[0]!)
  const panels = spec.vconcat.slice(1)
  expect(panels.map((p: any) => p.layer.flatMap((l: any) => l.encoding.x?.axis?.title ?? [])[0])).toEqual([
    'USD/kWh',
    'EUR/kWh',
  ])
  for (const [i, unit] of ['USD/kWh', 'EUR/kWh'].entries()) {
    const texts = new Set(
      table.rows.filter((row) => row.unit === unit).map((r) => r.point ?? `${r.low}–${r.high}`),
    )
    const dots = dataOf(panels[i]).filter((d) => d.kind)
    expect(dots.length).toBeGreaterThan(4)
    for (const { text } of dots) expect(texts).toContain(text.replace(/^[~≥>≤<]/, ''))
    const first = dots.filter((d) => d.kind === 'preferred').map(({ value }) => value)
    expect(first).toEqual([...first].sort((a, b) => a - b))
  }
  const all = dataOf(panels).filter((d) => d.kind)
  const alone = table.rows.filter((r) => r.country === 'JP' || r.country === 'GB')
  expect(alone.length).toBeGreaterThan(1)
  const notes = table.notes.map(({ en }) => en).join(' ')
  for (const { source, point, unit } of alone) {
    expect(all.filter((d) => d.source === source)).toEqual([])
    expect(notes).toContain(`${point} ${unit}`)
  }
})

test('a rival in another currency than its fact is told, not drawn', async ({ seeded }) => {
  const { data } = await askChart(energyRates, seeded.db)
  const of = (country: string, unit: string) =>
    data.energyRates.nodes.find(
      (n: any) =>
        n.country.code === country && n.sector === 'INDUSTRIAL' && n.claim?.value.unit.code === unit,
    ) as any
  const euro = of('NO', 'EUR/kWh').claim
  of('US', 'USD/kWh').resolution.rivals.push({ ...euro, id: 'foreign' })
  const table = energyRates.table(data)
  expect(table.rows.filter((r) => r.claim === 'foreign')).toMatchObject([{ country: 'US', role: 'rival' }])
  expect(table.notes.map(({ en }) => en).join(' ')).toContain(
    `United States, industry ${euro.value.point} EUR/kWh`,
  )
  const panels = (energyRates.spec(table, data, LOOKS[0]!) as any).vconcat.slice(1)
  const drawnEuro = dataOf(panels).filter((d) => d.kind && d.text === euro.value.point)
  expect(drawnEuro.every((d) => d.kind === 'preferred')).toBe(true)
})

test('where no unit has three rates the largest group is drawn, and the others are told', async ({
  seeded,
}) => {
  const { data } = await askChart(energyRates, seeded.db)
  const of = (unit: string, count: number) =>
    data.energyRates.nodes
      .filter((n: any) => n.claim?.value.unit.code === unit && n.resolution.rivals.length === 0)
      .slice(0, count)
  const few: any = { energyRates: { nodes: [...of('USD/kWh', 1), ...of('EUR/kWh', 2)] } }
  const panels = (energyRates.spec(energyRates.table(few), few, LOOKS[0]!) as any).vconcat.slice(1)
  expect(panels).toHaveLength(1)
  expect(new Set(dataOf(panels).flatMap((d) => (d.kind ? [d.text] : [])))).toEqual(
    new Set(of('EUR/kWh', 2).map((n: any) => n.claim.value.point)),
  )
  const told = energyRates
    .table(few)
    .notes.map(({ en }) => en)
    .join(' ')
  expect(told).toMatch(/not drawn: .* USD\/kWh\.$/)
  const none: any = { energyRates: { nodes: [] } }
  expect((energyRates.spec(energyRates.table(none), none, LOOKS[0]!) as any).vconcat).toHaveLength(1)
})

test('marks what a check contradicts, and only that', async ({ seeded }) => {
  const { data, table } = await askChart(energyRates, seeded.db)
  const doubted = table.rows.filter((row) => row.corroboration === 'CONTRADICTED')
  expect(doubted.map(({ country }) => country).sort()).toEqual(['EUROPE', 'US'])
  const spec: any = energyRates.spec(table, data, LOOKS[0]!)
  const dots = dataOf(spec.vconcat.slice(1)).filter((d) => d.kind === 'doubted' && d.low !== undefined)
  expect(new Set(dots.map(({ text }) => text))).toEqual(
    new Set(doubted.map(({ low, high }) => `${low}–${high}`)),
  )
  for (const { shape, low, high } of dots) {
    expect(shape).not.toBe('circle')
    expect(low).toBeLessThan(high)
  }
})

test('draws in every look without a warning', async ({ seeded }) => {
  const { data, table } = await askChart(energyRates, seeded.db)
  for (const look of LOOKS) {
    const svg = await drawn(energyRates.spec(table, data, look))
    for (const word of look.language === 'zh' ? ['中国', '采用值'] : ['China', 'preferred'])
      expect(svg).toContain(word)
  }
})

test('leaves out what a source forbids to pass on, and counts it', async ({ seeded }) => {
  const { data, table } = await askChart(energyRates, seeded.db)
  const bound = forbid(data, 'china-made-tech-140-trillion-tokens')
  const left = energyRates.table(bound)
  expect(left.withheld).toBe(3)
  expect(left.rows).toHaveLength(table.rows.length - 3)
  expect(left.rows.map(({ country }) => country)).not.toContain('EUROPE')
  expect(dataOf(energyRates.spec(left, bound, LOOKS[0]!)).filter((d) => d.kind === 'doubted')).toEqual([])
})
