/** Large copies: read only as fast as they are taken, in little memory, and never half of one that looks whole. */
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pino } from 'pino'
import { afterEach, beforeAll, describe, expect, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { createApp } from '../../src/http/app.ts'
import { DRAIN_MS, type Listening, listen } from '../../src/http/server.ts'
import { cable } from '../helpers/cable.ts'
import { addClaims } from '../helpers/claim-rows.ts'
import { test as base, type TestDb } from '../helpers/db.ts'
import { partnerOf, rowsOf, syncKey } from '../helpers/export.ts'

const CLAIMS = 20_000
/** Of the note of each claim, so that the copy is far larger than what sockets hold. */
const NOTE_CHARS = 1000

const test = base.extend<{ bulk: TestDb }>({
  bulk: [
    async ({ seeded }, use) => {
      await addClaims(seeded.db, CLAIMS, NOTE_CHARS)
      await use(seeded)
    },
    { scope: 'file' },
  ],
})

/** Bytes in use after what is garbage is gone. */
let heapUsed = (): number => 0
beforeAll(() => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  heapUsed = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
})

const isOfClaims = (sql: string) => sql.includes('FROM "Claim" c LEFT JOIN LATERAL')

/** Resolves when no statement has been sent for a while; gives how many batches were read. */
async function quiet(bulk: TestDb): Promise<number> {
  for (let batches = 0; ; ) {
    await delay(300)
    const sent = bulk.statements()
    if (sent.length === 0) return batches
    batches += sent.filter(isOfClaims).length
  }
}

describe('a copy of twenty thousand claims', () => {
  test('takes no more memory at its end than at its start', async ({ bulk }) => {
    const response = await (await partnerOf(bulk.db)).get('claim.ndjson')
    let bytes = 0
    let batches = 0
    let start = 0
    let most = 0
    for await (const chunk of response.body!) {
      bytes += chunk.byteLength
      batches++
      // The statements that the test itself keeps are not the copy's.
      bulk.statements()
      if (batches === 5) start = heapUsed()
      if (batches > 5 && batches % 5 === 0) most = Math.max(most, heapUsed())
    }
    expect(batches).toBeGreaterThan(CLAIMS / 500)
    expect(bytes).toBeGreaterThan(25_000_000)
    expect(most - start).toBeLessThan(6_000_000)
  })

  test('is whole and in order, each claim once', async ({ bulk }) => {
    const ids = (await (await partnerOf(bulk.db)).rows('claim')).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(CLAIMS)
    expect(ids).toEqual([...new Set(ids)].sort())
  })

  test('is read one batch further than its reader has come, and not at all once it is given up', async ({
    bulk,
  }) => {
    const response = await (await partnerOf(bulk.db)).get('claim.ndjson')
    const reader = response.body!.getReader()
    bulk.statements()
    for (let read = 0; read < 3; read++) {
      await reader.read()
      expect(await quiet(bulk)).toBe(1)
    }
    await reader.cancel()
    await delay(200)
    expect(bulk.statements()).toEqual([])
  })

  afterEach(() => vi.useRealTimers())

  test('may take longer than an answer', async ({ bulk }) => {
    const partner = await partnerOf(bulk.db)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const response = await partner.get('claim.ndjson')
    // Of the connection that the next batch may be read by, no timer runs any more.
    await quiet(bulk)
    vi.advanceTimersByTime(2 * LIMITS.timeoutMs)
    vi.useRealTimers()
    expect(response.status).toBe(200)
    expect(rowsOf(await response.text()).length).toBeGreaterThan(CLAIMS)
  })
})

describe('over a real connection', () => {
  /** A listening server on a database, and a client of its that reads when it is told to. */
  async function connected(db: TestDb['db'], key: TestDb['db'] = db) {
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) })
    const server: Listening = await listen(createApp({ db, log }), { host: '127.0.0.1', port: 0 })
    const headers = await syncKey(key)
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${server.url}/export/claim.ndjson`, { headers, agent: false }, resolve).on('error', reject)
    })
    return { server, response, lines }
  }

  test('a client that does not read stops the reading, and one that hangs up ends it', async ({ bulk }) => {
    bulk.statements()
    const { server, response } = await connected(bulk.db)
    const batches = await quiet(bulk)
    expect(batches).toBeGreaterThan(0)
    expect(batches).toBeLessThan(CLAIMS / 500 / 2)
    response.destroy()
    expect(await quiet(bulk)).toBeLessThanOrEqual(1)
    // What was given up does not hold up the end of the server until that is forced.
    const began = performance.now()
    await server.close()
    expect(performance.now() - began).toBeLessThan(DRAIN_MS)
  })

  test('a client that hangs up while it reads ends the reading', async ({ bulk }) => {
    bulk.statements()
    const { server, response, lines } = await connected(bulk.db)
    let taken = 0
    await new Promise<void>((resolve) => {
      response.on('data', (chunk: Buffer) => {
        taken += chunk.length
        if (taken < 2_000_000) return
        response.destroy()
        resolve()
      })
    })
    const batches = await quiet(bulk)
    expect(batches).toBeLessThan(CLAIMS / 500 / 2)
    await delay(500)
    expect(bulk.statements()).toEqual([])
    expect(lines).toEqual([])
    await server.close()
  })

  test('a copy that breaks off ends the connection, and is logged', async ({ bulk }) => {
    const line = await cable(bulk.url)
    const db = openDb({ url: line.url })
    const complained = vi.spyOn(console, 'error')
    const { server, response, lines } = await connected(db, bulk.db)
    await quiet(bulk)
    await line.cut()
    const failure = await new Promise<Error | null>((resolve) => {
      response.on('error', resolve).on('end', () => resolve(null))
      response.resume()
    })
    expect(failure).toMatchObject({ code: 'ECONNRESET' })
    expect(response.complete).toBe(false)
    const logged = lines.map((text) => JSON.parse(text))
    expect(logged).toMatchObject([{ id: response.headers['x-request-id'], msg: 'request failed' }])
    expect(complained).not.toHaveBeenCalled()
    await server.close()
    await db.$disconnect()
  })

  test('what fails before anything is sent has its status', async ({ bulk }) => {
    const line = await cable(bulk.url)
    const db = openDb({ url: line.url })
    const partner = await partnerOf(bulk.db, createApp({ db, log: pino({ level: 'silent' }) }))
    await line.cut()
    const response = await partner.get('claim.ndjson')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] })
    await db.$disconnect()
  })
})
