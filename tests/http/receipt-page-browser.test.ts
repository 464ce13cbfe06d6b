/** The page of a receipt in a real browser: it renders under its policy, without complaint and from here alone. */
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { launch, reason } from '../helpers/browser.ts'
import { type TestDb, test } from '../helpers/db.ts'

const QUERY = `{ tokenUsage(filter: { country: "CN", coverage: "national", period: DAY }) {
  nodes { statement history { periodText value { text } provenance { source { publisher { name } } } } } } }`

describe.skipIf(reason)(`the page of a receipt in a browser${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  async function serve({ db }: TestDb, query = QUERY) {
    const app = createApp({ db, log: pino({ level: 'silent' }) })
    const server = await listen(app, { host: '127.0.0.1', port: 0 })
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-receipt': 'true' },
      body: JSON.stringify({ query }),
    })
    return { server, path: `/receipts/${response.headers.get('x-receipt-id')}`, sent: await response.text() }
  }

  test.for([
    ['light', 1280],
    ['dark', 1280],
    ['light', 375],
  ] as const)('renders %s at %i px', async ([colorScheme, width], { seeded }) => {
    const { server, path, sent } = await serve(seeded)
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    try {
      const problems: string[] = []
      const requests: string[] = []
      context.on('request', (request) => requests.push(request.url()))
      context.on('console', (message) => problems.push(message.text()))
      context.on('weberror', (error) => problems.push(String(error.error())))
      const page = await context.newPage()
      await page.goto(server.url + path)
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
        'An answer, kept as it was given',
      )
      // A table for screen readers too, at any width.
      const table = page.getByRole('table', { name: 'history' })
      expect(await table.getByRole('row').count()).toBeGreaterThan(5)
      expect(await table.getByRole('cell', { name: 'early 2024' }).isVisible()).toBe(true)
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
      expect(background).toBe(colorScheme === 'dark' ? 'rgb(20, 23, 27)' : 'rgb(255, 255, 255)')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      await page.getByText('The answer as JSON').click()
      expect(await page.getByText('"periodText": "early 2024"').isVisible()).toBe(true)
      expect(requests.filter((url) => !url.startsWith(`${server.url}/`) && !url.startsWith('data:'))).toEqual(
        [],
      )
      expect(problems).toEqual([])
      await page.getByRole('link', { name: 'The bytes as JSON' }).click()
      expect(await page.evaluate('document.body.innerText')).toBe(sent)
    } finally {
      await context.close()
      await server.close()
    }
  })

  test('breaks no word but those that would not fit', async ({ seeded }) => {
    const { server, path } = await serve(
      seeded,
      '{ verylongaliasthatnobodywouldeverwritebutonlysomebodywhotests: sources(first: 30) { nodes { url title licence { code redistributable note } } } }',
    )
    const page = await browser.newPage({ viewport: { width: 375, height: 800 } })
    try {
      for (const width of [375, 700, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(server.url + path)
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBe(width)
      }
    } finally {
      await page.close()
      await server.close()
    }
  })

  test('opens its question in GraphiQL as of its revision', async ({ seeded }) => {
    const { server, path } = await serve(seeded)
    const page = await browser.newPage()
    try {
      await page.goto(server.url + path)
      await page.getByRole('link', { name: 'Ask again in GraphiQL' }).click()
      await page.locator('.graphiql-query-editor .view-lines span[class^=mtk]').first().waitFor()
      expect(await page.title()).toContain('as of revision 1')
      expect(await page.locator('.graphiql-query-editor .view-lines').textContent()).toContain('tokenUsage')
    } finally {
      await page.close()
      await server.close()
    }
  })
})
