/** Who may do what: every kind of caller against every root field and every route. */
import { type GraphQLArgument, type GraphQLField, getNamedType, isLeafType, isNonNullType } from 'graphql'
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { SCOPES, type Scope } from '../../src/domain/access/caller.ts'
import { createKey, revokeKey } from '../../src/domain/access/keys.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { schema } from '../../src/graphql/schema.ts'
import { systemClock } from '../../src/lib/clock.ts'
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

/** Every mutation wants one. */
const MUTATION_SCOPES: Record<string, Scope> = {
  createKey: 'admin',
  rotateKey: 'admin',
  revokeKey: 'admin',
  submitClaims: 'write',
  correctClaim: 'write',
  createWebhook: 'sync',
  updateWebhook: 'sync',
  deleteWebhook: 'sync',
  rotateWebhookSecret: 'sync',
  testWebhook: 'sync',
  replayWebhook: 'sync',
}

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
  name: '"A partner"',
  scopes: '["read"]',
}

/** The same for arguments that are objects, by their types. */
const INPUTS: Record<string, string> = {
  WebhookInput: '{ url: "https://192.0.2.1/", events: [PRICE_CHANGED] }',
  WebhookChanges: '{ enabled: true }',
  SubmitClaimsInput: '{ document: "{}" }',
  CorrectClaimInput: '{ claim: "x/y", withdraw: true, reason: OUR_ERROR, note: "x" }',
}

const PAGES = ['/', '/healthz', '/readyz', '/schema.graphql', '/nowhere', '/receipts/x']
const OPEN_ROUTES = [...PAGES, '/graphql?query={__typename}']
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
  const literal = ARGUMENTS[argument.name] ?? INPUTS[String(getNamedType(argument.type))]
  if (!literal) throw new Error(`the matrix knows no value for the argument ${argument.name}`)
  return `${argument.name}: ${literal}`
}

const mutationOf = (name: string) => `mutation ${selected(schema.getMutationType()!.getFields()[name]!)}`

function selected(field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter((a) => isNonNullType(a.type) && a.defaultValue === undefined)
  const given = required.length > 0 ? `(${required.map(literalOf).join(', ')})` : ''
  return `{ ${field.name}${given} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'} }`
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

describe('mutations', () => {
  const mutations = Object.keys(schema.getMutationType()!.getFields())
  const askedBy = (db: Db) => {
    const { app, ask } = testApp(db)
    return { app, send: (query: string, key: string | null) => ask(query, {}, headersOf(key)) }
  }

  test('every one, by every caller', async ({ seeded: { db, statements } }) => {
    const { send } = askedBy(db)
    const { valid, bad } = await callers(db)
    expect(Object.keys(MUTATION_SCOPES).sort()).toEqual(mutations.sort())
    for (const name of mutations) {
      for (const [caller, key] of valid) {
        statements()
        const { status, headers, body } = await send(mutationOf(name), key)
        const code = body.errors?.[0]?.extensions.code ?? null
        const expected = refusal(caller, MUTATION_SCOPES[name])
        expect(code, name).not.toBe('GRAPHQL_VALIDATION_FAILED')
        expect(headers.get('cache-control'), name).toBe('no-store')
        if (expected === null) expect(REFUSALS, `${name} by ${caller}`).not.toContain(code)
        else {
          expect([code, status], `${name} by ${caller}`).toEqual([expected, key === null ? 401 : 403])
          // Nothing is read but the key.
          expect(statements(), `${name} by ${caller}`).toHaveLength(key === null ? 0 : 1)
        }
      }
      for (const [caller, key] of bad)
        expect((await send(mutationOf(name), key)).status, `${name} by ${caller}`).toBe(401)
    }
  })

  test('each names its scope, its cost, and is for its caller alone', () => {
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      expect(field.extensions).toMatchObject({ private: true, scope: MUTATION_SCOPES[field.name] })
      expect(field.description).toContain(`scope \`${MUTATION_SCOPES[field.name]}\``)
      expect(isNonNullType(field.type), field.name).toBe(false)
    }
  })

  test('one whose scope does not reach spoils the request, wherever it stands', async ({
    seeded: { db },
  }) => {
    const { send } = askedBy(db)
    const { valid } = await callers(db)
    const [, sync] = valid.find(([caller]) => caller === 'sync')!
    const hidden = [
      'mutation { __typename ...F } fragment F on Mutation { x: revokeKey(id: "x") { id } }',
      'mutation { __typename ... { x: revokeKey(id: "x") @skip(if: true) { id } } }',
      'query Q { __typename } mutation { revokeKey(id: "x") { id } }',
    ]
    for (const query of hidden.slice(0, 2))
      expect((await send(query, sync)).body.errors![0]!.extensions.code).toBe('FORBIDDEN')
    expect((await send(hidden[2]!, sync)).status).toBe(400)
  })

  test('is refused by GET, of the past, and with a receipt', async ({ seeded: { db } }) => {
    const { app, send } = askedBy(db)
    const victim = await createKey(db, systemClock, { name: 'x', scopes: ['sync'], expiresAt: null })
    const [, admin] = (await callers(db)).valid.find(([caller]) => caller === 'admin')!
    const query = `mutation { revokeKey(id: "${victim.id}") { id } }`
    const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]!.extensions.code

    const got = await app(
      new Request(`http://test/graphql?${new URLSearchParams({ query })}`, { headers: headersOf(admin) }),
    )
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    expect(code(await got.json())).toBe('METHOD_NOT_ALLOWED')

    const request = post(query, {}, headersOf(admin))
    const past = await app(new Request('http://test/graphql?asOf=1', request))
    expect([past.status, code(await past.json())]).toEqual([400, 'BAD_ARGUMENT'])

    const { body: directed } = await send(query.replace('mutation', 'mutation @asOf(revision: 1)'), admin)
    expect(code(directed as never)).toBe('GRAPHQL_VALIDATION_FAILED')

    for (const asked of [query, 'mutation { __typename }']) {
      const pinned = await app(post(asked, {}, { ...headersOf(admin), 'x-receipt': 'true' }))
      expect([pinned.status, code(await pinned.json())]).toEqual([400, 'BAD_ARGUMENT'])
    }

    expect((await send(query, admin)).body).toMatchObject({
      data: { revokeKey: { id: victim.id } },
      extensions: { cost: { requested: expect.any(Number) } },
    })
  })
})
