/** What a server and a network can do to a sync: refuse, ask to wait, break off, and be somewhere else. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { rowsOf } from '../helpers/export.ts'
import { codeOf, cutAfter, folder, test } from './partner.ts'

const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ errors: [{ message: `told: ${code}`, extensions: { code } }] }, { status, headers })

describe('a refusal ends the sync, at once and with its reason:', () => {
  test('a key that is not valid', async ({ behind: { partner, again } }) => {
    const to = await again()
    const key = `aef_${'0'.repeat(10)}_${'0'.repeat(32)}`
    expect(await codeOf(partner.sync(to, { key }))).toBe('UNAUTHENTICATED')
    expect(partner.line.asked).toHaveLength(1)
    await expect(partner.sync(to, { key })).rejects.not.toThrow(key)
  })

  test('a key without the scope', async ({ behind: { partner, again } }) => {
    const to = await again()
    partner.line.answer = async (url, _init, send) =>
      url.pathname === '/changes' ? problem(403, 'FORBIDDEN') : send()
    expect(await codeOf(partner.sync(to, { follow: true }))).toBe('FORBIDDEN')
  })

  test('an address that redirects: the key does not go there', async ({ behind: { partner, again } }) => {
    const to = await again()
    partner.line.answer = async (_url, init) => {
      expect(init.redirect).toBe('manual')
      return new Response(null, { status: 308, headers: { location: 'https://other.test/' } })
    }
    await expect(partner.sync(to)).rejects.toThrow('redirects to https://other.test/')
  })

  test('an address of something else', async ({ behind: { partner, again } }) => {
    const to = await again()
    partner.line.answer = async () => new Response('<html>', { status: 404 })
    expect(await codeOf(partner.sync(to))).toBe('BAD_ADDRESS')
    partner.line.answer = async () => new Response('<html>', { headers: { 'content-type': 'text/html' } })
    expect(await codeOf(partner.sync(to))).toBe('BAD_ADDRESS')
    for (const from of [
      'facts.example.org',
      'ftp://facts.test',
      'https://aef_a_b@facts.test',
      'http://facts.test/?key=1',
    ])
      expect(await codeOf(partner.sync(to, { from })), from).toBe('BAD_OPTIONS')
    expect(await codeOf(partner.sync(to, { key: 'aef_\n' }))).toBe('BAD_OPTIONS')
  })
})

describe('what passes is waited for:', () => {
  test('a busy server, for as long as it asks', async ({ behind: { partner, copies, newest, again } }) => {
    const to = await again()
    const answers = [
      problem(429, 'RATE_LIMITED', { 'retry-after': '7' }),
      problem(503, 'UNAVAILABLE', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
      problem(500, 'INTERNAL'),
      new Response('bad gateway', { status: 502 }),
    ]
    partner.line.answer = async (_url, _init, send) => answers.shift() ?? send()
    await partner.sync(to)
    const waits = partner.told.filter((p) => p.stage === 'waiting')
    expect(waits.map((w) => w.failures)).toEqual([1, 2, 3, 4])
    expect(waits[0]).toMatchObject({ reason: 'told: RATE_LIMITED' })
    expect(waits[0]!.ms).toBeGreaterThanOrEqual(7_000)
    for (const [i, { ms }] of waits.entries()) {
      if (i === 0) continue
      expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i)
      expect(ms).toBeLessThanOrEqual(500 * 2 ** i)
    }
    await partner.expectEqual(to, newest, copies)
  })

  test('but one catch-up waits neither for a day nor for ever', async ({ behind: { partner, again } }) => {
    const to = await again()
    partner.line.answer = async () => problem(429, 'RATE_LIMITED', { 'retry-after': '3600' })
    expect(await codeOf(partner.sync(to))).toBe('RATE_LIMITED')
    partner.line.asked.length = 0
    partner.line.answer = async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
    }
    await expect(partner.sync(to)).rejects.toThrow(/ECONNREFUSED.*8 attempts/)
    expect(partner.line.asked).toHaveLength(8)
  })

  test('whoever follows waits until it is stopped', async ({ behind: { partner, again } }) => {
    const to = await again()
    const stop = new AbortController()
    partner.line.answer = async () => {
      if (partner.line.asked.length === 50) stop.abort()
      return problem(429, 'RATE_LIMITED', { 'retry-after': '3600' })
    }
    expect(await partner.sync(to, { follow: true, signal: stop.signal })).toMatchObject({ stopped: true })
  })
})

test('a feed that is cut anywhere is read on from there, and nothing is lost or counted twice', async ({
  behind: { partner, copies, newest, again },
}) => {
  const feed = (await (await partner.feed()).text()).split('\n')
  const own = feed.filter((line) => line !== '' && JSON.parse(line).revision > 1)
  const whole = await again()
  await partner.sync(whole)
  const applied = rowsOf(await readFile(join(whole, 'applied.ndjson'), 'utf8'))
  const before = (lines: number) =>
    Buffer.byteLength(
      own
        .slice(0, lines)
        .map((line) => `${line}\n`)
        .join(''),
    )
  const ends = own.flatMap((line, i) => (JSON.parse(line).op === 'REVISION' ? [i] : []))
  const [early, last] = [ends.at(-2)!, ends.at(-1)!]
  // Within lines, around the one that ends a revision and the one that ends the newest.
  const places: [bytes: number, isClean: boolean][] = [
    ...([
      [1, false],
      [1_000, true],
      [Math.floor(before(last) / 2), false],
    ] as [number, boolean][]),
    ...([
      [before(early), true],
      [before(early + 1) - 1, false],
      [before(early + 1), true],
    ] as [number, boolean][]),
    ...([
      [before(last), true],
      [before(last), false],
      [before(last + 1) - 1, true],
    ] as [number, boolean][]),
  ]
  for (const [place, isClean] of places) {
    const to = await again()
    let cuts = 0
    partner.line.answer = async (url, _init, send) =>
      url.pathname === '/changes' && cuts++ < 3 ? cutAfter(await send(), place, isClean) : send()
    expect(await partner.sync(to)).toMatchObject({ snapshots: 0, revisions: newest - 1 })
    expect(rowsOf(await readFile(join(to, 'applied.ndjson'), 'utf8'))).toEqual(applied)
    await partner.expectEqual(to, newest, copies)
  }
})

test('what came whole is applied before the rest is waited for', async ({ behind: { partner, again } }) => {
  const to = await again()
  const lines = (await (await partner.feed()).text()).split('\n')
  const end = lines.findIndex((line) => /"op":"REVISION","revision":3/.test(line))
  // The feed breaks off within revision 4, and then the server is gone.
  const part = `${lines.filter((line, i) => i <= end + 1 && !/"revision":1\b/.test(line)).join('\n')}\n`
  let isGone = false
  partner.line.answer = async (url, _init, send) => {
    if (isGone) throw new TypeError('fetch failed')
    if (url.pathname !== '/changes') return send()
    isGone = true
    return new Response(part, { headers: { 'content-type': 'application/x-ndjson' } })
  }
  expect(await codeOf(partner.sync(to))).toBe('UNREACHABLE')
  expect(partner.told.map((p) => p.stage).slice(0, 2)).toEqual(['applied', 'waiting'])
  await partner.expectEqual(to, 3)
})

test('a first copy that breaks off goes on at the part where it stopped', async ({
  behind: { partner, copies, newest },
}) => {
  const to = await folder()
  partner.line.asked.length = 0
  let parts = 0
  const isPart = (path: string) => path.includes('part=')
  partner.line.answer = async (url, _init, send) =>
    isPart(url.search) && ++parts > 9 ? cutAfter(await send(), 20, parts % 2 === 0) : send()
  expect(await codeOf(partner.sync(to))).toBe('UNREACHABLE')
  const fetched = partner.line.asked.filter(isPart).slice(0, 9)
  partner.line.asked.length = 0
  partner.line.answer = undefined
  await partner.sync(to)
  const again = partner.line.asked.filter(isPart)
  expect(again.filter((path) => fetched.includes(path))).toEqual([])
  expect(again.length + fetched.length).toBe(Object.values(copies).filter((copy) => copy !== '').length)
  await partner.expectEqual(to, newest, copies)
})

test('a sync that is stopped keeps the whole revisions that it has', async ({
  behind: { partner, newest, again },
}) => {
  const to = await again()
  const stop = new AbortController()
  // All but the end of the newest revision comes, and then nothing more.
  partner.line.answer = async (url, _init, send) => {
    if (url.pathname !== '/changes') return send()
    const text = await (await send()).text()
    const parts = [Buffer.from(text.slice(0, -100))]
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const part = parts.pop()
      if (part) controller.enqueue(part)
      else stop.abort()
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
  }
  const result = await partner.sync(to, { signal: stop.signal })
  expect(result).toMatchObject({ stopped: true, revisions: newest - 2, state: { revision: newest - 1 } })
  await partner.expectEqual(to, newest - 1)
})

test('two at once: the second is told who is there', async ({ behind: { partner, again } }) => {
  const to = await again()
  let second: string | undefined
  partner.line.answer = async (_url, _init, send) => {
    partner.line.answer = undefined
    second = await codeOf(partner.sync(to))
    return send()
  }
  await partner.sync(to)
  expect(second).toBe('LOCKED')
})
