/** Plain questions are answered without a `Request`: byte for byte as the application answers them, and at the same cost. */
import { expect } from 'vitest'
import { BY_CLI } from '../../src/domain/access/key-events.ts'
import { revokeKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { type TestDb, test } from '../helpers/db.ts'
import {
  alike,
  directServer,
  keyOf,
  LONG,
  post,
  type Sent,
  SHORT,
  unlike,
} from '../helpers/direct-servers.ts'

const OLD = SHORT.replace('{ country', '@asOf(revision: 1) { country')

const get = (
  { query, variables }: { query: string; variables?: object },
  headers: Record<string, string> = {},
  more: Record<string, string> = {},
): Sent => ({
  line: `GET /graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}), ...more })}`,
  headers,
})

/** The same asked of both, each from an address of its own; whether the application of the first one was passed by. */
async function pair(seeded: TestDb, more: Parameters<typeof directServer>[2] = {}) {
  const [ours, theirs] = [await directServer(seeded, true, more), await directServer(seeded, false, more)]
  let places = 0
  const both = async (sent: Sent, [own, other]: Record<string, string>[] = []) => {
    places++
    const before = ours.asked()
    const from = (net: number, key?: Record<string, string>) => ({
      ...sent,
      headers: { 'X-Forwarded-For': `10.${net}.0.${places}`, ...sent.headers, ...key },
    })
    const answers = [await ours.send(from(1, own)), await theirs.send(from(2, other))].map(alike)
    return { ours: answers[0]!, theirs: answers[1]!, isDirect: ours.asked() === before }
  }
  const knownDocuments = async (...accepts: string[]) => {
    for (const Accept of ['application/json', ...accepts])
      for (const query of [LONG, SHORT, OLD]) await both(post(unlike(query), { Accept }))
  }
  return { ours, theirs, both, knownDocuments }
}

test('the same bytes, heads and what is left', async ({ seeded }) => {
  const { both, knownDocuments } = await pair(seeded)
  const other = 'application/graphql-response+json'
  await knownDocuments(other)
  const from = { Origin: 'https://a.example' }
  const cases: Sent[] = [
    ...['identity', 'gzip', 'br', 'gzip, br;q=0'].map((encoding) =>
      post(unlike(LONG), { 'Accept-Encoding': encoding }),
    ),
    post(unlike(LONG, { first: 2 }), from),
    post(unlike(SHORT), { Accept: other }),
    post(unlike(SHORT, { code: 'US' }), { 'If-None-Match': '*' }),
    post(unlike(LONG), { 'If-None-Match': '"a", W/*', 'Accept-Encoding': 'br' }),
    post({ ...unlike(SHORT), operationName: 'One', extensions: {} }),
    post(unlike(SHORT), {}, '?asOf=1'),
    post(unlike(OLD)),
    get(unlike(SHORT)),
    get(unlike(LONG), { 'Accept-Encoding': 'gzip' }),
    get(unlike(SHORT), { 'If-None-Match': '*' }),
    get(unlike(SHORT), from, { asOf: '1' }),
    get(unlike(OLD), {}, { operationName: 'One' }),
    post(unlike(SHORT, { code: 'ü' }), { Host: 'EXAMPLE.org:4000' }),
  ]
  for (const sent of cases) {
    const { ours, theirs, isDirect } = await both(sent)
    expect({ sent, isDirect, answer: ours }).toEqual({ sent, isDirect: true, answer: theirs })
    expect(ours).toMatch(/^HTTP\/1\.1 (200|304) /)
    expect(ours).toContain('fwd=miss')
  }
})

test('what was made so is kept, and found again by its bytes', async ({ seeded }) => {
  const { both, knownDocuments } = await pair(seeded)
  await knownDocuments()
  for (const sent of [post(unlike(SHORT)), get(unlike(SHORT))]) {
    await both(sent)
    const { ours, theirs } = await both(sent)
    expect(ours).toBe(theirs)
    // Sent before anybody looked what it asks: by its name, which takes no header for pages of other origins.
    expect(ours).toMatch(/^HTTP\/1\.1 200 OK\r\n.*; hit/s)
  }
  // Under another name it is the same question.
  const question = unlike(SHORT)
  await both(post(question))
  const { ours, theirs, isDirect } = await both(post(`${JSON.stringify(question)} `))
  expect([isDirect, ours]).toEqual([true, theirs])
  expect(ours).toMatch(/^HTTP\/1\.1 200 \r\n.*; hit/s)
})

test('whoever has a key that may only read is answered so, at the cost of its account', async ({
  seeded,
}) => {
  const { both, knownDocuments } = await pair(seeded)
  await knownDocuments()
  for (const name of ['authorization', 'x-api-key']) {
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const { headers } = await keyOf(seeded)
        const [, key] = headers.authorization.split(' ')
        return { [name]: name === 'x-api-key' ? key! : headers.authorization }
      }),
    )
    // Who it is takes a statement the first time.
    expect((await both(post(unlike(SHORT)), keys)).isDirect).toBe(false)
    for (const sent of [post(unlike(LONG)), get(unlike(SHORT))]) {
      const { ours, theirs, isDirect } = await both(sent, keys)
      expect([isDirect, ours]).toEqual([true, theirs])
      expect(ours).toContain('private')
      expect(ours).toMatch(/^ratelimit: "minute";r=999\d\d\d;/m)
    }
  }
})

test('what is out of the ordinary the application answers, once and at the same cost', async ({ seeded }) => {
  const { both, knownDocuments } = await pair(seeded)
  // JSON by POST, and a page by GET.
  const either = 'text/html, application/json;q=0.9'
  await knownDocuments('text/csv', either)
  const cases: Sent[] = [
    // Fails after something was spent.
    post(unlike(LONG, { first: -1 })),
    post(unlike(LONG, { first: 900 })),
    post(unlike(SHORT), {}, '?asOf=999999'),
    get(unlike(SHORT), {}, { asOf: '999999' }),
    // Refused before.
    post(unlike(LONG, { first: 'three' })),
    post(unlike(SHORT), {}, '?asOf=x'),
    post(unlike(SHORT), {}, '?asOf=1&asOf=1'),
    post(unlike(OLD), {}, '?asOf=2'),
    post(unlike(SHORT, { code: 'aef_abcdefghij_klmnop' })),
    post(unlike(SHORT), {}, '?token=1'),
    post(unlike(SHORT), {}, '?asOf=aef_abcdefghij_klmnop'),
    post({ ...unlike(SHORT), operationName: 'Other' }),
    post({ ...unlike(SHORT), extensions: { dryRun: true } }),
    post(unlike('query New($u: String!) { country(code: $u) { name } }')),
    post({ query: 'mutation { x: __typename }' }),
    post({ query: '{ me { key { name } } }' }),
    post('{"query":'),
    post(''),
    post(unlike(SHORT), { 'Content-Type': 'text/plain' }),
    post(unlike(SHORT), { 'X-Receipt': 'true' }),
    post(unlike(SHORT), { Accept: 'text/csv' }),
    post(unlike(SHORT), {}, '?format=csv'),
    get(unlike(SHORT), { Accept: either }),
    get({ query: SHORT }, {}, { variables: '{' }),
    { line: 'HEAD /graphql?query={__typename}' },
    { line: 'OPTIONS /graphql', headers: { 'Access-Control-Request-Headers': 'authorization' } },
    // Whoever reads these as an address reads another one, or none.
    post(unlike(SHORT), { Host: 'a b' }),
    post(unlike(SHORT), { Host: 'a/b' }),
    post(unlike(SHORT), { Host: 'a/graphql#' }),
    post(unlike(SHORT), { Host: '' }),
  ]
  for (const sent of cases) {
    const { ours, theirs, isDirect } = await both(sent)
    expect({ sent, isDirect, answer: ours }).toEqual({ sent, isDirect: false, answer: theirs })
  }
})

test('a key that may do more, may ask less, or is no more, is checked by the application', async ({
  seeded,
}) => {
  const { both, knownDocuments, ours, theirs } = await pair(seeded)
  await knownDocuments()
  const two = (more: object) => Promise.all([1, 2].map(() => keyOf(seeded, more)))
  for (const more of [{ scopes: ['sync'] }, { documentsOf: BY_CLI }]) {
    const keys = (await two(more)).map(({ headers }) => headers)
    for (let i = 0; i < 2; i++) {
      const answers = await both(post(unlike(SHORT)), keys)
      expect([more, answers.isDirect, answers.ours]).toEqual([more, false, answers.theirs])
    }
  }
  const readers = await two({})
  const keys = readers.map(({ headers }) => headers)
  await both(post(unlike(SHORT)), keys)
  expect((await both(post(unlike(SHORT)), keys)).isDirect).toBe(true)
  for (const { id } of readers) await revokeKey(seeded.db, systemClock, id)
  for (const server of [ours, theirs]) server.notice()
  const refused = await both(post(unlike(SHORT)), keys)
  expect([refused.isDirect, refused.ours]).toEqual([false, refused.theirs])
  expect(refused.ours).toMatch(/^HTTP\/1\.1 401 /)
})

test('who may only ask registered documents is answered by the application', async ({ seeded }) => {
  const { both } = await pair(seeded, { documents: 'registered' })
  const { headers } = await keyOf(seeded)
  // So the document and the type are known.
  await both(post(unlike(SHORT)), [headers, headers])
  const { ours, theirs, isDirect } = await both(post(unlike(SHORT)))
  expect([isDirect, ours]).toEqual([false, theirs])
  expect(ours).toContain('DOCUMENT_NOT_REGISTERED')
})

test('as many pass as fit, and whoever has nothing left is refused', async ({ seeded }) => {
  const { ours, theirs, knownDocuments } = await pair(seeded)
  await knownDocuments()
  const seen = []
  for (const { send } of [ours, theirs]) {
    const { headers } = await keyOf(seeded, { perMinute: 8_000 })
    const ask = async (k: number) => {
      const answer = await send(post({ query: LONG, variables: { u: `left ${k}`, first: 100 } }, headers))
      return [/^HTTP\/1\.1 (\d+)/.exec(answer)![1], /^ratelimit: .*$/m.exec(answer)![0]]
    }
    const answers = [await ask(0)]
    while (answers.at(-1)![0] === '200') answers.push(await ask(answers.length))
    seen.push(answers)
  }
  expect(seen[0]).toEqual(seen[1])
  expect(seen[0]!.length).toBeGreaterThan(10)
  expect(seen[0]!.at(-1)![0]).toBe('429')
  // All but the first, by which the key was checked, and the one that is refused.
  const direct = seen[0]!.length - 2
  expect(ours.asked()).toBe(theirs.asked() - direct)
})
