/** The panel around GraphiQL: keys, keyboard, phones, darkness, Chinese, and what axe finds. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { launch, reason } from '../helpers/browser.ts'
import { test } from '../helpers/db.ts'
import { isCounted, run, visit } from '../helpers/visit.ts'

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

describe.skipIf(reason)(`the panel around GraphiQL${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test('a key is sent, and kept nowhere unless its owner wants that', async ({ seeded }) => {
    const { key } = await createKey(seeded.db, systemClock, {
      ...{ name: 'partner', scopes: ['read', 'sync'], expiresAt: null },
    })
    await visit(browser, seeded, '/graphql', async ({ page, opened, posts }) => {
      const kept = () =>
        page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')
      await page.locator('.key summary').click()
      // Browsers complain of a field for a secret that stands in no form.
      expect(await page.evaluate("document.getElementById('key').form !== null")).toBe(true)
      await page.getByLabel('Key for partners').fill(key)
      await page.getByRole('button', { name: 'What may my key do' }).click()
      await isCounted(page, /7 of/)
      await run(page)
      expect(posts.at(-1)!.key).toBe(`Bearer ${key}`)
      await page.locator('#answer', { hasText: 'sync' }).waitFor()
      // GraphiQL stores what was typed half a second after the last change.
      await page.waitForTimeout(1000)
      expect(await kept()).not.toContain(key)
      await opened()
      expect(await kept()).not.toContain(key)
      await run(page)
      expect(posts.at(-1)!.key).toBeUndefined()

      await page.locator('.key summary').click()
      await page.getByLabel('Key for partners').fill(key)
      await page.getByLabel('Remember on this device').check()
      expect(await kept()).toContain(key)
      await opened()
      await run(page)
      expect(posts.at(-1)!.key).toBe(`Bearer ${key}`)
      await page.locator('.key summary').click()
      await page.getByRole('button', { name: 'Forget it' }).click()
      expect(await kept()).not.toContain(key)
      await run(page)
      await expect.poll(() => posts.at(-1)!.key).toBeUndefined()
      for (const { url, body } of posts) expect(url + JSON.stringify(body)).not.toContain(key)
    })
  }, 60_000)

  test.for([
    ['light', 1280, 'en-GB'],
    ['dark', 1280, 'zh-CN'],
    ['light', 390, 'zh-CN'],
    ['dark', 390, 'en-GB'],
  ] as const)(
    '%s at %i px in %s: readable, by keyboard, and without a fault that axe finds',
    { timeout: 60_000 },
    async ([colorScheme, width, locale], { seeded }) => {
      await visit(
        browser,
        seeded,
        '/graphql',
        async ({ page }) => {
          const isChinese = locale === 'zh-CN'
          if (width < 960) await page.locator('#questions > summary').click()
          const question = page.locator('#panel li button', {
            hasText: isChinese ? '八大算力枢纽' : 'eight computing hubs',
          })
          await question.focus()
          await page.keyboard.press('Enter')
          await isCounted(page, /1,261/)
          // The keyboard stands on the button that runs it.
          expect(await page.locator(':focus').textContent()).toBe(isChinese ? '运行' : 'Run')
          await page.keyboard.press('Enter')
          await page.locator('#answer table').waitFor()
          expect(await page.locator('html').getAttribute('lang')).toBe(isChinese ? 'zh' : 'en')
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
          const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
          expect(background).toBe(colorScheme === 'dark' ? 'rgb(33, 42, 59)' : 'rgb(255, 255, 255)')
          await page.locator('.key summary').click()
          await page.evaluate(AXE)
          const { violations } = (await page.evaluate(
            `axe.run({ include: [['#panel'], ['#tools'], ['#answer']] })`,
          )) as { violations: { id: string; nodes: { html: string }[] }[] }
          expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
        },
        { colorScheme, viewport: { width, height: 844 }, locale },
      )
    },
  )
})
