/** Charts in a real browser: no text is cut off or covered, and nothing is fetched from elsewhere. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { CHARTS, chartNamed } from '../../src/charts/registry.ts'
import type { Db } from '../../src/db/client.ts'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { launch, reason } from '../helpers/browser.ts'
import { exampleSearch } from '../helpers/charts.ts'
import { test } from '../helpers/db.ts'

/** Runs in the page: texts beyond the edge, and pairs that cover each other. */
const LOOK = `(async () => {
  await document.fonts.ready
  const { width, height } = document.documentElement.getBoundingClientRect()
  const texts = [...document.querySelectorAll('text')].filter((text) => text.textContent.trim() && getComputedStyle(text).opacity > 0)
    .map((text) => [text.textContent, text.getBoundingClientRect()])
  const beyond = texts.filter(([, box]) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)
  const covered = []
  for (const [i, [a, one]] of texts.entries()) for (const [b, other] of texts.slice(i + 1)) {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
    // A line is taller than its letters.
    if (across > 1.5 && down > 6) covered.push(a + ' | ' + b)
  }
  const fonts = [...document.fonts].map((font) => font.status)
  return { texts: texts.length, beyond: beyond.map(([text]) => text), covered, fonts: [...new Set(fonts)] }
})()`

describe.skipIf(reason)(`charts in a browser${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  async function opened(
    db: Db,
    use: (page: Page, base: string) => Promise<void>,
    viewport = { width: 1280, height: 900 },
  ) {
    const server = await listen(createApp({ db, log: pino({ level: 'silent' }) }), {
      host: '127.0.0.1',
      port: 0,
    })
    const context = await browser.newContext({ viewport })
    try {
      const problems: string[] = []
      context.on('console', (message) => problems.push(message.text()))
      context.on('weberror', (error) => problems.push(String(error.error())))
      context.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(`${server.url}/`) && !url.startsWith('data:') && !url.endsWith('/own-site'))
          problems.push(`asks ${url}`)
      })
      await use(await context.newPage(), server.url)
      expect(problems).toEqual([])
    } finally {
      await context.close()
      await server.close()
    }
  }

  test.for(CHARTS.map((chart) => [chart.name, chart] as const))(
    '%s fits its picture',
    async ([name, chart], { market }) => {
      await opened(market.db, async (page, base) => {
        for (const lang of ['en', 'zh'])
          for (const width of ['320', '480', '800', '1600']) {
            const path = `/charts/${name}.svg${exampleSearch(chart, { lang, width })}`
            await page.goto(base + path)
            const { texts, ...seen } = (await page.evaluate(LOOK)) as any
            expect(texts).toBeGreaterThan(8)
            expect(seen, path).toEqual({ beyond: [], covered: [], fonts: ['loaded'] })
          }
      })
    },
  )

  test.for([
    ['light', 1280, ''],
    ['dark', 1280, '/zh'],
    ['dark', 390, ''],
    ['light', 390, '/zh'],
  ] as const)('pages show their pictures: %s, %i px%s', async ([colorScheme, width, prefix], { market }) => {
    await opened(
      market.db,
      async (page, base) => {
        await page.emulateMedia({ colorScheme })
        await page.goto(`${base}${prefix}/charts/china-daily-tokens`)
        const shown = await page.evaluate<string>('document.querySelector("img").currentSrc')
        expect(shown.includes('theme=dark')).toBe(colorScheme === 'dark')
        expect(shown.includes('width=')).toBe(width < 500)
        expect(shown.includes('lang=zh')).toBe(prefix === '/zh')
        expect(await page.evaluate('document.querySelector("img").naturalWidth')).toBe(
          width < 500 ? 380 : 800,
        )
        expect(await page.getByRole('table').getByRole('row').count()).toBeGreaterThan(5)
        // From the gallery to a page, and from there to the question.
        await page.goto(`${base}${prefix}/charts`)
        expect(await page.getByRole('img').count()).toBeGreaterThanOrEqual(CHARTS.length)
        const [columns, bullets] = await page.evaluate<[string, string]>(
          '(({ gridTemplateColumns, listStyleType }) => [gridTemplateColumns, listStyleType])(getComputedStyle(document.querySelector(".gallery")))',
        )
        expect([columns.split(' ').length, bullets]).toEqual([width < 500 ? 1 : 2, 'none'])
        await page.getByRole('heading', { level: 2 }).first().getByRole('link').click()
        expect(new URL(page.url()).pathname).toBe(`${prefix}/charts/${CHARTS[0]!.name}`)
      },
      { width, height: 900 },
    )
  })

  test('the button pins without a script', async ({ market }) => {
    await opened(market.db, async (page, base) => {
      await page.goto(`${base}/charts/china-daily-tokens`)
      await page.getByRole('button', { name: 'Pin this picture' }).click()
      await page.waitForURL(/receipt=rcp_/)
      expect(await page.evaluate('document.querySelector("img").naturalWidth')).toBe(800)
    })
  })

  test('an embed shows its picture in a frame of another site', async ({ market }) => {
    await opened(market.db, async (page, base) => {
      const other = createServer((_, response) => {
        response.setHeader('content-type', 'text/html')
        response.end(
          `<link rel="icon" href="data:,"><iframe src="${base}/embed/fact${exampleSearch(chartNamed('fact'))}" width="800" height="640"></iframe>`,
        )
      })
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      try {
        await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/own-site`)
        const image = page.frameLocator('iframe').locator('img')
        await expect.poll(() => image.evaluate((img: any) => img.complete && img.naturalWidth)).toBe(800)
      } finally {
        other.closeAllConnections()
        other.close()
      }
    })
  })
})
