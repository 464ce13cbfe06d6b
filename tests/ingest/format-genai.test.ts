/** What a record of genai-prices says: keys as meters, tiers, names, and what cannot be read. */
import { describe, expect, test } from 'vitest'
import { genaiPrices } from '../../src/ingest/formats/genai-prices.ts'
import { expectSound, inputFile, linesOf, problemOf, recordAt } from '../helpers/price-formats.ts'

/** One provider with models, as data.json has it. */
function read(...models: unknown[]) {
  const provider = { id: 'acme', name: 'Acme', pricing_urls: ['https://acme.example/prices'], models }
  const snapshot = genaiPrices.parse([inputFile('data.json', JSON.stringify([provider]))])
  expectSound(snapshot)
  return snapshot
}
const model = (prices: unknown, more: object = {}) => ({ id: 'm', match: { equals: 'm' }, prices, ...more })
const only = (prices: unknown, more: object = {}) => recordAt(read(model(prices, more)), 'acme/m')

describe('a record', () => {
  test('has the names of seller and model, and the pages of the seller', () => {
    expect(only({ input_mtok: 1 }, { name: 'Model M' })).toEqual({
      path: 'acme/m',
      seller: 'acme',
      model: 'm',
      sellerName: 'Acme',
      modelName: 'Model M',
      urls: ['https://acme.example/prices'],
      prices: [{ field: 'input_mtok', meter: 'input', amount: '1', unit: 'USD/Mtok' }],
      problems: [],
    })
  })

  test.for([
    ['input_mtok', 'input 2.5 USD/Mtok'],
    ['output_mtok', 'output 2.5 USD/Mtok'],
    ['cache_read_mtok', 'cache-read 2.5 USD/Mtok'],
    ['cache_write_mtok', 'cache-write 2.5 USD/Mtok'],
    ['cache_write_5m_mtok', 'cache-write 2.5 USD/Mtok 5m'],
    ['cache_write_1h_mtok', 'cache-write 2.5 USD/Mtok 1h'],
    ['cache_audio_read_mtok', 'cache-read-audio 2.5 USD/Mtok'],
    ['input_audio_mtok', 'input-audio 2.5 USD/Mtok'],
    ['output_image_mtok', 'output-image 2.5 USD/Mtok'],
    ['output_reasoning_mtok', 'output-reasoning 2.5 USD/Mtok'],
    ['web_searches_kcount', 'web-search 0.0025 USD/1'],
    ['requests_kcount', 'request 0.0025 USD/1'],
    ['storage_searches_kcount', 'file-search 0.0025 USD/1'],
    ['rerank_searches_kcount', 'query 0.0025 USD/1'],
    ['input_document_kpages', 'page 0.0025 USD/1'],
    ['input_annotated_document_kpages', 'annotation-page 0.0025 USD/1'],
    ['input_mchars', 'input-character 2.5 USD/Mchar'],
    ['input_gpixels', 'input-pixel 0.0025 USD/Mpx'],
    ['input_audio_hours', 'input-audio-time 2.5 USD/h'],
  ])('prices %s by our meter', ([key, expected]) => {
    const { prices, problems } = only({ [key!]: 2.5 })
    const [price] = prices
    const said = [price?.meter, price?.amount, price?.unit, price?.cacheLifetime].filter(
      (x) => x !== undefined,
    )
    expect([said.join(' '), price?.field, problems]).toEqual([expected, key, []])
  })

  test('says which key it has no meter for, and keeps the others', () => {
    const { prices, problems } = only({ input_mtok: 1, code_executions_kcount: 3, toString: 4 })
    expect(prices.map((p) => p.field)).toEqual(['input_mtok'])
    expect(problems).toEqual([
      'code_executions_kcount counts what we have no meter for',
      'toString counts what we have no meter for',
    ])
  })

  test('a price of the sum of other keys says nothing new where it is theirs', () => {
    expect(only({ audio_hours: 0.36, input_audio_hours: 0.36 })).toMatchObject({
      prices: [{ field: 'input_audio_hours', amount: '0.36' }],
      problems: [],
    })
    const problems = ['audio_hours counts what we have no meter for']
    expect(only({ audio_hours: 0.4, input_audio_hours: 0.36 }).problems).toEqual(problems)
    expect(only({ audio_hours: 0.4 })).toMatchObject({ prices: [], problems })
  })

  test('keeps every digit, but not the noise of a computed double', () => {
    const text =
      '[{"id":"acme","models":[{"id":"m","prices":{"input_mtok":0.003625,"output_mtok":2.50,"cache_read_mtok":0.18000000000000002}}]}]'
    const snapshot = genaiPrices.parse([inputFile('data.json', text)])
    expect(recordAt(snapshot, 'acme/m').prices.map((p) => p.amount)).toEqual(['0.003625', '2.5', '0.18'])
  })

  test('may have no price', () => {
    expect(only({})).toMatchObject({ prices: [], problems: [] })
    expect(recordAt(read({ id: 'm' }), 'acme/m')).toMatchObject({ prices: [], problems: [] })
  })
})

describe('tiers', () => {
  const tiered = (start: unknown) => only({ input_mtok: { base: 5, tiers: [{ start, price: 10 }] } })

  test('apply above their start', () => {
    expect(tiered(272000)).toMatchObject({
      prices: [
        { field: 'input_mtok', amount: '5' },
        { field: 'input_mtok>272000', amount: '10', threshold: { amount: '272000', comparison: 'ABOVE' } },
      ],
      problems: [],
    })
  })

  test.for([
    [271999, '272000'],
    [199999, '200000'],
  ])('a start of %i means the next number and more', ([start, amount]) => {
    expect(tiered(start).prices[1]).toMatchObject({
      field: `input_mtok>${amount}`,
      threshold: { amount, comparison: 'AT_LEAST' },
    })
  })

  test('that cannot be read are left out, and the base stays', () => {
    for (const start of ['272000', -1, 0.5, null, {}]) {
      const { prices, problems } = tiered(start)
      expect(linesOf({ prices } as never)).toEqual(['input_mtok 5 USD/Mtok'])
      expect(problems).toEqual([
        expect.stringContaining('input_mtok has a tier whose start is no number of tokens'),
      ])
    }
    const twice = [
      { start: 1000, price: 10 },
      { start: 1000, price: 20 },
    ]
    expect(only({ input_mtok: { base: 5, tiers: twice } }).problems).toEqual([
      'input_mtok>1000 stands there twice',
    ])
    expect(only({ input_mtok: { base: 5 } }).problems).toEqual(['input_mtok has tiers that are no list'])
  })
})

describe('what looks like a mistake', () => {
  const doubts = (prices: object, more: object = {}) =>
    only(prices, more).prices.flatMap((p) => (p.doubt ? [`${p.field}: ${p.doubt}`] : []))

  test('an output that costs nothing, of a model that writes text', () => {
    const free = { input_mtok: 1, output_mtok: 0 }
    expect(doubts(free)).toEqual(['output_mtok: its output costs nothing although its input does'])
    expect(doubts(free, { name: 'M Embedding 2' })).toEqual([])
    expect(doubts({ input_mtok: 0, output_mtok: 0 })).toEqual([])
    expect(doubts({ input_mtok: 1 })).toEqual([])
  })

  test('an input at twice the price of the output', () => {
    const sentence = 'its input costs at least twice its output; they may have been swapped'
    expect(doubts({ input_mtok: 2, output_mtok: 1 })).toEqual([
      `input_mtok: ${sentence}`,
      `output_mtok: ${sentence}`,
    ])
    expect(doubts({ input_mtok: 1.99, output_mtok: 1 })).toEqual([])
    expect(doubts({ input_mtok: 4, output_mtok: 1 }, { name: 'M Guard' })).toEqual([])
  })

  test('is looked for in prices of one condition only', () => {
    const long = (base: number, price: number) => ({ base, tiers: [{ start: 1000, price }] })
    expect(doubts({ input_mtok: long(1, 4), output_mtok: 1.5 })).toEqual([])
    expect(doubts({ input_mtok: long(1, 4), output_mtok: long(1.5, 2) })).toHaveLength(2)
    const list = (constraint: object) => [
      { prices: { input_mtok: 1, output_mtok: 1.5 } },
      { constraint, prices: { input_mtok: 4, output_mtok: 9 } },
      { constraint: { start_date: '2026-05-01' }, prices: { input_mtok: 1 } },
    ]
    for (const constraint of [
      { start_date: '2026-03-01' },
      { start_time: '01:00:00Z', end_time: '02:00:00Z' },
    ]) {
      const prices = list(constraint)
      expect(only(prices).prices.filter((p) => p.doubt)).toEqual([])
      prices[1]!.prices.output_mtok = 2
      expect(only(prices).prices.filter((p) => p.doubt)).toMatchObject([{ amount: '4' }, { amount: '2' }])
    }
  })
})

describe('broken parts', () => {
  test.for([
    [{ input_mtok: 'free' }, 'input_mtok is the text "free" where a number belongs'],
    [{ input_mtok: -1 }, 'input_mtok is negative: -1'],
    [{ input_mtok: null }, 'input_mtok is empty'],
    [{ input_mtok: [1] }, 'input_mtok is a list where a number belongs'],
    ['free', 'its prices are no table'],
    [null, 'its prices are no table'],
  ])('%j', ([prices, problem]) => {
    expect(only(prices)).toMatchObject({ prices: [], problems: [problem] })
  })

  test.for([
    ['__proto__', "the model's name is __proto__, which is no name"],
    ['constructor', "the model's name is constructor, which is no name"],
    ['', "the model's name is empty"],
    [' ', "the model's name is empty"],
    ['x'.repeat(301), "the model's name has more than 300 characters"],
    ['a\u0000b', "the model's name holds characters that no name has"],
    [7, "the model's name is no text"],
    [undefined, "the model's name is missing"],
  ])('the name %j', ([id, problem]) => {
    const { records } = read({ id, prices: { input_mtok: 1 } })
    expect(records).toMatchObject([{ path: 'acme/#1', model: '', prices: [], problems: [problem] }])
  })

  test('a name that stands there twice', () => {
    const { records } = read(model({ input_mtok: 1 }), model({ input_mtok: 2 }))
    expect(records.map((r) => [r.path, r.prices.length, r.problems])).toEqual([
      ['acme/m', 1, []],
      ['acme/m#2', 0, ['acme/m stands in the file twice']],
    ])
  })

  test('a model, or a provider, that is something else', () => {
    const list = [{ id: 'acme', models: [7, null] }, { id: 'bolt' }, 'x']
    const { records } = genaiPrices.parse([inputFile('data.json', JSON.stringify(list))])
    expect(records.map((r) => [r.path, r.problems])).toEqual([
      ['acme/#1', ['the model is no table']],
      ['acme/#2', ['the model is no table']],
      ['#2', ['the provider has no list of models']],
      ['#3', ['the provider has no list of models']],
    ])
  })

  test('a file that is something else is refused as a whole', () => {
    const refused = (text: string, path = 'data.json') => problemOf(genaiPrices, inputFile(path, text))
    expect(refused('{"models":[]}')).toMatch(/^data\.json: is no list of providers/)
    expect(refused('[1,2]')).toMatch(/^data\.json: is no list of providers/)
    expect(refused('[{"id":"acme",\n"models":[{"id":')).toMatch(/^data\.json:2: is no JSON/)
    expect(refused('[]')).toBe('none')
    expect(problemOf(genaiPrices)).toBe('input: holds no file of genai-prices')
    expect(problemOf(genaiPrices, inputFile('a.json', '[]'), inputFile('b.json', '[]'))).toBe(
      'b.json: stands beside a.json: name one of them',
    )
  })
})
