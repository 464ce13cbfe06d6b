/** Who may do what: every kind of caller against every mutation. */
import { isNonNullType } from 'graphql'
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import type { Scope } from '../../src/domain/access/caller.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { schema } from '../../src/graphql/schema.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { callers, headersOf, REFUSALS, refusal, selected } from '../helpers/access.ts'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

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

const mutationOf = (name: string) => `mutation ${selected(schema.getMutationType()!.getFields()[name]!)}`

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
