/** Kept answers, asked of the application: which requests share one, what goes out with it, and what is never kept. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import type { App } from '../../src/http/app.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'

const QUERY = '{ models(first: 30) { nodes { slug name } } }'
const JSON_TYPES = { 'content-type': 'application/json', accept: 'application/json' }

const appOf = ({ db }: TestDb, maxBytes = 10_000_000) =>
  testApp(db, { answers: createAnswers(maxBytes), limiter: createLimiter(db, systemClock) }).app

const post = (app: App, body: object, headers: Record<string, string> = {}) =>
  app(
    new Request('http://test/graphql', {
      method: 'POST',
      headers: { ...JSON_TYPES, ...headers },
      body: JSON.stringify(body),
    }),
  )

const get = (app: App, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  app(
    new Request(`http://test/graphql?${new URLSearchParams(parameters)}`, {
      headers: { accept: 'application/json', ...headers },
    }),
  )

const isHit = ({ headers }: Response) => headers.get('cache-status')?.endsWith('; hit') ?? null

async function keyHeaders({ db }: TestDb, scopes: ('read' | 'sync')[] = ['read']) {
  const { key } = await createKey(db, systemClock, { name: 'reader', scopes, expiresAt: null })
  return { authorization: `Bearer ${key}` }
}

describe('an answer that was made', () => {
  test('is the same bytes for the same question by whichever method, for one statement', async ({
    seeded,
  }) => {
    const app = appOf(seeded)
    const first = await post(app, { query: QUERY })
    const text = await first.text()
    seeded.statements()
    const again = await post(app, { query: QUERY, variables: null, extensions: {} })
    expect(seeded.statements()).toHaveLength(1)
    const gotten = await get(app, { query: QUERY })
    expect([isHit(first), isHit(again), isHit(gotten)]).toEqual([false, true, true])
    expect([await again.text(), await gotten.text()]).toEqual([text, text])
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(JSON.parse(text).data.models.nodes).toHaveLength(30)
  })

  test('is not sent to who has these very bytes, also weakened by a proxy', async ({ seeded }) => {
    const app = appOf(seeded)
    const { headers } = await post(app, { query: QUERY })
    const etag = headers.get('etag')!
    expect(etag).toMatch(/^"[\w-]+"$/)
    for (const known of [etag, `"x", W/${etag}`, '*']) {
      const answer = await post(app, { query: QUERY }, { 'if-none-match': known })
      expect([known, answer.status, await answer.text()]).toEqual([known, 304, ''])
      expect(answer.headers.get('etag')).toBe(etag)
    }
    // Another encoding is other bytes.
    for (const other of ['"other"', `${etag.slice(0, -1)}-br"`])
      expect((await post(app, { query: QUERY }, { 'if-none-match': other })).status).toBe(200)
  })

  test('goes out compressed, each encoding with a tag of its own', async ({ seeded }) => {
    const app = appOf(seeded)
    const plain = await (await post(app, { query: QUERY })).text()
    const tags = new Set<string | null>()
    for (const [encoding, expand] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const answer = await get(app, { query: QUERY }, { 'accept-encoding': encoding })
      expect(answer.headers.get('content-encoding')).toBe(encoding)
      expect(answer.headers.get('vary')).toContain('Accept-Encoding')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(answer.headers.get('content-length')).toBe(String(bytes.length))
      expect(expand(bytes).toString()).toBe(plain)
      tags.add(answer.headers.get('etag'))
    }
    expect(tags.size).toBe(2)
    const small = await get(app, { query: '{ __typename }' }, { 'accept-encoding': 'br' })
    expect(small.headers.get('content-encoding')).toBeNull()
  })

  test('says who may keep it: shared caches by its address, and longer where it names its revision', async ({
    seeded,
  }) => {
    const app = appOf(seeded)
    const control = async (answer: Promise<Response>) => (await answer).headers.get('cache-control')
    const pinned = 'public, max-age=86400, immutable'
    const current = 'public, max-age=0, s-maxage=5, stale-while-revalidate=60'
    const own = 'private, no-cache'
    for (const _ of ['made', 'kept']) {
      expect(await control(get(app, { query: QUERY }))).toBe(current)
      expect(await control(get(app, { query: QUERY, asOf: '1' }))).toBe(pinned)
      expect(await control(get(app, { query: `query @asOf(revision: 1) ${QUERY}` }))).toBe(pinned)
      expect(await control(post(app, { query: QUERY }))).toBe(own)
      expect(await control(get(app, { query: QUERY }, await keyHeaders(seeded)))).toBe(own)
    }
  })

  test('costs nothing, and tells no caller what another has left', async ({ seeded }) => {
    const app = appOf(seeded)
    const headers = await keyHeaders(seeded)
    const left = async () => {
      const response = await post(app, { query: '{ me { limits { left } } }' }, headers)
      return ((await response.json()) as any).data.me.limits[0].left as number
    }
    const made = await post(app, { query: QUERY }, headers)
    expect(made.headers.get('ratelimit')).toContain('r=')
    const before = await left()
    for (let i = 0; i < 5; i++) {
      const kept = await post(app, { query: QUERY }, headers)
      expect([isHit(kept), kept.headers.get('ratelimit')]).toEqual([true, null])
    }
    expect(await left()).toBeGreaterThanOrEqual(before - 2)
    expect((await get(app, { query: QUERY })).headers.get('ratelimit')).toBeNull()
  })
})

test('requests that ask for something else share nothing', async ({ seeded }) => {
  const app = appOf(seeded)
  const query =
    'query A($n: Int) { models(first: $n) { nodes { slug } } } query B { countries { totalCount } }'
  const questions = [
    { query, operationName: 'A' },
    { query, operationName: 'A', variables: { n: 1 } },
    { query, operationName: 'A', variables: { n: 2 } },
    { query, operationName: 'A', variables: { n: null } },
    { query, operationName: 'B' },
    { query: `${query} `, operationName: 'B' },
  ]
  for (const question of questions) expect(isHit(await post(app, question))).toBe(false)
  const other = await post(app, questions[0]!, { accept: 'application/graphql-response+json' })
  expect([isHit(other), other.headers.get('content-type')]).toEqual([
    false,
    'application/graphql-response+json; charset=utf-8',
  ])
  const ofAnother = await post(app, questions[0]!, await keyHeaders(seeded, ['read', 'sync']))
  expect(isHit(ofAnother)).toBe(false)
  for (const question of questions) expect(isHit(await post(app, question))).toBe(true)
})

describe('never kept', () => {
  const refused: [string, object, Record<string, string>?][] = [
    ['an error of the document', { query: '{ nothing }' }],
    [
      'an error of a field',
      { query: '{ country(code: "CN") { name } fact(id: "x") { id } models(after: "x") { totalCount } }' },
    ],
    ['a revision that does not exist', { query: 'query @asOf(revision: 99) { revision { number } }' }],
    ['a dry run', { query: QUERY, extensions: { dryRun: true } }],
    ['a receipt', { query: QUERY, extensions: { receipt: true } }],
    ['a receipt by header', { query: QUERY }, { 'x-receipt': 'true' }],
    ['parameters that we do not know', { query: QUERY, other: 1 }],
    ['who asks', { query: '{ me { scopes } }' }],
    ['who asks, in a fragment', { query: 'query A { ...F } fragment F on Query { me { scopes } }' }],
  ]
  test.for(refused)('%s', async ([, question, headers], { seeded }) => {
    const app = appOf(seeded)
    for (let i = 0; i < 3; i++) expect(isHit(await post(app, question, headers))).toBeNull()
  })

  test('what one caller may see is told to no other', async ({ seeded }) => {
    const app = appOf(seeded)
    const [one, two] = [await keyHeaders(seeded), await keyHeaders(seeded, ['read', 'sync'])]
    const ask = async (query: string, headers = {}) =>
      (await (await post(app, { query }, headers)).json()) as any
    const me = '{ me { keyId scopes } }'
    const changes = '{ changes(first: 1) { nodes { __typename } } }'
    for (let i = 0; i < 2; i++) {
      const [first, second, nobody] = [await ask(me, one), await ask(me, two), await ask(me)]
      expect(new Set([first, second, nobody].map((a) => a.data.me.keyId)).size).toBe(3)
      expect((await ask(changes, two)).data.changes.nodes).toHaveLength(1)
      expect((await ask(changes, one)).errors[0].extensions.code).toBe('FORBIDDEN')
      expect((await ask(changes)).errors[0].extensions.code).toBe('UNAUTHENTICATED')
    }
    const wrong = await post(app, { query: QUERY }, { authorization: 'Bearer nonsense' })
    expect(wrong.status).toBe(401)
  })
})

describe('asked by many at once', () => {
  test('an answer is made once', async ({ seeded }) => {
    const app = appOf(seeded)
    const one = '{ providers(first: 50) { nodes { slug name models(first: 3) { nodes { slug } } } } }'
    await post(app, { query: one })
    seeded.statements()
    await post(app, { query: `${one} ` })
    const alone = seeded.statements().length
    const all = await Promise.all(Array.from({ length: 20 }, () => post(app, { query: `${one}  ` })))
    // Each asks for the newest revision; the limiter and the answer itself are asked for once.
    expect(seeded.statements()).toHaveLength(alone + 19)
    expect(new Set(await Promise.all(all.map((a) => a.text()))).size).toBe(1)
    expect(all.filter((a) => isHit(a) === false)).toHaveLength(1)
  })

  test('who waited for an answer that failed or is private makes one of their own', async ({ seeded }) => {
    const app = appOf(seeded)
    const keys = await Promise.all(Array.from({ length: 4 }, () => keyHeaders(seeded)))
    const ids = await Promise.all(
      keys.map(async (headers) => {
        const answer = await post(app, { query: '{ me { keyId } }' }, headers)
        return ((await answer.json()) as any).data.me.keyId
      }),
    )
    expect(new Set(ids).size).toBe(4)
    const failed = await Promise.all(
      keys.map((headers) => post(app, { query: '{ fact(id: 1.5) { id } }' }, headers)),
    )
    expect(failed.map(({ status }) => status)).toEqual([400, 400, 400, 400].map(() => failed[0]!.status))
  })
})
