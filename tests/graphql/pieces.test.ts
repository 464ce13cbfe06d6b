/** What is counted in pieces is no share, and what is per piece nothing in all; rates of exchange are of their own pair. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test as base } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, WORLD } from './world.ts'

const GIVEN = `
units:
  - { code: "1", name: count, dimension: count }
  - { code: "%", name: per cent, dimension: ratio }
  - { code: USD/1, name: US dollars each, dimension: money-per-count }
  - { code: tok/d/1, name: tokens per person and day, dimension: tokens-per-person-time }
  - { code: USD/EUR, name: US dollars per euro, dimension: exchange-rate }
  - { code: CNY/USD, name: Chinese yuan per US dollar, dimension: exchange-rate }
metrics:
  - { code: people, name: people, unit: "1", definition: People. }
  - { code: share, name: share, unit: "%", definition: Share. }
  - { code: wage, name: wage, unit: USD/1, definition: Wage. }
  - { code: tokens, name: tokens, unit: tok/d, definition: Tokens. }
  - { code: each, name: tokens of each, unit: tok/d/1, definition: Tokens of each. }
  - { code: usd-per-euro, name: dollars per euro, unit: USD/EUR, definition: Mean rate. }
  - { code: yuan-per-usd, name: yuan per dollar, unit: CNY/USD, definition: Mean rate. }
claims:
${['people', 'share', 'wage', 'tokens', 'each', 'usd-per-euro', 'yuan-per-usd']
  .map(
    (metric) =>
      `  - { key: ${metric}, source: gazette, indicator: { subject: country/XA, metric: ${metric} }, value: 2, valid: 2024 }`,
  )
  .join('\n')}
`

const test = base.extend<{ ask: Ask }>({
  ask: [
    async ({ empty }, use) => {
      await importYaml(empty.db, WORLD, '2026-06-01T11:00:00Z')
      await importYaml(empty.db, GIVEN, '2026-06-01T12:00:00Z')
      await use(testApp(empty.db).ask)
    },
    { scope: 'file' },
  ],
})

const inUnit = (ask: Ask, metric: string, unit: string) =>
  ask(`{ indicators(filter: { metric: "${metric}" }) { nodes { value { in(unit: "${unit}") { point } } } } }`)

test.for([
  ['each', 'tok/d'],
  ['tokens', 'tok/d/1'],
  ['people', '%'],
  ['people', 'x'],
  ['share', '1'],
  ['wage', 'USD'],
  ['wage', 'EUR'],
] as const)('%s is never in %s', async ([metric, unit], { ask }) => {
  const answer = await inUnit(ask, metric, unit)
  expect(codeOf(answer)).toBe('INCOMMENSURABLE_UNITS')
  expect(answer.body.errors![0]!.message.split(';')[1]).not.toMatch(new RegExp(`(in|,) ${unit}[,.]`))
})

test.for([
  ['each', 'tok/d/1', '2'],
  ['each', 'Mtok/d/1', '0.000002'],
  ['each', 'tok/wk/1', '14'],
  ['share', 'x', '0.02'],
  ['people', '1', '2'],
] as const)('%s in %s is %s', async ([metric, unit, expected], { ask }) => {
  const { indicators } = dataOf(await inUnit(ask, metric, unit))
  expect(indicators.nodes[0].value.in.point).toBe(expected)
})

test.for([
  ['tokens', 'each'],
  ['people', 'share'],
  ['yuan-per-usd', 'usd-per-euro'],
  ['usd-per-euro', 'yuan-per-usd'],
] as const)('%s beside %s is refused', async (metrics, { ask }) => {
  const { indicators } = dataOf(await ask('{ indicators(first: 20) { nodes { id metric { code } } } }'))
  const facts = metrics.map((code) => indicators.nodes.find((n: Json) => n.metric.code === code).id)
  const { compare } = dataOf(
    await ask('query($facts: [ID!]!) { compare(facts: $facts) { verdict reasons { code } unit { code } } }', {
      facts,
    }),
  )
  expect([compare.verdict, compare.unit]).toEqual(['REFUSED', null])
  expect(compare.reasons.map((r: Json) => r.code)).toContain('DIFFERENT_DIMENSIONS')
})
