/** GraphiQL as a journalist uses it: a question in words, its cost, its answer as a table, files, links and keys. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { launch, reason } from '../helpers/browser.ts'
import { test } from '../helpers/db.ts'
import { recordsOf } from '../helpers/export.ts'
import { isCounted, run, tool, visit } from '../helpers/visit.ts'
import { sheetsOf } from '../helpers/workbook.ts'

const SERIES = 'How many tokens does China process in a day, and how did it grow?'
const HUBS = 'What are China’s eight computing hubs for?'
const ORIGINS = 'Whose models are used more, Chinese or American ones?'

/** The browser complains of each answer with a status of 400. */
function forgive(problems: string[]) {
  for (const problem of problems.splice(0)) expect(problem).toMatch(/status of 400/)
}

describe.skipIf(reason)(`GraphiQL for journalists${reason}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  const save = async (page: Page, format: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), tool(page, format).click()])
    return { name: file.suggestedFilename(), bytes: await readFile((await file.path())!) }
  }

  test('a question in words shows its cost, runs, and is a table with its sources', async ({ seeded }) => {
    await visit(browser, seeded, '/graphql', async ({ page, posts }) => {
      await page.getByRole('button', { name: HUBS }).click()
      await isCounted(page, /1,261 of 50,000/)
      // Nothing was answered yet: all that was asked is the schema, and costs.
      const asked = posts.filter(({ body }) => !/__schema/.test(body.query))
      expect(asked.every(({ body }) => body.extensions?.dryRun === true)).toBe(true)
      expect(await page.getByRole('button', { name: HUBS }).getAttribute('aria-current')).toBe('true')
      await run(page)
      const table = page.locator('#answer').getByRole('table', { name: '8 rows in all' })
      expect(await table.getByRole('columnheader', { name: 'nameZh', exact: true }).isVisible()).toBe(true)
      expect(await table.getByRole('row').count()).toBe(9)
      expect(
        await page.locator('#answer').getByRole('heading', { name: 'Sources of descriptions' }).isVisible(),
      ).toBe(true)
      expect(await page.locator('#answer .sources li').count()).toBeGreaterThan(2)
      await tool(page, 'JSON').click()
      expect(await table.isVisible()).toBe(false)
      const json = page.locator('.graphiql-response .view-lines')
      // The editor writes its lines one after the other.
      await expect
        .poll(async () => (await json.textContent())!.replaceAll('\u00a0', ' '), { timeout: 10_000 })
        .toContain('"totalCount": 8')
      // What stands beside the JSON for the table is not part of the answer.
      expect(await page.evaluate('monaco.editor.getModels().map((m) => m.getValue()).join()')).not.toContain(
        '"tables"',
      )
      await tool(page, 'Docs').click()
      await page.locator('.graphiql-doc-explorer').getByText('Query').first().waitFor()
    })
  }, 60_000)

  test('CSV and XLSX are saved as of the revision of the answer, with the rows of the table', async ({
    seeded,
  }) => {
    await visit(browser, seeded, '/graphql', async ({ page, posts }) => {
      await page.getByRole('button', { name: SERIES }).click()
      await run(page)
      const shown = await page.locator('#answer tbody tr').count()
      const revision = /Revision (\d+):/.exec((await page.locator('#status').textContent())!)![1]
      const csv = await save(page, 'CSV')
      expect(csv.name).toBe(`HeadlineSeries-r${revision}.csv`)
      expect([...csv.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
      const records = recordsOf(csv.bytes.toString('utf8').slice(1))
      expect(records[0]).toEqual(
        expect.arrayContaining(['statement', 'history.periodText', 'history.value.text']),
      )
      expect(records).toHaveLength(shown + 1)
      const xlsx = await save(page, 'XLSX')
      expect(xlsx.name).toBe(`HeadlineSeries-r${revision}.xlsx`)
      const sheets = sheetsOf(xlsx.bytes)
      expect(sheets.get('tokenUsage')!.rows[0]).toEqual(records[0])
      expect(sheets.get('README')!.rows.find(([label]) => label === 'Answered from')![1]).toContain(
        `revision ${revision}`,
      )
      const asked = new URL(posts.at(-1)!.url).searchParams
      expect([asked.get('asOf'), asked.get('rows')]).toEqual([revision, 'tokenUsage.history'])
      // Another list is one choice away.
      await page.getByLabel('One row for each of').selectOption('tokenUsage.history.provenance')
      await page.locator('#answer tbody tr').nth(shown).waitFor()
    })
  }, 60_000)

  test('a shared link opens the same question, pinned; a receipt has its address', async ({ seeded }) => {
    await visit(browser, seeded, '/graphql', async ({ page, opened, url, posts }) => {
      await page.getByRole('button', { name: ORIGINS }).click()
      await run(page)
      await tool(page, 'Receipt').click()
      const receipt = await page.locator('#status input').inputValue()
      expect(receipt).toMatch(new RegExp(`^${url}/receipts/rcp_[a-z0-9]{26}$`))
      expect((await (await fetch(`${receipt}.json`)).json()) as any).toHaveProperty('data.tokenUsage')
      await tool(page, 'Share').click()
      await page.getByText('is in the clipboard').waitFor()
      const link = await page.locator('#status input').inputValue()
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(link)
      const { searchParams } = new URL(link)
      expect(searchParams.get('asOf')).toMatch(/^\d+$/)
      await page.evaluate('localStorage.clear()')
      await opened(link.slice(url.length))
      expect(await page.evaluate('monaco.editor.getModels()[0].getValue()')).toBe(searchParams.get('query'))
      await page.getByText(`Pinned to revision ${searchParams.get('asOf')}`).waitFor()
      await run(page)
      expect(new URL(posts.at(-1)!.url).searchParams.get('asOf')).toBe(searchParams.get('asOf'))
      await tool(page, 'Newest again').click()
      expect(new URL(page.url()).searchParams.has('asOf')).toBe(false)
      await isCounted(page, /\d of/)
      await run(page)
      expect(new URL(posts.at(-1)!.url).searchParams.has('asOf')).toBe(false)
    })
  }, 60_000)

  test('what costs too much is told before it runs', async ({ seeded }) => {
    const query =
      'query Big { a: models(first: 100) { nodes { prices(first: 100) { nodes { id value { text } claims { text } } } } } }'
    await visit(
      browser,
      seeded,
      `/graphql?${new URLSearchParams({ query })}`,
      async ({ page, posts, problems }) => {
        await page.locator('#warning', { hasText: 'Too costly' }).waitFor()
        expect(await page.locator('#cost').textContent()).toMatch(/Cost: [\d,]{6,} of 50,000/)
        expect(posts.every(({ body }) => /__schema/.test(body.query) || body.extensions.dryRun)).toBe(true)
        await page.getByRole('button', { name: HUBS }).click()
        await isCounted(page, /1,261/)
        expect(await page.locator('#warning').textContent()).toBe('')
        forgive(problems)
      },
    )
  }, 60_000)

  test('an answer with an error says so and makes no file', async ({ seeded }) => {
    const query = 'query Wrong($first: Int = 101) { hubs(first: $first) { nodes { slug } } }'
    await visit(browser, seeded, `/graphql?${new URLSearchParams({ query })}`, async ({ page, problems }) => {
      await tool(page, 'Run').click()
      await page.locator('#status', { hasText: '`first` must be from 1 to 100' }).waitFor()
      await tool(page, 'CSV').click()
      await page.locator('#status', { hasText: /^`first` must be/ }).waitFor()
      forgive(problems)
    })
  }, 60_000)
})
