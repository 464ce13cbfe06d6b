/** The documentation in a real browser: readable by everybody, at any width, from here alone and without complaint. */
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { launch, reason } from '../helpers/browser.ts'
import { test } from '../helpers/db.ts'
import { serve } from './project.ts'

const PAGES = ['/docs', '/docs/sync', '/docs/reference/Price', '/docs/no-such-page'] as const
const LOOKS = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
  ['dark', 390],
] as const

describe.skipIf(reason)(`the documentation in a browser${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  test.for(LOOKS)('is readable %s at %i px', async ([colorScheme, width], { seeded }) => {
    await using server = await serve(seeded.db)
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    try {
      const problems: string[] = []
      const requests: string[] = []
      context.on('request', (request) => requests.push(request.url()))
      context.on('console', (message) => problems.push(message.text()))
      context.on('weberror', (error) => problems.push(String(error.error())))
      for (const path of PAGES) {
        const page = await context.newPage()
        await page.goto(server.url + path)
        await page.evaluate(axe.source)
        const { violations } = await page.evaluate<{
          violations: { id: string; nodes: { html: string }[] }[]
        }>('axe.run()')
        const told = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${path}: ${id} ${html}`))
        expect(told).toEqual([])
        // Long lines scroll within themselves, never the page.
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width)
        await page.close()
      }
      expect(requests.filter((url) => !url.startsWith(`${server.url}/`) && !url.startsWith('data:'))).toEqual(
        [],
      )
      // The browser tells of the page that does not exist.
      expect(problems.filter((text) => !text.includes('status of 404'))).toEqual([])
    } finally {
      await context.close()
    }
  })

  test('leads by links alone from the first page to a field, and back to the list of pages', async ({
    seeded,
  }) => {
    await using server = await serve(seeded.db)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    try {
      await page.goto(`${server.url}/docs`)
      await page.getByRole('main').getByRole('link', { name: 'Reference of the schema' }).first().click()
      await page.getByRole('link', { name: 'Price', exact: true }).first().click()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Price')
      await page.getByRole('link', { name: 'All pages' }).click()
      const list = page.getByRole('navigation', { name: 'Documentation' })
      await list.getByRole('link', { name: 'Errors' }).click()
      expect(await list.locator('[aria-current=page]').textContent()).toBe('Errors')
      expect(await page.getByRole('cell', { name: 'RATE_LIMITED' }).isVisible()).toBe(true)
    } finally {
      await page.close()
    }
  })
})
