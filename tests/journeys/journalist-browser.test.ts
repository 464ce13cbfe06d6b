/**
 * A journalist: from the front page to a number, to who disagrees, to a chart and a citation; and back when the number
 * was corrected, to what was printed.
 */
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { launch, reason } from '../helpers/browser.ts'
import { test } from '../helpers/db.ts'
import { type Journey, journey } from './journey.ts'

const PRICE = 'Output tokens of DeepSeek V3.2 at its maker, on 10 April 2026'
const CHART = '/charts/china-daily-tokens'

describe.skipIf(reason)(`the journey of a journalist${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  async function correct({ ask, keyWith }: Journey, key: string, value: string) {
    const { data, errors } = await ask(
      'mutation($input: CorrectClaimInput!) { correctClaim(input: $input) { revision } }',
      { input: { claim: key, value, reason: 'OUR_ERROR', note: 'Misread the page.' } },
      await keyWith('write', 'admin'),
    )
    expect(errors).toBeUndefined()
    return data.correctClaim.revision as number
  }

  test('a number, its rivals, its citation, and the same number after a correction', async ({ seeded }) => {
    await journey(browser, seeded, async (trip) => {
      const { page, url, ask } = trip
      await page.goto(url)
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
      expect(await page.getByText('140 trillion', { exact: true }).first().isVisible()).toBe(true)
      await page.getByRole('link', { name: PRICE }).click()
      const claims = page.getByRole('table', { name: /Who says what/ })
      const preferred = claims.getByRole('row', { name: /0\.42 US dollars/ }).first()
      expect(await preferred.textContent()).toContain('models.dev')
      const rival = claims.getByRole('row', { name: /1\.1 US dollars/ })
      expect(await rival.textContent()).toMatch(/rival[\s\S]*China Made & Tech/)
      expect(await page.getByText('Why the first is preferred').isVisible()).toBe(true)
      await page.getByText('Chicago', { exact: true }).click()
      const citation = await page.locator('details[open] pre', { hasText: 'revision 1' }).last().textContent()
      expect(citation).toContain('AI Economy Facts')
      await page.getByRole('link', { name: 'This page as of revision 1' }).click()
      const printed = page.url()
      expect(printed).toContain('asOf=1')

      const { data } = await ask(
        `{ model(slug: "deepseek-v3.2") { prices(meter: "output", seller: "deepseek", at: "2026-04-10") { nodes { claims { key preferred provenance { source { slug } } } } } } }`,
      )
      const own = data.model.prices.nodes[0].claims.find((c: any) => c.preferred)
      const revision = await correct(trip, `${own.provenance[0].source.slug}/${own.key}`, '0.43')
      await page.reload()
      expect(await claims.getByRole('row', { name: /0\.42 US dollars/ }).count()).toBeGreaterThan(0)
      expect(await claims.getByRole('row', { name: /0\.43 US dollars/ }).count()).toBe(0)
      await page.getByRole('link', { name: 'The page of today' }).click()
      expect(await claims.getByRole('row', { name: /0\.43 US dollars/ }).count()).toBeGreaterThan(0)
      expect(await page.getByText('Misread the page.').first().isVisible()).toBe(true)
      await page.goto(`${url}/corrections`)
      expect(await page.getByRole('main').textContent()).toMatch(/0\.42[\s\S]*0\.43/)
      expect(await page.getByRole('contentinfo').textContent()).toContain(`Revision ${revision}`)
    })
  }, 120_000)

  test('a chart to print, pinned: its bytes outlive a correction', async ({ seeded }) => {
    await journey(browser, seeded, async (trip) => {
      const { page, url } = trip
      await page.goto(url)
      await page.getByRole('link', { name: 'Charts', exact: true }).click()
      await page.getByRole('link', { name: "China's daily tokens" }).first().click()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'PNG', exact: true }).click(),
      ])
      const png = await readFile((await file.path())!)
      expect([...png.subarray(0, 4)]).toEqual([137, 80, 78, 71])
      await page.getByRole('button', { name: 'Pin this picture' }).click()
      await page.waitForURL(/receipt=rcp_/)
      const pinned = `${CHART}.csv${new URL(page.url()).search}`
      const before = await (await fetch(url + pinned)).text()
      expect(before).toContain('140000000000000')
      await correct(trip, 'nda-2026-03-23-development-forum/daily-tokens-2026-03', 'more than 141e12')
      expect(await (await fetch(url + pinned)).text()).toBe(before)
      expect(await (await fetch(`${url}${CHART}.csv`)).text()).toContain('141000000000000')
      await page.reload()
      const picture = page.getByRole('img', { name: /China's daily tokens/ })
      expect(await picture.isVisible()).toBe(true)
      await page.waitForFunction("document.querySelector('main img').naturalWidth > 0")
    })
  }, 120_000)

  test('searching by keyboard alone, in Chinese, on a phone in the dark', async ({ seeded }) => {
    const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true } as const
    await journey(
      browser,
      seeded,
      async ({ page, url }) => {
        await page.goto(`${url}/zh`)
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.className')).toBe('skip')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.name')).toBe('q')
        await page.keyboard.type('贵州')
        await page.keyboard.press('Enter')
        await page.getByRole('link', { name: /贵州/ }).first().click()
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('贵州')
        expect(await page.evaluate('document.documentElement.lang')).toBe('zh-Hans')
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      },
      phone,
    )
  }, 120_000)
})
