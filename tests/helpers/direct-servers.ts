/** Two servers on one ledger, one of which answers plain questions without a `Request`: what they send is to be the same. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import type { Caller } from '../../src/domain/access/caller.ts'
import type { NewKey } from '../../src/domain/access/key-terms.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { newestRevision } from '../../src/domain/read/revisions.ts'
import type { KnownCallers } from '../../src/http/answers/callers.ts'
import { createHits } from '../../src/http/answers/hits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { type App, createApp } from '../../src/http/app.ts'
import type { AppOptions } from '../../src/http/app-options.ts'
import { ENDPOINT } from '../../src/http/endpoint.ts'
import { listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/lib/clock.ts'
import type { TestDb } from './db.ts'

/** Nothing drains while the clock stands, so that what is left tells what was spent. */
const STANDING = { now: () => new Date('2026-11-30T00:00:00Z') }

/** More than is sent uncompressed. */
export const LONG = `query Models($u: String! = "", $first: Int = 30) {
  models(first: $first) { nodes { slug name maker { name } } } x: country(code: $u) @skip(if: true) { code } }`
export const SHORT =
  'query One($u: String! = "", $code: String! = "CN") { country(code: $code) { name } x: country(code: $u) @skip(if: true) { code } }'

let unasked = 0
/** A question that nobody has asked, of a document that others have. */
export const unlike = (query: string, more: object = {}) => ({
  query,
  variables: { u: `${++unasked}`, ...more },
})

export const post = (question: object | string, headers: Record<string, string> = {}, search = ''): Sent => ({
  line: `POST /graphql${search}`,
  headers,
  body: typeof question === 'string' ? question : JSON.stringify(question),
})

/** A head and a body, or a head alone. */
export interface Sent {
  line: string
  headers?: Record<string, string>
  body?: string
}

export interface DirectServer {
  port: number
  /** How often the application was asked. */
  asked(): number
  /** To be told that something about keys has changed. */
  notice(): void
  /** All bytes that come back to one request that ends its connection. */
  send(sent: Sent): Promise<string>
  close(): Promise<void>
}

/** @param isDirect whether plain questions go past the application. */
export async function directServer(
  { db }: Pick<TestDb, 'db'>,
  isDirect: boolean,
  more: Partial<AppOptions> = {},
): Promise<DirectServer> {
  const state = { newest: await newestRevision(db), notices: 0, asked: 0 }
  const newest = () => state.newest
  const { answers = createAnswers(10_000_000) } = more
  const callers = timelessCallers(() => state.notices)
  const app = createApp({
    ...{ db, callers, newest, trustProxy: true },
    limiter: createLimiter(db, STANDING),
    log: pino({ level: 'silent' }),
    ...{ ...more, answers },
  })
  const counted: App = (...given) => {
    state.asked++
    return app(...given)
  }
  if (isDirect) counted.direct = app.direct!
  const hits = createHits({ endpoint: ENDPOINT, answers, callers, newest, answered: () => undefined })
  const server = await listen(counted, { host: '127.0.0.1', port: 0, hits })
  onTestFinished(() => server.close())
  const port = Number(new URL(server.url).port)
  return {
    port,
    asked: () => state.asked,
    notice: () => void state.notices++,
    send: (sent) => exchange(port, sent),
    close: server.close,
  }
}

/** Those of `knownCallers`, however long a test takes. */
function timelessCallers(notices: () => number): KnownCallers {
  const known = new Map<string, { caller: Caller; at: number }>()
  const of = (credential: string) => {
    const found = known.get(credential)
    return found?.at === notices() ? found.caller : undefined
  }
  return {
    of,
    checked: async (credential, _isQuestion, check) => {
      const caller = await check()
      if (credential !== undefined) known.set(credential, { caller, at: notices() })
      return caller
    },
  }
}

async function exchange(port: number, { line, headers = {}, body }: Sent): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(bytesOf({ line, headers: { Connection: 'close', ...headers }, ...(body ? { body } : {}) }))
  let answer = ''
  for await (const part of socket) answer += part.toString('latin1')
  expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /)
  return answer
}

/** As it goes over the wire; a body may hold any character. */
export function bytesOf({ line, headers = {}, body }: Sent): Buffer {
  const own = {
    ...{ Host: 'x', Accept: 'application/json' },
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
    ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${line} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`)
}

/** Without what each answer has of its own. */
export const alike = (text: string) =>
  text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id').replace(/^Date: .*$/gm, 'Date')

export async function keyOf({ db }: Pick<TestDb, 'db'>, more: Partial<NewKey> = {}) {
  const made = await createKey(db, systemClock, {
    name: 'reader',
    scopes: ['read'],
    expiresAt: null,
    ...more,
  })
  return { id: made.id, headers: { authorization: `Bearer ${made.key}` } }
}
