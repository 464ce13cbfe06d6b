/** What a licence forbids to pass on stays out of pictures, tables and embeds; what is hostile stays text. */
import { describe, expect, test } from 'vitest'
import { WORLD as COUNTRY, importYaml as importCountry } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { chartsOf } from '../helpers/charts.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const licences = (closed: boolean) => `licences:
  - { code: CLOSED, name: Closed, url: "https://closed.example/terms", redistributable: ${!closed} }
`
const SOURCES = `  - { slug: closed, title: Closed data, kind: DATASET, publisher: bureau, licence: CLOSED }
`
const CLAIMS = `claims:
${usage('closed', '777123', { source: 'closed', valid: '2026-02' })}${usage('free', 5, { valid: '2026-03' })}${usage('rival', 7, { source: 'closed', valid: '2026-03' })}`
const ledger = (closed: boolean) =>
  licences(closed) + WORLD.replace('providers:', `${SOURCES}providers:`) + CLAIMS

const CHINA = '/charts/china-daily-tokens'

async function everything(charts: ReturnType<typeof chartsOf>, search = ''): Promise<string> {
  const paths = [`${CHINA}.svg`, `${CHINA}.json`, `${CHINA}.csv`, CHINA, '/embed/china-daily-tokens']
  return (await Promise.all(paths.map((path) => charts.text(path + search)))).join('\n')
}

describe('a source whose licence forbids to pass its values on', () => {
  test('is left out, and how much is left out is said', async () => {
    const db = await emptyDb()
    expect((await importYaml(db, ledger(true))).rejected).toEqual([])
    const charts = chartsOf(testApp(db).app)
    const all = await everything(charts)
    expect(all).not.toMatch(/777|Closed data/)
    const { rows, withheld } = await charts.json(`${CHINA}.json`)
    expect(rows.map((row: any) => row.point)).toEqual(['5'])
    expect(withheld).toBe(2)
    const csv = await charts.found(`${CHINA}.csv`)
    expect(csv.headers.get('x-withheld')).toBe('2')
    expect(csv.headers.get('access-control-expose-headers')).toContain('X-Withheld')
    expect(await charts.text(`${CHINA}.svg`)).toContain('2 values are left out')
    expect(await charts.text(`${CHINA}.svg?lang=zh`)).toContain('2 个数值未显示')
    expect(await charts.text(CHINA)).toContain('2 left out')
  })

  test('is left out of pictures of the past too, and of pinned ones, from the day on which we know', async () => {
    const db = await emptyDb()
    await importYaml(db, ledger(false))
    const charts = chartsOf(testApp(db).app)
    const pinned = await charts.get(`${CHINA}/pin`, { method: 'POST' })
    const receipt = pinned.headers.get('location')!.replace(CHINA, '')
    for (const search of ['?asOf=1', receipt]) expect(await everything(charts, search)).toContain('777123')
    expect((await importYaml(db, licences(true))).revision).toBe(2)
    for (const search of ['', '?asOf=1', receipt])
      expect(await everything(charts, search), search).not.toMatch(/777|Closed data/)
  })

  test('keeps what was computed from its values, too', async () => {
    const db = await emptyDb()
    const claim = (key: string, rest: string) =>
      `  - { key: ${key}, indicator: { subject: country/XA, metric: ${rest} }\n`
    const facts = `${COUNTRY.replace(/^licences:.*\n/m, '').replace('sources:\n', `sources:\n${SOURCES}`)}claims:
${[
  claim('secret', 'towers }, source: closed, value: 98765, valid: 2025'),
  claim('gates', 'gates }, source: paper-a, value: 100, valid: 2025'),
  claim(
    'once',
    `wells }, source: editorial, basis: DERIVED, valid: 2024,
      derive: { formula: ratio, inputs: { numerator: closed/secret, denominator: paper-a/gates } }`,
  ),
  claim(
    'twice',
    `wells }, source: editorial, basis: DERIVED, valid: 2023,
      derive: { formula: sum, inputs: { one: editorial/once, two: paper-a/gates } }`,
  ),
  claim('open', 'wells }, source: paper-a, value: 321, valid: 2022'),
].join('')}`
    await importCountry(db, licences(true) + facts, '2026-06-01T00:00:00Z')
    const { app, ask } = testApp(db)
    const { body } = await ask('{ indicators(filter: { metric: "wells" }) { nodes { id historyCount } } }')
    const [{ id, historyCount }] = body.data.indicators.nodes
    expect(historyCount).toBe(3)
    const search = `?fact=${encodeURIComponent(id)}`
    const charts = chartsOf(app)
    const { rows, withheld } = await charts.json(`/charts/fact.json${search}`)
    expect([rows.map((row: any) => row.point), withheld]).toEqual([['321'], 2])
    for (const path of ['/charts/fact.svg', '/charts/fact.csv', '/charts/fact', '/embed/fact'])
      expect(await charts.text(path + search), path).not.toMatch(/987\.65|1,?087/)
  })
})

const EVIL = '<script>alert(1)</script>'
const hostile = `${WORLD.replace('title: An article', `title: '${EVIL}'`)
  .replace('name: The Paper', `name: '"><img src=x onerror=alert(1)>'`)
  .replace('title: A rumour', `title: '=HYPERLINK("https://evil.example")'`)}
claims:
${usage('one', 5, { valid: '2026-03' })}${usage('two', 6, { source: 'rumour', valid: '2026-03' })}${usage('three', 6, { source: 'bulletin', valid: '2026-01' })}`

test('a hostile title is text everywhere', async () => {
  const db = await emptyDb()
  expect((await importYaml(db, hostile)).rejected).toEqual([])
  const charts = chartsOf(testApp(db).app)
  for (const path of [
    `${CHINA}.svg`,
    `${CHINA}.svg?lang=zh&width=320`,
    CHINA,
    `/zh${CHINA}`,
    '/charts',
    '/embed/china-daily-tokens',
  ])
    expect(await charts.text(path), path).not.toMatch(/<script|<img src=x/)
  expect(await charts.text(`${CHINA}.svg`)).toContain('&#60;script&#62;alert(1)&#60;/script&#62;')
  expect(await charts.text(CHINA)).toContain('&#60;script&#62;alert(1)')
  const { sources, rows } = await charts.json(`${CHINA}.json`)
  expect(sources.map((source: any) => source.title)).toContain(EVIL)
  expect(rows.map((row: any) => row.source)).toContain(EVIL)
  const csv = await charts.text(`${CHINA}.csv`)
  expect(csv).toContain(EVIL)
  // A spreadsheet calculates nothing.
  expect(csv).toMatch(/"'=HYPERLINK/)
  expect((await charts.found(`${CHINA}.json`)).headers.get('x-content-type-options')).toBe('nosniff')
})
