/** Every page can be read: links lead somewhere, each has one title, its Markdown and its list entry. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { crawl, ORIGIN } from './crawl.ts'

const get = (app: ReturnType<typeof testApp>['app'], path: string, init?: RequestInit) =>
  app(new Request(ORIGIN + path, init))

test('links of all pages lead to pages that exist, and to places on them', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const pages = await crawl(app)
  const outside = new Set<string>()
  const wrong: string[] = []
  expect(pages.size).toBeGreaterThan(150)
  for (const page of pages.values()) {
    if (page.status !== 200) wrong.push(`${page.path} is ${page.status}`)
    for (const { path, fragment } of page.links) {
      const target = pages.get(path)
      if (target) {
        if (fragment && !target.ids.includes(fragment)) wrong.push(`${page.path} → ${path}#${fragment}`)
        continue
      }
      if (outside.has(path)) continue
      outside.add(path)
      const { status } = await get(app, path)
      if (status >= 400) wrong.push(`${page.path} → ${path}: ${status}`)
    }
  }
  expect(wrong).toEqual([])
})

test('each page has one title, no id twice, its Markdown, and an entry in llms.txt', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const llms = await (await get(app, '/llms.txt')).text()
  const full = await (await get(app, '/llms-full.txt')).text()
  const titles = new Set<string>()
  for (const { path, html, ids } of (await crawl(app)).values()) {
    expect(html.match(/<h1/g), path).toHaveLength(1)
    expect(new Set(ids).size, path).toBe(ids.length)
    titles.add(/<title>(.*?)<\/title>/.exec(html)![1]!)
    const markdown = await get(app, `${path}.md`)
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    const text = await markdown.text()
    expect(text.match(/^# .+/), path).not.toBeNull()
    expect(html).toContain(`<link rel="alternate" type="text/markdown" href="${path}.md">`)
    if (path === '/docs') continue
    expect(llms).toContain(`(${ORIGIN}${path}.md): `)
    if (!path.startsWith('/docs/reference')) expect(full).toContain(text)
  }
  expect(titles.size).toBe((await crawl(app)).size)
  // The form that llmstxt.org asks for: a title, a summary as a quotation, lists of links under headings.
  expect(llms).toMatch(/^# .+\n\n> .+\n\n[^#]+\n## /)
  const lists = llms.slice(llms.indexOf('\n## ')).split('\n').filter(Boolean)
  expect(lists.filter((line) => !/^(## .+|- \[.+?\]\(http:\/\/test\/.+?\): .+)$/.test(line))).toEqual([])
})

test('a page is told with the address of the server, and as what it is', async ({ seeded }) => {
  const { app } = testApp(seeded.db, { publicUrl: 'https://facts.example.org/' })
  const page = await get(app, '/docs')
  const text = await page.text()
  expect(text).toContain('https://facts.example.org/graphql')
  expect(text).not.toContain('127.0.0.1')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const etag = page.headers.get('etag')!
  expect((await get(app, '/docs', { headers: { 'if-none-match': etag } })).status).toBe(304)
  const head = await get(app, '/docs', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect(head.headers.get('content-length')).toBe(page.headers.get('content-length'))
})

test('what does not exist says where to look, and Chinese addresses lead to the English page', async ({
  seeded,
}) => {
  const { app } = testApp(seeded.db)
  const missing = await get(app, '/docs/<script>')
  expect(missing.status).toBe(404)
  const text = await missing.text()
  expect(text).toContain('<h1>There is no such page</h1>')
  expect(text).not.toContain('<script')
  for (const path of ['/docs/price', '/docs/reference/price', '/docs/x.md', '/docs/errors/x'])
    expect((await get(app, path)).status, path).toBe(404)
  expect((await get(app, '/docsx')).headers.get('content-type')).toMatch(/json/)
  for (const [from, to] of [
    ['/zh/docs', '/docs'],
    ['/zh/docs/errors', '/docs/errors'],
    ['/docs/errors/?x=1', '/docs/errors?x=1'],
    ['/zh/llms.txt', '/llms.txt'],
  ])
    expect((await get(app, from!)).headers.get('location')).toBe(to)
})
