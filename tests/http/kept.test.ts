/** Bytes that are made once: by whom, for whom, and in which encoding they are sent. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createKeeper, type Made } from '../../src/http/kept.ts'

const HTML = { 'content-type': 'text/html; charset=utf-8' }
const ask = (headers: Record<string, string> = {}, method = 'GET') =>
  new Request('http://test/x', { method, headers })

function counting(made: Partial<Made> = {}) {
  const state = { calls: 0 }
  const make = async (): Promise<Made> => {
    state.calls++
    await new Promise((resolve) => setImmediate(resolve))
    return { body: `<p>${'word '.repeat(500)}</p>`, headers: HTML, ...made }
  }
  return { state, make }
}

test('is made once for all who ask at the same time, and for those who ask later', async () => {
  const keeper = createKeeper(1_000_000)
  const { state, make } = counting()
  const answers = await Promise.all(Array.from({ length: 20 }, () => keeper.answer(ask(), 'a', make)))
  expect(state.calls).toBe(1)
  expect(new Set(await Promise.all(answers.map((a) => a.text()))).size).toBe(1)
  await keeper.answer(ask(), 'a', make)
  expect(state.calls).toBe(1)
  await keeper.answer(ask(), 'b', make)
  expect(state.calls).toBe(2)
})

test('a failure is kept for nobody', async () => {
  const keeper = createKeeper(1_000_000)
  await expect(keeper.answer(ask(), 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const { make } = counting()
  expect((await keeper.answer(ask(), 'a', make)).status).toBe(200)
})

test('the same bytes in each encoding, under one tag', async () => {
  const keeper = createKeeper(1_000_000)
  const { make } = counting()
  const read = async (encoding: string) => {
    const answer = await keeper.answer(ask({ 'accept-encoding': encoding }), 'a', make)
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-length')).toBe(String(bytes.length))
    return { bytes, headers: answer.headers }
  }
  const plain = await read('identity')
  const br = await read('gzip, br')
  const gz = await read('gzip')
  expect(br.headers.get('content-encoding')).toBe('br')
  expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes)
  expect(gunzipSync(gz.bytes)).toEqual(plain.bytes)
  expect(br.bytes.length).toBeLessThan(plain.bytes.length / 5)
  const tag = br.headers.get('etag')!
  expect(tag).toBe(`W/${plain.headers.get('etag')}`)
  const again = await keeper.answer(ask({ 'if-none-match': tag }), 'a', make)
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect((await keeper.answer(ask({ 'if-none-match': '"other"' }), 'a', make)).status).toBe(200)
})

test('pictures and short texts are sent as they are', async () => {
  const keeper = createKeeper(1_000_000)
  const png = new Uint8Array(5_000)
  const picture = counting({ body: png, headers: { 'content-type': 'image/png' } })
  const answer = await keeper.answer(ask({ 'accept-encoding': 'br' }), 'png', picture.make)
  expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([null, null])
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png)
  const short = await keeper.answer(ask({ 'accept-encoding': 'br' }), 'short', counting({ body: 'a' }).make)
  expect(await short.text()).toBe('a')
})

test('HEAD tells what GET would, without a body; pinned bytes may be kept by others for a day', async () => {
  const keeper = createKeeper(1_000_000)
  const { make } = counting({ status: 404 })
  const get = await keeper.answer(ask(), 'a', make, true)
  const head = await keeper.answer(ask({}, 'HEAD'), 'a', make, true)
  expect([head.status, await head.text()]).toEqual([404, ''])
  expect([...head.headers]).toEqual([...get.headers])
  expect(head.headers.get('cache-control')).toBe('public, max-age=86400')
  expect((await keeper.answer(ask(), 'a', make)).headers.get('cache-control')).toBe('no-cache')
})

test('what does not fit any more is made again', async () => {
  const keeper = createKeeper(12_000)
  const { state, make } = counting()
  for (const key of ['a', 'b', 'c', 'a']) await keeper.answer(ask(), key, make)
  expect(state.calls).toBe(4)
})
