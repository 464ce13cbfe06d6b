/** Every kind of page in a real browser: accessible, quiet, from here alone, at any width and with the keyboard. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pino } from 'pino'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { launch, reason } from '../helpers/browser.ts'
import { type TestDb, test } from '../helpers/db.ts'
import { ALL, CHINA_FACT, SAMPLES } from './world.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDE = { width: 1280, height: 900 }
/** Last, for the browser complains of their status. */
const MISSING = ['/nothing', '/zh/nothing']
/** The theme changes nothing but colours. */
const RULES = { light: '', dark: `runOnly: ['color-contrast'],` }
const run = (theme: 'light' | 'dark') => `axe.run({ ${RULES[theme]} resultTypes: ['violations'] }).then((r) =>
  r.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.html.slice(0, 160) + ' | ' + (n.any[0] || n.all[0] || n.none[0] || {}).message)))`

describe.skipIf(reason)(`pages in a browser${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  async function serving<T>(
    { db }: TestDb,
    options: Parameters<Browser['newContext']>[0],
    work: (origin: string, context: BrowserContext) => Promise<T>,
  ): Promise<T> {
    const server = await listen(createApp({ db, log: pino({ level: 'silent' }) }), {
      host: '127.0.0.1',
      port: 0,
    })
    const context = await browser.newContext(options)
    try {
      return await work(server.url, context)
    } finally {
      await context.close()
      await server.close()
    }
  }

  test('every page keeps the rules of axe in both themes, fits every width, and complains of nothing', {
    timeout: 300_000,
  }, async ({ seeded }) => {
    await serving(seeded, { viewport: WIDE }, async (origin, context) => {
      const requests: string[] = []
      const complaints: string[] = []
      context.on('request', (request) => requests.push(request.url()))
      context.on('console', (message) => complaints.push(`${message.text()} ${message.location().url}`))
      context.on('weberror', (error) => complaints.push(String(error.error())))
      const page = await context.newPage()
      const problems: string[] = []
      for (const path of [...ALL, `/zh/facts/${CHINA_FACT}?asOf=1`, ...MISSING]) {
        if (path === MISSING[0]) expect(complaints).toEqual([])
        await page.setViewportSize(WIDE)
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(origin + path, { waitUntil: 'domcontentloaded' })
        expect(await page.locator('h1').count(), path).toBe(1)
        // Data blocks are not run; nothing else is there.
        const scripts = 'document.querySelectorAll("script:not([type=\\"application/ld+json\\"])").length'
        expect(await page.evaluate(scripts), path).toBe(0)
        await page.evaluate(AXE)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          const found = (await page.evaluate(run(colorScheme))) as string[]
          problems.push(...found.map((text) => `${path} ${colorScheme} ${text}`))
        }
        for (const width of [1280, 390, 320]) {
          await page.setViewportSize({ width, height: 800 })
          const needed = await page.evaluate('document.documentElement.scrollWidth')
          if (needed !== width) problems.push(`${path} needs ${needed} of ${width} px`)
        }
      }
      expect(problems).toEqual([])
      expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([])
    })
  })

  test('with the keyboard: first to the content, then search, then to an answer', async ({ seeded }) => {
    await serving(seeded, {}, async (origin, context) => {
      const page = await context.newPage()
      await page.goto(`${origin}/models`)
      await page.keyboard.press('Tab')
      const focused = () => page.evaluate('document.activeElement.textContent')
      expect(await focused()).toBe('Skip to the content')
      expect(await page.getByText('Skip to the content').boundingBox()).toMatchObject({
        x: expect.any(Number),
      })
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
      await page.goto(`${origin}/models`)
      for (let n = 0; n < 20 && (await page.evaluate('document.activeElement.id')) !== 'q'; n++)
        await page.keyboard.press('Tab')
      await page.keyboard.type('deepseek v3.2')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?q=*')
      await page.getByRole('link', { name: 'DeepSeek V3.2', exact: true }).first().focus()
      await page.keyboard.press('Enter')
      await page.waitForURL('**/models/deepseek-v3.2')
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('DeepSeek V3.2')
    })
  })

  test('a journalist comes from the number to its rivals, its source and a link that stays', async ({
    seeded,
  }) => {
    await serving(seeded, {}, async (origin, context) => {
      const page = await context.newPage()
      await page.goto(origin)
      await page.getByRole('link', { name: 'Tokens that China processes per day' }).click()
      expect(
        await page.getByRole('table', { name: 'Who says what.' }).getByRole('row').count(),
      ).toBeGreaterThan(10)
      await page.getByRole('link', { name: /This page as of revision 1/ }).click()
      expect(await page.getByText('As of revision 1, made').isVisible()).toBe(true)
      await page.getByRole('link', { name: 'National Data Administration' }).first().isVisible()
      await page.getByRole('link', { name: "[China's 140 trillion daily tokens]" }).first().click()
      expect(page.url()).toContain('asOf=1')
      await page.getByRole('link', { name: '中文' }).click()
      expect(page.url()).toBe(`${origin}/zh/sources/china-made-tech-140-trillion-tokens?asOf=1`)
    })
  })

  test('every link of the samples that leads to a page leads somewhere', async ({ seeded }) => {
    await serving(seeded, {}, async (origin) => {
      const pages = await Promise.all(SAMPLES.map(async (path) => (await fetch(origin + path)).text()))
      const links = new Set(
        pages.flatMap((page) =>
          [...page.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&#38;', '&')),
        ),
      )
      const own = [...links].filter((href) => !/^\/(zh\/)?(charts|embed|graphql|oembed)/.test(href))
      expect(own.length).toBeGreaterThan(300)
      const broken: string[] = []
      // Every fifth: all kinds are among them, and the machine has other tests to run.
      for (const href of own.filter((_, n) => n % 5 === 0)) {
        const { status } = await fetch(origin + href, { method: 'HEAD' })
        if (status !== 200) broken.push(`${status} ${href}`)
      }
      expect(broken).toEqual([])
    })
  }, 180_000)
})
