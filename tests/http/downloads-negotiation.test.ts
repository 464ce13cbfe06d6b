import { describe, expect } from 'vitest'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { TABLE_TYPE, XLSX_TYPE } from '../../src/http/download-format.ts'
import { post, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { sheetsOf } from '../helpers/workbook.ts'

const QUERY = '{ hubs(first: 1) { nodes { slug } } }'
const JSON_TYPES = /^application\/(graphql-response\+)?json/
const CSV = /^text\/csv; charset=utf-8/
const PAGE = /^text\/html/
const XLSX = new RegExp(`^${XLSX_TYPE.replaceAll('.', '\\.')}$`)
const address = (more: string) => `http://test/graphql?query=${encodeURIComponent(QUERY)}${more}`

describe('the form of an answer', () => {
  test.for([
    ['text/csv', '', CSV],
    [XLSX_TYPE, '', XLSX],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', '', PAGE],
    ['text/html, text/csv', '', PAGE],
    ['text/csv, text/html', '', CSV],
    ['text/csv;q=0.5, text/html', '', PAGE],
    ['text/html;q=0.5, text/csv;q=0.9', '', CSV],
    ['text/csv;q=0, */*', '', JSON_TYPES],
    ['*/*', '', JSON_TYPES],
    ['*/*, text/csv', '', CSV],
    ['application/json, text/csv', '', JSON_TYPES],
    ['application/json;q=0.9, TEXT/CSV', '', CSV],
    ['application/json, text/plain, */*', '', JSON_TYPES],
    [`${TABLE_TYPE}, application/json`, '', /^application\/vnd\.ai-economy-facts\.table\+json/],
    ['text/html', '&format=csv', CSV],
    ['text/html', '&format=xlsx', XLSX],
    ['text/csv', '&format=json', JSON_TYPES],
    ['', '', JSON_TYPES],
  ] as const)('Accept: %s with %s', async ([accept, more, type], { seeded }) => {
    const { app } = testApp(seeded.db)
    const headers = accept === '' ? {} : { accept }
    const got = await app(new Request(address(more), { headers }))
    expect([got.status, got.headers.get('content-type')]).toEqual([200, expect.stringMatching(type)])
    expect(got.headers.get('vary')).toMatch(/\bAccept\b/)
    await got.arrayBuffer()
    if (type === PAGE) return
    const posted = await app(
      new Request(address(more), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ query: QUERY }),
      }),
    )
    expect([posted.status, posted.headers.get('content-type')]).toEqual([200, expect.stringMatching(type)])
  })

  test.for(['&format=pdf', '&format=csv&format=csv', '&format='])(
    '%s is refused',
    async (more, { seeded }) => {
      const answer = await testApp(seeded.db).app(new Request(address(more)))
      expect([answer.status, ((await answer.json()) as any).errors[0].extensions.code]).toEqual([
        400,
        'BAD_ARGUMENT',
      ])
    },
  )

  test('HEAD tells what GET would send, without it', async ({ seeded }) => {
    const { app } = testApp(seeded.db)
    const head = await app(new Request(address('&format=csv'), { method: 'HEAD' }))
    const get = await app(new Request(address('&format=csv')))
    expect(await head.text()).toBe('')
    for (const name of ['content-type', 'content-disposition', 'x-revision', 'x-row-count'])
      expect(head.headers.get(name), name).toBe(get.headers.get(name))
  })

  test('a question as plain GraphQL has its table too', async ({ seeded }) => {
    const { app } = testApp(seeded.db)
    const headers = { 'content-type': 'application/graphql', accept: 'text/csv' }
    const answer = await app(new Request('http://test/graphql', { method: 'POST', headers, body: QUERY }))
    expect(await answer.text()).toMatch(/^\uFEFF?slug\r\n[a-z-]+\r\n$/)
  })
})

test('a table for pages stands beside the whole JSON', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const query = '{ prices(first: 2) { nodes { statement claims { text } } } revision { number } }'
  const plain = await ask(query)
  const { body } = await ask(query, undefined, { accept: `${TABLE_TYPE}, application/json` })
  const { table, ...rest } = body as any
  expect(rest).toEqual(plain.body)
  expect(table.tables.map((t: any) => [t.name, t.columns.map((c: any) => c.name), t.lists])).toEqual([
    ['prices', ['statement', 'claims.text'], ['prices', 'prices.claims']],
    ['revision', ['number'], []],
  ])
  expect(table.tables[0].rows.map(([s]: string[]) => s)).toEqual(
    plain.body.data.prices.nodes.map((n: any) => n.statement),
  )
  expect(table.sources[0]).toMatchObject({
    use: 'PREFERRED',
    attribution: expect.any(String),
    mayGoOut: true,
  })
  expect(table.tables[0]).toMatchObject({ goesOn: true, total: expect.any(Number) })
  expect(table.tables[1]).toMatchObject({ goesOn: false, total: null })
})

test('errors and mutations are told beside no table', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { body } = await ask('{ hubs(first: 101) { nodes { slug } } }', undefined, { accept: TABLE_TYPE })
  expect(body.errors![0]!.extensions.code).toBe('BAD_ARGUMENT')
  expect(body).not.toHaveProperty('table')
})

test('a download costs what its JSON costs', async ({ seeded }) => {
  const clock = fixedClock('2026-11-25T10:00:00Z')
  const limiter = createLimiter(seeded.db, clock, { slowMs: 60_000 })
  const { app } = testApp(seeded.db, { clock, limiter })
  const left: number[] = []
  for (const accept of ['application/json', 'application/json', 'text/csv', XLSX_TYPE]) {
    const answer = await app(post(QUERY, undefined, { accept }), '192.0.2.9')
    expect(answer.status).toBe(200)
    left.push(Number(/;r=(\d+)/.exec(answer.headers.get('ratelimit')!)![1]))
  }
  const costs = left.slice(1).map((n, i) => left[i]! - n)
  expect(new Set(costs).size).toBe(1)
  expect(costs[0]).toBeGreaterThan(0)
})

test('a receipt that is asked for is named in the file', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const answer = await app(post(QUERY, undefined, { accept: XLSX_TYPE, 'x-receipt': 'true' }))
  const id = answer.headers.get('x-receipt-id')!
  const rows = sheetsOf(new Uint8Array(await answer.arrayBuffer())).get('README')!.rows
  expect(rows.find(([label]) => label === 'Receipt')?.[1]).toBe(`http://test/receipts/${id}`)
  expect((await app(new Request(`http://test/receipts/${id}.json`))).status).toBe(200)
})
