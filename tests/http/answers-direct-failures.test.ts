/** What goes wrong with a plain question, or meets another one, is told, counted and noted as the application does. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import type { AppOptions } from '../../src/http/app-options.ts'
import { createMetrics, metricsText } from '../../src/http/metrics.ts'
import { type TestDb, test } from '../helpers/db.ts'
import {
  alike,
  bytesOf,
  directServer,
  LONG,
  post,
  type Sent,
  SHORT,
  unlike,
} from '../helpers/direct-servers.ts'
import { hold } from '../helpers/hold.ts'

/** Each test has buckets of its own. */
let places = 0

/** Both servers with all that they note, after each document was asked. */
async function noted(seeded: TestDb, more: () => Partial<AppOptions> = () => ({})) {
  const servers = []
  places++
  for (const isDirect of [true, false]) {
    const lines: Record<string, unknown>[] = []
    const metrics = createMetrics()
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const server = await directServer(seeded, isDirect, { log, metrics, ...more() })
    for (const query of [LONG, SHORT]) await server.send(post(unlike(query)))
    lines.length = 0
    const from = { 'X-Forwarded-For': `10.${isDirect ? 1 : 2}.0.${places}` }
    const send = (sent: Sent) => server.send({ ...sent, headers: { ...from, ...sent.headers } })
    /** How often the application was asked since. */
    const before = server.asked()
    servers.push({ ...server, send, lines, metrics, from, asked: () => server.asked() - before })
  }
  return [servers[0]!, servers[1]!] as const
}

const idOf = (answer: string) => /^x-request-id: (.*)\r$/m.exec(answer)![1]

/** Numbers of answers by their labels. */
async function counted(metrics: ReturnType<typeof createMetrics>) {
  const { text } = await metricsText(await metrics.ofAll())
  return text.split('\n').filter((line) => /^http_requests_total\{|_count\{/.test(line))
}

/** The database, but one of its parts throws while it is told to. */
function faulty(db: Db, state: { isFaulty: boolean; faults: number }): Db {
  return new Proxy(db, {
    get: (target, key) => {
      if (key === 'country' && state.isFaulty) {
        state.faults++
        throw new Error('none of the foreseen')
      }
      return Reflect.get(target, key)
    },
  })
}

test('a fault is met once, and its id is that of the request and of its lines in the log', async ({
  seeded,
}) => {
  const state = { isFaulty: false, faults: 0 }
  const servers = await noted({ ...seeded, db: faulty(seeded.db, state) })
  state.isFaulty = true
  const question = post(unlike(SHORT, { code: 'JP' }))
  const answers = []
  for (const { send, lines } of servers) {
    const answer = await send(question)
    expect(answer).toContain('"INTERNAL"')
    expect(answer.split('\r\n\r\n')[1]).toContain(idOf(answer))
    expect(lines.map(({ id, msg, status }) => [id, msg, status])).toEqual([
      [idOf(answer), 'request failed', undefined],
      [idOf(answer), 'request', 200],
    ])
    answers.push(alike(answer))
  }
  expect(answers[0]).toBe(answers[1])
  expect(state.faults).toBe(2)
  // The application was handed what had come of it.
  expect(servers.map(({ asked }) => asked())).toEqual([1, 1])
})

test('what breaks off is INTERNAL, and costs what it had cost', async ({ seeded }) => {
  const broken = () => {
    const answers = createAnswers(10_000_000)
    const name: typeof answers.name = (request, ...more) => {
      if (request.includes('break off')) throw new Error('none of the foreseen')
      answers.name(request, ...more)
    }
    return { answers: { ...answers, name } }
  }
  const servers = await noted(seeded, broken)
  const answers = []
  for (const { send, lines, metrics } of servers) {
    const answer = await send(post({ query: LONG, variables: { u: 'break off' } }))
    const told = lines.map(({ id, msg, status }) => [id === idOf(answer), msg, status])
    answers.push([alike(answer), told, await counted(metrics)])
  }
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]![0]).toMatch(/^HTTP\/1\.1 500 .*\r\nratelimit: /s)
})

test('what takes too long is TIMEOUT, and its work is told that nobody waits', async ({ seeded }) => {
  const servers = await noted(seeded)
  const { timeoutMs } = LIMITS
  const limit = (ms: number) => Object.assign(LIMITS, { timeoutMs: ms })
  onTestFinished(() => void limit(timeoutMs))
  const query =
    'query Deep($u: String! = "") { countries(first: 100) { nodes { providers { nodes { slug } } } } x: country(code: $u) @skip(if: true) { code } }'
  for (const { send } of servers) expect(await send(post(unlike(query)))).toContain('"slug"')
  for (const { lines } of servers) lines.length = 0
  limit(500)
  const lock = await hold(seeded.url, 'LOCK TABLE "Country" IN ACCESS EXCLUSIVE MODE')
  const running = servers.map(({ send }) => send(post(unlike(query))))
  const answers = (await Promise.all(running)).map(alike)
  seeded.statements()
  await lock.release()
  expect(answers[0]).toBe(answers[1])
  expect(answers[0]).toMatch(/^HTTP\/1\.1 504 .*"TIMEOUT"/s)
  expect(answers[0]).not.toContain('ratelimit:')
  for (const { lines, metrics } of servers) {
    expect(lines.map(({ msg, status }) => [msg, status])).toEqual([['request', 504]])
    expect((await counted(metrics)).join()).toContain('status="5xx",source="made"')
  }
  limit(timeoutMs)
  // Whoever asks something else meanwhile, and after it, is answered.
  for (const { send } of servers) expect(await send(post(unlike(SHORT)))).toContain('"China"')
  expect(seeded.statements().filter((sql) => sql.includes('"Provider"'))).toEqual([])
})

/** All that comes back over a connection on which everything is sent at once. */
async function whole(port: number, requests: readonly Sent[]) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(Buffer.concat(requests.map(bytesOf)))
  let answer = ''
  for await (const part of socket) answer += part.toString('latin1')
  return answer
}

/** The last one ends the connection. */
function atOnce({ port, from }: { port: number; from: Record<string, string> }, requests: readonly Sent[]) {
  const parts = requests.map((sent, i) => {
    const ends = i === requests.length - 1 ? { Connection: 'close' } : {}
    return { ...sent, headers: { ...from, ...sent.headers, ...ends } }
  })
  return whole(port, parts)
}

const statusesIn = (answers: string) => answers.match(/(?<=HTTP\/1\.1 )\d+/g)

test('the same question asked at once runs once', async ({ seeded }) => {
  const seen = []
  for (const server of await noted(seeded)) {
    seeded.statements()
    await server.send(post(unlike(LONG)))
    const one = seeded.statements().length
    const question = post(unlike(LONG))
    const answers = alike(await atOnce(server, [question, question, question, question]))
    expect(seeded.statements()).toHaveLength(one)
    expect(statusesIn(answers)).toEqual(['200', '200', '200', '200'])
    seen.push(answers)
  }
  expect(seen[0]).toBe(seen[1])
  expect(seen[0]!.match(/fwd=miss|; hit/g)).toEqual(['fwd=miss', '; hit', '; hit', '; hit'])
})

test('what follows another request on its connection is answered in its order, and noted alike', async ({
  seeded,
}) => {
  const servers = await noted(seeded)
  const questions = [
    post(unlike(SHORT)),
    post(unlike(LONG, { first: -1 })),
    post(unlike(LONG, { first: 2 })),
    post(unlike(SHORT), { 'If-None-Match': '*' }),
  ]
  const answers = []
  for (const server of servers) {
    const { lines, metrics, from } = server
    const answer = await atOnce(server, questions)
    const told = lines.map(({ msg, client, method, path, status }) => [msg, client, method, path, status])
    expect(told.every(([, client]) => client === from['X-Forwarded-For'])).toBe(true)
    answers.push([
      // Which of them is counted first is not said.
      alike(answer).replace(/^ratelimit: .*$/gm, 'ratelimit'),
      told.map(([msg, , ...rest]) => [msg, ...rest]).sort(),
      await counted(metrics),
    ])
  }
  expect(answers[0]).toEqual(answers[1])
  expect(statusesIn(String(answers[0]![0]))).toEqual(['200', '200', '200', '304'])
  expect(servers.map(({ asked }) => asked())).toEqual([1, 4])
})

test('a server that stops meanwhile tells that the connection ends', async ({ seeded }) => {
  const servers = await noted(seeded)
  const lock = await hold(seeded.url, 'LOCK TABLE "Country" IN ACCESS EXCLUSIVE MODE')
  const running = servers.map(({ port, from }) => whole(port, [post(unlike(SHORT, { code: 'JP' }), from)]))
  await lock.waiting(2)
  const closing = servers.map(({ close }) => close())
  await lock.release()
  const answers = (await Promise.all(running)).map(alike)
  await Promise.all(closing)
  expect(answers[0]).toBe(answers[1])
  expect(answers[0]).toMatch(/\r\nconnection: close\r\n/)
  expect(answers[0]).toContain('Japan')
  expect(servers[0].asked()).toBe(0)
})
