/** A partner: from the guide to a key in GraphiQL that no storage keeps, to a full copy whose digest is that of the API. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { canonicalJson } from '../../src/lib/canonical.ts'
import { launch, reason } from '../helpers/browser.ts'
import { test } from '../helpers/db.ts'
import { tool } from '../helpers/visit.ts'
import { journey } from './journey.ts'

const ME = 'query Me { me { scopes } }'

describe.skipIf(reason)(`the journey of a partner${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  test('the guide, a key that is not kept, and a copy that is whole', async ({ seeded }) => {
    await journey(browser, seeded, async ({ page, url, keyWith, ask }) => {
      const key = await keyWith('read', 'sync')
      await page.goto(`${url}/docs`)
      await page.getByRole('link', { name: 'Copies and mirrors' }).first().click()
      expect(await page.getByRole('main').textContent()).toContain('/changes')

      await page.goto(`${url}/graphql?${new URLSearchParams({ query: ME })}`)
      await page.locator('#cost', { hasText: /\d/ }).waitFor()
      await page.getByText('Key', { exact: true }).first().click()
      await page.locator('#tools input[type=password], input[type=password]').first().fill(key)
      await tool(page, 'Run').click()
      await tool(page, 'JSON').click()
      await page.locator('.graphiql-response .view-lines', { hasText: 'sync' }).waitFor()
      const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')
      expect(kept).not.toContain(key)

      const copy = await fetch(`${url}/export/claim.ndjson`, { headers: { authorization: `Bearer ${key}` } })
      const rows = (await copy.text()).trim().split('\n')
      const manifest = (await (
        await fetch(`${url}/export/claim.manifest.json?asOf=${copy.headers.get('x-revision')}`, {
          headers: { authorization: `Bearer ${key}` },
        })
      ).json()) as { rows: number }
      expect(rows).toHaveLength(manifest.rows)
      // Each row is the claim that the API tells by its id.
      const row = JSON.parse(rows[0]!)
      expect(canonicalJson(row)).toBe(rows[0])
      const id = Buffer.from(`Claim:${row.id}`).toString('base64')
      const { data } = await ask(`{ claim(id: "${id}") { key value { point low } } }`)
      expect(data.claim.value?.point ?? data.claim.value?.low ?? null).toBe(
        row.value?.point ?? row.value?.low ?? null,
      )
    })
  }, 120_000)
})
