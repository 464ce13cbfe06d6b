/** models.dev: what models inherit, the form of api.json, which files are read, and the real files. */
import { describe, expect, test } from 'vitest'
import { modelsDev } from '../../src/ingest/formats/models-dev.ts'
import {
  expectSound,
  inputFile,
  linesOf,
  pricesCount,
  problemOf,
  recordAt,
  sharedFile,
  sharedInput,
} from '../helpers/price-formats.ts'

const BASE = `name = "Model M"
last_updated = "2026-01-01"
[cost]
input = 1
output = 2
[[cost.tiers]]
tier = { size = 200_000 }
input = 2
[experimental.modes.fast]
cost.input = 9
`
function only(text: string, ...bases: [name: string, text: string][]) {
  const snapshot = modelsDev.parse([
    inputFile('providers/acme/models/m.toml', text),
    ...bases.map(([name, base]) => inputFile(`models/${name}.toml`, base)),
  ])
  expectSound(snapshot)
  expect(snapshot.records).toHaveLength(1)
  return recordAt(snapshot, 'acme/m')
}

describe('a model with a base', () => {
  test('has what it does not say itself from there, table by table', () => {
    const record = only('base_model = "lab/m"\n[cost]\noutput = 3\n', ['lab/m', BASE])
    expect(linesOf(record)).toEqual([
      'input 1 USD/Mtok',
      'output 3 USD/Mtok',
      'input>200000 2 USD/Mtok',
      'fast.input 9 USD/Mtok',
    ])
    expect(record).toMatchObject({ modelName: 'Model M', problems: [] })
  })

  test('replaces lists and numbers', () => {
    const tiers = '[[cost.tiers]]\ntier = { size = 272_000 }\ninput = 4\n'
    const record = only(`base_model = "lab/m"\nname = "Own"\n${tiers}`, ['lab/m', BASE])
    expect(linesOf(record).filter((line) => line.includes('>'))).toEqual(['input>272000 4 USD/Mtok'])
    expect(record.modelName).toBe('Own')
  })

  test('leaves out what it names', () => {
    const omit =
      'base_model_omit = ["cost.tiers", "experimental.modes.fast", "cost.nothing", "nothing.at.all"]\n'
    const record = only(`base_model = "lab/m"\n${omit}`, ['lab/m', BASE])
    expect(linesOf(record)).toEqual(['input 1 USD/Mtok', 'output 2 USD/Mtok'])
    const own = '[[cost.tiers]]\ntier = { size = 1 }\ninput = 4\n'
    expect(linesOf(only(`base_model = "lab/m"\n${omit}${own}`, ['lab/m', BASE]))).toContain(
      'input>1 4 USD/Mtok',
    )
  })

  test('that is not there says so, and keeps what it says itself', () => {
    const record = only('base_model = "lab/x"\n[cost]\ninput = 1\n', ['lab/m', BASE])
    expect(linesOf(record)).toEqual(['input 1 USD/Mtok'])
    expect(record.problems).toEqual(['base_model names no file below models/: "lab/x"'])
    for (const name of ['"__proto__"', '7', '{}', '"constructor"'])
      expect(only(`base_model = ${name}\n`, ['lab/m', BASE]).problems).toEqual([
        expect.stringMatching(/^base_model names no file below models\/: /),
      ])
  })

  test('that has a base of its own, even in a circle, ends', () => {
    const record = only('base_model = "lab/a"\n', ['lab/a', 'base_model = "lab/m"\n'], ['lab/m', BASE])
    expect(linesOf(record)).toHaveLength(4)
    const circle = only('base_model = "lab/a"\n', ['lab/a', 'base_model = "lab/a"\n[cost]\ninput = 1\n'])
    expect(linesOf(circle)).toEqual(['input 1 USD/Mtok'])
    expect(circle.problems).toEqual(['base_model leads in a circle: "lab/a"'])
  })

  test('inherits in no other way', () => {
    const { problems } = only(
      'base_model = "lab/m"\nbase_model_omit = "cost"\n[extends]\nfrom = "bolt/m"\n',
      ['lab/m', BASE],
    )
    expect(problems).toEqual([
      'extends is an older way to inherit, which is not read',
      'base_model_omit is no list of texts',
    ])
  })
})

describe('api.json', () => {
  const api = (content: unknown) => inputFile('api.json', JSON.stringify(content))

  test('holds the same as the files', () => {
    const cost = {
      input: 2.5,
      output: 15,
      context_over_200k: { input: 5 },
      tiers: [{ tier: { size: 200000 }, input: 5 }],
    }
    const model = { id: 'm', name: 'Model M', last_updated: '2026-03-05', cost }
    const snapshot = modelsDev.parse([
      api({ acme: { id: 'acme', name: 'Acme', doc: 'https://acme.example', models: { m: model } } }),
    ])
    expectSound(snapshot)
    expect(snapshot.mentioned).toEqual(['2026-03-05'])
    expect(snapshot.records).toMatchObject([
      {
        ...{ path: 'acme/m', seller: 'acme', model: 'm', sellerName: 'Acme', modelName: 'Model M' },
        urls: ['https://acme.example'],
        problems: [],
      },
    ])
    expect(linesOf(snapshot.records[0]!)).toEqual([
      'input 2.5 USD/Mtok',
      'output 15 USD/Mtok',
      'input>200000 5 USD/Mtok',
    ])
  })

  test('keeps records that are none, with their reason', () => {
    const text = `{"acme":{"models":{"__proto__":{"cost":{"input":1}},"":{},"m":7}},"__proto__":{"models":{"m":{}}},"bolt":3}`
    const { records } = modelsDev.parse([inputFile('api.json', text)])
    expect(records.map((r) => [r.path, r.prices, r.problems])).toEqual([
      ['acme/#1', [], ["the model's name is __proto__, which is no name"]],
      ['acme/#2', [], ["the model's name is empty"]],
      ['acme/m', [], ['the model is no table']],
      ['#2/#1', [], ["the seller's name is __proto__, which is no name"]],
      ['#3', [], ['the provider has no table of models']],
    ])
  })

  test('of another form is refused', () => {
    for (const content of [[], 7, { models: [] }, { a: 1, b: {} }])
      expect(problemOf(modelsDev, api(content))).toMatch(/^api\.json: is no catalogue/)
    expect(problemOf(modelsDev, inputFile('api.json', '{"acme":{"models":{"m":{'))).toMatch(
      /^api\.json:1: is no JSON/,
    )
    expect(problemOf(modelsDev, api({}), inputFile('api.old.json', '{}'))).toBe(
      'api.old.json: stands beside api.json: name one of them',
    )
  })
})

test.for([
  ['providers/openai/provider.toml', true],
  ['providers/openai/models/gpt-5.toml', true],
  ['providers/openrouter/models/qwen/qwen3', true],
  ['models/openai/gpt-5.toml', true],
  ['api.json', true],
  ['api.2025-06-25.json', true],
  ['providers/openai/logo.svg', false],
  ['providers/openai/models/.gitkeep', false],
  ['models/readme.md', false],
  ['package.json', false],
  ['symlinks.tsv', false],
])('of a folder, %s is read: %s', ([path, isRead]) => {
  expect(modelsDev.accepts(path as string)).toBe(isRead)
})

test('a part of the folder is not enough', () => {
  expect(problemOf(modelsDev)).toMatch(/^input: is no catalogue/)
  expect(problemOf(modelsDev, inputFile('gpt-5.toml', ''))).toMatch(/^gpt-5\.toml: is no catalogue/)
  expect(problemOf(modelsDev, inputFile('models/lab/m.toml', ''))).toMatch(/^providers\/: holds no model/)
})

const tree = sharedInput('data/models-dev', modelsDev)
const older = sharedFile('data/models-dev/api.2025-06-25.json')

describe.runIf(tree && older)('the shared files', () => {
  test('are read whole', () => {
    const snapshot = modelsDev.parse(tree!)
    expectSound(snapshot)
    // 1,723 models, and one whose file lacks its ending.
    expect([snapshot.records.length, pricesCount(snapshot)]).toEqual([1724, 4479])
    expect(snapshot.mentioned.at(-1)).toBe('2026-06-30')
    const problems = snapshot.records.filter((r) => r.problems.length > 0)
    // Nine with keys misspelt, one with a price of requests, and the one that lacks its ending.
    expect(problems).toHaveLength(11)
    expect(problems.flatMap((r) => r.problems).filter((p) => p.includes('may be meant'))).toHaveLength(10)
    const doubts = snapshot.records.filter((r) => r.prices.some((p) => p.doubt))
    expect(doubts.map((r) => r.path)).toEqual(['azure/model-router'])
    expect(snapshot.records.filter((r) => r.prices.some((p) => p.note))).toHaveLength(124)
    expect(snapshot.records.filter((r) => !r.sellerName || !r.urls)).toEqual([])
  })

  test('inherit and tier as upstream shows them', () => {
    const snapshot = modelsDev.parse(tree!)
    expect(linesOf(recordAt(snapshot, 'openai/gpt-5.4'))).toEqual([
      ...['input 2.5', 'output 15', 'cache_read 0.25'].map((line) => `${line} USD/Mtok`),
      ...['input>272000 5', 'output>272000 22.5', 'cache_read>272000 0.5'].map((line) => `${line} USD/Mtok`),
      ...['fast.input 5', 'fast.output 30', 'fast.cache_read 0.5'].map((line) => `${line} USD/Mtok`),
    ])
    expect(recordAt(snapshot, 'azure/gpt-5.4').modelName).toBe('GPT-5.4')
  })

  test('of the older api.json are read whole', () => {
    const snapshot = modelsDev.parse(older!)
    expectSound(snapshot)
    expect([snapshot.records.length, pricesCount(snapshot)]).toEqual([180, 460])
    expect(snapshot.records.filter((r) => r.problems.length > 0)).toEqual([])
  })
})
