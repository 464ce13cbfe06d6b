/** Whatever sources call themselves, it is text: on every page that shows it, in the head as well. */
import { expect, test } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { pageOf } from './world.ts'

const EVIL = `</script><script>alert(1)</script>"'><img src=x onerror=alert(2)>`
const HOSTILE = `
publishers:
  - { slug: evil, name: ${JSON.stringify(EVIL)}, kind: PRESS, nameZh: ${JSON.stringify(EVIL)} }
sources:
  - { slug: evil, title: ${JSON.stringify(EVIL)}, titleZh: ${JSON.stringify(EVIL)}, kind: ARTICLE, publisher: evil, publishedOn: 2026-03-01, note: ${JSON.stringify(EVIL)} }
providers:
  - { slug: evil, name: ${JSON.stringify(EVIL)}, kinds: [LAB], note: ${JSON.stringify(EVIL)}, cites: [{ source: evil, locator: ${JSON.stringify(EVIL)} }] }
models:
  - { slug: evil, name: ${JSON.stringify(EVIL)}, maker: evil, note: ${JSON.stringify(EVIL)}, cites: [{ source: evil }] }
claims:
  - { key: evil, source: evil, locator: ${JSON.stringify(EVIL)}, note: ${JSON.stringify(EVIL)}, indicator: { subject: provider/evil, metric: share }, value: 7, valid: 2025 }
  - { key: evil-2, source: article, indicator: { subject: provider/evil, metric: share }, value: 9, valid: 2025 }
  - { key: evil-3, source: evil, assertion: { subject: provider/evil, topic: outlook }, text: ${JSON.stringify(EVIL)} }
`

test('no text of a source becomes markup', async () => {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD, 'evil.yaml': HOSTILE })
  const { app } = testApp(db)
  const facts = await db.fact.findMany()
  expect(facts.length).toBeGreaterThan(1)
  const paths = [
    ...['/', '/models', '/models/evil', '/providers', '/providers/evil', '/sources', '/sources/evil'],
    ...['/disagreements', '/search?q=script', `/search?q=${encodeURIComponent(EVIL)}`],
    ...facts.map(({ id }) => `/facts/${id}`),
  ]
  let shown = 0
  for (const path of paths.flatMap((p) => [p, p === '/' ? '/zh' : `/zh${p}`])) {
    const page = await pageOf(app, path)
    shown += page.includes('&#60;script&#62;alert(1)') ? 1 : 0
    expect(page, path).not.toContain('<script>')
    expect(page, path).not.toContain('<img src=x')
    // The only scripts are blocks of data, each of which is JSON of its own.
    for (const [, json] of page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) JSON.parse(json!)
    expect(page.match(/<script/g)?.length ?? 0).toBe(
      page.match(/<script type="application\/ld\+json">/g)?.length ?? 0,
    )
  }
  expect(shown).toBeGreaterThan(15)
})

test('only addresses of the web become links', async () => {
  const db = await emptyDb()
  const more = `providers:\n  - { slug: sly, name: Sly, kinds: [LAB], website: "https://sly.example/", cites: [{ source: article }] }\n`
  await importYaml(db, { 'world.yaml': WORLD, 'sly.yaml': more })
  const { app } = testApp(db)
  const page = await pageOf(app, '/providers/sly')
  expect(page).toContain('<a href="https://sly.example/" rel="external noopener">')
  expect(page).not.toMatch(/href="javascript:/i)
})
