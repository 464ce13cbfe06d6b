/** What `/graphql` refuses is for no cache: the same question may be answered a moment later, or to somebody else. */
import { expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'

const clock = fixedClock('2026-11-25T10:00:00Z')
const MUTATION = 'mutation { revokeKey(id: "0000000000") { id } }'
const STRICT = 'application/graphql-response+json'

/** Each with its status. */
const REFUSED: [number, Record<string, string>, RequestInit?][] = [
  [400, { query: '{' }],
  [400, { query: '{ nothing }' }],
  [400, { query: '{ country(code: 7) { name } }' }],
  [400, { query: '{ __typename }', variables: '{' }],
  [400, {}],
  [400, { query: '{ __typename }', key: 'x' }],
  [401, { query: '{ __typename }' }, { headers: { authorization: 'Bearer letmein' } }],
  [404, { documentId: sha256('{ nobody }') }],
  [404, { documentId: sha256('{ nobody }'), format: 'csv' }],
  [405, { query: MUTATION }],
  [405, { query: '{ __typename }' }, { method: 'PUT', body: '{}' }],
  [405, { query: '{ __typename }' }, { method: 'DELETE' }],
  [413, {}, { ...json('x'.repeat(LIMITS.bodyBytes)) }],
  [415, {}, { method: 'POST', body: 'query={}', headers: { 'content-type': 'text/plain' } }],
]

function json(query: string): RequestInit {
  return {
    ...{ method: 'POST', body: JSON.stringify({ query }) },
    headers: { 'content-type': 'application/json' },
  }
}

function asked([, parameters, init]: (typeof REFUSED)[number], accept = STRICT): Request {
  const headers = { accept, ...(init?.headers as Record<string, string>) }
  return new Request(`http://test/graphql?${new URLSearchParams(parameters)}`, { ...init, headers })
}

test('whatever is refused is kept by no cache, though nothing is counted', async ({ seeded: { db } }) => {
  const { app } = testApp(db, { clock, answers: createAnswers(1_000_000) })
  const told = async (one: (typeof REFUSED)[number]) => {
    const { status, headers } = await app(asked(one))
    return [status, one[1], headers.get('cache-control')]
  }
  expect(await Promise.all(REFUSED.map(told))).toEqual(
    REFUSED.map(([status, parameters]) => [status, parameters, 'no-store']),
  )
})

test('neither is what is refused with 200, nor what only one caller gets', async ({ seeded: { db } }) => {
  const { app } = testApp(db, { clock, answers: createAnswers(1_000_000) })
  for (const query of ['{', '{ nothing }', '{ me { scopes } }']) {
    const { status, headers } = await app(asked([200, { query }], 'application/json'))
    expect([query, status, headers.get('cache-control')]).toEqual([query, 200, 'no-store'])
  }
})

test('where callers are counted, a refusal is not even kept by the one who got it', async ({
  seeded: { db },
}) => {
  const { app } = testApp(db, { clock, limiter: createLimiter(db, clock, { slowMs: 60_000 }) })
  const { key } = await createKey(db, clock, {
    ...{ name: 'test', scopes: ['read'], expiresAt: null, daily: 1 },
  })
  const headers = { authorization: `Bearer ${key}` }
  const wrong = await app(asked([400, { query: '{ nothing }' }, { headers }]))
  expect([wrong.status, wrong.headers.get('cache-control')]).toEqual([400, 'no-store'])
  const poor = await app(asked([429, { query: '{ me { scopes } }' }, { headers }]))
  expect([poor.status, poor.headers.get('cache-control')]).toEqual([429, 'no-store'])
})
