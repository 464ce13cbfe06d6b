/** Requests that come again byte for byte are answered before they are parsed, and nobody can tell by the answers. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Hits } from '../../src/http/answers/hits.ts'
import { alike, keptServer, post } from '../helpers/kept-server.ts'

const ASKED = post('{"query":"{ kept }"}')
const GOTTEN = 'GET /graphql?query=%7Bkept%7D HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n'
const KEY = 'Authorization: Bearer reader'

/** How many requests Node has parsed. */
function parsedRequests(): () => number {
  let count = 0
  const counted = () => void count++
  subscribe('http.server.request.start', counted)
  onTestFinished(() => void unsubscribe('http.server.request.start', counted))
  return () => count
}

/** The answers on a connection, in their order. */
const split = (text: string) => text.split(/(?=HTTP\/1\.1 )/)

describe('a request that comes a third time', () => {
  test.for([
    ['by POST', ASKED],
    ['by GET', GOTTEN],
    ['with a key', post('{"query":"{ kept }"}', [KEY])],
    ['by a page of another origin', post('{"query":"{ kept }"}', ['Origin: https://a.example'])],
    [
      'by a client that says it keeps the connection',
      post('{"query":"{ kept }"}', ['Connection: keep-alive']),
    ],
    ['by who has the answer', post('{"query":"{ kept }"}', ['If-None-Match: *'])],
  ] as const)('%s is not parsed, and its answer is the same', async ([, request]) => {
    const parsed = parsedRequests()
    const { open, answered, asked } = await keptServer()
    const line = await open()
    for (let i = 0; i < 4; i++) await line.send(request)
    expect(parsed()).toBe(2)
    const [, second, third, fourth, ...others] = split(line.received())
    expect(others).toEqual([])
    expect(second).toMatch(/cache-status: ai-economy-facts; hit/)
    expect([alike(third!), alike(fourth!)]).toEqual([alike(second!), alike(second!)])
    const ids = line.received().match(/(?<=x-request-id: ).*/g)!
    expect(answered.map(({ id }) => id)).toEqual(ids)
    expect(new Set(ids).size).toBe(3)
    expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true)
    expect(asked).toHaveLength(1)
  })

  test('is known on another connection too, where only the first is parsed', async () => {
    const { open } = await keptServer()
    const first = await open()
    for (let i = 0; i < 3; i++) await first.send(ASKED)
    const parsed = parsedRequests()
    const line = await open()
    for (let i = 0; i < 3; i++) await line.send(ASKED)
    expect(parsed()).toBe(1)
    expect(split(line.received())).toHaveLength(3)
  })

  test('may come between others, and in parts', async () => {
    const parsed = parsedRequests()
    const { open, asked } = await keptServer()
    const line = await open()
    const other = post('other', [], '/other')
    for (const bytes of [ASKED, ASKED.slice(0, 90), ASKED.slice(90), ASKED, other, ASKED])
      await line.send(bytes)
    expect(parsed()).toBe(3)
    expect(asked).toEqual(['POST /graphql {"query":"{ kept }"}', 'POST /other other'])
    expect(split(line.received())).toHaveLength(5)
  })

  test('is asked anew after a revision, while none is known, and when its key may have been revoked', async () => {
    const { open, asked, state, callers } = await keptServer()
    const line = await open()
    const request = post('{"query":"{ kept }"}', [KEY])
    for (let i = 0; i < 3; i++) await line.send(request)
    expect(asked).toHaveLength(1)
    state.newest = { revision: 2, time: new Date(1) }
    await line.send(request)
    expect(asked).toHaveLength(2)
    state.newest = null
    await line.send(request).catch(() => undefined)
    state.newest = { revision: 2, time: new Date(1) }
    await line.send(request)
    expect(asked).toHaveLength(3)
    state.notices++
    expect(callers.of('Bearer reader')).toBeUndefined()
    await line.send(request)
    expect(asked).toHaveLength(4)
  })
})

test('before the second of a key is over, a request that comes again has it checked, and need not wait', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const { open, asked } = await keptServer()
  const lines = [await open(), await open()]
  const request = post('{"query":"{ kept }"}', [KEY])
  const all = async () => {
    for (const line of lines) await line.send(request)
  }
  for (let i = 0; i < 3; i++) await all()
  // So it is known for another second each time.
  for (let i = 0; i < 4; i++) {
    vi.advanceTimersByTime(760)
    await all()
  }
  expect(asked).toHaveLength(1)
  vi.advanceTimersByTime(1001)
  await all()
  expect(asked).toHaveLength(2)
})

describe('bytes that were a request are none where they are', () => {
  const chunked = `POST /other HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${ASKED.length.toString(16)}\r\n`
  const head = 'GET /other HTTP/1.1\r\nHost: x\r\nX-A: '
  test.for([
    ['a body', [post(ASKED, [], '/other').slice(0, -ASKED.length), ASKED], [`POST /other ${ASKED}`]],
    ['a part of a body', [chunked, ASKED, '\r\n0\r\n\r\n'], [`POST /other ${ASKED}`]],
    ['a part of a head', [head, ASKED, '\r\n\r\n'], ['GET /other ']],
    ['a part of a head that came with the question before', [ASKED + head, ASKED], ['GET /other ']],
    [
      'a body that a client asks to send',
      [post(ASKED, ['Expect: 100-continue'], '/other').slice(0, -ASKED.length), ASKED],
      [`POST /other ${ASKED}`],
    ],
  ] as const)('%s', async ([, parts, told]) => {
    const { open, asked, answered } = await keptServer()
    const line = await open()
    for (let i = 0; i < 3; i++) await line.send(ASKED)
    const before = answered.length
    for (const part of parts) await line.send(part)
    expect(asked.slice(1)).toEqual(told)
    expect(answered.length - before).toBe(parts[0].startsWith(ASKED) ? 1 : 0)
  })
})

test('who asks again before there was an answer is answered in the order of the questions', async () => {
  const slow = Promise.withResolvers<void>()
  const { open } = await keptServer({ before: (path) => (path === '/slow' ? slow.promise : undefined) })
  const line = await open()
  for (let i = 0; i < 3; i++) await line.send(ASKED)
  const before = line.received().length
  await line.send(post('late', [], '/slow'))
  await line.send(ASKED)
  expect(line.received()).toHaveLength(before)
  slow.resolve()
  await vi.waitFor(() => expect(split(line.received())).toHaveLength(5))
  expect(line.received().indexOf('/slow late')).toBeLessThan(line.received().lastIndexOf('"kept"'))
})

test('whatever is sent, and however it is cut, the answers are those of a server that parses everything', async () => {
  const fragments = [
    ...[ASKED, ASKED, ASKED, GOTTEN, post('other', [], '/other')],
    ...[ASKED.slice(0, 60), ASKED.slice(60), ASKED.slice(0, -1), ASKED.slice(-1), '\r\n', '\n', 'x'],
    post(ASKED, [], '/other').slice(0, -ASKED.length),
    post(ASKED, ['Expect: 100-continue'], '/other').slice(0, -ASKED.length),
    ASKED.replace('POST', 'HEAD'),
    ASKED.replace('HTTP/1.1', 'HTTP/1.0'),
    ASKED.replaceAll('\r\n', '\n'),
    ASKED.replace('Host', 'Transfer-Encoding: chunked\r\nHost'),
    ASKED.replace('Host: x', 'Host: x\r\n y'),
    ASKED.replace('Content-Length', 'Content-Length: 3\r\nContent-Length'),
    ASKED.replace('Content-Length: 20', 'Content-Length: 3'),
    ASKED.replace('Host', 'Connection: close\r\nHost'),
    ASKED.replace('Host', 'Connection: upgrade\r\nUpgrade: h2c\r\nHost'),
    `POST /other HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${ASKED.length.toString(16)}\r\n`,
    '\r\n0\r\n\r\n',
  ]
  const quick = await keptServer()
  // Read by a listener as well: so Node tells of an error before it answers what came in the same packet.
  const watch: Hits['watch'] = (socket) => void socket.on('data', () => undefined)
  const exact = await keptServer({ wrap: (hits) => ({ ...hits, watch }) })
  let before = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...fragments), fc.boolean()), { minLength: 1, maxLength: 8 }),
      async (sent) => {
        const [one, other] = [await quick.open(), await exact.open()]
        let chunk = ''
        for (const [fragment, isCut] of [[ASKED, true], [ASKED, true], ...sent, ['', true]] as const) {
          chunk += fragment
          if (!isCut || chunk === '') continue
          await Promise.all([one.send(chunk), other.send(chunk)])
          chunk = ''
        }
        await vi.waitFor(() => {
          expect(alike(one.received())).toBe(alike(other.received()))
          expect(quick.asked.slice(before)).toEqual(exact.asked.slice(before))
          expect(one.server.destroyed).toBe(other.server.destroyed)
        })
        before = quick.asked.length
        one.client.destroy()
        other.client.destroy()
      },
    ),
    { numRuns: 100 },
  )
})
