/** The page of a receipt: what it shows, and that nothing of it becomes HTML that is not ours. */
import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { receiptsOf } from '../../src/domain/receipts/receipts.ts'
import { answerTable } from '../../src/http/answer-table.ts'
import { createReceipts } from '../../src/http/receipts.ts'
import { Html, html } from '../../src/lib/html.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { importYaml, usage } from '../helpers/facts.ts'
import { clientOf, small, USAGE, VARIABLES } from '../helpers/receipts.ts'

const EVIL = '</pre><script>alert(1)</script><img src=x onerror="alert(2)">'

/** What a reader sees: the text between the tags. */
const read = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')

async function pageOf(client: ReturnType<typeof clientOf>, query: string, variables?: object) {
  const sent = await client.pin(query, variables)
  expect(sent.body.errors).toBeUndefined()
  const answer = await client.page(sent.body.extensions.receipt.url)
  return { ...answer, seen: read(answer.text), receipt: sent.body.extensions.receipt, sent }
}

describe('the page of a receipt', () => {
  test('shows question, time, revision, answer, sources, terms and how to cite it', async ({ seeded }) => {
    const client = clientOf(seeded.db)
    const query = `query P($slug: String!) { model(slug: $slug) { prices(meter: "output", seller: "deepseek", at: "2026-04-10") {
      nodes { value { point } claims { preferred key value { point } provenance { role source { title } } } } } } }`
    const { status, headers, text, seen, receipt, sent } = await pageOf(client, query, {
      slug: 'deepseek-v3.2',
    })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('vary')).toBe('Accept')
    expect(headers.get('x-revision')).toBe('1')
    for (const part of [
      'query P($slug: String!)',
      '"slug": "deepseek-v3.2"',
      '24 November 2026, 13:00 UTC',
      'revision 1, made 24 November 2026, 12:00 UTC',
      'Nothing has changed since: revision 1',
      'preferred key value › point provenance › role · source › title',
      "no C48.output 1.1 ORIGINAL · [China's 140 trillion daily tokens]",
      'Sources of the answer models.dev, repository of model and price data (git history) models.dev (anomalyco), MIT. Terms: MIT License',
      'Sources compared with them',
      `AI Economy Facts. (2026, November 24). Answer from revision 1 [Data set]. Receipt ${receipt.id}. http://test${receipt.url}`,
      createHash('sha256').update(sent.text).digest('hex'),
    ])
      expect(seen).toContain(part)
    expect(text).toContain('<html lang="en">')
    expect(text.match(/<h1>/g)).toHaveLength(1)
    expect(text).toContain(`href="${receipt.url}.json"`)
    const link = /href="(\/graphql\?[^"]+)"/.exec(text)![1]!.replaceAll('&#38;', '&')
    const parameters = new URL(link, 'http://test').searchParams
    expect(parameters.get('query')).toBe(query)
    expect(JSON.parse(parameters.get('variables')!)).toEqual({ slug: 'deepseek-v3.2' })
    expect(parameters.get('asOf')).toBe('1')
    const tables = [...text.matchAll(/<table/g)].length
    expect(tables).toBeGreaterThan(1)
    expect([...text.matchAll(/<table[^>]*><caption>(<bdi>)?[^<]/g)]).toHaveLength(tables)
  })

  test('names the sources that describe a thing, though it is no claim', async ({ seeded }) => {
    const query = '{ hub(slug: "inner-mongolia") { name provenance { source { title } } } }'
    const { seen } = await pageOf(clientOf(seeded.db), query)
    expect(seen).toMatch(/Sources of descriptions \S/)
    const { seen: bare } = await pageOf(clientOf(seeded.db), '{ hub(slug: "inner-mongolia") { name } }')
    expect(bare).toContain('No claim was read for this answer')
  })

  test('lets nothing but its own style in', async () => {
    const { headers, text } = await pageOf(await small(), USAGE, VARIABLES)
    const policy = headers.get('content-security-policy')!
    const style = /<style>(.*?)<\/style>/s.exec(text)![1]!
    const hash = createHash('sha256').update(style).digest('base64')
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
    )
    expect(text).not.toMatch(/<script| style=|\son\w+=/)
  })

  test('escapes whatever question, variables and answer hold', async () => {
    const client = await small()
    const query = `# ${EVIL}\nquery($text: String!) { evil: search(text: "${EVIL.replaceAll('"', '\\"')}") { matched } search(text: $text) { matched } }`
    const { text, seen } = await pageOf(client, query, { text: EVIL })
    expect(text).not.toMatch(/<script|<img/)
    expect(seen).toContain(`# ${EVIL}`)
    expect(seen).toContain(JSON.stringify({ text: EVIL }).slice(1, -1).replace(':', ': '))
    expect(html`<a title="${EVIL}">${EVIL}${new Html('<b>')}${null}${[1, '<']}</a>`.text).toBe(
      `<a title="${escaped(EVIL)}">${escaped(EVIL)}<b>1&#60;</a>`,
    )
    const table = answerTable({ [EVIL]: [{ [EVIL]: EVIL, list: [{ a: EVIL }] }] }, 100)
    expect(table.html.text).not.toMatch(/<script|<img/)
  })

  test('asks again at the newest revision, whatever the document pinned', async () => {
    const client = await small()
    const pinned = `query A($r: Int, $code: [String!]) @asOf(revision: $r) { ...U }
      query B { revision { number } }
      fragment U on Query { tokenUsage(filter: { country: $code }) { nodes { value { text } } } }`
    const sent = await client.pin(pinned, { r: 1, code: ['CN'] }, { operationName: 'A' })
    await importYaml(client.db, `claims:\n${usage('daily', 150)}`)
    const { text } = await client.page(sent.body.extensions.receipt.url)
    expect(read(text)).toContain(
      'In revision 2, the newest, 1 value differs. What differs; items of lists are counted from 1, new ones as they stand now Where Then Now tokenUsage › nodes › 1 › value › text 140 tokens per day 150 tokens per day',
    )
    const link = /href="(\/graphql\?[^"]+)"/.exec(text)![1]!
    expect(link).not.toContain('asOf=')
  })

  test('links to its revision, though another operation of the document names one', async () => {
    const client = await small()
    const both = 'query A @asOf(revision: 1) { revision { number } } query B { revision { number } }'
    const link = async (operationName: string) => {
      const sent = await client.pin(both, undefined, { operationName })
      return /href="(\/graphql\?[^"]+)"/.exec((await client.page(sent.body.extensions.receipt.url)).text)![1]!
    }
    expect(await link('A')).not.toContain('asOf=')
    expect(await link('B')).toContain('asOf=1')
  })

  test('stands without the answer of today, and says why', async () => {
    const client = await small()
    const { id } = (await client.pin(USAGE, VARIABLES)).body.extensions.receipt
    const kept = await client.db.receipt.findUniqueOrThrow({ where: { id } })
    // As an older release may have answered, and this one does not.
    const old = { ...kept, id: `${id.slice(0, -4)}0000`, query: 'query Usage { gone }', variables: {} }
    await client.db.receipt.create({ data: old })
    const { status, text } = await client.page(`/receipts/${old.id}`)
    expect(status).toBe(200)
    expect(read(text)).toContain('The question could not be asked again: Cannot query field "gone"')
    expect(read(text)).toContain('140 tokens per day')
  })

  test('does not wait for long for the answer of today, and gives that up', async () => {
    const client = await small()
    const { url } = (await client.pin(USAGE, VARIABLES)).body.extensions.receipt
    let given: AbortSignal | undefined
    const route = createReceipts({
      receipts: receiptsOf(client.db, fixedClock('2026-11-24T13:00:00Z')),
      endpoint: '/graphql',
      ask: (_question, signal) => {
        given = signal
        return new Promise(() => {})
      },
      patience: 50,
    })
    const request = new Request(`http://test${url}`, { headers: { accept: 'text/html' } })
    const response = await route(request, new URL(request.url), new AbortController().signal)
    expect(read(await response!.text())).toContain('The answer took longer than 0.05 seconds.')
    expect(given!.aborted).toBe(true)
  })

  test('shows no more values than fit', () => {
    const data = { list: Array.from({ length: 50 }, (_, i) => ({ a: `x${i}x`, b: [i, { c: [i] }] })) }
    const whole = answerTable(data, 1000)
    expect(whole.cut).toBe(false)
    for (let i = 0; i < 50; i++) expect(whole.html.text).toContain(`x${i}x`)
    for (const max of [0, 1, 10, 149]) expect(answerTable(data, max).cut, `${max}`).toBe(true)
    expect(answerTable(data, 10).html.text.length).toBeLessThan(4000)
    expect(answerTable({ flat: [{ a: 1 }, { a: 2 }, { a: 3 }] }, 2).cut).toBe(true)
    expect(answerTable({ flat: [1, 2, 3] }, 3).cut).toBe(false)
  })
})

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
