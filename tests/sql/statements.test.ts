/**
 * Few SQL statements, whatever the depth, the aliases and the page sizes. The statements themselves stand in
 * `snapshots/`, for review: an N+1, a lost LIMIT or a lost condition shows in the diff.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'
import { syncKey } from '../helpers/export.ts'

const acceptance = join(import.meta.dirname, '../acceptance')

/** How many statements each acceptance query takes, that for the newest revision included. */
const EXPECTED: Record<string, number> = {
  '1-article-covered.mjs': 25,
  '1-bad-input.mjs': 1,
  '1-energy-rates.mjs': 8,
  '1-hubs.mjs': 12,
  '1-paging-and-node.mjs': 4,
  '1-rival-prices.mjs': 14,
  '1-token-usage-of-china.mjs': 12,
  '2-checks.mjs': 27,
  '2-citations.mjs': 14,
  '2-two-clocks.mjs': 4,
  '3-cost-conditions.mjs': 7,
  '3-cost-with-a-trace.mjs': 9,
  '3-whole-market.mjs': 10,
  '4-changes-and-limits.mjs': 8,
  '5-pages-and-charts.mjs': 3,
  '6-etag-and-persisted.mjs': 3,
  '7-comparability.mjs': 7,
  '7-convert-units.mjs': 9,
  '7-units-and-comparability.mjs': 7,
}

async function statementsOf(
  { db, statements: taken }: TestDb,
  query: string,
  headers = {},
): Promise<string[]> {
  const { ask } = testApp(db)
  taken()
  const { body } = await ask(query, {}, headers)
  const statements = taken().map(normalised)
  expect(body.errors?.filter((e) => e.extensions.code !== 'BAD_ARGUMENT') ?? []).toEqual([])
  return statements
}

function normalised(sql: string): string {
  return (
    sql
      .replace(/\s+/g, ' ')
      .replaceAll('"public".', '')
      // How many keys a batch has depends on the data, not on the code.
      .replace(/\$\d+/g, '?')
      .replace(/IN \(\?(,\?)*\)/g, 'IN (?…)')
      .replace(/ (FROM|WHERE|ORDER BY|UNION ALL|CROSS JOIN|LEFT JOIN|LIMIT) /g, '\n  $1 ')
      .trim()
  )
}

const asText = (statements: string[]) => `${statements.map((s) => `${s};`).join('\n\n')}\n`

test.for(readdirSync(acceptance))('%s takes few statements, each as reviewed', async (name, { serial }) => {
  const { query } = await import(/* @vite-ignore */ join(acceptance, name))
  const statements = await statementsOf(serial, query, name.startsWith('4-') ? await syncKey(serial.db) : {})
  expect(statements.length).toBe(EXPECTED[name])
  await expect(asText(statements)).toMatchFileSnapshot(`snapshots/${name.replace('.mjs', '.sql')}`)
})

const DEEP = `{
  claims { text preferred provenance { role source { title publisher { name country { name } } licence { name } } }
    fact { question claims(first: 5) { text provenance { source { publisher { name } } } fact { statement } } } } }`

const deepQuery = (first: number) => `{
  cn: countries(first: 2, filter: { code: ["CN", "US"] }) { nodes {
    providers(first: ${first}) { nodes { name models(first: ${first}) { nodes { slug
      input: prices(first: ${first}, meter: "input", at: "2026-04-10") { nodes { value { text } offer { seller { name } } } }
      output: prices(first: ${first}, meter: "output") { nodes { statement ...Belief } } } } } }
    rates: energyRates(first: ${first}) { nodes { value { text } early: value(at: "2022-06-01") { text } claims { text } } }
    tokenUsage(first: ${first}) { totalCount nodes { statement history { text provenance { source { title } } } } }
  } } }
fragment Belief on Price ${DEEP}`

test('a deep query with many parents takes the same statements for one item a page and for many', async ({
  serial,
}) => {
  const one = await statementsOf(serial, deepQuery(1))
  const many = await statementsOf(serial, deepQuery(3))
  expect(many.length).toBe(27)
  expect(one.length).toBeLessThanOrEqual(many.length)
  await expect(asText(many)).toMatchFileSnapshot('snapshots/deep.sql')
})

const REASONS = `value { text } provenance { source { title publisher { name } } }
  resolution { reason rule { text } spread { low high ratio unit { code } } rivals { key text } }
  checks { verdict explanation expected { text } actual { text } claim { key } inputs { text provenance { source { title } } } rule { text } recordedIn { number } }
  claims { key text checks { verdict inputs { key } } derivation { arithmetic inputs { name claim { text } } } correction { reason after { key } } }`

test('why each of a hundred facts is believed takes the same statements as for one', async ({ serial }) => {
  // Those of hundreds of countries come first, and nobody disagrees on them.
  const about = `{ country: ["CN", "EU", "EUROPE", "US", "WORLD"] }`
  const query = (first: number) =>
    `{ indicators(filter: ${about}, first: ${first}) { nodes { ${REASONS} } } }`
  const one = await statementsOf(serial, query(1))
  const hundred = await statementsOf(serial, query(100))
  expect(hundred.length).toBe(31)
  expect(one.length).toBeLessThanOrEqual(hundred.length)
  await expect(asText(hundred)).toMatchFileSnapshot('snapshots/reasons.sql')
})

test('fifty aliases with different arguments take no more statements than one', async ({ serial }) => {
  const days = Array.from(
    { length: 50 },
    (_, i) => `2026-0${(i % 6) + 1}-${String((i % 27) + 1).padStart(2, '0')}`,
  )
  const query = (aliases: string[]) => `{ prices(first: 30) { nodes { ${aliases.join(' ')} } } }`
  const field = (day: string, i: number) =>
    `a${i}: claim(at: "${day}") { text value { text } provenance { source { title } } }`
  const one = await statementsOf(serial, query(days.slice(0, 1).map(field)))
  const fifty = await statementsOf(serial, query(days.map(field)))
  expect(fifty.length).toBe(one.length)
})

test('twenty aliased lists below many parents are one statement', async ({ serial }) => {
  const lists = Array.from(
    { length: 20 },
    (_, i) => `l${i}: prices(first: ${i + 1}) { nodes { id } totalCount }`,
  )
  const statements = await statementsOf(serial, `{ models(first: 30) { nodes { ${lists.join(' ')} } } }`)
  // Revision, models' page, models, the 20 pages of 30 models with their prices, and their counts.
  expect(statements.length).toBe(5)
})

test('a page of values in another currency takes the claims for their periods and the rates, once each', async ({
  serial,
}) => {
  const page = (first: number, unit: string) =>
    `{ energyRates(filter: { country: "US", sector: INDUSTRIAL, isWholeCountry: true }) { nodes {
      history(first: ${first}) { value { in(unit: "${unit}") { text conversion { arithmetic rates { key } } } } } } } }`
  const [plain, one, many] = [
    await statementsOf(serial, page(100, 'USD/MWh')),
    await statementsOf(serial, page(1, 'EUR/MWh')),
    await statementsOf(serial, page(100, 'EUR/MWh')),
  ]
  expect(many.length).toBe(plain.length + 2)
  expect(one.length).toBe(many.length)
  await expect(asText(many)).toMatchFileSnapshot('snapshots/exchange.sql')
})
