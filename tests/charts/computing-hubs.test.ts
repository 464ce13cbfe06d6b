/** The map of hubs shows every cluster and every flow that the API tells of, and each of them once. */
import { expect } from 'vitest'
import { computingHubs } from '../../src/charts/computing-hubs.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, drawn, forbid, LOOKS } from '../helpers/figures.ts'

/** Asked in other words than the chart's. */
const FLOWS = `{ hubs(filter: { kind: NATIONAL_HUB }, first: 50) { nodes {
  clusters { slug latitude longitude } flowsOut { slug strength } flowsIn { slug strength } } } }`

test('has a row for each cluster and each flow, with the exact coordinates', async ({ seeded }) => {
  const { table, cost } = await askChart(computingHubs, seeded.db)
  const { body } = await testApp(seeded.db).ask(FLOWS)
  const hubs = body.data.hubs.nodes
  const flows = new Map(hubs.flatMap((h: any) => [...h.flowsOut, ...h.flowsIn]).map((f: any) => [f.slug, f]))
  const of = (kind: string) => table.rows.filter((row) => row.kind === kind)
  expect(of('cluster').map(({ id, latitude, longitude }) => ({ slug: id, latitude, longitude }))).toEqual(
    hubs.flatMap((h: any) => h.clusters),
  )
  expect(of('flow').map(({ id }) => id)).toEqual([...flows.keys()].sort())
  for (const row of of('flow')) expect(row.strength).toBe((flows.get(row.id) as any).strength)
  expect(flows.size).toBeGreaterThan(20)
  expect(table.withheld).toBe(0)
  expect(cost).toBeLessThan(25_000)
})

test('draws each flow as part of exactly one arrow, with its head', async ({ seeded }) => {
  const { data, table } = await askChart(computingHubs, seeded.db)
  const ids = table.rows.filter((row) => row.kind === 'flow').map(({ id }) => id)
  for (const look of LOOKS) {
    const features = dataOf(computingHubs.spec(table, data, look)).filter((d) => d.type === 'Feature')
    const shaped = (type: string) => features.filter((f) => f.geometry.type === type)
    for (const arrows of [shaped('LineString'), shaped('Polygon')])
      expect(arrows.flatMap((f) => f.properties.flows).sort()).toEqual(ids)
    for (const { geometry } of shaped('LineString')) expect(geometry.coordinates.length).toBeGreaterThan(2)
  }
})

test('draws each flow by its own standing, each of which the key explains', async ({ seeded }) => {
  const { data, table } = await askChart(computingHubs, seeded.db)
  const standing = new Map(table.rows.map(({ id, strength }) => [id, strength]))
  expect(new Set(standing.values())).toEqual(new Set([null, 'OFFICIAL', 'PLANNED', 'REPORTED']))
  for (const look of LOOKS) {
    const spec = computingHubs.spec(table, data, look)
    const lines = dataOf(spec).filter((d) => d.geometry?.type === 'LineString')
    for (const { properties } of lines)
      for (const flow of properties.flows) expect(properties.strength).toBe(standing.get(flow))
    const key = dataOf(spec).map(({ text }) => text)
    for (const word of look.language === 'zh'
      ? ['规划中的流向', '媒体报道的流向']
      : ['planned flow', 'reported flow'])
      expect(key).toContain(word)
    // None lies below another: the middles of lines that are not official have room around them.
    const middle = ({ geometry: { coordinates } }: any) => coordinates[Math.floor(coordinates.length / 2)]
    for (const line of lines.filter(({ properties }) => properties.strength !== 'OFFICIAL')) {
      const [x, y] = middle(line)
      for (const other of lines.filter((one) => one !== line))
        for (const [a, b] of other.geometry.coordinates) expect(Math.hypot(a - x, b - y)).toBeGreaterThan(2)
    }
  }
})

test('names the ends that are no hubs, where there is room', async ({ seeded }) => {
  const { data, table } = await askChart(computingHubs, seeded.db)
  const areas = data.hubs.nodes.flatMap(({ flowsIn }) => flowsIn.flatMap(({ fromArea }) => fromArea ?? []))
  const wide = LOOKS.find(({ width, language }) => width === 800 && language === 'en')!
  const texts = dataOf(computingHubs.spec(table, data, wide)).map(({ text }) => text)
  expect(areas.filter((area) => texts.includes(area)).length).toBeGreaterThanOrEqual(2)
})

test('draws within its width, in every look, without a warning', async ({ seeded }) => {
  const { data, table } = await askChart(computingHubs, seeded.db)
  for (const look of LOOKS) {
    const spec = computingHubs.spec(table, data, look)
    const svg = await drawn(spec)
    const names = data.hubs.nodes.map((hub) => (look.language === 'zh' ? hub.nameZh! : hub.name))
    // Long names are broken into lines.
    for (const name of names) expect(svg).toContain(name.split(/[\s-]/)[0])
    const points = dataOf(spec).filter((d) => typeof d.x === 'number')
    for (const { x } of points) expect(x).toBeLessThan(look.width)
    expect(JSON.stringify(spec).length).toBeLessThan(100_000)
    expect(JSON.stringify(computingHubs.spec(table, data, look))).toBe(JSON.stringify(spec))
  }
})

test('leaves out what a source forbids to pass on, and counts it', async ({ seeded }) => {
  const { data, table } = await askChart(computingHubs, seeded.db)
  const [row] = table.rows.filter((r) => r.kind === 'flow')
  const flow = data.hubs.nodes.flatMap((h) => [...h.flowsOut, ...h.flowsIn]).find((f) => f.slug === row!.id)!
  const bound = forbid(data, flow.provenance[0]!.source.slug)
  const left = computingHubs.table(bound)
  expect(left.withheld).toBeGreaterThan(0)
  expect(left.rows.length + left.withheld).toBe(table.rows.length)
  expect(left.rows.map(({ id }) => id)).not.toContain(flow.slug)
  const spec = computingHubs.spec(left, bound, LOOKS[0]!)
  expect(dataOf(spec).flatMap((d) => d.properties?.flows ?? [])).not.toContain(flow.slug)
})

test('shows no role that a source forbids to pass on, and counts it', async ({ seeded }) => {
  const { data, table } = await askChart(computingHubs, seeded.db)
  const hub = data.hubs.nodes.find(({ role, clusters }) => role !== null && clusters.length > 0)!
  const closed = { source: { ...hub.provenance[0]!.source, redistributable: false }, role: 'ORIGINAL' }
  const nodes = data.hubs.nodes.map((one) => (one === hub ? { ...one, provenance: [closed] } : one))
  const bound = { hubs: { nodes } }
  const left = computingHubs.table(bound)
  expect(left.withheld).toBe(1)
  expect(left.rows).toHaveLength(table.rows.length)
  const roles = (rows: typeof table.rows) =>
    rows.filter((row) => row.hub === hub.name).map(({ role }) => role)
  expect(new Set(roles(table.rows))).toEqual(new Set([hub.role]))
  expect(new Set(roles(left.rows))).toEqual(new Set([null]))
  const shapes = (answer: typeof data) =>
    dataOf(computingHubs.spec(left, answer, LOOKS[0]!))
      .filter((d) => d.hub === hub.slug && d.shape)
      .map(({ shape }) => shape)
  expect(shapes(data).length).toBeGreaterThan(1)
  for (const shape of shapes(bound)) expect(['square', 'circle', 'diamond']).not.toContain(shape)
})
