/** What a later import may say about an entity: more and better words, never another thing under the same key. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const cites = 'cites: [{ source: article }]'
const PLACES = `
countries:
  - { code: WORLD, name: World }
groups:
  - { slug: family, name: Family, kind: FAMILY, definition: All of them., country: CN, maker: maker }
hubs:
  - { slug: here, name: Here, kind: DATA_CENTRE, country: CN, subdivisions: [CN-GZ], role: DEMAND, note: A note., ${cites} }
  - { slug: there, name: There, kind: DATA_CENTRE, country: CN, subdivisions: [CN-GS], ${cites} }
clusters:
  - { slug: c, name: C, hub: here, subdivisions: [CN-GZ], latitude: 1.5, longitude: 2, ${cites} }
flows:
  - { slug: f, from: here, to: there, strength: OFFICIAL, statement: It flows., ${cites} }
  - { slug: g, fromArea: East, toArea: West, strength: PLANNED, statement: It may flow., ${cites} }
`
const FULL = `providers:
  - { slug: full, name: Full, nameZh: 全, aliases: [Fuller], kinds: [LAB, CLOUD], country: CN, city: Guiyang,
      website: "https://full.example", note: A note., cites: [{ source: bulletin, locator: p. 1 }] }
`

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, { 'a.yaml': WORLD, 'b.yaml': PLACES })
})

const nothing = { revision: null, entities: { added: 0, changed: 0 }, claims: { rejected: 0 } }

describe('what a file does not say stays as it is', () => {
  test('columns, names and citations', async () => {
    await importYaml(db, FULL)
    const before = [await db.provider.findMany(), await db.hub.findMany(), await db.citation.findMany()]
    const bare = `providers:\n  - { slug: full, name: Full, kinds: [LAB, CLOUD], ${cites.replace('article', 'bulletin, locator: p. 1')} }\n`
    expect(await importYaml(db, bare)).toMatchObject(nothing)
    const hub = `hubs:\n  - { slug: here, name: Here, kind: DATA_CENTRE, country: CN, subdivisions: [CN-GZ], ${cites} }`
    expect(await importYaml(db, hub)).toMatchObject(nothing)
    expect([await db.provider.findMany(), await db.hub.findMany(), await db.citation.findMany()]).toEqual(
      before,
    )
  })

  test('a new word beside unsaid ones changes only itself', async () => {
    await importYaml(db, FULL)
    const report = await importYaml(
      db,
      `sources: [{ slug: editorial, title: Ours, kind: EDITORIAL, publisher: paper }]
providers: [{ slug: full, name: Fullest, kinds: [LAB, CLOUD] }]`,
    )
    expect(report).toMatchObject({ revision: 3, entities: { added: 1 } })
    expect(await db.provider.findUnique({ where: { slug: 'full' } })).toMatchObject({
      ...{ name: 'Fullest', nameZh: '全', kinds: ['LAB', 'CLOUD'], city: 'Guiyang', note: 'A note.' },
      ...{ fromRevision: 2, changedIn: 3 },
    })
    // Its citation is left alone, and it is still found by what it was called before.
    const live = await db.citation.findMany({ where: { providerSlug: 'full' } })
    expect(live).toMatchObject([{ sourceSlug: 'bulletin', locator: 'p. 1', toRevision: null }])
    const found = await db.alias.findMany({ where: { key: 'full' }, orderBy: { text: 'asc' } })
    expect(found.map((a) => a.text)).toEqual(['Full', 'Fuller', 'Fullest', 'full', '全'])
  })

  test('ranks', async () => {
    const source = (ranks: string) =>
      `sources: [{ slug: rumour, title: A rumour, kind: ARTICLE, publisher: paper${ranks} }]`
    const ranks = async () => {
      const rows = await db.sourceRank.findMany({ where: { toRevision: null }, orderBy: { kind: 'asc' } })
      return Object.fromEntries(rows.map((r) => [r.kind, r.rank]))
    }
    await importYaml(db, source(', ranks: { TOKEN_USAGE: 20, PRICE: 30 }'))
    expect(await importYaml(db, source(''))).toMatchObject(nothing)
    expect(await ranks()).toEqual({ TOKEN_USAGE: 20, PRICE: 30 })
    await importYaml(db, source(', ranks: { PRICE: 10, INDICATOR: 40 }'))
    expect(await ranks()).toEqual({ TOKEN_USAGE: 20, PRICE: 10, INDICATOR: 40 })
    expect(await db.sourceRank.findMany({ where: { toRevision: { not: null } } })).toMatchObject([
      { kind: 'PRICE', rank: 30, fromRevision: 2, toRevision: 3 },
    ])
  })

  test('a country that a file describes keeps that when ISO is read again with each import', async () => {
    const own = 'countries: [{ code: "NO", name: Noreg, nameZh: 挪, isAggregate: "false", note: Ours. }]'
    expect((await importYaml(db, own)).revision).toBe(2)
    const before = await db.country.findMany()
    expect(before.find((c) => c.code === 'NO')).toMatchObject({ name: 'Noreg', iso3: 'NOR', currency: 'NOK' })
    await importYaml(db, `claims:\n${usage('a', 1)}`)
    expect(await importYaml(db, own)).toMatchObject(nothing)
    expect(await db.country.findMany()).toEqual(before)
  })
})

test('who states something and cites nothing cites our editorial source, until it cites another', async () => {
  const editorial = 'sources: [{ slug: editorial, title: Ours, kind: EDITORIAL, publisher: paper }]'
  const provider = (more: string) => `providers: [{ slug: p, name: P, kinds: [LAB]${more} }]`
  await importYaml(db, `${editorial}\n${provider('')}`)
  await importYaml(db, provider(`, ${cites}`))
  expect(await importYaml(db, provider(''))).toMatchObject(nothing)
  const all = await db.citation.findMany({ where: { providerSlug: 'p' }, orderBy: { fromRevision: 'asc' } })
  expect(all.map((c) => [c.sourceSlug, c.role, c.fromRevision, c.toRevision])).toEqual([
    ['editorial', 'EDITORIAL', 2, 3],
    ['article', 'REPEATS', 3, null],
  ])
})

const hub = (more: string) => `hubs:\n  - { slug: here, name: New, subdivisions: [CN-GZ], ${cites}, ${more} }`
const flow = (slug: string, more: string) =>
  `flows:\n  - { slug: ${slug}, strength: OFFICIAL, statement: New., ${cites}, ${more} }`
const group = (more: string) => `groups:\n  - { slug: family, name: New, definition: New., ${more} }`
const measure = (section: string, code: string) =>
  `${section}:\n  - { code: ${code}, name: New, unit: USD/kWh, definition: New. }`

const fixed: [string, string, string, string][] = [
  ['Country CN', 'isAggregate', 'false', 'countries: [{ code: CN, name: New }]'],
  ['Country WORLD', 'isAggregate', 'true', 'countries: [{ code: WORLD, name: New, isAggregate: "false" }]'],
  ['Unit tok/d', 'dimension', 'tokens-per-time', 'units: [{ code: tok/d, name: New, dimension: ratio }]'],
  [
    'Source article',
    'publisherSlug',
    'paper',
    'sources: [{ slug: article, title: New, kind: ARTICLE, publisher: bureau }]',
  ],
  ['ModelGroup family', 'kind', 'FAMILY', group('kind: ORIGIN')],
  ['ModelGroup family', 'countryCode', 'CN', group('kind: FAMILY, country: US')],
  [
    'ModelGroup family',
    'makerSlug',
    'maker',
    `${group('kind: FAMILY, maker: other')}\nproviders: [{ slug: other, name: O, kinds: [LAB], ${cites} }]`,
  ],
  [
    'Model model-1',
    'makerSlug',
    'maker',
    `models: [{ slug: model-1, name: New, maker: other, ${cites} }]\nproviders: [{ slug: other, name: O, kinds: [LAB], ${cites} }]`,
  ],
  ['Meter input', 'unitCode', 'USD/Mtok', measure('meters', 'input')],
  ['Metric share', 'unitCode', '%', measure('metrics', 'share')],
  [
    'Topic outlook',
    'category',
    'FORECAST',
    'topics: [{ code: outlook, name: New, question: "New?", category: EVENT }]',
  ],
  ['Hub here', 'kind', 'DATA_CENTRE', hub('kind: NATIONAL_HUB, country: CN')],
  ['Hub here', 'countryCode', 'CN', hub('kind: DATA_CENTRE, country: US')],
  [
    'Cluster c',
    'hubSlug',
    'here',
    `clusters: [{ slug: c, name: New, hub: there, subdivisions: [CN-GZ], ${cites} }]`,
  ],
  ['Flow f', 'fromHubSlug', 'here', flow('f', 'from: there, to: there')],
  ['Flow f', 'toHubSlug', 'there', flow('f', 'from: here, to: here')],
  ['Flow g', 'fromArea', 'East', flow('g', 'fromArea: North, toArea: West')],
  ['Flow g', 'toArea', 'West', flow('g', 'fromArea: East, toArea: South')],
]
test.for(fixed)(
  'of %s, another %s is rejected with all it says, and the rest is imported',
  async ([where, column, before, text]) => {
    const [table, key] = where.split(' ') as [string, string]
    const row = () =>
      db.$queryRawUnsafe(
        `SELECT * FROM "${table}" WHERE ${table.match(/Hub|Cluster|Flow|Model|Source/) ? 'slug' : 'code'} = '${key}'`,
      )
    const was = await row()
    const report = await importYaml(db, `${text}\nclaims:\n${usage('a', 1)}`)
    expect(report.rejected).toEqual([
      {
        where,
        reason: expect.stringContaining(`its ${column} is ${before} in the ledger and never changes`),
      },
    ])
    expect(report.claims).toMatchObject({ added: 1, rejected: 1 })
    expect(await row()).toEqual(was)
    expect(await db.citation.findMany({ where: { toRevision: { not: null } } })).toEqual([])
  },
)

test('what a rejected description says counts nowhere in its import', async () => {
  const report = await importYaml(
    db,
    `providers: [{ slug: other, name: O, kinds: [LAB], ${cites} }]
models: [{ slug: model-1, name: New, maker: other, ${cites} }]
${measure('metrics', 'share')}
claims:
  - { key: p, source: list, price: { model: model-1, seller: other }, prices: { input: 1 } }
  - { key: s, source: article, indicator: { subject: country/CN, metric: share }, value: 1 }
`,
  )
  expect(report.claims).toMatchObject({ added: 2, rejected: 2 })
  expect((await db.offer.findMany()).map((o) => o.isMakersOwn)).toEqual([false])
  expect((await db.claim.findMany({ orderBy: { key: 'asc' } })).map((c) => c.unitCode)).toEqual([
    'USD/Mtok',
    '%',
  ])
})

describe('what the report counts', () => {
  test('an entity that got several new names changed once', async () => {
    const report = await importYaml(
      db,
      `models:\n  - { slug: model-1, name: Model One, nameZh: 一号, aliases: [M1], maker: maker, ${cites} }\n`,
    )
    expect(report.entities).toEqual({ added: 0, changed: 1 })
  })

  test('an entity that is refused gives no name to the one that is there', async () => {
    const yaml = `providers:\n  - { slug: thief, name: Thief, kinds: [LAB], ${cites} }
models:\n  - { slug: model-1, name: Stolen, aliases: [Loot], maker: thief, ${cites} }\n`
    const report = await importYaml(db, yaml)
    expect(report.rejected).toHaveLength(1)
    expect(await db.alias.count({ where: { key: 'model-1', text: { in: ['Stolen', 'Loot'] } } })).toBe(0)
  })
})
