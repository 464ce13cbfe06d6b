/** List prices of makers: how each is put and for when, the article's reference among them, numbers free of bars. */
import { expect } from 'vitest'
import { priceComparison } from '../../src/charts/price-comparison.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { askChart, LOOKS } from '../helpers/figures.ts'

test('each price has its qualifier and its period; GPT-5.4 is there unasked', async ({ market }) => {
  const { table } = await askChart(priceComparison, market.db)
  expect(table.rows.filter(({ slug }) => slug === 'gpt-5.4').map(({ meter }) => meter)).toEqual([
    'input',
    'output',
  ])
  const columns = table.columns.map(({ name }) => name)
  for (const name of ['qualifier', 'period']) expect(columns).toContain(name)
  for (const row of table.rows.slice(0, 6)) {
    const { body } = await testApp(market.db).ask(
      'query ($id: ID!) { fact(id: $id) { ... on Price { claim { periodText value { qualifier } } } } }',
      { id: row.fact },
    )
    const { periodText, value } = body.data.fact.claim
    expect([row.period, row.qualifier]).toEqual([periodText, value.qualifier])
  }
  expect(table.notes.map(({ en }) => en).join(' ')).toContain("in force at the revision's date")
})

test('bars of rivals pass below the numbers', async ({ market }) => {
  const { data, table } = await askChart(priceComparison, market.db)
  const spec: any = priceComparison.spec(table, data, LOOKS[0]!)
  const [bar] = spec.layer
  const numbers = spec.layer.filter(({ mark }: any) => mark.type === 'text')
  expect(numbers).toHaveLength(2)
  for (const { mark } of numbers)
    expect(bar.mark.yOffset - bar.mark.strokeWidth / 2).toBeGreaterThanOrEqual(mark.fontSize / 2)
  expect(bar.mark.yOffset + bar.mark.strokeWidth / 2).toBeLessThanOrEqual(spec.height.step / 2)
})
