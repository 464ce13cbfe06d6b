/** llm-prices: rows of a price history, ids that stand for long prompts, the real files, and spoilt ones. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { llmPrices } from '../../src/ingest/formats/llm-prices.ts'
import { InputProblem } from '../../src/ingest/market/types.ts'
import {
  expectSound,
  inputFile,
  linesOf,
  pricesCount,
  problemOf,
  recordAt,
  sharedInput,
  spoil,
  spoiling,
} from '../helpers/price-formats.ts'

const row = (input: unknown, output: unknown, from_date: unknown = null, to_date: unknown = null) => ({
  ...{ input, output, input_cached: null, from_date, to_date },
})
const vendorFile = (models: unknown, path = 'data/acme.json') =>
  inputFile(path, JSON.stringify({ vendor: 'acme', models }))

function read(...models: unknown[]) {
  const snapshot = llmPrices.parse([vendorFile(models)])
  expectSound(snapshot)
  return snapshot
}
const only = (...price_history: unknown[]) =>
  recordAt(read({ id: 'm', name: 'Model M', price_history }), 'acme/m')

describe('a record', () => {
  test('has the names of vendor and model, and a price per meter', () => {
    expect(only({ ...row(2.5, 15), input_cached: 0.25 })).toEqual({
      ...{ path: 'acme/m', seller: 'acme', model: 'm', modelName: 'Model M', problems: [] },
      prices: [
        { field: 'input', meter: 'input', amount: '2.5', unit: 'USD/Mtok' },
        { field: 'output', meter: 'output', amount: '15', unit: 'USD/Mtok' },
        { field: 'input_cached', meter: 'cache-read', amount: '0.25', unit: 'USD/Mtok' },
      ],
    })
  })

  test('has its rows in any order, from a day on and until before another', () => {
    const rows = [row(0.27, 1.1, '2025-02-08'), row(0.14, 0.28, null, '2025-02-08')]
    const lines = [
      'input 0.14 USD/Mtok ..2025-02-08',
      'output 0.28 USD/Mtok ..2025-02-08',
      'input 0.27 USD/Mtok 2025-02-08..',
      'output 1.1 USD/Mtok 2025-02-08..',
    ]
    expect(linesOf(only(...rows))).toEqual(lines)
    expect(linesOf(only(...rows.toReversed()))).toEqual(lines)
    expect(read({ id: 'm', price_history: rows }).mentioned).toEqual(['2025-02-08'])
  })

  test('may have a gap between its rows', () => {
    const record = only(row(1, 2, '2025-01-01', '2025-02-01'), row(3, 4, '2025-06-01'))
    expect(record.prices[0]).toMatchObject({ from: '2025-01-01', to: '2025-02-01' })
    expect(record.problems).toEqual([])
  })

  test('of which rows overlap has the newer one, and the older one until then', () => {
    const record = only(row(3, 4, '2025-03-01', '2025-06-01'), row(1, 2, '2025-01-01', '2025-12-01'))
    expect(linesOf(record).filter((line) => line.startsWith('input'))).toEqual([
      'input 1 USD/Mtok 2025-01-01..2025-03-01',
      'input 3 USD/Mtok 2025-03-01..2025-06-01',
    ])
    expect(record.problems).toEqual([
      'row 2 of price_history is cut on 2025-03-01, when row 1 of price_history begins',
    ])
  })

  test('of which two rows begin at once has the first', () => {
    const record = only(row(1, 2), row(3, 4))
    expect(linesOf(record)).toEqual(['input 1 USD/Mtok', 'output 2 USD/Mtok'])
    expect(record.problems).toEqual([
      'row 2 of price_history begins when row 1 of price_history does, and is left out',
    ])
  })

  test.for([
    [row('free', 2), ['output'], 'input in row 1 of price_history is the text "free" where a number belongs'],
    [row(1, null), ['input'], 'output in row 1 of price_history is empty'],
    [row(-1, 2), ['output'], 'input in row 1 of price_history is negative: -1'],
    [row(1, 2, '2025-02-30'), [], 'from_date in row 1 of price_history is no day: "\\"2025-02-30\\""'],
    [row(1, 2, null, 7), [], 'to_date in row 1 of price_history is no day: '],
    [
      row(1, 2, '2025-02-01', '2025-02-01'),
      [],
      'row 1 of price_history ends on 2025-02-01, before it begins',
    ],
    [7, [], 'row 1 of price_history is no table'],
  ] as const)('keeps what can be read of %j', ([history, fields, problem]) => {
    const { prices, problems } = only(history)
    expect(prices.map((p) => p.field)).toEqual(fields)
    expect(problems).toEqual([expect.stringContaining(problem)])
  })

  test('without rows, or with a name that is none', () => {
    const { records } = read({ id: 'm' }, { id: '__proto__', price_history: [row(1, 2)] }, 7, { id: 'm' })
    expect(records.map((r) => [r.path, r.problems])).toEqual([
      ['acme/m', ['price_history is no list']],
      ['acme/#2', ["the model's name is __proto__, which is no name"]],
      ['acme/#3', ['the model is no table']],
      ['acme/m#2', ['acme/m stands in the file twice']],
    ])
  })

  test('with what looks like a mistake is in doubt', () => {
    expect(only(row(1, 0)).prices.map((p) => p.doubt)).toEqual([
      undefined,
      'its output costs nothing although its input does',
    ])
    expect(only(row(2, 1)).prices.filter((p) => p.doubt)).toHaveLength(2)
  })
})

describe('an id for long prompts', () => {
  const history = [row(5, 22.5)]

  test('is the model without it, above the threshold', () => {
    const { records } = read(
      { id: 'm', name: 'Model M ≤272k', price_history: history },
      { id: 'm-272k', name: 'Model M >272k', price_history: history },
    )
    expect(records).toMatchObject([
      { path: 'acme/m', model: 'm', modelName: 'Model M' },
      { path: 'acme/m-272k', model: 'm', modelName: 'Model M' },
    ])
    expect(records[1]!.prices).toMatchObject([
      { field: 'input>272000', threshold: { amount: '272000', comparison: 'ABOVE' } },
      { field: 'output>272000', threshold: { amount: '272000', comparison: 'ABOVE' } },
    ])
  })

  test.for([
    ['m-128k', 'Model M', ['m'], 'm'],
    ['m-128k', 'Model M', [], 'm-128k'],
    ['m-32k', 'Model M 32k', ['m'], 'm-32k'],
    ['m-32k', 'Model M >32k', [], 'm'],
    ['m-272k', undefined, ['m'], 'm'],
    ['constructor-272k', 'C >272k', [], 'constructor-272k'],
  ] as const)('%s, called %s, beside %j, is %s', ([id, name, others, model]) => {
    const { records } = read(
      { id, name, price_history: history },
      ...others.map((o) => ({ id: o, price_history: history })),
    )
    expect(records[0]!.model).toBe(model)
  })
})

test('a file that is none of a vendor refuses the folder', () => {
  const refused = (text: string) => problemOf(llmPrices, vendorFile([]), inputFile('data/bolt.json', text))
  expect(refused('{"vendor":"bolt"}')).toBe(
    'data/bolt.json: is no file of a vendor: it has no vendor or no list of models',
  )
  expect(refused('[]')).toMatch(/^data\/bolt\.json: is no file of a vendor/)
  expect(refused('{"vendor":"bolt",\n"models":[{"id":"m"')).toMatch(/^data\/bolt\.json:2: is no JSON/)
  expect(problemOf(llmPrices)).toBe('input: holds no file of a vendor')
})

test('of a folder, the files of vendors are read', () => {
  const paths = [
    'data/openai.json',
    'openai.json',
    'README.md',
    'data/x/y.json',
    'package.json',
    'current-v1.json',
  ]
  expect(paths.filter(llmPrices.accepts)).toEqual(['data/openai.json', 'openai.json'])
  const other = inputFile('list.json', '[]')
  expect(llmPrices.parse([other, vendorFile([{ id: 'm', price_history: [] }])]).records).toHaveLength(1)
})

const folder = sharedInput('data/llm-prices', llmPrices)

test.runIf(folder)('the shared files are read whole', () => {
  const snapshot = llmPrices.parse(folder!)
  expectSound(snapshot)
  // 148 rows of two or three prices, but for three of a model that stands there twice.
  expect([folder!.length, snapshot.records.length, pricesCount(snapshot)]).toEqual([11, 142, 374])
  expect(snapshot.records.filter((r) => r.problems.length > 0).map((r) => r.path)).toEqual([
    'xai/grok-4-fast#2',
  ])
  expect(snapshot.records.filter((r) => r.prices.some((p) => p.threshold))).toHaveLength(25)
  expect(snapshot.records.filter((r) => r.prices.some((p) => p.doubt))).toEqual([])
  expect(snapshot.mentioned).toEqual(['2025-02-08', '2026-07-30', '2026-09-01'])
})

const MODELS = [
  { id: 'a', name: 'Model A', price_history: [row(1, 2), row(3, 4, '2025-03-01')] },
  {
    id: 'b-272k',
    name: 'Model B >272k',
    price_history: [row(1, 2, '2025-01-01', '2026-01-01'), row(3, 4, '2026-01-01')],
  },
]

test('ten thousand spoilt records are accounted for', () => {
  const one = fc.tuple(fc.nat(MODELS.length - 1), fc.array(spoiling, { maxLength: 3 }))
  fc.assert(
    fc.property(fc.array(one, { minLength: 100, maxLength: 100 }), (all) => {
      const models = all.map(([which, changes], i) =>
        changes.reduce<unknown>(spoil, { ...MODELS[which], id: `${i}-${MODELS[which]!.id}` }),
      )
      const snapshot = llmPrices.parse([vendorFile(models)])
      expect(snapshot.records).toHaveLength(100)
      expectSound(snapshot)
    }),
    { numRuns: 100 },
  )
})

test('a file that was cut or garbled is refused, or read as far as it still is one', () => {
  const { bytes: whole } = vendorFile(MODELS)
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
      try {
        expectSound(
          llmPrices.parse([{ path: 'x.json', bytes: isCut ? whole.slice(0, at) : whole.with(at, byte) }]),
        )
      } catch (error) {
        expect(error).toBeInstanceOf(InputProblem)
      }
    }),
    { numRuns: 1000 },
  )
})
