/** GraphQL over HTTP as its specification and its reference implementation check it. */
import { type Audit, serverAudits } from 'graphql-http'
import { pino } from 'pino'
import { expect } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { test } from '../helpers/db.ts'

/** What each audit found that was not as it should or may be. */
async function findings(audits: Audit[]): Promise<string[]> {
  expect(audits).toHaveLength(61)
  const found: string[] = []
  for (const audit of audits) {
    const result = await audit.fn()
    if (result.status !== 'ok') found.push(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`)
  }
  return found
}

test('the handler passes all 61 audits of graphql-http', async ({ seeded }) => {
  const app = createApp({ db: seeded.db, log: pino({ level: 'silent' }) })
  const fetchFn = (url: string, init?: RequestInit) => app(new Request(url, init))
  expect(await findings(serverAudits({ url: 'http://test/graphql', fetchFn }))).toEqual([])
})

test('a listening server passes all 61 audits of graphql-http', async ({ seeded }) => {
  const app = createApp({ db: seeded.db, log: pino({ level: 'silent' }) })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  expect(await findings(serverAudits({ url: `${server.url}/graphql` }))).toEqual([])
  await server.close()
})
