/** Who may do what: every kind of caller against every root field and every route. Mutations have a file of their own. */
import { expect } from 'vitest'
import type { Scope } from '../../src/domain/access/caller.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { schema } from '../../src/graphql/schema.ts'
import { callers, headersOf, REFUSALS, refusal, selected } from '../helpers/access.ts'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

/** What needs a scope; everything else is for anybody. A new field or route that needs one is added here. */
const FIELD_SCOPES: Record<string, Scope> = {
  changes: 'sync',
  keys: 'admin',
  key: 'admin',
  webhooks: 'sync',
  webhook: 'sync',
}

const PAGES = ['/', '/healthz', '/readyz', '/schema.graphql', '/nowhere', '/receipts/x']
const OPEN_ROUTES = [...PAGES, '/graphql?query={__typename}']
const SYNC_ROUTES = [
  '/changes',
  ...EXPORT_KINDS.map((kind) => `/export/${kind}.ndjson`),
  ...['csv', 'parquet', 'manifest.json'].map((format) => `/export/units.${format}`),
  '/export/nothing.ndjson',
]

test('every root field', async ({ seeded: { db } }) => {
  const { ask } = testApp(db)
  const { valid, bad } = await callers(db)
  const fields = schema.getQueryType()!.getFields()
  expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(FIELD_SCOPES)))
  for (const [name, field] of Object.entries(fields)) {
    const codeFor = async (key: string | null) => {
      const { body } = await ask(selected(field), {}, headersOf(key))
      const code = body.errors?.[0]?.extensions.code ?? null
      expect(code, name).not.toBe('GRAPHQL_VALIDATION_FAILED')
      return code !== null && REFUSALS.includes(code) ? code : null
    }
    for (const [caller, key] of valid)
      expect(await codeFor(key), `${name} by ${caller}`).toBe(refusal(caller, FIELD_SCOPES[name]))
    for (const [caller, key] of bad)
      expect(await codeFor(key), `${name} by ${caller}`).toBe('UNAUTHENTICATED')
  }
})

test('every subscription is for anybody', async ({ seeded: { db } }) => {
  const { app } = testApp(db)
  const { valid, bad } = await callers(db)
  for (const [name, field] of Object.entries(schema.getSubscriptionType()!.getFields())) {
    const answerTo = (key: string | null) =>
      app(post(`subscription ${selected(field)}`, {}, { accept: 'text/event-stream', ...headersOf(key) }))
    for (const [caller, key] of valid) {
      const response = await answerTo(key)
      await response.body!.cancel()
      const told = [response.status, response.headers.get('content-type')]
      expect(told, `${name} by ${caller}`).toEqual([200, 'text/event-stream'])
    }
    for (const [caller, key] of bad) expect((await answerTo(key)).status, `${name} by ${caller}`).toBe(401)
  }
})

test('every route', async ({ seeded: { db } }) => {
  const { app } = testApp(db)
  const { valid, bad } = await callers(db)
  const statusOf = async (path: string, key: string | null, method = 'GET') => {
    const response = await app(new Request(`http://test${path}`, { headers: headersOf(key), method }))
    await response.body?.cancel()
    return response.status
  }
  const expected = { UNAUTHENTICATED: 401, FORBIDDEN: 403 } as const
  for (const path of [...OPEN_ROUTES, ...SYNC_ROUTES]) {
    for (const [caller, key] of valid) {
      const refused = refusal(caller, SYNC_ROUTES.includes(path) ? 'sync' : undefined)
      const status = await statusOf(path, key)
      if (refused) expect(status, `${path} by ${caller}`).toBe(expected[refused])
      else expect([401, 403], `${path} by ${caller}`).not.toContain(status)
    }
    for (const [caller, key] of bad) expect(await statusOf(path, key), `${path} by ${caller}`).toBe(401)
    // Nothing but questions is sent by POST, and nothing else at all.
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect([401, 403, 404, 405, 400], `${method} ${path}`).toContain(await statusOf(path, null, method))
  }
})
