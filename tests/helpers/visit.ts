/** A visit of our GraphiQL page in a real browser, at a server of its own. */
import { pino } from 'pino'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/lib/clock.ts'
import type { TestDb } from './db.ts'

export interface Visit {
  page: Page
  context: BrowserContext
  url: string
  db: TestDb['db']
  /** What the page asked for by POST: its address and headers. */
  posts: { url: string; key: string | undefined; body: any }[]
  problems: string[]
  opened(path?: string): Promise<void>
}

/** @param path relative to the server. */
export async function visit(
  browser: Browser,
  { db }: TestDb,
  path: string,
  work: (visit: Visit) => Promise<void>,
  options: BrowserContextOptions = {},
) {
  const server = await listen(
    createApp({
      db,
      limiter: createLimiter(db, systemClock, { slowMs: 60_000 }),
      log: pino({ level: 'silent' }),
    }),
    {
      host: '127.0.0.1',
      port: 0,
    },
  )
  const context = await browser.newContext({
    ...{ viewport: { width: 1280, height: 800 }, locale: 'en-GB', acceptDownloads: true },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  const problems: string[] = []
  const posts: Visit['posts'] = []
  context.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) problems.push(m.text())
  })
  context.on('weberror', (error) => problems.push(String(error.error())))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${server.url}/`) && !/^(data|blob):/.test(request.url()))
      problems.push(`asked another host: ${request.url()}`)
    if (request.method() !== 'POST') return
    posts.push({ url: request.url(), key: request.headers().authorization, body: request.postDataJSON() })
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const opened = async (at = path) => {
    await page.goto(server.url + at)
    await page.locator('.graphiql-query-editor .view-lines span[class^=mtk]').first().waitFor()
    await page.locator('#cost', { hasText: /\d/ }).waitFor()
  }
  try {
    await opened()
    await work({ page, context, url: server.url, db, posts, problems, opened })
    expect(problems).toEqual([])
  } finally {
    await context.close()
    await server.close()
  }
}

export const tool = (page: Page, name: string) =>
  page.locator('#tools').getByRole('button', { name, exact: true })
export const run = async (page: Page) => {
  await tool(page, 'Run').click()
  await page.locator('#answer table').waitFor()
}
export const isCounted = async (page: Page, cost: RegExp) =>
  page.locator('#cost', { hasText: cost }).waitFor()
