/** When the database is away, slow or faulty: the right code and status, and nothing internal. */
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, describe, expect, vi } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { createApp } from '../../src/http/app.ts'
import { cable } from '../helpers/cable.ts'
import { test } from '../helpers/db.ts'

const SECRET = 'hunter2'
const NAME = '{ country(code: "CN") { name } }'

interface Body {
  data?: { country: unknown } | null
  errors: { message: string; path?: string[]; extensions: { code: string } }[]
}

/** An app with its log, one object for each line. */
function loggedApp(db: Db) {
  const lines: string[] = []
  const app = createApp({ db, log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }) })
  const ask = async (accept = 'application/json', query = NAME) => {
    const headers = { 'content-type': 'application/json', accept }
    const request = new Request('http://test/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    })
    const response = await app(request)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Body }
  }
  return { app, ask, lines }
}

/** Another connection that keeps a table to itself for as long as the work takes. */
async function whileLocked<T>(
  url: string,
  table: string,
  work: (holder: pg.Client) => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  await holder.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`)
  try {
    return await work(holder)
  } finally {
    await holder.end()
  }
}

describe('a database that goes away', () => {
  test('makes the server unready and UNAVAILABLE, and both end when it is back', async ({ seeded }) => {
    const line = await cable(seeded.url)
    const db = openDb({ url: line.url })
    const { app, ask, lines } = loggedApp(db)
    const ready = async () => {
      const response = await app(new Request('http://test/readyz'))
      return { status: response.status, state: await response.json() }
    }
    expect((await ask()).body.data).toEqual({ country: { name: 'China' } })

    await line.cut()
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, headers, body } = await ask(accept)
      expect(status).toBe(503)
      expect(headers.get('retry-after')).toMatch(/^\d+$/)
      expect(body.data ?? null).toBe(null)
      expect(body.errors[0]!.extensions).toEqual({ code: 'UNAVAILABLE' })
      expect(body.errors[0]!.message).toBe('The database cannot be reached right now; try again later.')
    }
    expect(await ready()).toEqual({
      status: 503,
      state: { ready: false, database: 'unreachable', revision: null, limits: 'off', webhooks: 'off' },
    })
    expect((await app(new Request('http://test/healthz'))).status).toBe(200)
    // The operator is told why.
    expect(lines.join('')).toMatch(/reach|terminated/)

    await line.mend()
    expect((await ask()).body.data).toEqual({ country: { name: 'China' } })
    expect(await ready()).toMatchObject({ status: 200 })
    await db.$disconnect()
    await line.cut()
  })

  test('in the middle of a query is UNAVAILABLE too', async ({ seeded }) => {
    const line = await cable(seeded.url)
    const db = openDb({ url: line.url })
    const { ask } = loggedApp(db)
    const { body } = await whileLocked(seeded.url, 'Country', async (holder) => {
      const running = ask()
      await waiting(holder)
      await line.cut()
      return running
    })
    expect(body.errors[0]!.extensions).toEqual({ code: 'UNAVAILABLE' })
    await db.$disconnect()
  })

  test('does not put its password into answers or log', async () => {
    const { ask, lines } = loggedApp(openDb({ url: `postgres://me:${SECRET}@127.0.0.1:1/facts` }))
    const { status, text } = await ask()
    expect(status).toBe(503)
    for (const told of [text, ...lines]) expect(told).not.toContain(SECRET)
    expect(text).not.toContain('127.0.0.1')
  })
})

describe('a slow database', () => {
  test('is TIMEOUT for the field that waited, while the rest is answered', async ({ seeded }) => {
    const db = openDb({ url: seeded.url, statementTimeoutMs: 200 })
    const { ask } = loggedApp(db)
    const { body } = await whileLocked(seeded.url, 'Country', () => ask())
    expect(body.data).toEqual({ country: null })
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0]).toMatchObject({ path: ['country'], extensions: { code: 'TIMEOUT' } })
    await db.$disconnect()
  })

  test('is TIMEOUT with 504 when nothing can be answered', async ({ seeded }) => {
    const db = openDb({ url: seeded.url, statementTimeoutMs: 200 })
    const { ask } = loggedApp(db)
    const { status, body } = await whileLocked(seeded.url, 'Revision', () => ask())
    expect(status).toBe(504)
    expect(body.errors[0]!.extensions.code).toBe('TIMEOUT')
    await db.$disconnect()
  })

  afterEach(() => vi.useRealTimers())

  test('is TIMEOUT with 504 after 15 s, though its statements have no limit', async ({ seeded }) => {
    const { ask } = loggedApp(seeded.db)
    // Of another country: rows that one question has read, the next one knows.
    await ask(undefined, '{ country(code: "US") { name } }')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answer = await whileLocked(seeded.url, 'Country', async (holder) => {
      const running = ask()
      await waiting(holder)
      vi.advanceTimersByTime(LIMITS.timeoutMs - 1)
      const early = await Promise.race([running, new Promise((resolve) => setImmediate(resolve))])
      expect(early).toBeUndefined()
      vi.advanceTimersByTime(1)
      return soon(running)
    })
    expect(answer?.status).toBe(504)
    expect(answer?.body.errors[0]?.extensions).toEqual({ code: 'TIMEOUT' })
  })

  test('makes no more work once the answer was given up', async ({ seeded }) => {
    const sent: string[] = []
    const db = openDb({ url: seeded.url, onStatement: (sql) => sent.push(sql) })
    const { ask } = loggedApp(db)
    const query = '{ countries(first: 1) { nodes { providers { nodes { offers { nodes { slug } } } } } } }'
    await ask(undefined, query)
    expect(sent.join()).toContain('"Provider"')
    sent.length = 0
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await whileLocked(seeded.url, 'Country', async (holder) => {
      const running = ask(undefined, query)
      await waiting(holder)
      vi.advanceTimersByTime(LIMITS.timeoutMs)
      expect((await soon(running))?.status).toBe(504)
    })
    vi.useRealTimers()
    // The statement that waited for the table ends now; what would come next takes a few milliseconds.
    while (!sent.some((sql) => sql.includes('"Country"')))
      await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(sent.filter((sql) => /"(Provider|Offer)"/.test(sql))).toEqual([])
    await db.$disconnect()
  })
})

describe('a fault of ours', () => {
  /** The database, but one of its parts throws. */
  const faulty = (db: Db, part: string): Db =>
    new Proxy(db, {
      get: (target, key) => {
        if (key === part) throw new Error(`${SECRET} in /srv/app/secret.ts`)
        return Reflect.get(target, key)
      },
    })

  test.for([
    ['country', 200],
    ['revision', 500],
  ] as const)(
    'in %s is masked; its id is that of the request and finds it in the log',
    async ([part, expected], { seeded }) => {
      const { ask, lines } = loggedApp(faulty(seeded.db, part))
      const { status, headers, text, body } = await ask()
      expect(status).toBe(expected)
      expect(text).not.toMatch(/hunter2|secret\.ts|node_modules|Error:/)
      const { message, extensions } = body.errors[0]!
      expect(extensions).toEqual({ code: 'INTERNAL' })
      const id = message.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/)![0]
      expect(id).toBe(headers.get('x-request-id'))
      const logged = lines.map((line) => JSON.parse(line)).filter((line) => line.id === id)
      expect(logged).toHaveLength(1)
      expect(logged[0].err.message).toContain(SECRET)
    },
  )
})

/** What the promise brings within a second of the real clock, else undefined. */
async function soon<T>(promise: Promise<T>): Promise<T | undefined> {
  const found: T[] = []
  promise.then((value) => found.push(value))
  const deadline = performance.now() + 1000
  while (found.length === 0 && performance.now() < deadline) await new Promise((r) => setImmediate(r))
  return found[0]
}

/** Resolves when somebody waits for the table that is locked. */
async function waiting(holder: pg.Client): Promise<void> {
  const asked = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '"Country"'::regclass`
  while ((await holder.query(asked)).rows.length === 0) await new Promise((resolve) => setImmediate(resolve))
}
