/** Ten thousand spoilt records of genai-prices, as JSON and as YAML, and files cut or garbled anywhere. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { genaiPrices } from '../../src/ingest/formats/genai-prices.ts'
import { InputProblem } from '../../src/ingest/market/types.ts'
import { expectSound, inputFile, spoil, spoiling } from '../helpers/price-formats.ts'

const tiered = {
  base: 5,
  tiers: [
    { start: 200000, price: 10 },
    { start: 271999, price: 12 },
  ],
}
const MODELS = [
  { id: 'plain', name: 'Plain', prices: { input_mtok: 1, output_mtok: 2.5, web_searches_kcount: 10 } },
  {
    id: 'tiered',
    prices: { input_mtok: tiered, output_mtok: tiered, cache_write_1h_mtok: 0.5 },
    removed: true,
  },
  {
    id: 'dated',
    prices_checked: '2026-07-12',
    prices: [
      { prices: { input_mtok: 1, output_mtok: tiered } },
      { constraint: { start_time: '00:30:00Z', end_time: '16:30:00Z' }, prices: { input_mtok: 2 } },
      { constraint: { start_date: '2026-03-01' }, prices: { input_mtok: 3, output_mtok: 4 } },
      { constraint: { start_time: '01:00:00Z', end_time: '04:00:00Z' }, prices: { input_mtok: 5 } },
      { constraint: { start_time: '06:00:00Z', end_time: '10:00:00Z' }, prices: { input_mtok: 6 } },
      { constraint: { start_date: '2026-07-01' }, prices: { input_mtok: 3 } },
    ],
  },
  { id: 'spoken', prices: { input_audio_hours: 0.36, audio_hours: 0.36, input_document_kpages: 1 } },
]

const PER_FILE = 100
const spoilt = fc.array(fc.tuple(fc.nat(MODELS.length - 1), spoiling), {
  minLength: PER_FILE,
  maxLength: PER_FILE,
})

/** As text; names are numbered so that most stay different. */
function provider(changes: readonly (readonly [number, Parameters<typeof spoil>[1]])[]): string {
  const models = changes.map(([which, change], i) =>
    spoil({ ...MODELS[which], id: `${MODELS[which]!.id}-${i}` }, change),
  )
  return JSON.stringify({ id: 'acme', name: 'Acme', models })
}

test('7,500 of JSON: every record is accounted for', () => {
  fc.assert(
    fc.property(spoilt, (changes) => {
      const snapshot = genaiPrices.parse([inputFile('data.json', `[${provider(changes)}]`)])
      expect(snapshot.records).toHaveLength(PER_FILE)
      expectSound(snapshot)
    }),
    { numRuns: 75 },
  )
})

test('2,500 of YAML: every record is accounted for, or the file is none', () => {
  let whole = 0
  fc.assert(
    fc.property(spoilt, (changes) => {
      try {
        const snapshot = genaiPrices.parse([inputFile('providers/acme.yml', provider(changes))])
        expect(snapshot.records).toHaveLength(PER_FILE)
        expectSound(snapshot)
        whole++
      } catch (error) {
        // Some JSON is no YAML: keys of more than 1,024 characters, control characters.
        if (!(error instanceof InputProblem)) throw error
      }
    }),
    { numRuns: 25 },
  )
  expect(whole).toBeGreaterThan(0)
})

test('a file that was cut or garbled is refused, or read as far as it still is one', () => {
  const whole = new TextEncoder().encode(
    `[${provider(MODELS.map((_, i) => [i, { way: [], how: 'drop', value: 0, name: 'x' }]))}]`,
  )
  const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), isCut: fc.boolean() })
  fc.assert(
    fc.property(damage, fc.constantFrom('data.json', 'providers/acme.yml'), ({ at, byte, isCut }, path) => {
      const bytes = isCut ? whole.slice(0, at) : whole.with(at, byte)
      try {
        expectSound(genaiPrices.parse([{ path, bytes }]))
      } catch (error) {
        expect(error).toBeInstanceOf(InputProblem)
      }
    }),
    { numRuns: 1000 },
  )
})
