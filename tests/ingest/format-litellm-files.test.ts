/** The format `litellm` on damaged files, on files of another kind, and on the real ones. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { litellm } from '../../src/ingest/formats/litellm.ts'
import { InputProblem } from '../../src/ingest/market/types.ts'
import { spoil, spoiling } from '../helpers/price-formats.ts'
import { countBy, expectPlain, parseValue } from '../helpers/price-records.ts'
import { shared } from '../helpers/shared.ts'

const parse = (input: unknown) => parseValue(litellm, input)

test('ten thousand damaged records never break it, and none is lost', { timeout: 60_000 }, () => {
  const samples = [
    {
      litellm_provider: 'a',
      mode: 'chat',
      input_cost_per_token: 1e-6,
      output_cost_per_token: 2e-6,
      source: 'https://a.example',
    },
    {
      litellm_provider: 'b',
      mode: 'embedding',
      input_cost_per_token: 1e-7,
      output_cost_per_token: 0,
      rpm: 5,
    },
    { litellm_provider: 'c', mode: 'chat', tiered_pricing: [{ range: [0, 9], input_cost_per_token: 1e-7 }] },
    {
      litellm_provider: 'd',
      mode: 'audio_transcription',
      input_cost_per_second: 1e-4,
      output_cost_per_second: 0,
    },
    {
      litellm_provider: 'e',
      mode: 'responses',
      search_context_cost_per_query: { search_context_size_low: 0.01 },
    },
    { litellm_provider: 'f', mode: 'image_generation', input_cost_per_image: 0.04, input_cost_per_pixel: 0 },
  ]
  const changes = fc.record({
    ofRecords: fc.array(fc.array(spoiling, { maxLength: 3 }), { minLength: 100, maxLength: 100 }),
    ofFile: spoiling.filter(({ way }) => way.length > 0),
  })
  const property = fc.property(changes, ({ ofRecords, ofFile }) => {
    const records = ofRecords.map((all, i) => [`m/${i}`, all.reduce(spoil, samples[i % samples.length])])
    const text = JSON.stringify(spoil({ ...Object.fromEntries(records), last_updated: 7 }, ofFile))
    const snapshot = parse(text)
    const models = Object.keys(JSON.parse(text)).filter((key) => key !== 'last_updated')
    expect(snapshot.records.length).toBe(models.length)
    expectPlain(snapshot)
  })
  fc.assert(property, { numRuns: 100 })
})

test('an input that is no price map is refused as a whole', () => {
  for (const [input, reason] of [
    ['{"m":{"litellm_provider":"a",', /edition\.json:1: is no JSON at or after "m"/],
    ['[]', /is no object with a record per model; the format litellm reads model_prices/],
    ['{"data":[]}', /has no record with a litellm_provider/],
  ] as const) {
    expect(() => parse(input)).toThrow(InputProblem)
    expect(() => parse(input)).toThrow(reason)
  }
  const file = { path: 'a.json', bytes: new TextEncoder().encode('{}') }
  expect(() => litellm.parse([file, { ...file, path: 'b.json' }])).toThrow(
    'litellm: these are 2 editions (a.json, b.json); import each on its own, in any order',
  )
  expect(() => litellm.parse([])).toThrow('litellm: there is no .json file here')
  expect(litellm.parse([file]).records).toEqual([])
  expect(['a.json', 'x/B.JSON', 'README.md', 'json'].filter(litellm.accepts)).toEqual(['a.json', 'x/B.JSON'])
})

const FREE_OUTPUT = 'its output costs nothing although its input does'
const SWAPPED = 'its input costs at least twice its output; they may have been swapped'
const TOO_DEAR = 'more than 1000 USD per million tokens; the file may mean another unit'
const PICTURE = 'a picture costs no more than 50 tokens; it may be the price of a token'
const FREE_ABOVE = 'it costs nothing above the threshold although it costs something below'

/** Counted by another program from the files themselves. */
const REAL = [
  {
    day: '2026-02-18',
    records: 2581,
    withoutPrices: 91,
    pages: 704,
    prices: {
      ...{ input: 2392, output: 2263, 'cache-read': 596, 'cache-write': 241, 'output-reasoning': 45 },
      ...{ 'input-audio': 112, 'output-audio': 45, 'cache-read-audio': 5, 'cache-write-audio': 16 },
      ...{ 'input-image': 14, 'output-image': 20, 'cache-read-image': 9, 'output-citation': 1 },
      ...{ 'input-image-item': 83, 'output-image-item': 158, 'output-pixel': 45 },
      ...{ 'input-character': 101, 'output-character': 69, 'compute-time': 28 },
      ...{ 'input-audio-time': 86, 'output-audio-time': 4, 'input-video-time': 58, 'output-video-time': 28 },
      ...{ query: 26, request: 4, page: 8, 'annotation-page': 2, session: 2 },
      ...{ 'web-search-low': 74, 'web-search-medium': 74, 'web-search-high': 74 },
    },
    doubts: { [FREE_OUTPUT]: 2, [SWAPPED]: 14, [TOO_DEAR]: 32, [PICTURE]: 12, [FREE_ABOVE]: 2 },
    problems: { 'size or quality': 9, 'number of results': 2 },
  },
  {
    day: '2026-07-24',
    records: 2982,
    withoutPrices: 101,
    pages: 920,
    prices: {
      ...{ input: 2927, output: 2777, 'cache-read': 972, 'cache-write': 424, 'output-reasoning': 58 },
      ...{ 'input-audio': 123, 'output-audio': 50, 'cache-read-audio': 7, 'cache-write-audio': 20 },
      ...{ 'input-image': 21, 'output-image': 34, 'output-video': 2, 'output-citation': 1 },
      ...{ 'input-image-item': 56, 'output-image-item': 185, 'output-pixel': 45 },
      ...{ 'input-character': 34, 'output-character': 6, 'compute-time': 28 },
      ...{ 'input-audio-time': 64, 'output-audio-time': 4, 'input-video-time': 24, 'output-video-time': 25 },
      ...{ query: 32, request: 4, page: 11, 'annotation-page': 4, session: 2 },
      ...{ 'web-search-low': 183, 'web-search-medium': 183, 'web-search-high': 183 },
    },
    doubts: { [FREE_OUTPUT]: 3, [SWAPPED]: 4, [TOO_DEAR]: 32, [PICTURE]: 19 },
    problems: { resolution: 1, 'number of results': 2, credits: 2 },
  },
]

const fileOf = (day: string) => shared(`data/litellm/model_prices_and_context_window.${day}.json`)
const parseFile = (day: string) =>
  litellm.parse([{ path: 'edition.json', bytes: readFileSync(fileOf(day)!) }])

test.skipIf(!fileOf('2026-07-24')).each(REAL)('the file of $day, to the last price', (real) => {
  const snapshot = parseFile(real.day)
  const { records, date } = snapshot
  const prices = records.flatMap((r) => r.prices)
  const problems = records.flatMap((r) => r.problems)
  expectPlain(snapshot)
  expect(date).toBe(real.day)
  expect(records.length).toBe(real.records)
  expect(records.filter((r) => r.prices.length === 0).length).toBe(real.withoutPrices)
  expect(records.filter((r) => r.urls).length).toBe(real.pages)
  expect(countBy(prices.map((p) => p.meter))).toEqual(real.prices)
  expect(countBy(prices.flatMap((p) => p.doubt ?? []))).toEqual(real.doubts)
  // No field with a price is unknown; what cannot be kept says why.
  const reason = (text: string) =>
    /size or quality|number of results|resolution|credits/.exec(text)?.[0] ?? text
  expect(countBy(problems.map(reason))).toEqual(real.problems)
})

test.skipIf(!fileOf('2026-07-24'))('what the real files are known for', () => {
  const [february, july] = ['2026-02-18', '2026-07-24'].map((day) => {
    const byPath = new Map(parseFile(day).records.map((r) => [r.path, r]))
    return (path: string, field: string) => byPath.get(path)?.prices.find((p) => p.field === field)
  })
  expect(july!('azure/gpt-5.4', 'input_cost_per_token_above_272k_tokens_priority')).toMatchObject({
    tier: 'priority',
    threshold: { amount: '272000', comparison: 'ABOVE' },
    amount: '10',
  })
  expect(july!('dashscope/qwen3.5-plus', 'tiered_pricing[256000].output_cost_per_token')?.amount).toBe('3')
  expect(february!('command-r7b-12-2024', 'input_cost_per_token')).toMatchObject({
    amount: '0.15',
    doubt: SWAPPED,
  })
  expect(july!('command-r7b-12-2024', 'input_cost_per_token')).toMatchObject({ amount: '0.0375' })
  expect(july!('gemini/gemini-1.5-flash', 'output_cost_per_token')).toMatchObject({
    amount: '0',
    doubt: FREE_OUTPUT,
  })
  expect(july!('wandb/openai/gpt-oss-120b', 'input_cost_per_token')?.doubt).toBe(TOO_DEAR)
  expect(july!('dall-e-3', 'input_cost_per_image')).toMatchObject({
    meter: 'output-image-item',
    amount: '0.04',
  })
  expect(july!('text-embedding-3-small', 'output_cost_per_token')).toBeUndefined()
})
