/** A frontend developer: from the documentation to the reference, to a query that fails with a code, to one that works. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { launch, reason } from '../helpers/browser.ts'
import { test } from '../helpers/db.ts'
import { journey } from './journey.ts'

describe.skipIf(reason)(`the journey of a frontend developer${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  test('documentation, reference, an error by its code, and the types that come back', async ({ seeded }) => {
    await journey(browser, seeded, async ({ page, url, ask }) => {
      await page.goto(url)
      await page.getByRole('link', { name: 'Documentation', exact: true }).first().click()
      await page.getByRole('link', { name: 'fetch', exact: true }).first().click()
      expect(await page.locator('pre').first().textContent()).toContain(`${url}/graphql`)

      await page.getByRole('link', { name: 'Reference of the schema' }).first().click()
      await page.getByRole('link', { name: 'Price', exact: true }).first().click()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Price')
      const fields: { name: string }[] = (await ask('{ __type(name: "Price") { fields { name } } }')).data
        .__type.fields
      const text = await page.getByRole('main').textContent()
      expect(fields.filter(({ name }) => !text?.includes(name))).toEqual([])
      await page.getByRole('link', { name: 'Offer', exact: true }).first().click()
      await page.waitForURL(/\/docs\/reference\/Offer/)

      const wrong = await ask('{ model(slug: "gpt-5.4") { prize } }')
      const { code } = wrong.errors[0].extensions
      await page.getByRole('link', { name: 'Errors', exact: true }).first().click()
      const row = page.getByRole('row', { name: new RegExp(code) })
      expect(await row.first().isVisible()).toBe(true)

      const markdown = await page.getByRole('link', { name: 'This page as Markdown' }).getAttribute('href')
      expect(await (await fetch(new URL(markdown!, url))).text()).toContain(code)
      const llms = await (await fetch(`${url}/llms.txt`)).text()
      expect(llms).toContain('/docs/errors')
    })
  }, 120_000)

  test('content needs next to no script, and nothing from elsewhere', async ({ seeded }) => {
    for (const javaScriptEnabled of [true, false]) {
      await journey(
        browser,
        seeded,
        async ({ page, url }) => {
          const scripts: number[] = []
          page.on('response', async (response) => {
            if (response.request().resourceType() === 'script') scripts.push((await response.body()).length)
          })
          for (const path of ['/', '/models/deepseek-v3.2', '/charts', '/docs', '/zh/countries/CN']) {
            await page.goto(url + path)
            expect(await page.getByRole('heading', { level: 1 }).isVisible(), path).toBe(true)
          }
          expect(scripts.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(100_000)
        },
        { javaScriptEnabled },
      )
    }
  }, 120_000)
})
