import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga } from 'graphql-yoga'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createGraphiql } from '../../src/http/graphiql.ts'
import { launch, reason } from '../helpers/browser.ts'

const graphiql = createGraphiql({ endpoint: '/graphql', assetsPath: '/graphiql' })

describe.skipIf(reason)(`GraphiQL in a browser${reason}`, () => {
  let browser: Browser
  let server: Server
  let origin: string
  let context: BrowserContext
  let requests: string[]
  let problems: string[]
  let asked: string[]
  let keys: (string | null)[]

  beforeAll(async () => {
    const yoga = createYoga({
      graphiql: false,
      logging: false,
      schema: createSchema({
        typeDefs: 'type Query { "Says hello." hello(name: String = "world"): String! }',
        resolvers: { Query: { hello: (_root, { name }: { name: string }) => `hello ${name}` } },
      }),
    })
    server = createServer(async (incoming, outgoing) => {
      const request = new Request(new URL(incoming.url ?? '/', origin), {
        method: incoming.method ?? 'GET',
        headers: incoming.headers as Record<string, string>,
      })
      const wantsPage =
        incoming.url?.startsWith('/graphql') && request.headers.get('accept')?.includes('text/html')
      const response = wantsPage ? graphiql.page(request) : await graphiql.asset(request)
      if (!response) {
        if (incoming.method === 'POST') {
          asked.push(incoming.url ?? '')
          keys.push(request.headers.get('x-api-key'))
        }
        return void yoga(incoming, outgoing)
      }
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await launch()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
  })

  afterEach(async () => {
    await context.close()
  })

  async function open(path: string): Promise<Page> {
    requests = []
    problems = []
    asked = []
    keys = []
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.on('request', (request) => requests.push(request.url()))
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    context.on('weberror', (error) => problems.push(String(error.error())))
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(origin + path)
    await page.locator('.graphiql-query-editor .view-lines span[class^=mtk]').first().waitFor()
    return page
  }

  const tabsOf = (page: Page) => page.locator('.graphiql-tab-button').allTextContents()
  const PREPARED_NAMES = [
    ...['HeadlineSeries', 'RivalPrices', 'Arithmetic'],
    ...['CostOfARequest', 'Disagreements', 'Hubs'],
  ]

  async function run(page: Page, key = '"data"'): Promise<string> {
    await page.locator('.graphiql-execute-button').click()
    const answer = page.locator('.graphiql-response .view-lines')
    await answer.getByText(key).waitFor()
    return String(await answer.textContent()).replace(/\s+/g, ' ')
  }

  test('opens with the prepared tabs and highlighting, from this origin alone and without complaint', async () => {
    const page = await open('/graphql')
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
    await page.locator('.graphiql-doc-explorer').getByText('Query').first().waitFor()
    expect(await tabsOf(page)).toEqual(PREPARED_NAMES)
    const editor = page.locator('.graphiql-query-editor .view-lines')
    expect(await editor.textContent()).toMatch(/How.many.tokens.China/)
    const kinds = await editor
      .locator('span[class^=mtk]')
      .evaluateAll((spans) => spans.map((s) => s.className))
    expect(new Set(kinds).size).toBeGreaterThan(3)
    await expect
      .poll(() => page.workers().map((worker) => worker.url().replace(/^.*\//, '')))
      .toEqual(expect.arrayContaining(['editor.worker.js', 'graphql.worker.js']))
    expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([])
    expect(problems).toEqual([])
  }, 30_000)

  test('runs the query of a shared link, which stands before the prepared ones', async () => {
    const query = 'query Greet($name: String!) { hello(name: $name) }'
    const page = await open(`/graphql?${new URLSearchParams({ query, variables: '{"name":"Hohhot"}' })}`)
    expect(await run(page)).toContain('"hello": "hello Hohhot"')
    expect(await tabsOf(page)).toEqual(['Greet', ...PREPARED_NAMES])
    expect(new URL(page.url()).searchParams.has('variables')).toBe(false)
    expect(problems).toEqual([])
  }, 30_000)

  test('asks as of the revision that its link names', async () => {
    const page = await open('/graphql?asOf=7&query={hello}')
    expect(await run(page)).toContain('hello world')
    expect(new Set(asked)).toEqual(new Set(['/graphql?asOf=7']))
    expect(await page.title()).toContain('as of revision 7')
  }, 30_000)

  test('puts nothing of the link into the page as HTML', async () => {
    const page = await open(`/graphql?query={hello}&asOf=${encodeURIComponent('1<img src=x>')}`)
    expect(await page.locator('img[src=x]').count()).toBe(0)
    expect(await page.title()).toBe('AI Economy Facts – GraphiQL')
  }, 30_000)

  test('sends a key that was typed and does not store it', async () => {
    const page = await open('/graphql')
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines').click()
    await page.keyboard.type('{"x-api-key": "secret-key"')
    await run(page, '"errors"')
    expect(keys.at(-1)).toBe('secret-key')
    // GraphiQL stores what was typed half a second after the last change.
    await page.waitForTimeout(1000)
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('secret-key')
  }, 30_000)

  test('opens each tab that is clicked', async () => {
    const page = await open('/graphql')
    await page.locator('.graphiql-query-editor .view-lines span[class^=mtk]').first().waitFor()
    for (const name of PREPARED_NAMES.toReversed()) {
      await page.locator('.graphiql-tab-button', { hasText: name }).click()
      await page.locator('.graphiql-tab-active', { hasText: name }).waitFor()
    }
  }, 60_000)

  test('adds no tab when a visitor comes back', async () => {
    const page = await open('/graphql')
    const again = async (path: string) => {
      // GraphiQL stores its tabs half a second after the last change.
      await page.waitForTimeout(1000)
      await page.goto(origin + path)
      await page.locator('.graphiql-query-editor .view-lines span[class^=mtk]').first().waitFor()
      return [await page.locator('.graphiql-tab-active').textContent(), (await tabsOf(page)).length]
    }
    await page.locator('.graphiql-tab-button', { hasText: 'Hubs' }).click()
    const hubs = [expect.stringContaining('Hubs'), PREPARED_NAMES.length]
    expect(await again('/graphql')).toEqual(hubs)
    const query = 'query Greet($name: String!) { hello(name: $name) }'
    const greet = [expect.stringContaining('Greet'), PREPARED_NAMES.length + 1]
    expect(await again(`/graphql?${new URLSearchParams({ query, variables: '{"name":"Hohhot"}' })}`)).toEqual(
      greet,
    )
    expect(await again(`/graphql?${new URLSearchParams({ query })}`)).toEqual(greet)
    expect(await run(page)).toContain('"hello": "hello Hohhot"')
  }, 30_000)
})
