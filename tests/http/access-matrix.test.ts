/** Who may do what: every kind of caller against every root field and every route. */
import { type GraphQLArgument, getNamedType, isLeafType, isNonNullType } from 'graphql'
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { SCOPES, type Scope } from '../../src/domain/access/caller.ts'
import { createKey, revokeKey } from '../../src/domain/access/keys.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { schema } from '../../src/graphql/schema.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

/** What needs a scope; everything else is for anybody. A new field or route that needs one is added here. */
const FIELD_SCOPES: Record<string, Scope> = { changes: 'sync' }

/** Literals for arguments without which a field is not asked. */
const ARGUMENTS: Record<string, string> = {
  code: '"CN"',
  slug: '"deepseek"',
  id: '"x"',
  ids: '["x"]',
  text: '"china"',
  facts: '["x"]',
  usage: '{ inputTokens: "1" }',
  billed: '"1"',
  model: '"gpt-5.4"',
  seller: '"openai"',
  since: '"2026-01-01"',
  at: '"2026-06-01"',
  claim: '"clm_x"',
}

const OPEN_ROUTES = [
  '/',
  '/healthz',
  '/readyz',
  '/schema.graphql',
  '/graphql?query={__typename}',
  '/nowhere',
  '/receipts/x',
]
const SYNC_ROUTES = [
  '/changes',
  ...EXPORT_KINDS.map((kind) => `/export/${kind}.ndjson`),
  ...['csv', 'parquet', 'manifest.json'].map((format) => `/export/units.${format}`),
  '/export/nothing.ndjson',
]

async function callers(db: Db) {
  const keyWith = async (scopes: Scope[], expiresAt: Date | null = null) =>
    createKey(db, systemClock, { name: scopes.join(), scopes, expiresAt })
  const scopes = Object.keys(SCOPES) as Scope[]
  const valid = await Promise.all(scopes.map(async (s) => [s, (await keyWith([s])).key] as const))
  const revoked = await keyWith(['sync', 'admin'])
  await revokeKey(db, systemClock, revoked.id)
  const expired = await keyWith(['sync', 'admin'], new Date('2026-01-01'))
  const other = await keyWith(['sync'])
  return {
    valid: [['nobody', null] as const, ...valid],
    bad: [
      ['revoked', revoked.key],
      ['expired', expired.key],
      ['nonsense', 'nonsense'],
      // Another key's id with a secret that is not its own.
      ['mixed', `aef_${other.id}_${revoked.key.split('_')[2]}`],
    ] as const,
  }
}

const literalOf = (argument: GraphQLArgument) => {
  const literal = ARGUMENTS[argument.name]
  if (!literal) throw new Error(`the matrix knows no value for the argument ${argument.name}`)
  return `${argument.name}: ${literal}`
}

function queryOf(name: string): string {
  const field = schema.getQueryType()!.getFields()[name]!
  const required = field.args.filter((a) => isNonNullType(a.type) && a.defaultValue === undefined)
  const given = required.length > 0 ? `(${required.map(literalOf).join(', ')})` : ''
  return `{ ${name}${given} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'} }`
}

const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN']
/** How a caller is refused who lacks a scope; null for whoever has it. */
const refusal = (caller: string, scope: Scope | undefined) =>
  scope === undefined || caller === scope ? null : caller === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN'
const headersOf = (key: string | null): Record<string, string> =>
  key === null ? {} : { authorization: `Bearer ${key}` }

test('every root field', async ({ seeded: { db } }) => {
  const { ask } = testApp(db)
  const { valid, bad } = await callers(db)
  const fields = Object.keys(schema.getQueryType()!.getFields())
  expect(fields).toEqual(expect.arrayContaining(Object.keys(FIELD_SCOPES)))
  for (const name of fields) {
    const codeFor = async (key: string | null) => {
      const { body } = await ask(queryOf(name), {}, headersOf(key))
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

test('there is nothing yet that writes: a mutation is refused to all', async ({ seeded: { db } }) => {
  const { ask } = testApp(db)
  for (const [, key] of (await callers(db)).valid) {
    const { body } = await ask('mutation { __typename }', {}, headersOf(key))
    expect(body.errors![0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  }
})
