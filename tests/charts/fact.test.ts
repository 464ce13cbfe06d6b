/** Facts over time: what one axis and one line may hold, asked of every fact of the seeds that is not a price. */
import { expect } from 'vitest'
import { fact } from '../../src/charts/fact.ts'
import type { Db } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, LOOKS } from '../helpers/figures.ts'

/** Asked in other words than the chart's. */
const page = (root: string) => `query ($after: String) { page: ${root}(first: 20, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { id claims(first: 50) { periodText precision validFrom validTo value { point text unit { code } } } } } }`

async function factsOf(db: Db): Promise<{ id: string; claims: any[] }[]> {
  const all: { id: string; claims: any[] }[] = []
  for (const root of ['energyRates', 'tokenUsage', 'indicators'])
    for (let after: string | null = null; ; ) {
      const { body } = await testApp(db).ask(page(root), { after })
      const { nodes, pageInfo }: any = body.data.page
      all.push(...nodes)
      if (!pageInfo.hasNextPage) break
      after = pageInfo.endCursor
    }
  return all
}

const rough = ({ point, low, high }: any) =>
  point !== null
    ? Number(point)
    : low !== null && high !== null
      ? (Number(low) + Number(high)) / 2
      : Number(low ?? high)

test('draws one unit only and tells what is stated in another', async ({ seeded }) => {
  const units = ({ claims }: any) => new Set(claims.flatMap(({ value }: any) => value?.unit.code ?? []))
  const mixed = (await factsOf(seeded.db)).filter((one) => units(one).size > 1)
  expect(mixed.length).toBeGreaterThan(5)
  for (const { id } of mixed) {
    const { data, table } = await askChart(fact, seeded.db, { fact: id })
    const preferred = table.rows.filter(({ role }) => role === 'preferred')
    const unit = (preferred.at(-1) ?? table.rows[0])!.unit
    const [own, foreign] = [true, false].map((is) => table.rows.filter((row) => (row.unit === unit) === is))
    expect(foreign!.length).toBeGreaterThan(0)
    for (const language of ['en', 'zh'] as const) {
      const note = table.notes.map((one) => one[language]).join(' ')
      for (const { text, point, low } of foreign!)
        expect(note).toContain(language === 'en' ? text : (point ?? low))
    }
    const spec = fact.spec(table, data, LOOKS[0]!)
    const at = dataOf(spec).filter((d) => 'words' in d)
    const sorted = (numbers: number[]) => numbers.map((n) => n.toPrecision(9)).sort()
    // Rows of a fact with one period begin at the lower end of a range.
    const inRows = at.some((d) => 'index' in d)
    expect(sorted(at.map(({ value }) => value))).toEqual(
      sorted(own!.map((row) => (inRows ? Number(row.point ?? row.low ?? row.high) : rough(row)))),
    )
  }
})

test('draws what has no date apart from all dates, and says so', async ({ seeded }) => {
  const isUndated = ({ validFrom, validTo, value }: any) => value && validFrom === null && validTo === null
  const facts = (await factsOf(seeded.db)).filter(({ claims }) => claims.some(isUndated))
  let strips = 0
  for (const { id } of facts) {
    const { data, table } = await askChart(fact, seeded.db, { fact: id })
    for (const look of [LOOKS[0]!, LOOKS.at(-1)!]) {
      const spec: any = fact.spec(table, data, look)
      const marks = dataOf(spec).filter((d) => 'undated' in d)
      const apart = marks.filter(({ undated }) => undated)
      const unit = (table.rows.filter(({ role }) => role === 'preferred').at(-1) ?? table.rows[0])!.unit
      const rows = table.rows.filter((row) => row.from === null && row.to === null && row.unit === unit)
      // Facts of one period are rows that name it.
      expect(apart).toHaveLength(marks.length > 0 ? rows.length : 0)
      if (apart.length === 0) continue
      strips++
      const begins = dataOf(spec.layer).filter(({ text }) => /undated|未注明日期/.test(text))
      expect(begins.length).toBeGreaterThan(0)
      for (const { at, from, to } of apart) {
        expect([from, to]).toEqual([at, at])
        expect(at).toBeGreaterThan(begins[0].at)
        expect(at).toBeLessThan(spec.encoding.x.scale.domain[1])
      }
      for (const { to, undated } of marks) if (!undated) expect(to).toBeLessThan(begins[0].at)
      expect(table.notes.map(({ en }) => en).join(' ')).toContain('at no point of time')
    }
  }
  expect(strips).toBeGreaterThan(10)
})
