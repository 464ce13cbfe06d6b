/** Kept answers, sent by the server before the application sees a request: over real connections, with all there is. */
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished, vi } from 'vitest'
import { listenToRevisions } from '../../src/db/listen.ts'
import { BY_CLI } from '../../src/domain/access/key-events.ts'
import { createKey, revokeKey } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { knownCallers } from '../../src/http/answers/callers.ts'
import { createHits } from '../../src/http/answers/hits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { createApp } from '../../src/http/app.ts'
import { ENDPOINT } from '../../src/http/endpoint.ts'
import { listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { type TestDb, test } from '../helpers/db.ts'

const QUERY = '{ models(first: 30) { nodes { slug name } } }'

/** A server as `npm start` has it, and how often its application was asked. */
async function serverOn({ db, url: database }: TestDb) {
  const listener = listenToRevisions(database, () => undefined)
  const { newest, notices } = listener
  const answers = createAnswers(10_000_000)
  const callers = knownCallers(notices)
  const limiter = createLimiter(db, systemClock)
  const app = createApp({ db, log: pino({ level: 'silent' }), limiter, answers, callers, newest })
  let asked = 0
  const counted: typeof app = (...given) => {
    asked++
    return app(...given)
  }
  const hits = createHits({ endpoint: ENDPOINT, answers, callers, newest, answered: () => undefined })
  const server = await listen(counted, { host: '127.0.0.1', port: 0, hits })
  onTestFinished(async () => {
    await server.close()
    await listener.close()
  })
  await vi.waitFor(() => expect(newest()).not.toBeNull())
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${ENDPOINT}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { ...server, post, notices, asked: () => asked }
}

test('an answer looks the same whether it was made, kept by the application, or sent before it', async ({
  seeded,
}) => {
  const { post, asked } = await serverOn(seeded)
  const seen: unknown[] = []
  for (const encoding of ['identity', 'gzip', 'br']) {
    // The copy in each encoding is made once, by the application.
    for (let i = 0; i < 3; i++) {
      const answer = await post(
        { query: QUERY },
        { 'accept-encoding': encoding, origin: 'https://a.example' },
      )
      const { date, 'x-request-id': id, 'cache-status': _, ...headers } = Object.fromEntries(answer.headers)
      expect(id).toMatch(/^[0-9a-f-]{36}$/)
      // Only who has been counted is told what is left.
      const { ratelimit, 'ratelimit-policy': _policy, ...same } = headers
      seen.push([encoding, await answer.text(), same])
    }
  }
  for (let i = 0; i < 9; i += 3) expect([seen[i + 1], seen[i + 2]]).toEqual([seen[i], seen[i]])
  expect(asked()).toBe(3)
})

test('a hit sends no statement; what differs in any part is no hit', async ({ seeded }) => {
  const { url, post, asked } = await serverOn(seeded)
  const body = JSON.stringify({ query: QUERY })
  await post(body)
  seeded.statements()
  expect((await post(body)).headers.get('cache-status')).toContain('hit')
  expect([asked(), seeded.statements()]).toEqual([1, []])
  await post(`${body} `)
  await post(body, { accept: '*/*' })
  await post(body, { 'content-type': 'application/json; charset=utf-8' })
  await post(body, { 'x-receipt': 'true' })
  await fetch(`${url}${ENDPOINT}?query=${encodeURIComponent(QUERY)}`, {
    headers: { accept: 'application/json' },
  })
  await fetch(`${url}${ENDPOINT}x?query=${encodeURIComponent(QUERY)}`)
  expect(asked()).toBe(7)
})

test('who has it gets 304, and nothing else', async ({ seeded }) => {
  const { post, asked } = await serverOn(seeded)
  const etag = (await post({ query: QUERY }, { 'accept-encoding': 'identity' })).headers.get('etag')!
  const before = asked()
  for (const known of [etag, '*', `W/${etag}`]) {
    const answer = await post({ query: QUERY }, { 'if-none-match': known, 'accept-encoding': 'identity' })
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([304, '', null])
    expect(answer.headers.get('etag')).toBe(etag)
  }
  expect(asked()).toBe(before)
})

test('a key is checked, refused as soon as it is revoked, and one caller never gets what another may see', async ({
  seeded,
}) => {
  const { post, asked, notices } = await serverOn(seeded)
  const keyOf = async (scopes: ('read' | 'sync')[], documentsOf: string | null = null) => {
    const wanted = { name: 'reader', scopes, expiresAt: null, documentsOf }
    const made = await createKey(seeded.db, systemClock, wanted)
    return { ...made, headers: { authorization: `Bearer ${made.key}` } }
  }
  const [reader, partner] = [await keyOf(['read']), await keyOf(['sync'])]
  const changes = { query: '{ revisions(first: 1) { nodes { number } } }' }
  await post(changes, partner.headers)
  const before = asked()
  expect((await post(changes, partner.headers)).headers.get('cache-control')).toBe('private, no-cache')
  expect(asked()).toBe(before)
  // Another one's answer, and a key that nobody has checked yet.
  await post(changes, reader.headers)
  await post(changes, { authorization: 'Bearer nonsense' })
  await post(changes, { ...partner.headers, 'x-api-key': 'another' })
  expect(asked()).toBe(before + 3)
  // What others were answered is not answered to who may only ask registered documents.
  const frontend = await keyOf(['read'], BY_CLI)
  for (let i = 0; i < 2; i++) {
    const { errors } = (await (await post(changes, frontend.headers)).json()) as any
    expect(errors[0].extensions.code).toBe('DOCUMENT_NOT_REGISTERED')
  }
  await post(changes, partner.headers)
  const told = notices()
  await revokeKey(seeded.db, systemClock, partner.id)
  await vi.waitFor(() => expect(notices()).toBeGreaterThan(told), { interval: 1 })
  expect((await post(changes, partner.headers)).status).toBe(401)
})

test('bodies arrive whole, however they are sent', async ({ seeded }) => {
  const { url, post, asked } = await serverOn(seeded)
  const { data } = (await (await post({ query: QUERY })).json()) as any
  const long = `${QUERY}${' '.repeat(20_000)}`
  for (let i = 0; i < 2; i++) expect(((await (await post({ query: long })).json()) as any).data).toEqual(data)
  // In two parts, and without a length.
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const body = JSON.stringify({ query: `${QUERY} # ü` })
  const send = async (headers: Record<string, string>) => {
    const sent = request(`${url}${ENDPOINT}`, {
      ...{ method: 'POST', agent },
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    })
    sent.write(body.slice(0, 10))
    await new Promise((resolve) => setTimeout(resolve, 20))
    sent.end(body.slice(10))
    const [response] = await once(sent, 'response')
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part)
    return JSON.parse(Buffer.concat(parts).toString()).data
  }
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  expect(await send(length)).toEqual(data)
  const before = asked()
  expect(await send(length)).toEqual(data)
  expect(asked()).toBe(before)
  expect(await send({})).toEqual(data)
  expect(await send({ ...length, expect: '100-continue' })).toEqual(data)
  const refused = await post('{"query":')
  expect([refused.status, ((await refused.json()) as any).errors[0].extensions.code]).toEqual([
    400,
    'BAD_REQUEST',
  ])
})

test('requests that come at once over one connection are answered in their order', async ({ seeded }) => {
  const { url, post } = await serverOn(seeded)
  const queries = ['{ a: __typename }', QUERY, '{ b: __typename }']
  for (const query of queries.slice(1)) await post(JSON.stringify({ query }))
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  const text = queries.map((query, i) => {
    const body = JSON.stringify({ query })
    const close = i === queries.length - 1 ? 'Connection: close\r\n' : ''
    return `POST /graphql HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nContent-Type: application/json\r\n${close}Content-Length: ${body.length}\r\n\r\n${body}`
  })
  socket.write(text.join(''))
  let answer = ''
  for await (const part of socket) answer += part
  const places = ['{"a":"Query"}', '"models":', '{"b":"Query"}'].map((found) => answer.indexOf(found))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('what stands behind a # in an address is refused, and poisons nothing', async ({ seeded }) => {
  const { url } = await serverOn(seeded)
  const { hostname, port } = new URL(url)
  const get = async (target: string) => {
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: close\r\n\r\n`)
    let answer = ''
    for await (const part of socket) answer += part
    return answer
  }
  const plain = `/graphql?query=${encodeURIComponent('query A($n: Int = 1) { models(first: $n) { nodes { slug } } }')}`
  const forged = await get(`${plain}#&variables=${encodeURIComponent('{"n":3}')}`)
  expect(forged).toMatch(/^HTTP\/1.1 400 /)
  const honest = await get(plain)
  expect(honest.match(/"slug"/g)).toHaveLength(1)
})

test('events and parts are never kept', async ({ seeded }) => {
  const { url } = await serverOn(seeded)
  const address = `${url}${ENDPOINT}?query=${encodeURIComponent(QUERY)}`
  for (const accept of ['text/*', 'TEXT/EVENT-STREAM', 'multipart/mixed'])
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(address, { headers: { accept, 'accept-encoding': 'br' } })
      await answer.text()
      expect([accept, answer.headers.get('cache-status'), answer.headers.get('content-encoding')]).toEqual([
        accept,
        null,
        null,
      ])
    }
})

test('connections that break while nobody uses them leave the server standing', async ({ seeded }) => {
  const { post } = await serverOn(seeded)
  await post({ query: QUERY })
  await seeded.db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`
  expect((await post({ query: '{ countries { totalCount } }' })).status).toBe(200)
})

test('a page of another origin may read a hit, and each answer has an id of its own', async ({ seeded }) => {
  const { post, asked } = await serverOn(seeded)
  const plain = { 'accept-encoding': 'identity' }
  await post({ query: QUERY }, plain)
  const hits = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      post({ query: QUERY }, i % 2 ? { ...plain, origin: 'https://a.example' } : plain),
    ),
  )
  expect(asked()).toBe(1)
  expect(new Set(hits.map(({ headers }) => headers.get('x-request-id'))).size).toBe(20)
  for (const [i, { headers }] of hits.entries())
    expect(headers.get('access-control-allow-origin')).toBe(i % 2 ? '*' : null)
})
