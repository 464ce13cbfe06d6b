/** Requests that are refused before anything is read are not free: each costs the least, in one statement. */
import { expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

/** On a machine that has much else to do, no wait counts as down. */
const PATIENT = { slowMs: 60_000 }
const JSON_ANSWER = { accept: 'application/json' }
const get = (path: string, method = 'GET', headers = {}, body?: string) =>
  new Request(`http://test${path}`, { method, headers, ...(body === undefined ? {} : { body }) })

/** What is refused, with its status. */
const REFUSED: Record<string, [Request, number]> = {
  'no GraphQL': [post('{ country('), 400],
  'no GraphQL, answered with 200': [post('{ country(', undefined, JSON_ANSWER), 200],
  'an unknown field': [post('{ nothing }', undefined, JSON_ANSWER), 200],
  'a variable that does not fit': [
    post('query($n: Int) { countries(first: $n) { totalCount } }', { n: 'x' }),
    400,
  ],
  'too many root fields': [post(`{ ${'me { scopes } '.repeat(31)} }`), 400],
  'a subscription without events': [post('subscription { revisionPublished { number } }'), 400],
  'a wish that is none': [post('{ me { scopes } }', undefined, { 'x-receipt': 'maybe' }), 400],
  'two revisions': [get('/graphql?query={__typename}&asOf=1&asOf=2'), 400],
  'a form': [get('/graphql', 'POST', {}, 'query=x'), 415],
  'no JSON': [get('/graphql', 'POST', { 'content-type': 'application/json' }, '{'), 400],
  'too large a body': [post(`{ ${' '.repeat(200_000)} me { scopes } }`), 413],
  'a path without anything': [get('/nowhere'), 404],
  'a receipt that is not there': [get('/receipts/x'), 404],
  'a method that is not allowed': [get('/schema.graphql', 'DELETE'), 405],
  'a route that needs a key': [get('/changes'), 401],
  'a key that is none': [get('/healthz', 'GET', { authorization: 'Bearer x' }), 401],
  'a key in the address': [get('/healthz?key=x'), 400],
}

test('each costs one', async ({ seeded: { db, statements } }) => {
  const { app } = testApp(db, { limiter: createLimiter(db, systemClock, PATIENT) })
  // The secret under which addresses are hashed is read once.
  await app(get('/nowhere'), '192.0.2.1')
  for (const [name, [request, status]] of Object.entries(REFUSED)) {
    statements()
    // Each from an address of its own, for a bucket drains all the time.
    const response = await app(request, `2001:db8:0:${name.length}${request.method.length}${status}::1`)
    expect(response.status, name).toBe(status)
    expect(response.headers.get('ratelimit'), name).toContain('"minute";r=199999;')
    expect(
      statements().filter((sql) => sql.includes('take_cost')),
      name,
    ).toHaveLength(1)
  }
})

test('with nothing left all of them are RATE_LIMITED, and what is for everybody stays', async ({
  seeded: { db },
}) => {
  const { app } = testApp(db, { limiter: createLimiter(db, systemClock, PATIENT) })
  const wanted = { name: 'partner', scopes: ['sync'] as const, expiresAt: null, daily: 1 }
  const { key } = await createKey(db, systemClock, wanted)
  const headers = { authorization: `Bearer ${key}` }
  const asked = [() => post('{ country(', undefined, headers), () => get('/nowhere', 'GET', headers)]
  expect((await app(asked[0]!())).status).toBe(400)
  for (const ask of asked) {
    const response = await app(ask())
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
    expect([response.status, errors[0]!.extensions.code]).toEqual([429, 'RATE_LIMITED'])
    expect(response.headers.has('retry-after')).toBe(true)
  }
  for (const path of ['/healthz', '/readyz', '/schema.graphql', '/robots.txt'])
    expect((await app(get(path, 'GET', headers))).status, path).toBeLessThan(400)
  expect((await app(get('/graphql', 'GET', { ...headers, accept: 'text/html' }))).status).toBe(200)
})
