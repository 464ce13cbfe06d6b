/** The widest disagreements: the API's own facts, numbers and guesses, each source a dot against the preferred one. */
import { expect } from 'vitest'
import { disagreements } from '../../src/charts/disagreements.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, drawn, forbid, LOOKS } from '../helpers/figures.ts'

/** Asked in other words than the chart's. */
const WIDEST = `{ disagreements(first: 15) { nodes { likelyKind fact { id value { point low high unit { code } } claim { id } }
  resolution { spread { ratio } rivals { id value { point low high unit { code } } } } } } }`

const dotsOf = (spec: unknown) => dataOf(spec).filter((d) => d.kind && d.text !== undefined)

test('has the fifteen widest with the exact value of each source', async ({ seeded }) => {
  const { table, cost } = await askChart(disagreements, seeded.db)
  const { body } = await testApp(seeded.db).ask(WIDEST)
  const { nodes } = body.data.disagreements
  expect(nodes).toHaveLength(15)
  const number = ({ point, low, high, unit }: any) => ({ point, low, high, unit: unit.code ?? unit })
  const asked = nodes.flatMap(({ likelyKind, fact, resolution }: any) =>
    [{ id: fact.claim.id, value: fact.value }, ...resolution.rivals].map(({ id, value }: any) => ({
      ...{ fact: fact.id, claim: id, kind: likelyKind, ratio: resolution.spread.ratio, ...number(value) },
    })),
  )
  const shown = table.rows.map((row) => {
    const { fact, claim, kind, ratio } = row
    return { fact, claim, kind, ratio, ...number(row) }
  })
  expect(shown).toEqual(asked)
  expect(table.withheld).toBe(0)
  expect(cost).toBeLessThan(25_000)
})

test('stands each source where its ratio to the preferred value is', async ({ seeded }) => {
  const { data, table } = await askChart(disagreements, seeded.db)
  const spec = disagreements.spec(table, data, LOOKS[0]!)
  const dots = dotsOf(spec).filter((d) => d.row !== undefined)
  const rowsDrawn = new Set(dots.map(({ row }) => row))
  expect(rowsDrawn.size).toBeGreaterThan(12)
  for (const row of rowsDrawn) {
    const own = dots.filter((d) => d.row === row && d.kind === 'preferred')
    expect(own.map(({ value }) => value)).toContain(1)
  }
  // The widest two prices of one unit, by exact arithmetic.
  const price = table.rows.filter(({ unit }) => unit === 'USD/Mtok')[0]!
  const [first, ...rest] = table.rows.filter(({ fact }) => fact === price.fact)
  for (const rival of rest) {
    const ratio = new Decimal(rival.point!).div(first!.point!).toNumber()
    expect(dots.some((d) => d.source === rival.source && Math.abs(d.value - ratio) < 1e-9)).toBe(true)
  }
})

test('says in words and by shape what may lie behind it', async ({ seeded }) => {
  const { data, table } = await askChart(disagreements, seeded.db)
  const kinds = new Set(table.rows.map(({ kind }) => kind))
  expect(kinds).toContain('DIFFERENT_DATES')
  const spec = disagreements.spec(table, data, LOOKS[0]!)
  const texts = dataOf(spec).map((d) => d.remark ?? '')
  expect(texts.filter((text) => text.startsWith('likely of different dates')).length).toBeGreaterThan(3)
  const shapes = new Map(dotsOf(spec).map(({ kind, shape }) => [kind, shape]))
  expect(shapes.size).toBeGreaterThan(3)
  expect(new Set(shapes.values()).size).toBe(shapes.size)
})

test('shows the answers of one fact a row each', async ({ seeded }) => {
  const fact = disagreements.parameters[0]!.example
  const { data, table } = await askChart(disagreements, seeded.db, { fact })
  expect(new Set(table.rows.map((row) => row.fact))).toEqual(new Set([fact]))
  const { body } = await testApp(seeded.db).ask(`{ fact(id: "${fact}") { resolution { rivals { id } } } }`)
  expect(table.rows.length).toBe(1 + body.data.fact.resolution.rivals.length)
  expect(disagreements.titleOf!(data, 'en')).toContain('United States')
  const dots = dotsOf(disagreements.spec(table, data, LOOKS[0]!)).filter((d) => d.row !== undefined)
  const comparable = table.rows.filter(({ unit }) => unit === table.rows[0]!.unit)
  const placed = new Map(dots.map(({ row, source }) => [row, source]))
  expect(comparable.map((_, row) => placed.get(row))).toEqual(comparable.map(({ source }) => source))
  for (const { row, source } of dots) expect(placed.get(row)).toBe(source)
})

test('tells that a fact is none, or has no number', async ({ seeded }) => {
  const none = askChart(disagreements, seeded.db, { fact: 'UHJpY2U6cHJpX25vbmU=' })
  await expect(none).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { body } = await testApp(seeded.db).ask('{ assertions(first: 1) { nodes { id } } }')
  const said = askChart(disagreements, seeded.db, { fact: body.data.assertions.nodes[0].id })
  await expect(said).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('draws in every look without a warning', async ({ seeded }) => {
  for (const fact of ['', disagreements.parameters[0]!.example]) {
    const { data, table } = await askChart(disagreements, seeded.db, { fact })
    for (const look of LOOKS) await drawn(disagreements.spec(table, data, look))
  }
})

test('leaves out what a source forbids to pass on, and counts it', async ({ seeded }) => {
  const { data, table } = await askChart(disagreements, seeded.db)
  const claims = data.disagreements!.nodes.flatMap(({ fact }) => [fact.claim!, ...fact.resolution!.rivals])
  const { slug } = claims[0]!.provenance[0]!.source
  const bound = forbid(data, slug)
  const left = disagreements.table(bound)
  const gone = claims.filter(({ provenance }) => provenance.some(({ source }) => source.slug === slug))
  expect(left.withheld).toBe(gone.length)
  expect(left.rows).toHaveLength(table.rows.length - gone.length)
  // Rivals of a value that may not be shown would tell it.
  const dots = dotsOf(disagreements.spec(left, bound, LOOKS[0]!)).filter((d) => d.row !== undefined)
  expect(dots.map(({ source }) => source)).not.toContain(claims[0]!.provenance[0]!.source.title)
})

test('tells no ratio and no reason that may hold a number withheld', async ({ seeded }) => {
  const { data, table } = await askChart(disagreements, seeded.db)
  const facts = data.disagreements!.nodes.map((node) => node.fact)
  const among = ({ claim, resolution }: (typeof facts)[number]) => [claim!, ...resolution!.rivals]
  const slugs = (all: readonly { provenance: readonly { source: { slug: string } }[] }[]) =>
    all.flatMap(({ provenance }) => provenance.map(({ source }) => source.slug))
  const told = (rows: typeof table.rows, fact: string) =>
    rows.filter((row) => row.fact === fact).map(({ ratio, kind, reason }) => [ratio, kind, reason])
  const nothing = [null, null, null]
  let shown = 0
  for (const slug of new Set(
    facts.flatMap((fact) => slugs([...among(fact), ...fact.resolution!.evidence])),
  )) {
    const left = disagreements.table(forbid(data, slug))
    for (const fact of facts) {
      const rows = told(left.rows, fact.id)
      const isBehind = slugs([...among(fact), ...fact.resolution!.evidence]).includes(slug)
      expect(rows).toEqual(isBehind ? rows.map(() => nothing) : told(table.rows, fact.id))
      if (isBehind) shown += rows.length
    }
  }
  expect(shown).toBeGreaterThan(0)
})

test('tells no reason where what explains it is withheld, though it is no rival', async ({ seeded }) => {
  const { data, table } = await askChart(disagreements, seeded.db)
  const nodes = data.disagreements!.nodes
  const { fact } = nodes.find((node) => node.fact.resolution!.evidence.length > 1)!
  const [first] = fact.resolution!.evidence
  const source = { ...first!.provenance[0]!.source, slug: 'elsewhere', redistributable: false }
  const evidence = [...fact.resolution!.evidence, { id: 'x', provenance: [{ role: 'ORIGINAL', source }] }]
  const changed = { ...fact, resolution: { ...fact.resolution!, evidence } }
  const left = disagreements.table({
    disagreements: {
      ...data.disagreements!,
      nodes: nodes.map((node) => (node.fact === fact ? { fact: changed } : node)),
    },
  })
  expect(left.rows).toHaveLength(table.rows.length)
  const rows = left.rows.filter((row) => row.fact === fact.id)
  expect(rows.map(({ ratio, kind, reason }) => [ratio, kind, reason])).toEqual(
    rows.map(() => [null, null, null]),
  )
})

test('says why of one fact, but not where that tells what is withheld', async ({ seeded }) => {
  const fact = disagreements.parameters[0]!.example
  const { data, table } = await askChart(disagreements, seeded.db, { fact })
  const { reason } = table.rows[0]!
  const said = (notes: typeof table.notes) => notes.some(({ en }) => en.includes(reason!))
  expect(said(table.notes)).toBe(true)
  const rival = data.fact!.resolution!.rivals[0]!
  expect(said(disagreements.table(forbid(data, rival.provenance[0]!.source.slug)).notes)).toBe(false)
})
