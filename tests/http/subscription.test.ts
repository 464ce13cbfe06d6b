/** The subscription over real connections: told by another server, kept alive, cut, given up late, and stopped. */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, expect, onTestFinished, test as plain, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { post, testApp } from '../helpers/app.ts'
import { createDatabase, test } from '../helpers/db.ts'
import { eventsOf, publish } from '../helpers/events.ts'

const QUERY = 'subscription { revisionPublished { number summary } }'
const log = pino({ level: 'silent' })

/** A server with a database client, a listener and a port of its own. */
async function startServer(url: string) {
  const db = openDb({ url })
  const listener = listenToRevisions(url, () => undefined)
  const stopping = new AbortController()
  // Longer than a test may take: only the notice can explain what comes.
  const nextRevision = (_ms: number, signal: AbortSignal) => listener.next(600_000, signal)
  const app = createApp({ db, log, nextRevision, stopping: stopping.signal })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  let closed: Promise<void> | undefined
  const close = () => {
    stopping.abort()
    closed ??= server.close().then(async () => {
      await listener.close()
      await db.$disconnect()
    })
    return closed
  }
  return { db, url: `${server.url}/graphql`, close }
}

const subscribe = (url: string, signal?: AbortSignal) =>
  fetch(`${url}?${new URLSearchParams({ query: QUERY })}`, {
    headers: { accept: 'text/event-stream' },
    ...(signal ? { signal } : {}),
  })

plain('two servers on one database tell of each other’s revisions at once, to their end', async () => {
  const { url, drop } = await createDatabase('empty')
  const servers = await Promise.all([startServer(url), startServer(url)])
  onTestFinished(async () => {
    await Promise.all(servers.map((s) => s.close()))
    await drop()
  })
  const responses = await Promise.all(servers.map((s) => subscribe(s.url)))
  for (const { headers } of responses) {
    expect(headers.get('content-type')).toBe('text/event-stream')
    expect(headers.get('x-accel-buffering')).toBe('no')
    expect(headers.get('content-encoding')).toBe(null)
  }
  const events = responses.map(eventsOf)
  for (const number of [1, 2, 3]) {
    const next = events.map((e) => e.next())
    await publish(servers[number % 2]!.db, number, number)
    for (const event of await Promise.all(next))
      expect(event!.answer!.data.revisionPublished).toEqual({ number, summary: `revision ${number}` })
  }
  const last = events.map((e) => e.next())
  // In tests, yoga's heartbeat comes every 300 ms.
  while (events.some((e) => e.pings() < 2)) await delay(20)
  await Promise.all(servers.map((s) => s.close()))
  for (const event of await Promise.all(last)) expect(event).toEqual({ event: 'complete', answer: null })
})

plain('who goes away makes room, whether they were reading or not', async () => {
  const { url, drop } = await createDatabase('empty')
  const server = await startServer(url)
  onTestFinished(async () => {
    await server.close()
    await drop()
  })
  for (let round = 0; round < 3; round++) {
    const gone = new AbortController()
    const open = async () => {
      for (;;) {
        const response = await subscribe(server.url, gone.signal)
        if (response.status === 200) return response
        expect(response.status).toBe(429)
        await response.body!.cancel()
        await delay(10)
      }
    }
    const all = await Promise.all(Array.from({ length: LIMITS.streams }, open))
    const reading = eventsOf(all[0]!).next()
    gone.abort()
    await expect(reading).rejects.toThrow()
  }
})

afterEach(() => vi.useRealTimers())

test('one that takes too long to begin is given up, and its place is given back', async ({ seeded }) => {
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const { app } = testApp(seeded.db, { stopping: stopping.signal, nextRevision: () => delay(5) })
  const ask = () => app(post(QUERY, undefined, { accept: 'text/event-stream' }))
  const holder = new pg.Client({ connectionString: seeded.url })
  await holder.connect()
  try {
    await holder.query('BEGIN; LOCK TABLE "Revision" IN ACCESS EXCLUSIVE MODE')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const starting = Array.from({ length: 5 }, ask)
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '"Revision"'::regclass`
    while ((await holder.query(waiting)).rows.length < 5) await new Promise((r) => setImmediate(r))
    vi.advanceTimersByTime(LIMITS.timeoutMs)
    expect((await Promise.all(starting)).map((r) => r.status)).toEqual(starting.map(() => 504))
  } finally {
    vi.useRealTimers()
    await holder.end()
  }
  for (let left = LIMITS.streams; left > 0; ) {
    if ((await ask()).status === 200) left--
    else await delay(5)
  }
})
