import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, worldWith } from './world.ts'

const QUERY = `query($text: String!, $first: Int) { search(text: $text, first: $first) { matched score item { __typename
  ... on Country { code } ... on Provider { slug } ... on Model { slug } ... on ModelGroup { slug } ... on Hub { slug } ... on Cluster { slug }
  ... on Publisher { slug } ... on Source { slug } ... on Metric { code } ... on Topic { code } } } }`
const search = async (ask: Ask, text: string, first?: number): Promise<Json[]> =>
  dataOf(await ask(QUERY, { text, first })).search
const named = (hits: Json[]) => hits.map((h) => `${h.item.__typename} ${h.item.slug ?? h.item.code}`)

test('names are found in English and in Chinese, two characters are enough', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const [text, found] of [
    ['DeepSeek', 'Provider deepseek'],
    ['深度求索', 'Provider deepseek'],
    ['Guizhou', 'Hub guizhou'],
    ['贵州', 'Hub guizhou'],
    ['中国', 'Country CN'],
    ['Namibia', 'Country NA'],
    ['East Data, West Computation', 'Topic east-data-west-computation'],
    ['东数西算', 'Topic east-data-west-computation'],
    ['gpt-5.4', 'Model gpt-5.4'],
    ['deepseek/deepseek-v3.2', 'Model deepseek-v3.2'],
    ['Horinger', 'Cluster horinger'],
    ['china-made-tech-140-trillion-tokens', 'Source china-made-tech-140-trillion-tokens'],
  ] as const) {
    expect(named(await search(ask, text)), text).toContain(found)
  }
})

test('whole names come first, then beginnings, parts and similar spellings', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const text of ['deepseek', 'gpt', '中国', 'open']) {
    const scores = (await search(ask, text, 50)).map((h) => h.score)
    expect(scores.length).toBeGreaterThan(0)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(scores.every((s) => s > 0 && s <= 1)).toBe(true)
  }
  const [best] = await search(ask, 'guizhou')
  expect([best.score, best.item.slug]).toEqual([1, 'guizhou'])
})

test('a misspelt name is found all the same', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const [text, found] of [
    ['depseek', 'Provider deepseek'],
    ['Guizou', 'Hub guizhou'],
    ['Namibai', 'Country NA'],
  ] as const) {
    const hits = await search(ask, text)
    expect(named(hits), text).toContain(found)
    expect(hits[0].score).toBeLessThan(0.8)
  }
})

test('case, width and spaces make no difference', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const plain = await search(ask, 'deepseek v3.2')
  expect(plain[0].item.slug).toBe('deepseek-v3.2')
  for (const text of ['DEEPSEEK V3.2', 'ＤｅｅｐＳｅｅｋ　Ｖ３．２', '  DeepSeek \n  v3.2 '])
    expect(await search(ask, text), text).toEqual(plain)
})

test('characters that mean something to LIKE mean nothing here', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const text of ['%', '_', '%%%', '\\', 'd%k', "'; --", '', '   ', '\u3000']) {
    for (const { matched } of await search(ask, text))
      expect(matched.toLowerCase(), text).toContain(text.trim().toLowerCase())
  }
  expect(await search(ask, '')).toEqual([])
  expect(await search(ask, 'd%k')).toEqual([])
})

test('each thing is found once, 20 by default and 1 to 50 on request', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const hits = named(await search(ask, 'e', 50))
  expect(hits).toHaveLength(50)
  expect(new Set(hits).size).toBe(50)
  expect(named(await search(ask, 'e'))).toEqual(hits.slice(0, 20))
  expect(named(await search(ask, 'e', 1))).toEqual(hits.slice(0, 1))
  for (const first of [0, -1, 51]) expect(codeOf(await ask(QUERY, { text: 'e', first }))).toBe('BAD_ARGUMENT')
})

test('a long text is looked for by its first 100 characters', async ({ empty }) => {
  const long = `Long ${'ab'.repeat(60)}`
  await importYaml(
    empty.db,
    `publishers: [{ slug: press, name: The Press, kind: PRESS }]
sources:
  - { slug: editorial, title: Our editors, kind: EDITORIAL, publisher: press }
  - { slug: long, title: "${long}", kind: ARTICLE, publisher: press }`,
    '2026-05-01T00:00:00Z',
  )
  const { ask } = testApp(empty.db)
  // To the end of the name and beyond, it is a beginning like any other.
  const begun = await search(ask, long.slice(0, 100))
  expect(begun).toMatchObject([{ score: 0.9, item: { slug: 'long' } }])
  const longer = [long, `${long.slice(0, 100)} and something else`, `${long}${'x'.repeat(300)}`]
  for (const text of longer) expect(await search(ask, text), text).toEqual(begun)
})

test('thirty searches under aliases are one statement, and each has its own hits', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const texts = ['deepseek', '贵州', 'Namibia', 'gpt', 'nothing of the kind', '', 'open', 'e']
  const firsts = [1, 5, 50, 20]
  const wanted = Array.from({ length: 30 }, (_, i) => ({
    text: texts[i % texts.length]!,
    first: firsts[i % firsts.length]!,
  }))
  const alone: Json[] = []
  for (const { text, first } of wanted) alone.push(await search(ask, text, first))
  const fields = QUERY.slice(QUERY.indexOf('{ matched'), -1).trim()
  const query = `{ ${wanted.map(({ text, first }, i) => `s${i}: search(text: "${text}", first: ${first}) ${fields}`).join(' ')} }`
  seeded.statements()
  const data = dataOf(await ask(query))
  expect(Object.values(data)).toEqual(alone)
  expect(seeded.statements().filter((sql) => sql.includes('"Alias"'))).toHaveLength(1)
})

test('a model answers to its slug and to an alias, in any case, but not to one that two models have', async ({
  empty,
  seeded,
}) => {
  const seededAsk = testApp(seeded.db).ask
  const slugOf = async (ask: Ask, slug: string) =>
    dataOf(await ask('query($slug: String!) { model(slug: $slug) { slug } }', { slug })).model?.slug ?? null
  for (const name of [
    'deepseek-v3.2',
    'DeepSeek-V3.2',
    'deepseek-ai/DeepSeek-V3.2',
    'DEEPSEEK/DEEPSEEK-V3.2',
  ]) {
    expect(await slugOf(seededAsk, name), name).toBe('deepseek-v3.2')
  }
  expect(await slugOf(seededAsk, 'deepseek')).toBeNull()
  const ask = await worldWith(empty.db, '  []')
  expect(await slugOf(ask, 'the only one')).toBe('acme-1')
  expect(await slugOf(ask, 'Shared')).toBeNull()
  expect(await slugOf(ask, '')).toBeNull()
  expect(named(await search(ask, 'shared')).toSorted()).toEqual(['Model acme-1', 'Model acme-2'])
})
