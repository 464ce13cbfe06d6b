/** Filters of full copies: the rows that they name and no others, in every format, in the manifest and of any revision. */
import { createHash } from 'node:crypto'
import { parquetMetadata } from 'hyparquet'
import { describe, expect } from 'vitest'
import { EXPORT_KINDS, exportFilters } from '../../src/domain/read/export/lines.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { test } from '../helpers/db.ts'
import { partnerOf, recordsOf, rowsOf } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const nameOf = (row: any) => ['id', 'slug', 'code'].find((name) => name in row)!

/** What a filter leaves of rows, worked out without it. */
type Leaves = (row: any, facts: Map<string, any>) => boolean
const CASES: [kind: string, query: string, leaves: Leaves][] = [
  ['price', 'model=deepseek-v3.2', (row) => row.model === 'deepseek-v3.2'],
  [
    'price',
    'seller=openai&seller=azure&meter=input',
    (r) => /^(openai|azure)$/.test(r.seller) && r.meter === 'input',
  ],
  ['energy-rate', 'country=US', (row) => row.country === 'US'],
  [
    'indicator',
    'country=CN&metric=generating-capacity',
    (r) => r.country === 'CN' && r.metric === 'generating-capacity',
  ],
  ['token-usage', 'provider=openai', (row) => row.provider === 'openai'],
  ['claim', 'kind=energy-rate&kind=assertion', (row) => /^(ene|ass)_/.test(row.factId)],
  ['claim', 'source=editorial', (row) => row.source === 'editorial'],
  ['claim', 'country=CN', (row, facts) => facts.get(row.factId).country === 'CN'],
  [
    'claim',
    'model=gpt-5.4&seller=openai',
    (row, facts) => facts.get(row.factId).model === 'gpt-5.4' && facts.get(row.factId).seller === 'openai',
  ],
  [
    'claim',
    'kind=price&source=models-dev&meter=output',
    (row, facts) => row.source === 'models-dev' && facts.get(row.factId).meter === 'output',
  ],
  [
    'model',
    'slug=gpt-5.4&slug=deepseek-v3.2&slug=of-no-model',
    (row) => /^(gpt-5.4|deepseek-v3.2)$/.test(row.slug),
  ],
  ['rule', 'id=conditions-1', (row) => row.id === 'conditions-1'],
]

describe('a filtered copy', () => {
  test('has the rows that the filters name, in the order and with the bytes of the whole copy', async ({
    market,
  }) => {
    const partner = await partnerOf(market.db)
    const newest = await market.db.revision.count()
    const facts = new Map<string, any>()
    for (const kind of ['price', 'energy-rate', 'token-usage', 'indicator', 'assertion'])
      for (const row of await partner.rows(kind)) facts.set(row.id, row)
    const whole: Record<string, string[]> = {}
    for (const [kind, query, leaves] of CASES) {
      whole[kind] ??= (await partner.copy(kind)).split('\n').slice(0, -1)
      const expected = whole[kind].filter((line) => leaves(JSON.parse(line), facts))
      const response = await partner.get(`${kind}.ndjson?${query}`)
      expect(response.headers.get('x-filter')).toBe(
        new URLSearchParams([...new URLSearchParams(query)].sort().map((p) => p)).toString(),
      )
      expect(response.headers.get('x-cursor')).toBeTruthy()
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="${kind}-r${newest}-filtered.ndjson"`,
      )
      const copy = await response.text()
      expect(copy.split('\n').slice(0, -1), `${kind} ${query}`).toEqual(expected)
      expect(expected.length, `${kind} ${query}`).toBeGreaterThan(0)
      const csv = recordsOf((await (await partner.get(`${kind}.csv?${query}`)).text()).replace('\uFEFF', ''))
      expect(csv.length).toBe(1 + expected.length)
      const manifest = (await (await partner.get(`${kind}.manifest.json?${query}`)).json()) as any
      expect(manifest).toMatchObject({
        rows: expected.length,
        sha256: sha256(copy),
        bytes: Buffer.byteLength(copy),
      })
      const given = Object.groupBy([...new URLSearchParams(query)].sort(), ([name]) => name)
      expect(manifest.filter).toEqual(
        Object.fromEntries(
          Object.entries(given).map(([name, pairs]) => [name, pairs!.map(([, value]) => value)]),
        ),
      )
      const part = await partner.get(`${kind}.ndjson?${query}&asOf=${newest}&part=1`)
      expect(await part.text()).toBe(copy)
    }
  })

  test('is told from the whole one: its manifest is another, and Parquet names the filter', async ({
    market,
  }) => {
    const partner = await partnerOf(market.db)
    const manifestOf = async (query: string) =>
      (await (await partner.get(`claim.manifest.json${query}`)).json()) as any
    const [all, some] = [await manifestOf(''), await manifestOf('?kind=price')]
    expect(all).not.toHaveProperty('filter')
    expect(some.rows).toBeLessThan(all.rows)
    expect(some.attribution.length).toBeLessThan(all.attribution.length)
    expect(await manifestOf('?kind=price&kind=price')).toEqual(some)
    const file = await (await partner.get('claim.parquet?kind=assertion&country=CN')).arrayBuffer()
    expect(parquetMetadata(file).key_value_metadata).toContainEqual({
      key: 'filter',
      value: 'country=CN&kind=assertion',
    })
    const whole = await (await partner.get('rule.parquet')).arrayBuffer()
    expect(parquetMetadata(whole).key_value_metadata!.map(({ key }) => key)).not.toContain('filter')
  })

  test('goes with a revision', async () => {
    const db = await emptyDb()
    await importYaml(db, `${WORLD}claims:\n${usage('a', 100)}`)
    await importYaml(
      db,
      `sources: [{ slug: late, title: Late, kind: ARTICLE, publisher: paper }]\nclaims:\n${usage('b', 200, { source: 'late', valid: '2026-03' })}${usage('a', 101)}`,
      { now: '2026-11-25T12:00:00Z' },
    )
    const partner = await partnerOf(db)
    const points = async (query: string) =>
      rowsOf(await (await partner.get(`claim.ndjson?${query}`)).text()).map((row) => row.value.point)
    expect(await points('asOf=1&country=CN')).toEqual(['100'])
    expect((await points('country=CN')).sort()).toEqual(['101', '200'])
    expect(await points('source=late')).toEqual(['200'])
    const [a] = rowsOf(await partner.copy('claim', 1))
    expect(await points(`fact=${a.factId}&source=article`)).toEqual(['101'])
    expect(await points(`asOf=1&id=${a.id}`)).toEqual(['100'])
    expect(await points(`id=${a.id}`)).toEqual([])
    const early = await partner.get('claim.ndjson?asOf=1&source=late')
    expect(await early.json()).toMatchObject({
      errors: [{ message: 'There is no source late as of revision 1.' }],
    })
  })

  test('is of any kind by the keys of rows', async ({ seeded }) => {
    const partner = await partnerOf(seeded.db)
    for (const kind of EXPORT_KINDS) {
      const [first] = await partner.rows(kind)
      if (!first) continue
      const response = await partner.get(
        `${kind}.ndjson?${new URLSearchParams({ [nameOf(first)]: first[nameOf(first)] })}`,
      )
      expect(rowsOf(await response.text())).toEqual([first])
    }
  })

  test('is said in columns that its rows have', () => {
    expect(exportFilters('price')).toEqual(['id', 'model', 'seller', 'meter'])
    expect(exportFilters('energy-rate')).toEqual(['id', 'country'])
    expect(exportFilters('token-usage')).toEqual(['id', 'model', 'provider', 'country'])
    expect(exportFilters('assertion')).toEqual(['id', 'model', 'provider', 'country'])
    expect(exportFilters('model')).toEqual(['slug'])
    expect(exportFilters('country')).toEqual(['code'])
  })

  const many = 'id=x'.concat(...Array.from({ length: LIMITS.listMax }, (_, i) => `&id=${i}`))
  test.for([
    ['claim.ndjson?model=gpt-99', /There is no model gpt-99 as of revision 1/],
    ['claim.csv?country=CN&country=ZZ', /There is no country ZZ/],
    ['price.parquet?seller=nobody', /There is no seller nobody/],
    ['claim.manifest.json?source=nothing', /There is no source nothing/],
    ['claim.ndjson?fact=pri_0', /There is no fact pri_0/],
    [
      'claim.ndjson?kind=prices',
      /There is no kind of fact prices; there are price, energy-rate, token-usage/,
    ],
    ['claim.ndjson?kind=', /kind needs a value/],
    [
      'claim.ndjson?colour=red',
      /no parameter colour of claim.ndjson. There are asOf and part, and to choose rows id, kind, fact, source, model/,
    ],
    ['model.ndjson?country=CN', /no parameter country of model.ndjson.*to choose rows slug\./],
    ['price.ndjson?metric=share', /no parameter metric/],
    [`claim.ndjson?${many}`, /id takes 200 values at most; 201/],
  ] as const)('%.60s is refused', async ([path, why], { seeded }) => {
    const response = await (await partnerOf(seeded.db)).get(path)
    expect(response.status).toBe(400)
    const { errors } = (await response.json()) as any
    expect(errors).toMatchObject([
      { message: expect.stringMatching(why), extensions: { code: 'BAD_ARGUMENT' } },
    ])
  })
})
