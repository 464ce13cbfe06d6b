/** What is not there, has moved, is asked wrongly or belongs to the past. */
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { edit, number, world } from '../graphql/edits-world.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { importLines } from '../helpers/price-file.ts'
import { at, CHINA_FACT, pageOf, visible } from './world.ts'

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

test.for([
  [404, '/models/nothing'],
  [404, '/providers/nothing'],
  [404, '/countries/ZZ'],
  [404, '/hubs/nothing'],
  [404, '/sources/nothing'],
  [404, '/facts/nothing'],
  [404, '/facts/use_00000000000000000000000000'],
  [400, '/facts/%00'],
  [404, '/facts/%E0%A4%A'],
  [404, '/zh/models/nothing'],
  [404, '/models/a/b'],
  [404, '/nothing'],
  [404, '/zh/nothing'],
  [400, '/?asOf=99'],
  [400, '/models?asOf=one'],
  [400, '/models?asOf=-1'],
  [400, '/models?after=nonsense'],
  [400, '/sources?kind=NONSENSE'],
  [400, '/price-changes?since=yesterday'],
  [400, `/search?q=${'x'.repeat(501)}`],
] as const)('%i for %s: a page for people, JSON for others', async ([status, path], { seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await app(at(path, { headers: browser }))
  expect(page.status).toBe(status)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const text = await page.text()
  expect(text).toContain(path.startsWith('/zh') ? '<html lang="zh-Hans">' : '<html lang="en">')
  expect(text.match(/<h1>/g)).toHaveLength(1)
  expect(text).toContain('role="search"')
  const json = await app(at(path, { headers: { accept: '*/*' } }))
  expect(json.status).toBe(status)
  const body = (await json.json()) as { errors: { extensions: { code: string } }[] }
  expect(body.errors[0]!.extensions.code).toMatch(/^[A-Z_]+$/)
  const head = await app(at(path, { method: 'HEAD', headers: browser }))
  expect([head.status, await head.text()]).toEqual([status, ''])
})

test.for([
  ['/countries/cn', '/countries/CN'],
  ['/zh/countries/cn?asOf=1', '/zh/countries/CN?asOf=1'],
  ['/models/DeepSeek-V3.2', '/models/deepseek-v3.2'],
  [`/facts/${btoa(`TokenUsage:${CHINA_FACT}`)}`, `/facts/${CHINA_FACT}`],
] as const)('%s has moved to %s', async ([path, target], { seeded }) => {
  const { app } = testApp(seeded.db)
  const response = await app(at(path))
  expect([response.status, response.headers.get('location')]).toEqual([301, target])
  expect((await app(at(target))).status).toBe(200)
})

test.for([
  '//evil.example/login',
  '/zh//evil.example/login',
  '//zh///evil.example',
  '///',
  '/zh//',
  '//models',
])('no link of what stands at %s leads to another site', async (path, { seeded }) => {
  const { app } = testApp(seeded.db)
  const text = await (await app(at(path, { headers: browser }))).text()
  expect(text).toContain('<main')
  const links = [...text.matchAll(/ (?:href|action|hreflang="[^"]*" href)="([^"]*)"/g)].map((m) => m[1]!)
  expect(links.length).toBeGreaterThan(10)
  for (const href of links.filter((href) => !href.startsWith('data:')))
    expect(URL.parse(href, 'http://127.0.0.1/')!.host, href).toBe('127.0.0.1')
  expect(text).not.toMatch(/http:\/\/127\.0\.0\.1(\/zh)?\/\//)
})

test('a merged model and its prices lead to the other one, but not as of the time before', async () => {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD })
  const { revision } = await importLines(db, '2026-03-01', [['model-x', 'input', '2']])
  const { id } = await db.price.findFirstOrThrow({ where: { modelSlug: 'model-x' } })
  await importYaml(db, { 'merge.yaml': 'merges: [{ model: model-x, into: model-1 }]' })
  const { app } = testApp(db)
  const model = await app(at('/models/model-x'))
  expect([model.status, model.headers.get('location')]).toEqual([301, '/models/model-1'])
  const price = await app(at(`/facts/${id}`))
  expect(price.status).toBe(301)
  expect((await app(at(price.headers.get('location')!))).status).toBe(200)
  expect(visible(await pageOf(app, `/models/model-x?asOf=${revision}`))).toContain('2 US dollars')
})

test('after a correction the page of the past shows the old number, with a way to today', async () => {
  const { db } = await world()
  const before = (await db.revision.findFirstOrThrow({ orderBy: { number: 'desc' } })).number
  const { app } = testApp(db)
  const { factId } = await db.claim.findFirstOrThrow({ where: { key: 'towers' } })
  expect(visible(await pageOf(app, `/facts/${factId}`))).toContain('1,400')
  await edit(db, 'paper-a/towers', number('1234'))
  const today = await pageOf(app, `/facts/${factId}`)
  expect(visible(today)).toContain('1,234')
  expect(visible(today)).toContain('Looked up again.')
  const past = await pageOf(app, `/facts/${factId}?asOf=${before}`)
  expect(visible(past)).toContain(`As of revision ${before}`)
  expect(visible(past)).toContain('1,400')
  expect(visible(past)).not.toContain('1,234')
  // Links stay in the past, but for the one that leads out of it.
  const links = [...past.matchAll(/<a [^>]*href="(\/(?:zh|countries|sources|facts|models)[^"]*)"/g)].map(
    (m) => m[1]!,
  )
  expect(links.filter((href) => !href.includes(`asOf=${before}`))).toEqual([`/facts/${factId}`])
  const list = visible(await pageOf(app, '/corrections'))
  expect(list).toContain('1,400')
  expect(list).toContain('1,234')
  expect(visible(await pageOf(app, `/corrections?asOf=${before}`))).not.toContain('1,234')
  expect(visible(await pageOf(app, '/zh/corrections'))).toContain('本站录入错误')
})

test('a page of the past may be kept by others, one of today is asked for again', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const pinned = await app(at('/models/gpt-5.4?asOf=1'))
  expect(pinned.headers.get('cache-control')).toBe('public, max-age=86400')
  const today = await app(at('/models/gpt-5.4'))
  expect(today.headers.get('cache-control')).toBe('no-cache')
  expect(today.headers.get('x-revision')).toBe('1')
  const tag = today.headers.get('etag')!
  const again = await app(at('/models/gpt-5.4', { headers: { 'if-none-match': tag } }))
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('an empty ledger and spent limits are told readably', async ({ empty, seeded }) => {
  const { app } = testApp(empty.db)
  const none = await app(at('/'))
  expect(none.status).toBe(503)
  expect(visible(await none.text())).toContain('nothing has been imported yet')
  const limited = spent(seeded.db)
  // What is kept costs nothing.
  for (let n = 0; n < 60; n++) expect((await limited(at('/countries/CN'), '192.0.2.9')).status).toBe(200)
  let last = none
  const paths = ['/countries', '/providers', '/models', '/sources'].flatMap((list) =>
    Array.from({ length: 60 }, (_, n) => `${list}?q=${n}`),
  )
  for (const path of paths) {
    last = await limited(at(path), '192.0.2.9')
    if (last.status !== 200) break
  }
  expect(last.status).toBe(429)
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(visible(await last.text())).toContain('Too many requests')
}, 60_000)

function spent(db: Db) {
  const clock = fixedClock('2026-11-25T10:00:00Z')
  return testApp(db, { clock, limiter: createLimiter(db, clock, { slowMs: 60_000 }) }).app
}
