/** genai-prices as YAML: how values are written there, and which files of a folder are read. */
import { expect, test } from 'vitest'
import { genaiPrices } from '../../src/ingest/formats/genai-prices.ts'
import { expectSound, inputFile, linesOf, problemOf, recordAt } from '../helpers/price-formats.ts'

const provider = (models: string) => `name: Acme\nid: acme\nmodels:\n${models}`
const yaml = (text: string, path = 'providers/acme.yml') => inputFile(path, text)

function only(body: string) {
  const snapshot = genaiPrices.parse([yaml(provider(`  - id: m\n${body}`))])
  expectSound(snapshot)
  return { ...recordAt(snapshot, 'acme/m'), mentioned: snapshot.mentioned }
}

test('numbers keep their digits, with underscores and exponents too', () => {
  const tiered = `    prices:
      input_mtok: { base: 2.50, tiers: [{ start: 272_000, price: 5.0 }] }
      output_mtok: 1_000.5
      cache_read_mtok: 25e-2
      input_audio_mtok: .5
      output_audio_mtok: 0.000_5
      web_searches_kcount: 10
`
  expect(linesOf(only(tiered))).toEqual([
    'input_mtok 2.5 USD/Mtok',
    'input_mtok>272000 5 USD/Mtok',
    'output_mtok 1000.5 USD/Mtok',
    'cache_read_mtok 0.25 USD/Mtok',
    'input_audio_mtok 0.5 USD/Mtok',
    'output_audio_mtok 0.0005 USD/Mtok',
    'web_searches_kcount 0.01 USD/1',
  ])
})

test('what is no decimal number is no price', () => {
  const { prices, problems } = only(
    '    prices:\n      input_mtok: "0.5"\n      output_mtok: .nan\n      cache_read_mtok: 0x10\n      requests_kcount: yes\n',
  )
  expect(prices).toEqual([])
  expect(problems).toEqual([
    'input_mtok is the text "0.5" where a number belongs',
    'output_mtok is the text ".nan" where a number belongs',
    'cache_read_mtok is the text "0x10" where a number belongs',
    'requests_kcount is the text "yes" where a number belongs',
  ])
})

test('days and times of day stay as they are written', () => {
  const record = only(`    prices_checked: 2026-07-12
    prices:
      - prices: { input_mtok: 0.14 }
      - constraint: { start_date: 2026-08-17 }
        prices: { input_mtok: 0.22 }
      - constraint:
          start_time: 00:30:00Z
          end_time: 16:30:00Z
        prices: { input_mtok: 0.44 }
`)
  expect(linesOf(record)).toEqual([
    'input_mtok 0.14 USD/Mtok ..2026-08-17',
    'input_mtok 0.22 USD/Mtok 2026-08-17..',
    'input_mtok 00:30-16:30 0.44 USD/Mtok 2026-08-17..',
  ])
  // A start may be announced, so it dates a file only where nothing was checked.
  expect(record.mentioned).toEqual(['2026-07-12'])
})

test('a day of checking that is none is said, and the prices stay', () => {
  const record = only('    prices_checked: 12/07/2026\n    prices: { input_mtok: 1 }\n')
  expect(record).toMatchObject({
    prices: [{ amount: '1' }],
    problems: ['prices_checked is no day: "12/07/2026"'],
    mentioned: [],
  })
})

test('reserved names are keys like any other', () => {
  const { prices, problems } = only(
    '    prices: { __proto__: { input_mtok: 1 }, constructor: 2, input_mtok: 3 }\n',
  )
  expect(prices.map((p) => p.amount)).toEqual(['3'])
  expect(problems).toHaveLength(2)
})

test('a broken file refuses the whole folder, with its line', () => {
  const good = yaml(provider('  - id: m\n    prices: { input_mtok: 1 }\n'), 'providers/good.yml')
  const refused = (text: string) => problemOf(genaiPrices, good, yaml(text))
  expect(refused('name: Acme\nid: [acme\nmodels: []\n')).toMatch(/^providers\/acme\.yml:\d: is no YAML/)
  expect(refused('id: acme\nid: bolt\nmodels: []\n')).toMatch(/^providers\/acme\.yml:2: is no YAML/)
  expect(refused('models: *nowhere\n')).toMatch(/^providers\/acme\.yml: is no YAML/)
  expect(refused('- just a list\n')).toBe(
    'providers/acme.yml: is no file of a provider: it has no list of models',
  )
  expect(refused('')).toMatch(/^providers\/acme\.yml: is no file of a provider/)
  const cut = { path: 'providers/acme.yml', bytes: new Uint8Array([0x69, 0x64, 0x0a, 0xff]) }
  expect(problemOf(genaiPrices, good, cut)).toMatch(/^providers\/acme\.yml:2: is no UTF-8/)
})

test('a file that is far too large or deep is refused', () => {
  expect(problemOf(genaiPrices, yaml(`# ${'x'.repeat(5_000_000)}`))).toMatch(/: is larger than 5 MB/)
  const deep = `id: acme\nmodels: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`
  expect(problemOf(genaiPrices, yaml(deep))).toMatch(/^providers\/acme\.yml:2: is no YAML/)
  const json = inputFile('data.json', `[{"models":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`)
  expect(problemOf(genaiPrices, json)).toMatch(/^data\.json:1: is no JSON/)
})

test('aliases that multiply are refused', () => {
  const lines = Array.from(
    { length: 12 },
    (_, i) => `x${i + 1}: &x${i + 1} [${Array(10).fill(`*x${i}`).join(', ')}]`,
  )
  const bomb = ['x0: &x0 [1]', ...lines, 'id: acme', 'models: []'].join('\n')
  expect(problemOf(genaiPrices, yaml(bomb))).toMatch(/^providers\/acme\.yml: is no YAML/)
})

test.for([
  ['providers/openai.yml', true],
  ['prices/providers/openai.yaml', true],
  ['openai.yml', true],
  ['data.json', true],
  ['v2/data.json', false],
  ['new_data/v2/data.json', false],
  ['units.yml', false],
  ['prices/units.yml', false],
  ['providers/.schema.json', false],
  ['providers.schema.json', false],
  ['.github/workflows/ci.yml', false],
  ['README.md', false],
])('of a folder, %s is read: %s', ([path, isRead]) => {
  expect(genaiPrices.accepts(path as string)).toBe(isRead)
})

test('YAML is read rather than the JSON that is built from it', () => {
  const model = (input: number) => provider(`  - id: m\n    prices: { input_mtok: ${input} }\n`)
  const built = inputFile('data.json', '[{"id":"acme","models":[]}]')
  const { records } = genaiPrices.parse([built, yaml(model(1)), yaml(model(2), 'mkdocs.yml')])
  expect(records.map(linesOf)).toEqual([['input_mtok 1 USD/Mtok']])
})

test('a file that is named by itself may have any name', () => {
  const json = '[{"id":"acme","models":[{"id":"m","prices":{"input_mtok":1}}]}]'
  for (const file of [
    inputFile('download', json),
    yaml(provider('  - id: m\n    prices: { input_mtok: 1 }\n'), 'x'),
  ])
    expect(genaiPrices.parse([file]).records.flatMap(linesOf)).toEqual(['input_mtok 1 USD/Mtok'])
})
