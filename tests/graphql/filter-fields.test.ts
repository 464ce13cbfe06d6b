import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, WORLD } from './world.ts'

/** One fact about each kind of subject, and two of whatever else can be filtered by. */
const SUBJECTS = [
  'country/XA',
  'provider/acme',
  'model/acme-1',
  'group/acmes',
  'hub/harbour',
  'cluster/quay',
  'publisher/press',
  'source/paper-a',
]
const key = (subject: string) => subject.replace('/', '-')
const indicator = (s: string) =>
  `  - { key: i-${key(s)}, source: paper-a, indicator: { subject: ${s}, metric: towers }, value: 1, valid: 2026 }`
const assertion = (s: string) =>
  `  - { key: a-${key(s)}, source: paper-a, assertion: { subject: ${s}, topic: sinking }, text: "So ${s}.", valid: 2026 }`
const usage = (s: string) =>
  `  - { key: u-${key(s)}, source: paper-a, tokenUsage: { subject: ${s}, period: DAY, coverage: all }, value: 1, valid: 2026 }`
const FIELDS = `${WORLD}
groups: [{ slug: acmes, name: Acmes, kind: SELECTION, definition: All by Acme. }]
coverages: [{ code: all, name: all, definition: All. }, { code: some, name: some, definition: Some. }]
hubs:
  - { slug: harbour, name: Harbour 100%_, kind: NATIONAL_HUB, country: XA, role: MIXED, subdivisions: [XA-1, XA-2] }
  - { slug: cave, name: Cave \\, kind: DATA_CENTRE, country: XA, subdivisions: [XA-2] }
clusters: [{ slug: quay, name: Quay, hub: harbour, subdivisions: [XA-1] }]
claims:
${SUBJECTS.flatMap((s, i) => [indicator(s), assertion(s), ...(i < 4 ? [usage(s)] : [])]).join('\n')}
  - { key: u2, source: paper-a, tokenUsage: { subject: country/XA, period: DAY, coverage: some }, value: 1, valid: 2026 }
  - { key: i2, source: paper-a, indicator: { subject: country/XA, metric: towers, coverage: some }, value: 1, valid: 2026 }
  - { key: e1, source: paper-a, energyRate: { country: XA, sector: INDUSTRIAL }, value: { exact: 0.1, unit: USD/kWh }, valid: 2026 }
  - { key: e2, source: paper-a, energyRate: { country: XA, area: Low Town, sector: INDUSTRIAL }, value: { exact: 0.2, unit: USD/kWh }, valid: 2026 }
  - { key: p1, source: paper-a, price: { model: acme-1, seller: acme }, prices: { output: 1 }, valid: 2026 }
  - { key: p2, source: paper-a, price: { model: acme-1, seller: acme, tier: batch }, prices: { output: 1 }, valid: 2026 }
  - { key: p3, source: paper-a, price: { model: acme-1, seller: acme, promptAbove: 1000 }, prices: { output: 1 }, valid: 2026 }
  - { key: p4, source: paper-a, price: { model: acme-1, seller: acme, windowFrom: "16:30", windowTo: "00:30" }, prices: { output: 1 }, valid: 2026 }
`

let imported: Promise<void> | undefined
async function fieldsApp({ empty }: { empty: { db: Parameters<typeof testApp>[0] } }): Promise<Ask> {
  imported ??= importYaml(empty.db, FIELDS, '2026-06-01T00:00:00Z')
  await imported
  return testApp(empty.db).ask
}
const count = async (ask: Ask, list: string, filter: string) =>
  dataOf(await ask(`{ list: ${list}(filter: ${filter}) { totalCount } }`)).list.totalCount

test('each kind of subject can be filtered by, and finds only facts about it', async ({ empty }) => {
  const ask = await fieldsApp({ empty })
  for (const [i, subject] of SUBJECTS.entries()) {
    const [kind, name] = subject.split('/')
    const lists = i < 4 ? ['indicators', 'assertions', 'tokenUsage'] : ['indicators', 'assertions']
    for (const list of lists) {
      const query = `{ list: ${list}(filter: { ${kind}: "${name}" }) { nodes { subject { __typename ... on Node { id } } } } }`
      const { nodes } = dataOf(await ask(query)).list
      const more = kind === 'country' && list !== 'assertions' ? 2 : 1
      expect(nodes, `${list} of ${subject}`).toHaveLength(more)
      expect(Buffer.from(nodes[0].subject.id, 'base64').toString().split(':')[1]).toBe(name)
      expect(await count(ask, list, `{ ${kind}: ["${name}", "other"] }`)).toBe(more)
      expect(await count(ask, list, `{ ${kind}: "other" }`)).toBe(0)
    }
  }
  // Two kinds of subject at once: no fact is about both.
  expect(await count(ask, 'indicators', '{ country: "XA", hub: "harbour" }')).toBe(0)
})

test('the remaining fields narrow their lists too', async ({ empty }) => {
  const ask = await fieldsApp({ empty })
  const cases: [string, string, number][] = [
    ['tokenUsage', '{ coverage: "some" }', 1],
    ['tokenUsage', '{ coverage: ["some", "all"] }', 5],
    ['tokenUsage', '{ period: WEEK }', 0],
    ['indicators', '{ coverage: "some" }', 1],
    ['indicators', '{ coverage: [] }', 0],
    ['indicators', '{ metric: "gates" }', 0],
    ['energyRates', '{ area: "Low Town" }', 1],
    ['energyRates', '{ area: "low town" }', 0],
    ['energyRates', '{ isWholeCountry: true }', 1],
    ['prices', '{ tier: "batch" }', 1],
    ['prices', '{ tier: ["batch", "standard"] }', 4],
    ['prices', '{ isPlain: true }', 1],
    ['prices', '{ isPlain: false }', 3],
    ['hubs', '{ kind: DATA_CENTRE }', 1],
    ['hubs', '{ country: "XA" }', 2],
    ['hubs', '{ country: "XA", kind: [NATIONAL_HUB, DATA_CENTRE] }', 2],
    ['hubs', '{ subdivision: "XA-2" }', 2],
    ['hubs', '{ subdivision: ["XA-1", "ZZ"] }', 1],
    ['hubs', '{ role: MIXED }', 1],
  ]
  for (const [list, filter, found] of cases)
    expect(await count(ask, list, filter), `${list} ${filter}`).toBe(found)
})

test('texts are compared as they are: no wildcards, no patterns, case matters, and an empty text is a text', async ({
  empty,
}) => {
  const ask = await fieldsApp({ empty })
  const query = 'query($f: HubFilter) { hubs(filter: $f) { nodes { slug } } }'
  const found = async (name: object) =>
    dataOf(await ask(query, { f: { name } })).hubs.nodes.map((h: Json) => h.slug)
  expect(await found({ prefix: 'Harbour 100%_' })).toEqual(['harbour'])
  expect(await found({ prefix: 'Cave \\' })).toEqual(['cave'])
  for (const prefix of ['%', '_', 'H%', '.*', '\\', 'harbour', "Harbour' OR '1'='1"])
    expect(await found({ prefix }), prefix).toEqual([])
  expect(await found({ eq: 'Harbour 100%_' })).toEqual(['harbour'])
  for (const eq of ['', 'Harbour', 'harbour 100%_', 'Harbour %']) expect(await found({ eq }), eq).toEqual([])
  expect(await found({ in: [] })).toEqual([])
  expect(await found({ in: ['Harbour 100%_', ''] })).toEqual(['harbour'])
  expect(await found({ prefix: '' })).toEqual(['harbour', 'cave'])
  expect(await found({ prefix: 'Harbour', eq: 'Cave \\' })).toEqual([])
  expect(await found({ prefix: '\ud800' })).toEqual([])
})

test('texts of 500 characters and lists of 200 items pass, longer ones and U+0000 are refused everywhere', async ({
  empty,
}) => {
  const ask = await fieldsApp({ empty })
  const many = (n: number) => Array.from({ length: n }, (_, i) => `x${i}`)
  const text = 'query($t: String!) { %(T) { __typename } }'
  const places = [
    'country(code: $t)',
    'provider(slug: $t)',
    'model(slug: $t)',
    'hub(slug: $t)',
    'source(slug: $t)',
    'modelGroup(slug: $t)',
    'search(text: $t)',
    'countries(filter: { code: [$t] })',
    'countries(filter: { name: { prefix: $t } })',
    'hubs(filter: { name: { in: [$t] } })',
    'sources(filter: { title: { eq: $t } })',
    'prices(filter: { model: [$t] })',
    'indicators(filter: { metric: [$t] })',
    'prices(filter: { value: { unit: $t } })',
    'prices(orderBy: { field: VALUE, unit: $t })',
  ]
  for (const place of places) {
    const query = text.replace('%(T)', place)
    expect((await ask(query, { t: '字'.repeat(500) })).body.errors, place).toBeUndefined()
    for (const t of ['字'.repeat(501), 'a\0b', 'x'.repeat(100_000)])
      expect(codeOf(await ask(query, { t })), place).toBe('BAD_ARGUMENT')
  }
  const lists = [
    'countries(filter: { code: $t })',
    'providers(filter: { slug: $t })',
    'models(filter: { name: { in: $t } })',
    'prices(filter: { seller: $t })',
    'assertions(filter: { topic: $t })',
    'tokenUsage(filter: { group: $t })',
    'energyRates(filter: { area: $t })',
    'hubs(filter: { subdivision: $t })',
  ]
  for (const place of lists) {
    const query = `query($t: [String!]) { ${place} { totalCount } }`
    expect((await ask(query, { t: many(200) })).body.errors, place).toBeUndefined()
    expect(codeOf(await ask(query, { t: many(201) })), place).toBe('BAD_ARGUMENT')
  }
  const below =
    'query($t: [String!]) { model(slug: "acme-1") { prices(meter: $t) { totalCount } } country(code: "XA") { indicators(metric: $t) { totalCount } } }'
  expect((await ask(below, { t: many(201) })).body.errors?.map((e) => e.extensions.code)).toContain(
    'BAD_ARGUMENT',
  )
  expect(codeOf(await ask(below, { t: ['\0'] }))).toBe('BAD_ARGUMENT')
})
