import { describe, expect } from 'vitest'
import { XLSX_TYPE } from '../../src/http/download-format.ts'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'
import { recordsOf } from '../helpers/export.ts'
import { sheetsOf } from '../helpers/workbook.ts'

const PRICES = `query Prices($first: Int = 3) {
  prices(first: $first, filter: { model: "deepseek-v3.2", meter: "output" }) {
    nodes { offer { seller { name } } value { point unit { code } } claims { text value { point } } }
  }
}`

const SOURCES = `query ($after: String) { sources(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor } nodes { title titleZh attribution url licence { name url } } } }`

const titleOf = (s: { title: string; titleZh: string | null }) =>
  s.titleZh ? `${s.title} (${s.titleZh})` : s.title

function asker({ db }: TestDb) {
  const { app, ask } = testApp(db, { publicUrl: 'https://facts.example/' })
  const get = (parameters: Record<string, string>, headers: Record<string, string> = {}, method = 'GET') =>
    app(new Request(`http://test/graphql?${new URLSearchParams(parameters)}`, { headers, method }))
  return {
    app,
    ask,
    get,
    csv: async (query: string, more: Record<string, string> = {}) => {
      const response = await get({ query, format: 'csv', ...more })
      const text = Buffer.from(await response.arrayBuffer()).toString('utf8')
      if (response.status !== 200) throw new Error(text)
      expect(text.startsWith('\uFEFF')).toBe(true)
      return { headers: response.headers, records: recordsOf(text.slice(1)) }
    },
    xlsx: async (query: string, more: Record<string, string> = {}) => {
      const response = await get({ query, format: 'xlsx', ...more })
      if (response.status !== 200) throw new Error(await response.text())
      return { headers: response.headers, sheets: sheetsOf(new Uint8Array(await response.arrayBuffer())) }
    },
  }
}

const isOrigin = (headers: Headers) => headers.get('content-disposition')

describe('CSV', () => {
  test('has a row for each item, and the columns of the question in its order', async ({ seeded }) => {
    const { csv, ask } = asker(seeded)
    const { headers, records } = await csv(PRICES)
    const { body } = await ask(PRICES)
    expect(records[0]).toEqual([
      ...['offer.seller.name', 'value.point', 'value.unit.code', 'claims.text', 'claims.value.point'],
    ])
    expect(records.slice(1)).toEqual(
      body.data.prices.nodes.map((p: any) => [
        ...[p.offer.seller.name, p.value?.point ?? '', p.value?.unit.code ?? ''],
        p.claims.map((c: any) => c.text).join(' | '),
        p.claims.map((c: any) => c.value?.point ?? '').join(' | '),
      ]),
    )
    expect(records.length).toBeGreaterThan(2)
    const revision = body.extensions.revision
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(isOrigin(headers)).toBe(`attachment; filename="Prices-r${revision}.csv"`)
    expect(headers.get('x-revision')).toBe(String(revision))
    expect(headers.get('x-row-count')).toBe(String(records.length - 1))
    expect(headers.get('x-licences')).not.toBeNull()
  })

  test('names the workbook of the same answer, pinned, which has its sources', async ({ seeded }) => {
    const { csv, app } = asker(seeded)
    const { headers } = await csv(PRICES, { variables: '{"first":2}' })
    const [, link] = /^<https:\/\/facts\.example(\/graphql\?[^>]*)>; rel="alternate"/.exec(
      headers.get('link')!,
    )!
    const parameters = new URL(link!, 'http://test').searchParams
    expect(parameters.get('asOf')).toBe(headers.get('x-revision'))
    expect(parameters.get('variables')).toBe('{"first":2}')
    const answer = await app(new Request(`http://test${link}`))
    const sheets = sheetsOf(new Uint8Array(await answer.arrayBuffer()))
    expect([...sheets.keys()]).toEqual(['prices', 'README'])
    expect(sheets.get('prices')!.rows).toHaveLength(3)
  })

  test('keeps its columns when the list is empty, and drops those that are skipped', async ({ seeded }) => {
    const { csv } = asker(seeded)
    const query = `query ($no: Boolean = false) { prices(filter: { model: "no-such-model" }) {
      nodes { a: question value { point @include(if: $no) text @skip(if: $no) } } } }`
    expect((await csv(query)).records).toEqual([['a', 'value.text']])
    expect((await csv(query, { variables: '{"no":true}' })).records).toEqual([['a', 'value.point']])
  })

  test('merges fragments, unions and names of types, aliases as given', async ({ seeded }) => {
    const { csv } = asker(seeded)
    const { records } =
      await csv(`{ tokenUsage(first: 50) { edges { cursor node { ...Who what: question } } } }
      fragment Who on TokenUsage { subject { kind: __typename ... on Country { code name } ...Firm } }
      fragment Firm on Provider { name website }`)
    expect(records[0]).toEqual([
      ...['cursor', 'subject.kind', 'subject.code', 'subject.name', 'subject.website', 'what'],
    ])
    const kinds = new Set(records.slice(1).map(([, kind]) => kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['Country', 'Provider']))
    const [, kind, code, name] = records.find(([, kind]) => kind === 'Country')!
    expect([kind, code, name]).toEqual(['Country', expect.stringMatching(/^[A-Z]{2,}$/), expect.any(String)])
    expect(records.find(([, kind]) => kind === 'Provider')![2]).toBe('')
  })

  test('repeats what stands above the list, and one row stands for what has no list', async ({ seeded }) => {
    const { csv } = asker(seeded)
    const { records } = await csv(
      `{ model(slug: "deepseek-v3.2") { name maker { name } prices(first: 5) { totalCount nodes { meter { code } } } aliases } }`,
    )
    expect(records[0]).toEqual(['name', 'maker.name', 'prices.meter.code', 'aliases'])
    expect(new Set(records.slice(1).map(([name, maker]) => `${name}/${maker}`)).size).toBe(1)
    expect(records).toHaveLength(6)
    const alone = await csv('{ revision { number time } }')
    expect(alone.records[0]).toEqual(['number', 'time'])
    expect(alone.records).toHaveLength(2)
    expect((await csv('{ model(slug: "none") { name } }')).records).toEqual([['name']])
  })

  test('has the rows of another list where one is named', async ({ seeded }) => {
    const { csv, get, ask } = asker(seeded)
    const query =
      '{ tokenUsage(filter: { country: "CN", period: DAY, coverage: "national" }) { nodes { id history { periodText value { point } } } } }'
    const { records } = await csv(query, { rows: 'tokenUsage.history' })
    const { body } = await ask(query)
    expect(records[0]).toEqual(['id', 'history.periodText', 'history.value.point'])
    expect(records.slice(1)).toEqual(
      body.data.tokenUsage.nodes.flatMap((n: any) =>
        n.history.map((c: any) => [n.id, c.periodText, c.value.point ?? '']),
      ),
    )
    expect(records.length).toBeGreaterThan(5)
    const wrong = await get({ query, format: 'csv', rows: 'prices' })
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      {
        errors: [
          {
            message: 'The question has no list prices. It has tokenUsage, tokenUsage.history.',
            extensions: { code: 'BAD_ARGUMENT' },
          },
        ],
      },
    ])
  })

  test('tells that its rows are not all', async ({ seeded }) => {
    const { csv, ask } = asker(seeded)
    const { body } = await ask('{ sources { totalCount } }')
    const { headers } = await csv('{ sources(first: 2) { nodes { slug } } }')
    expect([headers.get('x-more-rows'), headers.get('x-row-count'), headers.get('x-total-count')]).toEqual([
      ...['true', '2', String(body.data.sources.totalCount)],
    ])
    const { headers: whole } = await csv('{ hubs(first: 100) { nodes { slug } } }')
    expect(whole.has('x-more-rows')).toBe(false)
  })
})

describe('XLSX', () => {
  test('has a sheet for each list, numbers as numbers, and a README', async ({ seeded }) => {
    const { xlsx, ask } = asker(seeded)
    const query = `query Both { prices(first: 4, filter: { meter: "output" }) { nodes { value { point } offer { isMakersOwn } question } }
      README: hubs(first: 2) { nodes { nameZh } } revision { number } }`
    const { headers, sheets } = await xlsx(query)
    const { body } = await ask(query)
    expect(headers.get('content-type')).toBe(XLSX_TYPE)
    expect(isOrigin(headers)).toBe(`attachment; filename="Both-r${body.extensions.revision}.xlsx"`)
    expect([...sheets.keys()]).toEqual(['prices', 'README (2)', 'revision', 'README'])
    const { rows, isFrozen, widths } = sheets.get('prices')!
    expect(rows).toEqual([
      ['value.point', 'offer.isMakersOwn', 'question'],
      ...body.data.prices.nodes.map((p: any) => [
        p.value ? Number(p.value.point) : null,
        ...[p.offer.isMakersOwn, p.question],
      ]),
    ])
    expect(typeof rows[1]![0]).toBe('number')
    expect(isFrozen).toBe(true)
    expect(widths).toHaveLength(3)
    expect(sheets.get('revision')!.rows).toEqual([['number'], [body.extensions.revision]])
    expect(sheets.get('README (2)')!.rows).toEqual([
      ['nameZh'],
      ...body.data.README.nodes.map((h: any) => [h.nameZh]),
    ])
  })

  test('takes no name that Excel keeps for itself', async ({ seeded }) => {
    const { xlsx } = asker(seeded)
    const { sheets } = await xlsx('{ History: revision { number } }')
    expect([...sheets.keys()]).toEqual(['History (2)', 'README'])
  })

  test('says in README what was asked, when, at which cost, by which sources, and how to cite it', async ({
    seeded,
  }) => {
    const { xlsx, ask, app } = asker(seeded)
    const { body } = await ask(`${PRICES}`, { first: 2 })
    const { sheets } = await xlsx(PRICES, { variables: '{"first":2}' })
    const rows = sheets.get('README')!.rows
    const fact = (label: string) => String(rows.find(([name]) => name === label)?.[1])
    const { revision, cost } = body.extensions
    expect(fact('Question (GraphQL)')).toBe(PRICES)
    expect(JSON.parse(fact('Variables'))).toEqual({ first: 2 })
    expect(fact('Answered from')).toMatch(new RegExp(`^revision ${revision}, made 2\\d{3}-.*Z$`))
    expect(fact('Cost')).toBe(`${cost.requested} of ${cost.limit} that one question may cost`)
    expect(fact('Rows of prices')).toMatch(/^only the first 2, of \d+ in all: ask on with after: "[^"]+", /)
    expect(fact('How to cite it')).toMatch(
      new RegExp(
        `^AI Economy Facts\\. \\(2.*Answer from revision ${revision} \\[Data set\\]\\. https://facts\\.example/graphql\\?`,
      ),
    )
    expect(fact('Licence of the compilation')).toContain('CC BY 4.0')
    const head = rows.findIndex(([name]) => name === 'Source')
    const listed = rows.slice(head + 1)
    const known = new Map<unknown, any>()
    for (let after: string | null = null, more = true; more; ) {
      const { body }: any = await ask(SOURCES, { after })
      for (const source of body.data.sources.nodes) known.set(titleOf(source), source)
      more = body.data.sources.pageInfo.hasNextPage
      after = body.data.sources.pageInfo.endCursor
    }
    expect(listed.length).toBeGreaterThan(0)
    for (const [title, attribution, licence, , , , url] of listed) {
      const source = known.get(title)
      expect(source, String(title)).toBeDefined()
      expect([attribution, licence, url]).toEqual([
        source.attribution,
        source.licence?.name ?? 'not known',
        source.url,
      ])
    }
    expect(listed[0]![5]).toMatch(/^preferred/)
    const again = await app(
      new Request(fact('The same again').replace('https://facts.example', 'http://test')),
    )
    expect(again.status).toBe(200)
    expect(sheetsOf(new Uint8Array(await again.arrayBuffer()))).toEqual(sheets)
  })
})
