import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import * as bundle from '@graphql-yoga/render-graphiql/graphiql'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createGraphiql } from '../../src/http/graphiql.ts'
import { PREPARED_TABS } from '../../src/http/graphiql-tabs.ts'

const graphiql = createGraphiql({ endpoint: '/graphql', assetsPath: '/graphiql' })

const ORIGIN = 'http://facts.test'
const html = await graphiql.page(new Request(`${ORIGIN}/graphql`)).text()
const base = /href="(\/graphiql\/[0-9a-f]{16})\/graphiql\.css"/.exec(html)?.[1] ?? 'no base in the page'

const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const response = await graphiql.asset(new Request(`${ORIGIN}${path}`, { method, headers }))
  if (!response) throw new Error(`${path} is not an asset`)
  return response
}
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('prepared tabs', () => {
  test.each(PREPARED_TABS)('$title explains itself and names its operation', ({ query }) => {
    expect(query).toMatch(/^(# .{1,48}\n){2,5}query /)
    const [operation, ...others] = parse(query).definitions
    expect(others).toEqual([])
    expect(operation).toMatchObject({ operation: 'query', name: { value: expect.any(String) } })
  })
})

describe('page', () => {
  test('is small and names no other host', () => {
    expect(html.length).toBeLessThan(10_000)
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//)
  })

  test('runs no inline script', () => {
    for (const [tag] of html.matchAll(/<script[^>]*>/g))
      expect(tag).toMatch(/ src=| type="application\/json"/)
    const policy = graphiql.page(new Request(`${ORIGIN}/graphql`)).headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/blob:|unsafe-eval/)
  })

  test('is told apart from the JSON of the same URL', () => {
    const { headers } = graphiql.page(new Request(`${ORIGIN}/graphql`))
    expect(headers.get('vary')).toBe('Accept')
    expect(headers.get('cache-control')).toBe('no-cache')
  })
})

describe('assets', () => {
  test.each([
    ['graphiql.js', bundle.js],
    ['graphiql.css', bundle.css],
    ['editor.worker.js', bundle.editorWorkerService],
    ['graphql.worker.js', bundle.graphqlWorker],
    ['json.worker.js', bundle.jsonWorker],
  ])('%s is what the package exports, in each encoding', async (name, text) => {
    const expected = Buffer.from(text)
    const [br, gzip, identity] = await Promise.all([
      get(`${base}/${name}`, { 'accept-encoding': 'gzip, deflate, br, zstd' }),
      get(`${base}/${name}`, { 'accept-encoding': 'br;q=0, gzip' }),
      get(`${base}/${name}`),
    ])
    expect([br, gzip, identity].map((r) => r.headers.get('content-encoding'))).toEqual(['br', 'gzip', null])
    expect(new Set([br, gzip, identity].map((r) => r.headers.get('etag'))).size).toBe(3)
    expect(brotliDecompressSync(await bytesOf(br)).equals(expected)).toBe(true)
    expect(gunzipSync(await bytesOf(gzip)).equals(expected)).toBe(true)
    expect((await bytesOf(identity)).equals(expected)).toBe(true)
  })

  test('are kept for a year and by encoding', async () => {
    const { headers } = await get(`${base}/graphiql.js`, { 'accept-encoding': 'br' })
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('vary')).toBe('Accept-Encoding')
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test('are not sent again to whoever has them', async () => {
    const etag = (await get(`${base}/graphiql.css`, { 'accept-encoding': 'br' })).headers.get('etag') ?? ''
    const again = await get(`${base}/graphiql.css`, {
      'accept-encoding': 'br',
      'if-none-match': `"x", W/${etag}`,
    })
    expect(again.status).toBe(304)
    expect(again.headers.get('etag')).toBe(etag)
    expect(
      (await get(`${base}/graphiql.css`, { 'accept-encoding': 'gzip', 'if-none-match': etag })).status,
    ).toBe(200)
  })

  test('HEAD tells the length without the bytes', async () => {
    const head = await get(`${base}/boot.js`, {}, 'HEAD')
    const full = await bytesOf(await get(`${base}/boot.js`))
    expect(head.headers.get('content-length')).toBe(String(full.length))
    expect(await head.text()).toBe('')
  })

  test('another release, an unknown name or another method finds nothing that could be kept', async () => {
    for (const path of [
      '/graphiql/0123456789abcdef/graphiql.js',
      `${base}/toString`,
      `${base}/boot.js/`,
      '/graphiql/',
    ]) {
      const response = await get(path)
      expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 404, 'no-store'])
    }
    expect((await get(`${base}/boot.js`, {}, 'POST')).status).toBe(405)
  })

  test('leaves other paths to others', async () => {
    for (const path of ['/graphql', '/graphiqlx/a', '/']) {
      expect(await graphiql.asset(new Request(`${ORIGIN}${path}`))).toBeNull()
    }
  })
})
