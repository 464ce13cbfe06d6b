/** China's daily tokens: what was measured, what was only given on a day, and what the line joins. */
import { expect } from 'vitest'
import { chinaDailyTokens } from '../../src/charts/china-daily-tokens.ts'
import { CHARTS } from '../../src/charts/registry.ts'
import { unitWords } from '../../src/charts/words.ts'
import { UNITS_ZH } from '../../src/pages/names-units.ts'
import { test } from '../helpers/db.ts'
import { askChart, dataOf, LOOKS } from '../helpers/figures.ts'

/** Lines in the order in which they are drawn, with what they join. */
const linesOf = (spec: any) =>
  spec.layer
    .filter(({ mark }: any) => mark.type === 'line')
    .map(({ mark, data }: any) => ({ dash: mark.strokeDash, at: data.values.map(({ at }: any) => at) }))

test('a number given on a day stands at that day, joined by dashes', async ({ seeded }) => {
  const { data, table } = await askChart(chinaDailyTokens, seeded.db)
  const given = table.rows.filter(({ role, period }) => role === 'preferred' && /^as given on /.test(period!))
  expect(given.length).toBeGreaterThan(0)
  const days = given.map(({ period }) => Date.parse(`${period!.replace('as given on ', '')} UTC`))
  const spec = chinaDailyTokens.spec(table, data, LOOKS[0]!)
  const marks = dataOf(spec).filter((d) => d.given)
  expect(marks.map(({ at, from, to }) => [from, at, to])).toEqual(days.map((day) => [day, day, day]))
  const [solid, ...dashed] = linesOf(spec)
  for (const day of days) expect(solid.at).not.toContain(day)
  expect(solid.at).toHaveLength(table.rows.filter(({ role }) => role === 'preferred').length - days.length)
  expect(dashed.map(({ at }: any) => at.at(-1))).toEqual(days)
  for (const { dash } of dashed) expect(dash).not.toEqual(solid.dash)
  const en = table.notes.map((note) => note.en).join(' ')
  const zh = table.notes.map((note) => note.zh).join(' ')
  expect(en).toMatch(/as given on 22 May 2026. It repeats the number of March 2026/)
  expect(zh).toMatch(/2026年5月22日给出的数值。据所知重复2026年3月/)
  expect(en).toContain('lower bounds')
  expect(zh).toContain('下限')
})

test('another number on that day is no repetition, and a period in words no day', async ({ seeded }) => {
  const { data } = await askChart(chinaDailyTokens, seeded.db)
  const changed = (change: (claim: any) => void) => {
    const copy: any = structuredClone(data)
    for (const claim of copy.tokenUsage.nodes[0].history)
      if (/^as given on /.test(claim.periodText)) change(claim)
    return copy
  }
  const other = changed((claim) => {
    claim.value.low = '150000000000000'
  })
  const notes = chinaDailyTokens.table(other).notes.map(({ en }) => en)
  expect(notes.filter((en) => en.includes('which time it counts is not told'))).toHaveLength(1)
  expect(notes.join(' ')).not.toContain('repeats')
  const measured = changed((claim) => {
    claim.periodText = 'May 2026'
  })
  const spec = chinaDailyTokens.spec(chinaDailyTokens.table(measured), measured, LOOKS[0]!)
  expect(linesOf(spec)).toHaveLength(1)
})

test('Chinese pictures have one word for tokens and the units of the pages', async ({ seeded }) => {
  const { data, table } = await askChart(chinaDailyTokens, seeded.db)
  const zh = LOOKS.find(({ language }) => language === 'zh')!
  expect(JSON.stringify(chinaDailyTokens.spec(table, data, zh))).toContain('词元／日')
  for (const { title, description } of CHARTS)
    for (const said of [title.zh, description.zh]) expect(said).not.toMatch(/token/i)
  for (const code of ['tok/d', 'tok/wk', 'USD/Mtok', 'USD/kWh', 'CNY/kWh', 'EUR/kWh'])
    expect(UNITS_ZH[code]).toContain(unitWords({ code, name: '', nameZh: null }, 'zh'))
})
