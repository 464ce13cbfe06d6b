/** Inputs of price files: from disk, from an address, too large, not there, broken. */

import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { editionDay } from '../../src/ingest/market/date.ts'
import { INPUT_BYTES_MAX, readInput, shownInput } from '../../src/ingest/market/input.ts'
import { parseJson, priceOf, Written } from '../../src/ingest/market/numbers.ts'
import { sha256 } from '../../src/lib/ids.ts'

const isToml = (path: string) => path.endsWith('.toml')

async function folder(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'aef-input-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(dir, name, '..'), { recursive: true })
    await writeFile(join(dir, name), text)
  }
  return dir
}

async function served(
  answer: (path: string) => { status?: number; body: Iterable<string> },
): Promise<string> {
  const server = createServer((request, response) => {
    const { status = 200, body } = answer(request.url!)
    response.writeHead(status)
    for (const chunk of body) response.write(chunk)
    response.end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a folder', () => {
  test('is read by the names that the format accepts, in one order, with one hash', async () => {
    const files = { 'b.toml': 'b', 'a/c.toml': 'c', 'note.md': 'no' }
    const [one, other] = [
      await readInput(await folder(files), isToml),
      await readInput(await folder(files), isToml),
    ]
    expect(one.files.map((f) => f.path)).toEqual(['a/c.toml', 'b.toml'])
    expect(other.contentHash).toBe(one.contentHash)
    const changed = await readInput(await folder({ ...files, 'b.toml': 'B' }), isToml)
    expect(changed.contentHash).not.toBe(one.contentHash)
  })

  test('may link to files of its own, and a link that leads out of it or nowhere is none of it', async () => {
    const outside = await folder({ 'secret.toml': 'secret' })
    const dir = await folder({ 'a.toml': 'a' })
    await symlink(join(dir, 'a.toml'), join(dir, 'same.toml'))
    await symlink(join(outside, 'secret.toml'), join(dir, 'out.toml'))
    await symlink(join(dir, 'nobody.toml'), join(dir, 'broken.toml'))
    expect((await readInput(dir, isToml)).files.map((f) => f.path)).toEqual(['a.toml', 'same.toml'])
  })

  test('without a file of the format, and a path that is not there, are refused', async () => {
    await expect(readInput(await folder({ 'a.md': '' }), isToml)).rejects.toThrow(
      /holds no file of this format/,
    )
    await expect(readInput('/nowhere/at/all.json', isToml)).rejects.toThrow(
      /all\.json: there is no such file/,
    )
  })

  test('a file beyond the limit is refused before it is read', async () => {
    const dir = await folder({ 'a.toml': '' })
    await truncate(join(dir, 'a.toml'), 200_000_000)
    const before = process.memoryUsage().rss
    await expect(readInput(join(dir, 'a.toml'), isToml)).rejects.toThrow(/is larger than 16 MB \(200 MB\)/)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })
})

describe('an address', () => {
  test('is fetched, and hashed as the file would be', async () => {
    const url = await served(() => ({ body: ['{"a"', ':1}'] }))
    const { files, contentHash, isAddress } = await readInput(`${url}/api/models.json`, isToml)
    expect(files.map((f) => [f.path, new TextDecoder().decode(f.bytes)])).toEqual([
      ['models.json', '{"a":1}'],
    ])
    expect([contentHash, isAddress]).toEqual([sha256('{"a":1}'), true])
  })

  test('that answers with an error, too much, or not at all is refused', async () => {
    const url = await served((path) =>
      path === '/large' ? { body: endless() } : { status: 503, body: ['busy'] },
    )
    await expect(readInput(`${url}/busy`, isToml)).rejects.toThrow(/answered 503; nothing was imported/)
    await expect(readInput(`${url}/large`, isToml)).rejects.toThrow(/is larger than 16 MB/)
    await expect(readInput('http://127.0.0.1:1/x', isToml)).rejects.toThrow(/cannot be fetched/)
  })

  test('is shown without what may be a secret', async () => {
    expect(shownInput('https://me:secret@example.org/a.json?key=secret#x')).toBe('https://example.org/a.json')
    expect(shownInput('a/file?.json')).toBe('a/file?.json')
    const url = await served(() => ({ status: 401, body: ['no'] }))
    const refused = await readInput(`${url}/a.json?key=secret`, isToml).catch(String)
    expect(refused).toMatch(/\/a\.json: answered 401/)
    expect(refused).not.toContain('secret')
    await expect(readInput('https://[', isToml)).rejects.toThrow(/is no address/)
  })

  test('of another machine must be encrypted', async () => {
    await expect(readInput('http://example.org/x.json', isToml)).rejects.toThrow(/use an https address/)
  })
})

function* endless() {
  const chunk = 'x'.repeat(1_000_000)
  for (let sent = 0; sent <= INPUT_BYTES_MAX; sent += chunk.length) yield chunk
}

describe('the day of an edition', () => {
  const from = (input: Partial<Parameters<typeof editionDay>[0]>, snapshot = {}) =>
    editionDay(
      { origin: 'map.json', isAddress: false, given: undefined, before: null, ...input },
      { mentioned: [], ...snapshot },
      '2026-11-25',
    ).day

  test('is the one that is given, else of the same bytes, of the file itself, of its name, the newest mentioned', () => {
    const all = { given: '2026-01-01', before: '2026-01-02', origin: 'x.2026-01-04.json' }
    const file = { date: '2026-01-03', mentioned: ['2026-01-05', '2026-01-01'] }
    expect(from(all, file)).toBe('2026-01-01')
    expect(from({ ...all, given: undefined }, file)).toBe('2026-01-02')
    expect(from({ origin: all.origin }, file)).toBe('2026-01-03')
    expect(from({ origin: all.origin }, { mentioned: file.mentioned })).toBe('2026-01-04')
    expect(from({}, { mentioned: file.mentioned })).toBe('2026-01-05')
  })

  test('is today for what is fetched now, and for what tells nothing', () => {
    expect(from({ isAddress: true }, { mentioned: ['2026-01-05'] })).toBe('2026-11-25')
    expect(from({})).toBe('2026-11-25')
  })

  test('is never one that has not come: mentioned ones are passed over, said ones refused', () => {
    expect(from({}, { mentioned: ['2027-01-01', '2026-09-22'] })).toBe('2026-09-22')
    expect(() => from({ given: '2027-01-01' })).toThrow(/has not come yet/)
    expect(() => from({ given: 'yesterday' })).toThrow(/is no day/)
  })
})

describe('numbers', () => {
  test.each([
    ['2.5e-06', '2.5'],
    ['3.9999999999999997e-07', '0.4'],
    ['0.00000012345678901234567890123456789', '0.12345678901234567890123456789'],
    ['0', '0'],
    ['-0.0', '0'],
  ])('%s dollars per token are %s per million', (text, amount) => {
    expect(priceOf(new Written(text), 1e6)).toEqual({ amount })
  })

  test.each([
    [new Written('-1'), /negative/],
    [new Written(`0.${'1'.repeat(60)}`), /kept exactly/],
    [new Written('1e30'), /too large/],
    ['0.5', /the text "0\.5" where a number belongs/],
    [null, /is empty/],
    [[1], /a list/],
  ])('%j is no price', (value, reason) => {
    expect((priceOf(value, 1) as { reason: string }).reason).toMatch(reason)
  })

  test('JSON keeps every digit, and a reserved name is a key', () => {
    const parsed = parseJson('x.json', Buffer.from('{"__proto__":{"a":0.10000000000000000000001}}'))
    const own = Object.getOwnPropertyDescriptor(parsed, '__proto__')!.value as { a: Written }
    expect(own.a.text).toBe('0.10000000000000000000001')
  })

  test.each([
    ['cut off', '{"one": {"a": 1},\n "two": {"a": 2', /x\.json:2: is no JSON at or after "two"/],
    ['NaN', '{"one": {"a": NaN}}', /x\.json:1: is no JSON at or after "one"/],
    ['no text', '', /x\.json:1: is no JSON/],
  ])('broken JSON is refused with line and record: %s', (_, text, message) => {
    expect(() => parseJson('x.json', Buffer.from(text))).toThrow(message)
  })

  test('bytes that are no UTF-8 are refused with their line', () => {
    expect(() => parseJson('x.json', Buffer.from([0x7b, 0x0a, 0xff, 0x7d]))).toThrow(/x\.json:2: is no UTF-8/)
  })
})
