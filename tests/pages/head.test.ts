/** What pages tell machines: JSON-LD, previews, addresses in the other language, what may be searched. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { ARTICLE, at, CHINA_FACT, pageOf, SAMPLES } from './world.ts'

const blocks = (page: string) =>
  [...page.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map(([, json]) =>
    JSON.parse(json!),
  )

test('a fact is a Dataset with its claims, each with who said it and where', async ({ seeded }) => {
  const { app, ask } = testApp(seeded.db)
  const [set, ...claims] = blocks(await pageOf(app, `/facts/${CHINA_FACT}`))
  const { body } = await ask(
    `{ revision { time } fact(id: "${btoa(`TokenUsage:${CHINA_FACT}`)}") { statement claims { text } } }`,
  )
  expect(set).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    description: body.data.fact.statement,
    license: 'https://creativecommons.org/licenses/by/4.0/',
    dateModified: body.data.revision.time,
    creator: { '@type': 'Organization' },
    variableMeasured: [expect.any(String)],
  })
  expect(set.temporalCoverage).toMatch(/^2024-01-01\/\d{4}-\d\d-\d\d$/)
  expect(claims.map((c) => c['@type'])).toEqual(body.data.fact.claims.map(() => 'Claim'))
  expect(claims.map((c) => c.text)).toEqual(body.data.fact.claims.map((c: { text: string }) => c.text))
  for (const claim of claims) {
    expect(claim.author.name).toEqual(expect.any(String))
    expect(claim.appearance.length).toBeGreaterThan(0)
  }
})

test('what may not be passed on is offered to no machine: neither as a claim nor as a file under our licence', async () => {
  const db = await emptyDb()
  const closed = `
licences:
  - { code: CLOSED, name: Closed, redistributable: false, url: "https://paper.example/terms" }
sources:
  - { slug: secret, title: A paid report, kind: REPORT, publisher: paper, publishedOn: 2026-03-01, licence: CLOSED }
claims:
  - { key: closed-1, source: secret, indicator: { subject: provider/maker, metric: share }, value: 71, valid: 2025 }
  - { key: open-1, source: article, indicator: { subject: model/model-1, metric: share }, value: 9, valid: 2025 }
  - { key: closed-2, source: secret, indicator: { subject: model/model-1, metric: share }, value: 72, valid: 2025 }
`
  await importYaml(db, { 'world.yaml': WORLD, 'closed.yaml': closed })
  const { app } = testApp(db)
  const open = { license: expect.stringContaining('creativecommons'), distribution: expect.any(Array) }
  const sources = async (path: string) => {
    const [set, ...claims] = blocks(await pageOf(app, path))
    return { set, names: claims.flatMap((c) => c.appearance.map((a: { name: string }) => a.name)) }
  }
  const facts = await Promise.all(
    (await db.fact.findMany()).map(async ({ id }) => ({
      closed: (await db.claim.findMany({ where: { factId: id } })).every(({ key }) =>
        key.startsWith('closed'),
      ),
      ...(await sources(`/facts/${id}`)),
    })),
  )
  expect(facts.map(({ closed }) => closed).sort()).toEqual([false, true])
  for (const { closed, set, names } of facts) {
    expect(names).toEqual(closed ? [] : ['An article'])
    if (closed) expect(set.license).toBe('https://paper.example/terms')
    if (closed) expect(set).not.toHaveProperty('distribution')
  }
  const page = (await sources('/sources/secret')).set
  expect(page.license).toBe('https://paper.example/terms')
  expect(page).not.toHaveProperty('distribution')
  expect((await sources('/sources/article')).set).toMatchObject(open)
})

test.for(SAMPLES)(
  '%s has one address for each language, a preview, and no address of another host but in data',
  async (path, { seeded }) => {
    const { app } = testApp(seeded.db)
    const page = await pageOf(app, path)
    const zh = path === '/' ? '/zh' : `/zh${path}`
    expect(page).toContain(`<link rel="canonical" href="http://127.0.0.1${path}">`)
    expect(page).toContain(`<link rel="alternate" hreflang="zh-Hans" href="http://127.0.0.1${zh}">`)
    expect(page).toContain(`<meta property="og:url" content="http://127.0.0.1${path}">`)
    for (const name of ['og:title', 'og:description'])
      expect(page).toMatch(new RegExp(`property="${name}" content="[^"]+"`))
    for (const data of blocks(page)) expect(data['@context']).toBe('https://schema.org')
    const [, image] = /property="og:image" content="([^"]+)"/.exec(page) ?? []
    if (image) {
      expect(image).toMatch(/^http:\/\/127\.0\.0\.1\/charts\/[a-z-]+\.png/)
      expect(page).toContain('type="application/json+oembed"')
    }
    expect(page).not.toMatch(/<(script|link|img|source)[^>]+(src|href|srcset)="https?:\/\/(?!127)/)
  },
)

test('the front page, facts with numbers and models have a chart to share', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  for (const path of ['/', `/facts/${CHINA_FACT}`, '/models/gpt-5.4', '/hubs/guizhou'])
    expect(await pageOf(app, path)).toContain('property="og:image"')
  expect(await pageOf(app, `/sources/${ARTICLE}`)).not.toContain('property="og:image"')
})

test('an operator names the address of the site', async ({ seeded }) => {
  const { app } = testApp(seeded.db, { publicUrl: 'https://facts.example/' })
  expect(await pageOf(app, '/')).toContain('<link rel="canonical" href="https://facts.example/">')
})

test('robots.txt and sitemap.xml name the lists and nothing that does not exist', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const robots = await (await app(at('/robots.txt'))).text()
  expect(robots).toContain('Sitemap: http://127.0.0.1/sitemap.xml')
  const sitemap = await (await app(at('/sitemap.xml'))).text()
  const places = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, place]) => new URL(place!).pathname)
  expect(places).toContain('/zh/models')
  for (const path of places) expect((await app(at(path))).status, path).toBe(200)
})

test('the documentation, which is in English only, offers no other language', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  for (const path of ['/docs', '/docs/limits', '/docs/reference/Price']) {
    const page = await pageOf(app, path)
    expect(page).toContain('<link rel="canonical"')
    expect(page).not.toMatch(/hreflang|lang="zh-Hans"|>\u4e2d\u6587</)
  }
})
