/** A server on a port and a browser at it, as people have them; and what must be true wherever they go. */
import { pino } from 'pino'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Scope } from '../../src/domain/access/caller.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/lib/clock.ts'
import type { TestDb } from '../helpers/db.ts'

export interface Journey {
  page: Page
  url: string
  keyWith(...scopes: Scope[]): Promise<string>
  /** GraphQL, as a program asks it. */
  ask(query: string, variables?: object, key?: string): Promise<any>
}

/** Ends with a failure when the browser complained or asked another host. */
export async function journey(
  browser: Browser,
  { db }: TestDb,
  work: (journey: Journey) => Promise<void>,
  options: BrowserContextOptions = {},
) {
  const server = await listen(createApp({ db, log: pino({ level: 'silent' }) }), {
    host: '127.0.0.1',
    port: 0,
  })
  const context = await browser.newContext({
    ...{ viewport: { width: 1280, height: 900 }, locale: 'en-GB', acceptDownloads: true },
    ...options,
  })
  const problems: string[] = []
  context.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) problems.push(m.text())
  })
  context.on('weberror', (error) => problems.push(String(error.error())))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${server.url}/`) && !/^(data|blob):/.test(request.url()))
      problems.push(`asked another host: ${request.url()}`)
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  try {
    await work({
      page,
      url: server.url,
      keyWith: async (...scopes) =>
        (await createKey(db, systemClock, { name: 'A traveller', scopes, expiresAt: null })).key,
      ask: async (query, variables, key) => {
        const answer = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
          body: JSON.stringify({ query, variables }),
        })
        return answer.json()
      },
    })
    expect(problems).toEqual([])
  } finally {
    await context.close()
    await server.close()
  }
}
