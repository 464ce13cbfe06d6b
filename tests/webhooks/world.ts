/** A partner with webhooks, a receiver of theirs on this machine, and servers that send to it. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import type { Scope } from '../../src/domain/access/caller.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { type AddressRules, addressRules } from '../../src/domain/webhooks/address.ts'
import { dispatchNext } from '../../src/domain/webhooks/dispatch.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { type Sender, type SenderOptions, startSender } from '../../src/webhooks/sender.ts'
import { codeOf, dataOf, type Json } from '../graphql/world.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { createDatabase } from '../helpers/db.ts'

export const PRIVATE = addressRules(true)
/** Tried again at once, so that nothing waits for a clock. */
const AT_ONCE = { attempts: 10, wait: () => 0 }

interface Received {
  path: string
  headers: Record<string, string>
  body: string
  message: Json
}

/** An http server; what a path answers is a status, or a function that does what it likes with the connection. */
export async function receiver() {
  type Behaviour = number | ((request: IncomingMessage, response: ServerResponse) => void)
  const behaviours = new Map<string, Behaviour[]>()
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const path = request.url!
    received.push({
      path,
      headers: request.headers as Record<string, string>,
      body,
      message: JSON.parse(body),
    })
    const queue = behaviours.get(path) ?? []
    const next = (queue.length > 1 ? queue.shift() : queue[0]) ?? 204
    if (typeof next === 'number') response.writeHead(next).end('ok')
    else next(request, response)
    for (const resume of waiting) resume()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const of = (path: string) => received.filter((r) => r.path === path)
  return {
    url: (path: string, host = '127.0.0.1') =>
      `http://${host}:${(server.address() as AddressInfo).port}${path}`,
    /** What a path answers, one after another; the last one for ever. */
    answers: (path: string, ...all: Behaviour[]) => behaviours.set(path, all),
    of,
    /** Resolves when a path got so many requests. */
    got: async (path: string, count: number) => {
      while (of(path).length < count) {
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
        waiting.delete(resolve)
      }
      return of(path)
    },
  }
}

export const WEBHOOK = `id url events threshold models sellers meters facts disabledAt disabledReason failingSince
  replayingAfter twoSignaturesUntil
  deliveries(first: 100) { totalCount nodes { id event revision state attempts nextAttemptAt payload log { at status error } } }`

export interface Partner {
  keyId: string
  key: string
  /** The data of a query or mutation that must succeed. */
  ask(query: string, variables?: object): Promise<Json>
  /** The code and text of one that must fail. */
  refused(query: string, variables?: object): Promise<[code: string | undefined, message: string]>
  /** Makes a webhook; its id and secret. */
  hook(input: object): Promise<{ id: string; secret: string }>
  webhook(id: string): Promise<Json>
  /** The webhook, once there are so many messages to it and none waits any more. */
  settled(id: string, count?: number): Promise<Json>
}

export const CREATE =
  'mutation($input: WebhookInput!) { createWebhook(input: $input) { secret webhook { id } } }'

export async function partner(
  db: Db,
  options: { clock?: Clock; addresses?: AddressRules; scopes?: Scope[]; expiresAt?: Date; key?: string } = {},
): Promise<Partner> {
  const { clock = systemClock, addresses = PRIVATE, scopes = ['sync'], expiresAt = null } = options
  const { ask } = testApp(db, { clock, addresses })
  const made = options.key
    ? { id: options.key.split('_')[1]!, key: options.key }
    : await createKey(db, clock, { name: 'partner', scopes, expiresAt })
  const send = (query: string, variables: object = {}): Promise<Answer> =>
    ask(query, variables, { authorization: `Bearer ${made.key}` })
  const data = async (query: string, variables?: object) => dataOf(await send(query, variables))
  const webhook = async (id: string) =>
    (await data(`query($id: ID!) { webhook(id: $id) { ${WEBHOOK} } }`, { id })).webhook
  return {
    keyId: made.id,
    key: made.key,
    ask: data,
    refused: async (query, variables) => {
      const answer = await send(query, variables)
      expect(answer.body.errors, query).toHaveLength(1)
      return [codeOf(answer), answer.body.errors![0]!.message]
    },
    hook: async (input) => {
      const { createWebhook } = await data(CREATE, { input })
      return { id: createWebhook.webhook.id, secret: createWebhook.secret }
    },
    webhook,
    settled: async (id, count = 1) => {
      for (;;) {
        const { nodes } = (await webhook(id)).deliveries
        // Once more, for the webhook itself was read before its deliveries.
        if (nodes.length >= count && nodes.every((d: Json) => d.state !== 'PENDING')) return webhook(id)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}

/** A database that goes with the test, with one revision, of nothing, unless it is `bare`. */
export async function database(bare = false): Promise<{ db: Db; url: string }> {
  const { end, ...base } = await open(bare)
  onTestFinished(end)
  return base
}

/** One for all tests of a file; webhooks go with each. @param begin instead of the one revision of nothing. */
export function sharedDatabase(begin?: (db: Db) => Promise<unknown>): {
  readonly db: Db
  readonly url: string
} {
  let base: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    base = await open(begin !== undefined)
    await begin?.(base.db)
  })
  afterEach(() => base.db.webhook.deleteMany())
  afterAll(() => base.end())
  return {
    get db() {
      return base.db
    },
    get url() {
      return base.url
    },
  }
}

async function open(bare = false) {
  const { url, drop } = await createDatabase('empty')
  const db = openDb({ url })
  if (!bare) await publish(db)
  const end = async () => {
    await db.$disconnect()
    await drop()
  }
  return { db, url, end }
}

/** Makes a revision, of nothing. @returns its number. */
export async function publish(db: Db): Promise<number> {
  const [made] = await db.$queryRaw<{ number: number }[]>`
    INSERT INTO "Revision" SELECT COALESCE(max("number"), 0) + 1,
      GREATEST(now(), max("time") + interval '1 ms'), 'Made for a test.' FROM "Revision" RETURNING "number"`
  return made!.number
}

/** A server that sends, as `npm start` has one; ended with the test. */
export function server(
  { db, url }: { db: Db; url: string },
  options: Partial<SenderOptions> = {},
): Sender & { lines: string[] } {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  const listener = listenToRevisions(url, () => undefined)
  const sender = startSender({
    ...{ db, url, clock: systemClock, log, rules: PRIVATE, schedule: AT_ONCE, next: listener.next },
    ...options,
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= sender.close().then(() => listener.close())
    return closed
  }
  onTestFinished(close)
  return { ...sender, close, lines }
}

/** Makes the messages of all revisions so far, and sends none. */
export async function makeMessages(db: Db, clock: Clock = systemClock): Promise<void> {
  while (await dispatchNext(db, clock));
}

/** What was made for a webhook, oldest first, as it is sent. */
export async function messagesFor(db: Db, webhookId: string): Promise<Json[]> {
  const rows = await db.delivery.findMany({
    where: { webhookId },
    orderBy: [{ revision: 'asc' }, { event: 'asc' }],
  })
  return rows.map((row) => JSON.parse(row.payload!))
}

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** The README's example of a message of a type. */
export function exampleOf(type: string): Json {
  const blocks = [...README.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!)
  return JSON.parse(blocks.find((text) => text.includes(`"type": "${type}"`))!)
}

/** How the README checks a signature. */
export async function verifyOfReadme(): Promise<(secret: string, headers: object, body: string) => boolean> {
  const [, code] = /```js\n([\s\S]*?)```/.exec(README)!
  return (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code!)}`)).verify
}

/** A message without its values, to compare with others; of a list, its first item. */
export function shapeOf(value: Json): Json {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (value === null || typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}
