/** A server whose answers are kept, without a database: what it does with connections, and with bytes on them. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { AsOf } from '../../src/db/as-of.ts'
import { ANYBODY, type Caller } from '../../src/domain/access/caller.ts'
import { type KnownCallers, knownCallers } from '../../src/http/answers/callers.ts'
import { createHits, type HitOptions, type Hits } from '../../src/http/answers/hits.ts'
import { type Answers, createAnswers, keptOf } from '../../src/http/answers/store.ts'
import type { App } from '../../src/http/app.ts'
import { accept, takeOver } from '../../src/http/server.ts'

const READER: Caller = { ...ANYBODY, keyId: 'reader', account: 'reader' }

export interface KeptServer {
  /** Method, address and body of all that the application was asked, in their order. */
  asked: string[]
  answered: Parameters<HitOptions['answered']>[0][]
  answers: Answers
  callers: KnownCallers
  state: { newest: AsOf | null; notices: number }
  hits: Hits
  open(): Promise<Line>
  close(): Promise<void>
}

/** Both ends of a connection. */
interface Line {
  client: Socket
  /** The other end. */
  server: Socket
  received(): string
  /** Writes, and waits until the server has read it and had time to answer. */
  send(bytes: string): Promise<void>
}

interface Options {
  /** What `/graphql` answers, and keeps. */
  body?: Buffer<ArrayBuffer>
  /** Changes how the server sees connections. */
  wrap?: (hits: Hits) => Hits
  /** Waits before the application answers. */
  before?: (path: string) => Promise<void> | undefined
}

const plain: Buffer<ArrayBuffer> = Buffer.from('{"data":{"kept":"ü"}}')

export async function keptServer({ body = plain, wrap, before }: Options = {}): Promise<KeptServer> {
  const state = { newest: { revision: 1, time: new Date(0) } as AsOf | null, notices: 0 }
  const answers = createAnswers(100_000_000)
  const callers = knownCallers(() => state.notices)
  const asked: string[] = []
  const answered: KeptServer['answered'] = []
  const hits = createHits({
    ...{ endpoint: '/graphql', answers, callers, newest: () => state.newest },
    answered: (hit) => void answered.push(hit),
  })
  const app: App = async (request, _peer, _hangUp, { name } = {}) => {
    const text = await request.text()
    const path = new URL(request.url).pathname
    asked.push(`${request.method} ${path} ${text}`)
    await before?.(path)
    if (path !== '/graphql') return new Response(`${path} ${text}`)
    const key = request.headers.get('authorization') ?? undefined
    const caller = key === undefined ? ANYBODY : await callers.checked(key, true, async () => READER)
    const kept = keptOf(body, 'application/json', false)
    await answers.take('kept', state.newest!, request.signal, async () => kept)
    if (name !== undefined)
      answers.name(caller.keyId === null ? name : `${caller.scopes.join(' ')}\n${name}`, 'kept', false)
    return new Response(body, { headers: { 'content-length': String(body.length) } })
  }
  const { take, close } = takeOver(app, wrap ? wrap(hits) : hits)
  const accepted: Socket[] = []
  const port = await accept((socket) => void accepted.push(socket), { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    port.close()
    await close()
  })

  async function open(): Promise<Line> {
    const client = connect(Number(new URL(port.url).port), '127.0.0.1')
    onTestFinished(() => void client.destroy())
    client.on('error', () => undefined)
    let received = ''
    client.on('data', (part) => {
      received += part.toString('latin1')
    })
    await once(client, 'connect')
    while (accepted.length === 0) await turn()
    const server = accepted.shift()!
    take(server)
    server.resume()
    let sent = 0
    return {
      ...{ client, server },
      received: () => received,
      async send(bytes) {
        client.write(bytes, 'latin1')
        sent += bytes.length
        while (server.bytesRead < sent && !server.destroyed && !server.isPaused()) await turn()
        for (let i = 0; i < 20; i++) await turn()
      },
    }
  }
  return { asked, answered, answers, callers, state, hits, open, close }
}

/** A question as it goes over the wire. */
export function post(text: string, lines: readonly string[] = [], path = '/graphql'): string {
  const head = ['Host: x', 'Accept: application/json', 'Content-Type: application/json', ...lines]
  return `POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}

/** Without what each answer has of its own. */
export const alike = (text: string) =>
  text.replace(/x-request-id: .*/gi, 'x-request-id').replace(/Date: .*/gi, 'Date')
