/** The format `openrouter-models`: whole records and answers, damaged ones and real ones. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openrouterModels } from '../../src/ingest/formats/openrouter-models.ts'
import { InputProblem } from '../../src/ingest/market/types.ts'
import { spoil, spoiling } from '../helpers/price-formats.ts'
import { countBy, expectPlain, parseValue } from '../helpers/price-records.ts'
import { shared } from '../helpers/shared.ts'

const parse = (input: unknown) => parseValue(openrouterModels, input)
const pricing = { prompt: '0.000001', completion: '0.000002' }

test('a model is one record, with its name, page and the day that it came', () => {
  const model = {
    id: '~acme/m:free',
    name: 'Acme: M',
    created: 1772323200,
    expiration_date: '2098-12-31',
    pricing,
  }
  const odd = { id: 'acme/m n', name: 'a\u0000', created: '2026-01-01', pricing: { prompt: '0' } }
  const { records, ...rest } = parse({ data: [model, odd], total_count: 2, links: { next: null } })
  expect(rest).toEqual({ mentioned: ['2026-03-01'] })
  expect(records).toEqual([
    {
      path: '~acme/m:free',
      seller: 'openrouter',
      model: '~acme/m:free',
      modelName: 'Acme: M',
      urls: ['https://openrouter.ai/~acme/m:free'],
      prices: [
        { field: 'prompt', meter: 'input', unit: 'USD/Mtok', amount: '1' },
        { field: 'completion', meter: 'output', unit: 'USD/Mtok', amount: '2' },
      ],
      problems: [],
    },
    {
      path: 'acme/m n',
      seller: 'openrouter',
      model: 'acme/m n',
      prices: [{ field: 'prompt', meter: 'input', unit: 'USD/Mtok', amount: '0' }],
      problems: [],
    },
  ])
})

test('a record without a usable id or content is kept, and says why it has no prices', () => {
  const bad = [
    7,
    { pricing },
    { id: '__proto__', pricing },
    { id: { toString: 1 }, pricing },
    { id: '', pricing },
  ]
  const data = [
    { id: 'a/m', pricing },
    ...bad,
    { id: 'a/m', pricing },
    { id: 'a/n' },
    { id: 'x'.repeat(301), pricing },
  ]
  expect(
    parse({ data }).records.map((r) => [r.path, r.model.length, r.prices.length, ...r.problems]),
  ).toEqual([
    ['a/m', 3, 2],
    ['data[1]', 0, 0, 'the record is no object'],
    ['data[2]', 0, 0, 'it has no id'],
    ['data[3]', 0, 0, '"__proto__" is a name that no model can have'],
    ['data[4]', 0, 0, 'it has no id'],
    ['data[5]', 0, 0, '"" is a name that no model can have'],
    ['data[6]', 3, 0, 'a/m stands in the list twice'],
    ['a/n', 3, 0, 'pricing is no object'],
    ['data[8]', 0, 0, `"${'x'.repeat(60)}" is a name that no model can have`],
  ])
})

test('an input that is no whole answer is refused as a whole', () => {
  const data = [{ id: 'a/m', pricing }]
  for (const [input, reason] of [
    ['{"data":[{"id":"a', /edition\.json:1: is no JSON/],
    [[], /has no list named data; the format openrouter-models reads an answer of/],
    [{ data: { id: 1 } }, /has no list named data/],
    [{ data: [{ id: 'gpt-5', object: 'model' }] }, /has no model with a pricing/],
    [
      { data, links: { next: '/api/v1/models?offset=1' } },
      /is one page of 1 models out of more; ask for the list/,
    ],
    [{ data, total_count: 612 }, /is one page of 1 models out of 612/],
  ] as const) {
    expect(() => parse(input)).toThrow(InputProblem)
    expect(() => parse(input)).toThrow(reason)
  }
  const file = { path: 'a.json', bytes: new TextEncoder().encode('{"data":[]}') }
  expect(() => openrouterModels.parse([file, file, file, file])).toThrow(
    'openrouter-models: these are 4 editions (a.json, a.json, a.json, …); import each on its own, in any order',
  )
  expect(openrouterModels.parse([file]).records).toEqual([])
  expect(openrouterModels.accepts('a/b.json') && !openrouterModels.accepts('a/README.md')).toBe(true)
})

test('ten thousand damaged records never break it, and none is lost', { timeout: 60_000 }, () => {
  const samples = [
    { id: 'a/plain', name: 'Plain', created: 1772323200, pricing },
    {
      id: 'b/pictures',
      name: 'Pictures',
      pricing: { ...pricing, image: '0.01', request: '0', audio: '0.00004' },
    },
    { id: 'c/router', pricing: { prompt: '-1', completion: '-1' } },
    { id: 'd/long', pricing: { ...pricing, overrides: [{ min_prompt_tokens: 200000, prompt: '0.000002' }] } },
    {
      id: 'e/embeds',
      architecture: { output_modalities: ['embeddings'] },
      pricing: { ...pricing, completion: '0' },
    },
    {
      id: 'f/hours',
      pricing: { ...pricing, overrides: [{ utc_start: 30, utc_end: 1630, prompt: '0.000002' }] },
    },
  ]
  const changes = fc.array(fc.array(spoiling, { maxLength: 3 }), { minLength: 100, maxLength: 100 })
  const property = fc.property(changes, (ofRecords) => {
    const data = ofRecords.map((all, i) =>
      all.reduce(spoil, { ...samples[i % samples.length], id: `a/${i}` }),
    )
    const snapshot = parse({ data, links: { next: null } })
    expect(snapshot.records.length).toBe(100)
    expectPlain(snapshot)
  })
  fc.assert(property, { numRuns: 100 })
})

const VARIES = 'completion varies with the model that answers; -1 is no price'
const VARIES_TOO = 'prompt varies with the model that answers; -1 is no price'
/** Counted by another program from the files themselves. */
const REAL = [
  {
    day: '2026-05-15',
    models: 364,
    newest: '2026-05-12',
    free: 58,
    prices: {
      ...{ input: 361, output: 361, 'cache-read': 159, 'cache-write': 43, 'output-reasoning': 18 },
      ...{ 'input-image': 17, 'input-audio': 21, 'web-search': 79 },
    },
    problems: { [VARIES_TOO]: 3, [VARIES]: 3 },
  },
  {
    day: '2026-06-16',
    models: 337,
    newest: '2026-06-16',
    free: 52,
    prices: {
      ...{ input: 333, output: 333, 'cache-read': 157, 'cache-write': 47, 'output-reasoning': 17 },
      ...{ 'input-image': 16, 'input-audio': 19, 'web-search': 90 },
    },
    problems: { [VARIES_TOO]: 4, [VARIES]: 4 },
  },
]
const fileOf = (day: string) => shared(`data/openrouter-models/models.${day}.json`)

test.skipIf(!fileOf('2026-06-16')).each(REAL)('the answer of $day, to the last price', (real) => {
  const snapshot = openrouterModels.parse([{ path: 'edition.json', bytes: readFileSync(fileOf(real.day)!) }])
  const prices = snapshot.records.flatMap((r) => r.prices)
  expectPlain(snapshot)
  expect(snapshot.records.length).toBe(real.models)
  expect(snapshot.records.every((r) => r.urls?.length === 1 && r.modelName)).toBe(true)
  expect(snapshot.mentioned.at(-1)).toBe(real.newest)
  expect(prices.filter((p) => p.amount === '0').length).toBe(real.free)
  expect(countBy(prices.map((p) => p.meter))).toEqual(real.prices)
  expect(prices.filter((p) => p.doubt)).toEqual([])
  expect(countBy(snapshot.records.flatMap((r) => r.problems))).toEqual(real.problems)
})
