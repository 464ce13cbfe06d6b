/** Shares by origin: exact numbers, a panel for each coverage, and no line that joins what is not comparable. */
import { expect } from 'vitest'
import { labelWidth } from '../../src/charts/drawing.ts'
import { usageShare } from '../../src/charts/usage-share.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, drawn, forbid, LOOKS } from '../helpers/figures.ts'

/** Asked in other words than the chart's. */
const SHARES = `{ indicators(filter: { metric: ["token-share", "token-share-peak", "market-share"] }, first: 50) { nodes {
  metric { code } coverageDetail { code } subject { ... on ModelGroup { slug country { code } } }
  claims(first: 50) { id preferred repeatOf { id } validFrom precision value { point low high } } } } }`

/** Every layer of a spec that draws a line, however deep. */
function lines(spec: any): any[] {
  if (typeof spec !== 'object' || spec === null) return []
  const inner = Object.entries(spec).flatMap(([key, value]) => (key === 'data' ? [] : lines(value)))
  return spec.mark?.type === 'line' ? [spec, ...inner] : inner
}

test('has the exact share of each group that the API tells of', async ({ seeded }) => {
  const { table, cost } = await askChart(usageShare, seeded.db)
  const { body } = await testApp(seeded.db).ask(SHARES)
  const groups = new Set(table.rows.map(({ group }) => group))
  for (const group of ['origin-cn', 'origin-us', 'unassigned-origin', 'origin-cn-open-weights'])
    expect(groups).toContain(group)
  const asked = body.data.indicators.nodes
    .filter(({ subject }: any) => groups.has(subject.slug))
    .flatMap(({ metric, coverageDetail, subject, claims }: any) =>
      claims
        .filter(({ repeatOf }: any) => !repeatOf)
        .map(({ id, preferred, value }: any) => ({
          ...{ claim: id, group: subject.slug, metric: metric.code, coverage: coverageDetail.code },
          ...{ role: preferred ? 'preferred' : 'rival', ...value },
        })),
    )
  const shown = table.rows.map(({ claim, group, metric, coverage, role, point, low, high }) => {
    return { claim, group, metric, coverage, role, point, low, high }
  })
  const sorted = (rows: any[]) => rows.sort((a, b) => (a.claim < b.claim ? -1 : 1))
  expect(sorted(shown)).toEqual(sorted(asked))
  expect(shown.length).toBeGreaterThan(25)
  expect(cost).toBeLessThan(25_000)
})

test('joins by a line only one group, one coverage, one metric and one length of period', async ({
  seeded,
}) => {
  const { data, table } = await askChart(usageShare, seeded.db)
  const all = lines(usageShare.spec(table, data, LOOKS[0]!))
  expect(all.length).toBeGreaterThan(2)
  for (const { data } of all) {
    const { values } = data
    expect(values.length).toBeGreaterThan(1)
    for (const field of ['subject', 'coverage', 'metric', 'precision'])
      expect(new Set(values.map((value: any) => value[field])).size, field).toBe(1)
    const times = values.map(({ at }: any) => at)
    expect(times).toEqual([...times].sort())
  }
})

test('has each coverage on a panel of its own, that says which', async ({ seeded }) => {
  const { data, table } = await askChart(usageShare, seeded.db)
  const spec: any = usageShare.spec(table, data, LOOKS[0]!)
  const panels = spec.vconcat[1].concat
  const wholes = panels.map((panel: any) => {
    const values = dataOf(panel).filter((d) => d.coverage !== undefined)
    const kinds = new Set(values.map((d) => [d.coverage, d.metric, d.precision === 'WEEK'].join(' ')))
    expect(kinds.size).toBe(1)
    const row = table.rows.find(({ coverage }) => coverage === values[0].coverage)!
    expect(panel.title.text.join(' ')).toContain(row.coverageName)
    return [...kinds][0]
  })
  expect(new Set(wholes).size).toBe(wholes.length)
  expect(wholes.length).toBeGreaterThan(6)
})

test('shows 61 and 48 per cent of one week as rivals, of which a check contradicts one', async ({
  seeded,
}) => {
  const { data, table } = await askChart(usageShare, seeded.db)
  const week = table.rows.filter(({ from, group, precision }) => {
    return from?.startsWith('2026-03-30') && group === 'origin-cn' && precision === 'WEEK'
  })
  const share = Object.fromEntries(week.map(({ coverage, point }) => [coverage!, point]))
  expect(share).toEqual({
    'openrouter-platform': '48',
    'openrouter-ranked': '61',
    'openrouter-cn-plus-us': '81.1',
  })
  const dots = dataOf(usageShare.spec(table, data, LOOKS[0]!)).filter((d) => d.from?.startsWith('2026-03-30'))
  const shapes = (coverage: string) =>
    new Set(
      dots.filter((d) => d.coverage === coverage && d.subject === 'origin-cn').map(({ shape }) => shape),
    )
  expect(shapes('openrouter-platform')).toEqual(new Set(['circle']))
  expect([...shapes('openrouter-ranked')]).not.toContain('circle')
  const notes = table.notes.map(({ en }) => en).join(' ')
  expect(notes).toMatch(/61%.*checks.*48%/)
})

test('draws in every look without a warning', async ({ seeded }) => {
  const { data, table } = await askChart(usageShare, seeded.db)
  for (const look of LOOKS) {
    const svg = await drawn(usageShare.spec(table, data, look))
    expect(svg).toContain(look.language === 'zh' ? '中国模型' : 'Chinese models')
  }
})

test('leaves out what a source forbids to pass on, and counts it', async ({ seeded }) => {
  const { data, table } = await askChart(usageShare, seeded.db)
  const bound = forbid(data, 'china-made-tech-140-trillion-tokens')
  const left = usageShare.table(bound)
  expect(left.withheld).toBeGreaterThan(2)
  expect(left.rows).toHaveLength(table.rows.length - left.withheld)
  expect(left.rows.map(({ coverage }) => coverage)).not.toContain('openrouter-ranked')
  expect(left.notes.map(({ en }) => en).join(' ')).not.toContain('61%')
  expect(JSON.stringify(usageShare.spec(left, bound, LOOKS[0]!))).not.toContain('openrouter-ranked')
})

test('labels of dots stand apart from each other and from dots, and most are there', async ({ seeded }) => {
  const { data, table } = await askChart(usageShare, seeded.db)
  for (const look of LOOKS) {
    const spec: any = usageShare.spec(table, data, look)
    let told = 0
    for (const panel of spec.vconcat[1].concat) {
      const labels = panel.layer
        .filter(({ mark, encoding }: any) => mark?.type === 'text' && encoding.x?.field === 'x')
        .flatMap(({ mark, data }: any) =>
          data.values.map(({ x, y, text }: any) => {
            const width = labelWidth(text)
            const left = x - ({ left: 0, right: width, center: width / 2 } as any)[mark.align]
            return { text, left, right: left + width, y }
          }),
        )
      told += labels.length
      for (const [i, a] of labels.entries())
        for (const b of labels.slice(i + 1)) {
          const [beside, below] = [Math.max(a.left - b.right, b.left - a.right), Math.abs(a.y - b.y)]
          expect(beside >= 3 || below >= 11, `${a.text} ${b.text}`).toBe(true)
        }
    }
    expect(told).toBeGreaterThan(15)
  }
})
