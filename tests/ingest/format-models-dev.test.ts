/** What a model of models.dev says: its cost, tiers and modes, what it inherits, and what cannot be read. */
import { describe, expect, test } from 'vitest'
import { modelsDev } from '../../src/ingest/formats/models-dev.ts'
import { expectSound, inputFile, problemOf, recordAt } from '../helpers/price-formats.ts'

const PROVIDER = inputFile(
  'providers/acme/provider.toml',
  'name = "Acme"\ndoc = "https://acme.example/models"\n',
)
const modelFile = (text: string, path = 'acme/models/m.toml') => inputFile(`providers/${path}`, text)

function read(...files: ReturnType<typeof inputFile>[]) {
  const snapshot = modelsDev.parse([PROVIDER, ...files])
  expectSound(snapshot)
  return snapshot
}
const only = (text: string, ...more: ReturnType<typeof inputFile>[]) =>
  recordAt(read(modelFile(text), ...more), 'acme/m')

describe('a record', () => {
  test('has the names of seller and model, the page of the seller, and the days of the model', () => {
    const text =
      'name = "Model M"\nrelease_date = "2026-03-05"\nlast_updated = 2026-04-01\n[cost]\ninput = 2.50\n'
    const snapshot = read(modelFile(text))
    expect(recordAt(snapshot, 'acme/m')).toEqual({
      path: 'acme/m',
      seller: 'acme',
      model: 'm',
      sellerName: 'Acme',
      modelName: 'Model M',
      urls: ['https://acme.example/models'],
      prices: [{ field: 'input', meter: 'input', amount: '2.5', unit: 'USD/Mtok' }],
      problems: [],
    })
    expect(snapshot.mentioned).toEqual(['2026-03-05', '2026-04-01'])
  })

  test('is called by its path, and its seller need not be described', () => {
    const { records } = read(modelFile('[cost]\ninput = 1\n', 'bolt/models/lab/m-1.5.toml'))
    expect(records).toMatchObject([{ path: 'bolt/lab/m-1.5', seller: 'bolt', model: 'lab/m-1.5' }])
    expect(records[0]).not.toHaveProperty('sellerName')
  })

  test('prices each key by our meter', () => {
    const keys = 'input output cache_read cache_write input_audio output_audio reasoning citation'.split(' ')
    const { prices, problems } = only(`[cost]\n${keys.map((key, i) => `${key} = ${i + 1}\n`).join('')}`)
    expect(problems).toEqual([])
    expect(prices.map((p) => `${p.field} ${p.meter} ${p.amount}`)).toEqual([
      'input input 1',
      'output output 2',
      'cache_read cache-read 3',
      'cache_write cache-write 4',
      'input_audio input-audio 5',
      'output_audio output-audio 6',
      'reasoning output-reasoning 7',
      'citation output-citation 8',
    ])
  })

  test('may have no price', () => {
    expect(only('name = "M"\n')).toMatchObject({ prices: [], problems: [] })
  })

  test('says which keys are none, and which key may be meant', () => {
    const { prices, problems } = only(
      '[cost]\ninput = 1\ncache_input = 2\ncached_input = 3\ncached_write = 4\nrequest = 5\n',
    )
    expect(prices.map((p) => p.field)).toEqual(['input'])
    expect(problems).toEqual([
      'cost.cache_input is no key of this format; cache_read may be meant',
      'cost.cached_input is no key of this format; cache_read may be meant',
      'cost.cached_write is no key of this format; cache_write may be meant',
      'cost: "request" is no key whose unit is known',
    ])
  })
})

describe('numbers', () => {
  test.for([
    ['2.50', '2.5'],
    ['1_000.25', '1000.25'],
    ['25e-2', '0.25'],
    ['0.049999999999999996', '0.05'],
    ['0.12345678901234567890123456', '0.12345678901234567890123456'],
    ['123456789012.345_678_901_2', '123456789012.3456789012'],
    ['9007199254740993001e-9', '9007199254.740993001'],
  ])('%s is %s', ([written, amount]) => {
    const { prices, problems } = only(`[cost]\ninput = ${written}\n`)
    expect([prices[0]?.amount, problems]).toEqual([amount, []])
  })

  test.for([
    ['"0.5"', 'cost.input is the text "0.5" where a number belongs'],
    ['-1', 'cost.input is negative: -1'],
    ['inf', 'cost.input is no number that can be kept exactly: Infinity'],
    ['nan', 'cost.input is no number that can be kept exactly: NaN'],
    ['2026-07-02', 'cost.input is the text "2026-07-02" where a number belongs'],
    ['[1]', 'cost.input is a list where a number belongs'],
  ])('%s is none', ([written, problem]) => {
    expect(only(`[cost]\ninput = ${written}\n`)).toMatchObject({ prices: [], problems: [problem] })
  })
})

describe('tiers', () => {
  const above = (amount: string) => ({ threshold: { amount, comparison: 'ABOVE' } })

  test('apply above their size', () => {
    const { prices } = only(`[cost]
input = 2.5
[[cost.tiers]]
tier = { size = 200_000 }
input = 5
[[cost.tiers]]
tier = { type = "context", size = 272_000 }
input = 10
`)
    expect(prices).toMatchObject([
      { field: 'input', amount: '2.5' },
      { field: 'input>200000', amount: '5', ...above('200000') },
      { field: 'input>272000', amount: '10', ...above('272000') },
    ])
  })

  test('are written in an older way, too, and count once when in both', () => {
    const old = '[cost]\ninput = 2.5\n[cost.context_over_200k]\ninput = 5\n'
    const record = only(old)
    expect(record).toMatchObject({ prices: [{}, { field: 'input>200000', amount: '5', ...above('200000') }] })
    expect(only(`${old}[[cost.tiers]]\ntier = { size = 200000 }\ninput = 5.0\n`)).toEqual(record)
    expect(only(`${old}[[cost.tiers]]\ntier = { size = 200000 }\ninput = 6\n`)).toMatchObject({
      prices: record.prices,
      problems: ['input>200000 is 6, but input>200000 said 5 for the same'],
    })
  })

  test.for([
    [
      'tier = { type = "output", size = 10 }',
      'cost.tiers has a tier by something else than context: "\\"output\\""',
    ],
    ['tier = { size = "10" }', 'cost.tiers has a tier without a size in tokens'],
    ['tier = { size = 0.5 }', 'cost.tiers has a tier without a size in tokens'],
    ['', 'cost.tiers has a tier without a size in tokens'],
  ])('with %s are left out', ([tier, problem]) => {
    const { prices, problems } = only(`[cost]\ninput = 1\n[[cost.tiers]]\n${tier}\ninput = 2\n`)
    expect([prices.map((p) => p.field), problems]).toEqual([['input'], [problem]])
  })
})

describe('modes', () => {
  test('with a cost are tiers of service', () => {
    const mode = '[experimental.modes.fast]\ncost = { input = 30, output = 150 }\n'
    const { prices } = only(`[cost]\ninput = 5\n${mode}`)
    expect(prices.map((p) => [p.field, p.tier])).toEqual([
      ['input', undefined],
      ['fast.input', 'fast'],
      ['fast.output', 'fast'],
    ])
  })

  test('are the tier that a request for them names', () => {
    const mode = '[experimental.modes.fast]\ncost.input = 5\nprovider.body.service_tier = "priority"\n'
    expect(only(`[cost]\ninput = 2.5\n${mode}`).prices[1]).toMatchObject({
      field: 'fast.input',
      tier: 'priority',
    })
  })

  test('that we do not know, or without a cost, have no prices', () => {
    const { prices, problems } = only(
      '[experimental.modes.dream]\ncost.input = 5\n[experimental.modes.fast]\nx = 1\n',
    )
    expect([prices, problems]).toEqual([[], ['the mode "dream" is no tier of service that we know']])
  })
})

describe('a cost of nothing', () => {
  const free = '[cost]\ninput = 0\noutput = 0.0\n'

  test('is a price of 0, with a note', () => {
    const note = 'The file says 0 for everything: free, on trial, or included in a plan.'
    expect(only(free).prices).toMatchObject([
      { amount: '0', note },
      { amount: '0', note },
    ])
    expect(only(`${free}reasoning = 1\n`).prices.filter((p) => p.note)).toEqual([])
  })

  test.for(['github-copilot', 'acme-coding-plan', 'acme-token-plan-cn'])(
    'is no price where %s sells plans',
    (seller) => {
      const problem = 'cost is 0 because a plan includes the model; that is no price'
      const at = (text: string) => read(modelFile(text, `${seller}/models/m.toml`)).records
      expect(at(free)).toMatchObject([{ prices: [], problems: [problem] }])
      expect(at('[cost]\ninput = 1\noutput = 2\n')).toMatchObject([{ prices: [{}, {}], problems: [] }])
    },
  )

  test('of the output alone is in doubt, but for models that write no text', () => {
    const doubts = (more: string) =>
      only(`${more}\n[cost]\ninput = 1\noutput = 0\n`).prices.filter((p) => p.doubt)
    expect(doubts('')).toMatchObject([
      { field: 'output', doubt: 'its output costs nothing although its input does' },
    ])
    expect(doubts('modalities = { output = ["text"] }')).toHaveLength(1)
    expect(doubts('modalities = { output = ["text", "image"] }')).toEqual([])
    expect(doubts('family = "text-embedding"')).toEqual([])
    const fast = only(
      '[cost]\ninput = 1\noutput = 2\n[experimental.modes.fast.cost]\ninput = 6\noutput = 0\n',
    )
    expect(fast.prices.filter((p) => p.doubt).map((p) => p.field)).toEqual(['fast.output'])
  })
})

test('broken input is refused as a whole, with its place', () => {
  const refused = (...files: ReturnType<typeof inputFile>[]) =>
    problemOf(modelsDev, modelFile('[cost]\ninput = 1\n'), ...files)
  expect(refused(modelFile('[cost]\ninput = 1,5\n', 'acme/models/n.toml'))).toMatch(
    /^providers\/acme\/models\/n\.toml:2: is no TOML that can be read: \S/,
  )
  expect(refused(inputFile('providers/acme/provider.toml', 'name ='))).toMatch(
    /^providers\/acme\/provider\.toml:1: /,
  )
  expect(refused(inputFile('models/lab/m.toml', 'a = 1\na = 2\n'))).toMatch(/^models\/lab\/m\.toml:2: /)
  const deep = modelFile(`x = ${'['.repeat(5000)}${']'.repeat(5000)}\n`, 'acme/models/deep.toml')
  expect(refused(deep)).toMatch(/^providers\/acme\/models\/deep\.toml(:1)?: is no TOML/)
  const bytes = new Uint8Array([0x61, 0x0a, 0xff])
  expect(refused({ path: 'providers/acme/models/x.toml', bytes })).toMatch(
    /^providers\/acme\/models\/x\.toml:2: is no UTF-8/,
  )
})

test('a model whose file lacks .toml is told, and not read', () => {
  const slip = modelFile('[cost]\ninput = 9\n', 'acme/models/m')
  const problems = ["the file's name does not end in .toml, so upstream does not read it either"]
  expect(read(slip).records).toMatchObject([{ path: 'acme/m', prices: [], problems }])
  const both = read(slip, modelFile('[cost]\ninput = 1\n')).records
  expect(both.map((r) => [r.path, r.prices.length, r.problems])).toEqual([
    ['acme/m', 1, []],
    ['acme/m#2', 0, problems],
  ])
})
