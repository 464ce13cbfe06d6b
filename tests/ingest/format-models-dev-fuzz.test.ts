/** Ten thousand spoilt records of models.dev, as JSON and as TOML, and files cut or garbled anywhere. */
import fc from 'fast-check'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { modelsDev } from '../../src/ingest/formats/models-dev.ts'
import { type InputFile, InputProblem } from '../../src/ingest/market/types.ts'
import { expectSound, inputFile, spoil, spoiling } from '../helpers/price-formats.ts'

const PER_FILE = 100
const tiers = [
  { tier: { size: 200000 }, input: 5, output: 22.5 },
  { tier: { type: 'context', size: 272000 }, input: 6 },
]
const MODELS = [
  { name: 'Plain', release_date: '2026-03-05', cost: { input: 2.5, output: 15, cache_read: 0.25 } },
  { cost: { input: 1, output: 2, context_over_200k: { input: 5 }, tiers }, modalities: { output: ['text'] } },
  { cost: { input: 0, output: 0 }, last_updated: '2026-03', family: 'plain' },
  {
    base_model: 'lab/m',
    base_model_omit: ['cost.tiers', 'limit.input'],
    experimental: {
      modes: { fast: { cost: { input: 5 }, provider: { body: { service_tier: 'priority' } } } },
    },
  },
]

test('7,500 of JSON: every record is accounted for', () => {
  const one = fc.tuple(fc.nat(MODELS.length - 1), spoiling)
  fc.assert(
    fc.property(fc.array(one, { minLength: PER_FILE, maxLength: PER_FILE }), (changes) => {
      const models = changes.map(([which, change], i) => [`m-${i}`, spoil(MODELS[which], change)])
      const api = { 'acme-coding-plan': { name: 'Acme', models: Object.fromEntries(models) } }
      const snapshot = modelsDev.parse([inputFile('api.json', JSON.stringify(api))])
      expect(snapshot.records).toHaveLength(PER_FILE)
      expectSound(snapshot)
    }),
    { numRuns: 75 },
  )
})

const TOML = `base_model = "lab/m"
base_model_omit = ["cost.tiers"]
name = "Model M"
last_updated = "2026-03-05"
[cost]
input = 2.50
output = 15.00
cache_read = 0.25
[[cost.tiers]]
tier = { size = 272_000 }
input = 5.00
[experimental.modes.fast]
cost = { input = 5.00, output = 30.00 }
provider = { body = { service_tier = "priority" } }`.split('\n')

const line = fc.record({
  at: fc.nat(TOML.length - 1),
  how: fc.constantFrom('value', 'value', 'value', 'drop', 'key'),
  value: fc.oneof(
    fc.constantFrom(
      '"0.5"',
      '-1',
      'inf',
      'nan',
      '1e400',
      '[]',
      '{}',
      '2026-07-02',
      '07:30:00',
      'true',
      '0x10',
      '-0.0',
    ),
    fc.constantFrom(
      `1${'0'.repeat(40)}`,
      `0.${'123'.repeat(15)}`,
      '3.9999999999999997e-07',
      '"\\u0000"',
      '[[1]]',
    ),
    fc.constantFrom('{ size = 0 }', '{ input = 3 }', '["cost"]', '"lab/x"', '"lab/round"', '0'),
  ),
  key: fc.constantFrom(
    'input',
    'output',
    'cached_input',
    '"__proto__"',
    'constructor',
    '""',
    'cost',
    'base_model',
    'x',
  ),
})

/** One model with up to four lines changed; as it was where the changes make it no TOML. */
function spoiltToml(changes: readonly { at: number; how: string; value: string; key: string }[]): string {
  const lines = [...TOML]
  for (const { at, how, value, key } of changes) {
    const [name, written] = lines[at]!.split(' = ', 2)
    if (how === 'drop') lines[at] = ''
    else if (written !== undefined) lines[at] = how === 'key' ? `${key} = ${written}` : `${name} = ${value}`
  }
  try {
    parse(lines.join('\n'))
    return lines.join('\n')
  } catch {
    return TOML.join('\n')
  }
}

const bases = [
  inputFile('models/lab/m.toml', TOML.slice(2).join('\n')),
  inputFile('models/lab/round.toml', 'base_model = "lab/round"'),
]

test('2,500 of TOML: every record is accounted for', () => {
  const one = fc.array(line, { maxLength: 4 })
  fc.assert(
    fc.property(fc.array(one, { minLength: PER_FILE, maxLength: PER_FILE }), (all) => {
      const models = all.map((changes, i) =>
        inputFile(`providers/acme/models/m-${i}.toml`, spoiltToml(changes)),
      )
      const snapshot = modelsDev.parse([...bases, ...models])
      expect(snapshot.records).toHaveLength(PER_FILE)
      expectSound(snapshot)
    }),
    { numRuns: 25 },
  )
})

test('a file that was cut or garbled is refused, or read as far as it still is one', () => {
  const api = inputFile('api.json', JSON.stringify({ acme: { models: { m: MODELS[1] } } }))
  const toml = inputFile('providers/acme/models/m.toml', TOML.join('\n'))
  const damage = fc.record({ at: fc.nat(400), byte: fc.nat(255), isCut: fc.boolean() })
  fc.assert(
    fc.property(
      damage,
      fc.constantFrom<InputFile>(api, toml),
      ({ at, byte, isCut }, { path, bytes: whole }) => {
        const place = at % whole.length
        const bytes = isCut ? whole.slice(0, place) : whole.slice().fill(byte, place, place + 1)
        try {
          expectSound(modelsDev.parse([{ path, bytes }, ...(path === api.path ? [] : bases)]))
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem)
        }
      },
    ),
    { numRuns: 1000 },
  )
})
