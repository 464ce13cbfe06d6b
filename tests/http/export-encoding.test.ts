/** Compressed copies: as the client asks, and never half of one that looks whole. */
import { setTimeout as delay } from 'node:timers/promises'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { createApp } from '../../src/http/app.ts'
import { testApp } from '../helpers/app.ts'
import { cable } from '../helpers/cable.ts'
import { test } from '../helpers/db.ts'
import { partnerOf, syncKey } from '../helpers/export.ts'

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('compression', () => {
  const wishes: [string | null, string | null][] = [
    [null, null],
    ['', null],
    ['br', null],
    ['identity', null],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip, deflate, br', 'gzip'],
    ['gzip, zstd', 'zstd'],
    ['gzip, zstd;q=0.5', 'gzip'],
    ['gzip;q=0, zstd;q=0', null],
    ['zstd;q=0, *', 'gzip'],
    ['identity, gzip;q=0.5', null],
  ]
  test.for(wishes)('%s gets %s', async ([accept, encoding], { seeded }) => {
    const { app } = testApp(seeded.db)
    const headers = {
      ...(await syncKey(seeded.db)),
      ...(accept === null ? {} : { 'accept-encoding': accept }),
    }
    for (const format of ['ndjson', 'csv']) {
      const url = `http://test/export/claim.${format}`
      const response = await app(new Request(url, { headers }))
      const whole = await (await partnerOf(seeded.db)).get(`claim.${format}`)
      expect(response.headers.get('content-encoding')).toBe(encoding)
      expect(response.headers.get('vary')).toBe('accept-encoding')
      const sent = await bytesOf(response)
      const read =
        encoding === 'gzip' ? gunzipSync(sent) : encoding === 'zstd' ? zstdDecompressSync(sent) : sent
      expect(read.equals(await bytesOf(whole))).toBe(true)
      const { headers: head } = await app(new Request(url, { headers, method: 'HEAD' }))
      expect(head.get('content-encoding')).toBe(encoding)
    }
  })

  const isOfClaims = (sql: string) => sql.includes('FROM "Claim" c LEFT JOIN LATERAL')

  test.for(['gzip', 'zstd'])('%s ends the reading when it is given up', async (encoding, { market }) => {
    const { app } = testApp(market.db)
    const headers = { ...(await syncKey(market.db)), 'accept-encoding': encoding }
    market.statements()
    const response = await app(new Request('http://test/export/claim.ndjson', { headers }))
    const reader = response.body!.getReader()
    await reader.read()
    let batches = 0
    const isQuiet = async () => {
      const sent = market.statements()
      batches += sent.filter(isOfClaims).length
      await delay(500)
      return sent.length === 0
    }
    while (!(await isQuiet()));
    // Of ten and more; what the compressor holds is small, but was much.
    expect(batches).toBeLessThan(8)
    await reader.cancel()
    await delay(300)
    expect(market.statements()).toEqual([])
  })

  test.for(['gzip', 'zstd'])('%s that breaks off hangs up, and is logged', async (encoding, { market }) => {
    const line = await cable(market.url)
    const db = openDb({ url: line.url })
    const lines: string[] = []
    const app = createApp({
      db,
      log: pino({ level: 'error' }, { write: (text: string) => lines.push(text) }),
    })
    const headers = { ...(await syncKey(market.db)), 'accept-encoding': encoding }
    let hungUp = 0
    const request = new Request('http://test/export/claim.ndjson', { headers })
    const response = await app(request, undefined, () => hungUp++)
    const reader = response.body!.getReader()
    const sent = [(await reader.read()).value!]
    await delay(500)
    await line.cut()
    for (let step = await reader.read(); !step.done; step = await reader.read()) sent.push(step.value)
    expect(hungUp).toBe(1)
    expect(lines.map((text) => JSON.parse(text))).toMatchObject([{ msg: 'request failed' }])
    const decompress = encoding === 'gzip' ? gunzipSync : zstdDecompressSync
    expect(() => decompress(Buffer.concat(sent))).toThrow()
    await db.$disconnect()
  })
})
