/** Every chart in every format, and that its numbers are those of the API. */
import { parse, View } from 'vega'
import { compile } from 'vega-lite'
import { describe, expect } from 'vitest'
import { CHARTS } from '../../src/charts/registry.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { testApp } from '../helpers/app.ts'
import { chartsOf, exampleSearch } from '../helpers/charts.ts'
import { test } from '../helpers/db.ts'
import { recordsOf } from '../helpers/export.ts'

/** Every text and number of an answer. */
function leaves(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) leaves(inner, into)
  else if (value !== null) into.add(String(value))
  return into
}

const NUMBER = /^-?\d+(\.\d+)?$/

describe.each(CHARTS.map((chart) => [chart.name, chart] as const))('%s', (name, chart) => {
  test('comes as picture, dots, table and JSON', async ({ market }) => {
    const charts = chartsOf(testApp(market.db).app)
    const path = (format: string, more = {}) => `/charts/${name}.${format}${exampleSearch(chart, more)}`
    const json = await charts.json(path('json'))
    expect(Object.keys(json)).toEqual([
      ...['name', 'title', 'description', 'revision', 'time', 'query', 'variables', 'parameters', 'columns'],
      ...['rows', 'sources', 'withheld', 'notes', 'links', 'spec'],
    ])
    expect(json.rows.length).toBeGreaterThan(2)
    expect(json.sources.length).toBeGreaterThan(0)
    expect(json.spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json')

    const svg = await charts.found(path('svg'))
    expect(svg.headers.get('content-type')).toBe('image/svg+xml')
    expect(svg.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(svg.headers.get('x-revision')).toBe(String(json.revision))
    const drawn = await svg.text()
    expect(drawn).toMatch(
      /^<svg [^>]*width="800"[^>]*role="img"[^>]*><title id="t">[^<]+<\/title><desc id="d">[^<]+</,
    )
    expect(drawn).toContain(`AI Economy Facts, revision ${json.revision} (`)
    expect(drawn).toMatch(/>Sources?: /)
    expect(drawn).toContain('CC BY 4.0')
    expect(drawn).not.toMatch(/NaN|undefined|\[object|https?:\/\/(?!www\.w3\.org)[^<]*"/)
    // No letter is smaller than can be read.
    const sizes = [...drawn.matchAll(/font-size(?:="|: ?)([\d.]+)/g)].map(([, size]) => Number(size))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11)
    expect(await charts.text(path('svg', { lang: 'zh', width: '320', theme: 'dark' }))).toContain(
      '来源 (Source)',
    )

    const png = await charts.bytes(path('png'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBe(1600)

    const csv = (await charts.bytes(path('csv'))).toString('utf8')
    expect(csv.startsWith('\uFEFF')).toBe(true)
    const [heads, ...records] = recordsOf(csv.slice(1))
    expect(heads).toEqual(json.columns.map((column: any) => column.name))
    expect(records.length).toBe(json.rows.length)
    for (const [i, row] of json.rows.entries())
      expect(records[i]!.map((cell) => cell.replace(/^'/, ''))).toEqual(
        heads!.map((head) => (row[head] ?? '').replace(/^'/, '')),
      )
  })

  test('shows the numbers that the API answers', async ({ market }) => {
    const { app, ask } = testApp(market.db)
    const json = await chartsOf(app).json(`/charts/${name}.json${exampleSearch(chart)}`)
    const { body } = await ask(json.query, json.variables)
    expect(body.errors).toBeUndefined()
    expect(body.extensions.cost.requested).toBeLessThan(LIMITS.cost)
    const told = leaves(body.data)
    for (const row of json.rows)
      for (const [column, value] of Object.entries<string | null>(row))
        if (value !== null && NUMBER.test(value))
          expect(told, `${column} of ${JSON.stringify(row)}`).toContain(value)
  })

  test('has a spec that draws by itself, with its sources', async ({ market }) => {
    const { spec, title, revision } = await chartsOf(testApp(market.db).app).json(
      `/charts/${name}.json${exampleSearch(chart)}`,
    )
    const problems: unknown[] = []
    const tell = (...args: unknown[]) => {
      problems.push(args)
      return logger
    }
    const logger: any = {
      level: () => logger,
      error: tell,
      warn: () => logger,
      info: () => logger,
      debug: () => logger,
    }
    const view = new View(parse(compile(spec, { logger }).spec), { renderer: 'none', logger })
    const svg = await view.toSVG()
    view.finalize()
    expect(problems).toEqual([])
    expect(svg).toContain(`AI Economy Facts, revision ${revision} (`)
    expect(svg).toMatch(/>Sources?: /)
    expect(spec.title.text).toBe(title)
  })

  test('has pages in two languages, and one for other sites', async ({ market }) => {
    const charts = chartsOf(testApp(market.db).app)
    const search = exampleSearch(chart)
    const { links, title } = await charts.json(`/charts/${name}.json${search}`)
    for (const path of [
      `/charts/${name}${search}`,
      `/zh/charts/${name}${search}`,
      `/embed/${name}${search}`,
    ]) {
      const page = await charts.found(path)
      expect(page.headers.get('content-type')).toContain('text/html')
      const text = await page.text()
      expect(text).not.toContain('<script')
      expect(text).toContain(`/charts/${name}.svg`)
    }
    expect(title.length).toBeGreaterThan(3)
    for (const [kind, link] of Object.entries<string>(links)) {
      const { pathname, search } = new URL(link)
      const response = await charts.get(pathname + search, {
        headers: { accept: kind === 'graphiql' ? 'text/html' : '*/*' },
      })
      expect(response.status, link).toBe(200)
    }
  })
})

test('the daily tokens of China are the history that the API tells, digit by digit', async ({ market }) => {
  const { app, ask } = testApp(market.db)
  const { rows } = await chartsOf(app).json('/charts/china-daily-tokens.json')
  const { body } = await ask(`{ country(code: "CN") { tokenUsage(first: 50) { nodes { period coverage
    history { id value { point low high qualifier } } } } } }`)
  const { history } = body.data.country.tokenUsage.nodes.find(
    (node: any) => node.period === 'DAY' && node.coverage === 'whole country',
  )
  expect(history.length).toBeGreaterThanOrEqual(5)
  const shown = rows.filter((row: any) => row.role === 'preferred')
  expect(
    shown.map(({ claim, point, low, high, qualifier }: any) => [claim, point, low, high, qualifier]),
  ).toEqual(history.map(({ id, value }: any) => [id, value.point, value.low, value.high, value.qualifier]))
  expect(rows.some((row: any) => row.role === 'rival')).toBe(true)
})

test('prices are those of the makers themselves', async ({ market }) => {
  const { app, ask } = testApp(market.db)
  const charts = chartsOf(app)
  const { rows } = await charts.json('/charts/price-comparison.json')
  expect(new Set(rows.map((row: any) => row.country))).toEqual(new Set(['China', 'United States']))
  expect(new Set(rows.map((row: any) => row.slug)).size).toBeGreaterThanOrEqual(10)
  for (const { fact, price, slug, meter } of rows) {
    const { body } = await ask(
      'query ($id: ID!) { fact(id: $id) { ... on Price { meter { code } model { slug } offer { isMakersOwn } value { point } } } }',
      { id: fact },
    )
    expect(body.data.fact).toEqual({
      ...{ meter: { code: meter }, model: { slug }, offer: { isMakersOwn: true }, value: { point: price } },
    })
  }
  const few = await charts.json('/charts/price-comparison.json?models=gpt-5.5,claude-opus-4.6')
  expect(new Set(few.rows.map((row: any) => row.slug))).toEqual(new Set(['gpt-5.5', 'claude-opus-4.6']))
  expect(few.parameters).toEqual({ models: 'gpt-5.5,claude-opus-4.6' })
})
