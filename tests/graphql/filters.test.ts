import { describe, expect } from 'vitest'
import { Decimal } from '../../src/lib/decimal.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, dataOf, type Json, walk } from './world.ts'

type Row = Json
interface Case {
  filter: Record<string, unknown>
  keep: (row: Row) => boolean
  /** A field that takes a plain value or a list of them. */
  several?: boolean
}
interface Listed {
  input: string
  select: string
  args?: string
  cases: Case[]
}

/** A field that takes one value or several; the first value alone, then all. */
const several = (field: string, values: string[], of: (row: Row) => unknown): Case[] => {
  const held = (row: Row) => [of(row)].flat()
  return [
    { filter: { [field]: values[0] }, keep: (row) => held(row).includes(values[0]), several: true },
    {
      filter: { [field]: values },
      keep: (row) => held(row).some((v) => values.includes(v as string)),
      several: true,
    },
  ]
}
const flag = (field: string, of: (row: Row) => boolean | null): Case[] =>
  [true, false].map((value) => ({ filter: { [field]: value }, keep: (row: Row) => of(row) === value }))
const text = (field: string, some: [string, string], prefix: string, of: (row: Row) => string): Case[] => [
  { filter: { [field]: { eq: some[0] } }, keep: (row) => of(row) === some[0] },
  { filter: { [field]: { in: some } }, keep: (row) => some.includes(of(row)) },
  { filter: { [field]: { prefix } }, keep: (row) => of(row).startsWith(prefix) },
]
const dates = (field: string, eq: string, from: string, to: string): Case[] => [
  { filter: { [field]: { eq } }, keep: (row) => row[field] === eq },
  { filter: { [field]: { from } }, keep: (row) => row[field] !== null && row[field] >= from },
  { filter: { [field]: { to } }, keep: (row) => row[field] !== null && row[field] < to },
  {
    filter: { [field]: { from, to } },
    keep: (row) => row[field] !== null && row[field] >= from && row[field] < to,
  },
]
/** Numbers of one unit; the same numbers in another unit do not match. */
const values = (unit: string, eq: string, from: string, to: string): Case[] => {
  const number = ({ value: v }: Row) =>
    v?.unit.code === unit ? new Decimal(v.point ?? v.low ?? v.high) : null
  return [
    { filter: { value: { unit, eq } }, keep: (row) => !!number(row)?.eq(eq) },
    { filter: { value: { unit, from } }, keep: (row) => !!number(row)?.gte(from) },
    { filter: { value: { unit, to } }, keep: (row) => !!number(row)?.lte(to) },
    {
      filter: { value: { unit, from, to } },
      keep: (row) => !!number(row)?.gte(from) && !!number(row)?.lte(to),
    },
    { filter: { value: { unit } }, keep: (row) => number(row) !== null },
  ]
}

const SUBJECT = `subject { ... on Country { country: code } ... on Provider { provider: slug } ... on Model { model: slug } ... on ModelGroup { group: slug }`
const MORE =
  '... on Hub { hub: slug } ... on Cluster { cluster: slug } ... on Publisher { publisher: slug } ... on Source { source: slug }'
const subject = (field: string, values: string[]) => several(field, values, (row) => row.subject[field])

const priceCases = [
  ...several('model', ['deepseek-v3.2', 'gpt-5.4'], (p) => p.model.slug),
  ...several('seller', ['deepseek', 'openai'], (p) => p.seller.slug),
  ...several('maker', ['deepseek', 'openai'], (p) => p.model.maker.slug),
  ...several('makerCountry', ['CN', 'FR'], (p) => p.model.maker.country?.code),
  ...several('meter', ['output', 'cache-read'], (p) => p.meter.code),
  ...several('state', ['NOT_OFFERED', 'FREE'], (p) => p.state),
  ...flag('isPlain', (p) => p.conditions.text === ''),
  ...flag('isMakersOwn', (p) => p.offer.isMakersOwn),
  ...values('USD/Mtok', '2', '0.28', '2'),
  ...values('CNY/Mtok', '6', '1', '10'),
]
const PRICE =
  'state meter { code } seller { slug } model { slug maker { slug country { code } } } offer { isMakersOwn } conditions { text tier } value { point low high unit { code } }'

const LISTS: Record<string, Listed> = {
  countries: {
    input: 'CountryFilter',
    select: 'code isAggregate continent name',
    cases: [
      ...several('code', ['CN', 'NA', 'WORLD'], (c) => c.code),
      ...several('continent', ['AS', 'NA'], (c) => c.continent),
      ...flag('isAggregate', (c) => c.isAggregate),
      ...text('name', ['China', 'Namibia'], 'Ch', (c) => c.name),
    ],
  },
  providers: {
    input: 'ProviderFilter',
    select: 'slug kinds country { code } name',
    cases: [
      ...several('slug', ['deepseek', 'openai'], (p) => p.slug),
      ...several('kind', ['LAB', 'AGGREGATOR'], (p) => p.kinds),
      ...several('country', ['CN', 'US'], (p) => p.country?.code),
      ...text('name', ['DeepSeek', 'OpenAI'], 'A', (p) => p.name),
    ],
  },
  models: {
    input: 'ModelFilter',
    select: 'slug name openWeights releasedOn maker { slug country { code } } family { slug }',
    cases: [
      ...several('slug', ['deepseek-v3.2', 'gpt-5.4'], (m) => m.slug),
      ...several('maker', ['deepseek', 'openai'], (m) => m.maker.slug),
      ...several('makerCountry', ['CN', 'FR'], (m) => m.maker.country?.code),
      ...several('family', ['deepseek', 'qwen'], (m) => m.family?.slug),
      ...flag('openWeights', (m) => m.openWeights).slice(0, 1),
      ...text('name', ['DeepSeek V3.2', 'GPT-5.4'], 'GPT', (m) => m.name),
      ...dates('releasedOn', '2025-12-01', '2026-01-01', '2026-04-01'),
    ],
  },
  hubs: {
    input: 'HubFilter',
    select: 'slug kind role country { code } subdivisions name',
    cases: [
      ...several('slug', ['guizhou', 'inner-mongolia'], (h) => h.slug),
      ...several('role', ['SUPPLY', 'DEMAND'], (h) => h.role).slice(0, 1),
      ...several('subdivision', ['CN-GZ', 'CN-BJ'], (h) => h.subdivisions),
      ...text('name', ['Guizhou', 'Gansu'], 'G', (h) => h.name),
    ],
  },
  sources: {
    input: 'SourceFilter',
    select: 'slug title kind publishedOn publisher { slug } licence { code }',
    cases: [
      ...several('slug', ['china-made-tech-140-trillion-tokens', 'models-dev'], (s) => s.slug),
      ...several('kind', ['ARTICLE', 'DATASET'], (s) => s.kind),
      ...several('publisher', ['xinhua', 'pydantic'], (s) => s.publisher.slug),
      ...several('licence', ['MIT', 'CC-BY-4.0'], (s) => s.licence?.code),
      ...text('title', ['genai-prices, collection of model prices', 'x'], 'C', (s) => s.title),
      ...dates('publishedOn', '2026-04-30', '2026-01-01', '2026-04-01').slice(1),
    ],
  },
  prices: { input: 'PriceFilter', select: PRICE, cases: priceCases },
  'prices at a day': {
    input: 'PriceFilter',
    select: PRICE,
    args: ', at: "2026-04-01"',
    cases: [
      ...several('state', ['FREE', 'UNKNOWN'], (p) => p.state),
      ...several('state', ['PRICED', 'NOT_OFFERED'], (p) => p.state),
      ...values('USD/Mtok', '0.42', '0.28', '2'),
    ],
  },
  energyRates: {
    input: 'EnergyRateFilter',
    select: 'country { code } area sector value { point low high unit { code } }',
    cases: [
      ...several('country', ['US', 'CN'], (e) => e.country.code),
      ...several('sector', ['INDUSTRIAL', 'COMMERCIAL'], (e) => e.sector),
      ...flag('isWholeCountry', (e) => e.area === null),
      ...values('USD/kWh', '0.0858', '0.05', '0.1').slice(1),
      ...values('CNY/kWh', '1', '0.3', '0.5').slice(1),
    ],
  },
  tokenUsage: {
    input: 'TokenUsageFilter',
    select: `${SUBJECT} } period coverageDetail { code }`,
    cases: [
      ...subject('country', ['CN']),
      ...subject('group', ['origin-cn', 'origin-us']),
      ...several('period', ['DAY', 'WEEK'], (u) => u.period),
    ],
  },
  indicators: {
    input: 'IndicatorFilter',
    select: `${SUBJECT} ${MORE} } metric { code } coverageDetail { code }`,
    cases: [
      ...subject('country', ['CN', 'US']),
      ...subject('hub', ['guizhou', 'gansu']),
      ...subject('group', ['origin-cn']),
      ...several('metric', ['token-share', 'racks'], (i) => i.metric.code),
    ],
  },
  assertions: {
    input: 'AssertionFilter',
    select: `${SUBJECT} ${MORE} } topic { code category }`,
    cases: [
      ...subject('country', ['CN']),
      ...several('topic', ['east-data-west-computation'], (a) => a.topic.code),
      ...several('category', ['POLICY', 'OPINION'], (a) => a.topic.category),
    ],
  },
}

async function filtered(
  ask: Ask,
  name: string,
  { input, select, args = '' }: Listed,
  filter: unknown,
): Promise<Row[]> {
  const found: Row[] = []
  let after: string | null = null
  do {
    const query: string = `query($f: ${input}, $after: String) { list: ${name.split(' ')[0]}(filter: $f, first: 100, after: $after${args}) {
      totalCount nodes { id ${select} } pageInfo { hasNextPage endCursor } } }`
    const { list }: Row = dataOf(await ask(query, { f: filter, after }))
    found.push(...list.nodes)
    after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null
    if (after === null) expect(list.totalCount).toBe(found.length)
  } while (after !== null)
  return found
}

describe.for(Object.entries(LISTS))('%s', ([name, listed]) => {
  test('each filter finds exactly the items that fit, and counts them; an empty list finds none', async ({
    seeded,
  }) => {
    const { ask } = testApp(seeded.db)
    const all = await walk(ask, name.split(' ')[0]!, `id ${listed.select}`, 100, listed.args)
    for (const { filter, keep, several } of listed.cases) {
      const expected = all.filter(keep)
      const spelled = JSON.stringify(filter)
      expect(expected.length, `${spelled} finds something`).toBeGreaterThan(0)
      expect(expected.length, `${spelled} leaves something out`).toBeLessThan(all.length)
      expect(await filtered(ask, name, listed, filter), spelled).toEqual(expected)
      if (!several) continue
      const [field] = Object.keys(filter)
      expect(await filtered(ask, name, listed, { [field!]: [] }), `${field} of an empty list`).toEqual([])
      expect(await filtered(ask, name, listed, { [field!]: null }), `${field} of null`).toEqual(all)
    }
  })

  test('all conditions of a filter must hold together', async ({ seeded }) => {
    const { ask } = testApp(seeded.db)
    const all = await walk(ask, name.split(' ')[0]!, `id ${listed.select}`, 100, listed.args)
    const cases = listed.cases.filter((c) => c.several || 'value' in c.filter || 'name' in c.filter)
    for (const [i, a] of cases.entries()) {
      const b = cases[(i + 3) % cases.length]!
      if (Object.keys(a.filter)[0] === Object.keys(b.filter)[0]) continue
      const both = { ...a.filter, ...b.filter }
      expect(await filtered(ask, name, listed, both), JSON.stringify(both)).toEqual(
        all.filter((row) => a.keep(row) && b.keep(row)),
      )
    }
  })
})
