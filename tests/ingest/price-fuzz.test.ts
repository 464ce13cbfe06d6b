/** Spoilt records through whole imports: no crash, nothing half imported, and every record accounted for. */
import fc from 'fast-check'
import { expect, vi } from 'vitest'
import { FORMATS } from '../../src/ingest/formats/registry.ts'
import { readNames } from '../../src/ingest/market/names.ts'
import { importRead } from '../../src/ingest/market/run.ts'
import { InputProblem } from '../../src/ingest/market/types.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { inputFile, spoil, spoiling } from '../helpers/price-formats.ts'

vi.setConfig({ testTimeout: 300_000 })

const RECORDS = 1000
const SEED = 20261125

type Plain = Record<string, unknown>
interface Sample {
  path: string
  records: Plain[]
  /** The file that holds so many records, each under a name of its own. */
  file(records: unknown[]): unknown
}

const numbered = (records: unknown[], id: (i: number) => string) =>
  records.map((r, i) => (r !== null && typeof r === 'object' && !Array.isArray(r) ? { ...r, id: id(i) } : r))
const keyed = (records: unknown[], key: (i: number) => string) =>
  Object.fromEntries(records.map((r, i) => [key(i), r]))

const SAMPLES: Record<string, Sample> = {
  'genai-prices': {
    path: 'data.json',
    records: [
      { prices: { input_mtok: 1, output_mtok: { base: 2, tiers: [{ start: 200000, price: 4 }] } } },
      {
        prices: [
          { prices: { input_mtok: 1 } },
          { constraint: { start_date: '2026-02-01' }, prices: { input_mtok: 2 } },
        ],
      },
    ],
    file: (records) => [
      {
        id: 'openai',
        name: 'OpenAI',
        pricing_urls: ['https://example.org/p'],
        models: numbered(records, (i) => `gpt-${i}`),
      },
    ],
  },
  litellm: {
    path: 'map.json',
    records: [
      { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 },
      {
        litellm_provider: 'groq',
        mode: 'chat',
        input_cost_per_token_above_200k_tokens: 1e-6,
        source: 'https://example.org',
      },
    ],
    file: (records) => keyed(records, (i) => `gpt-${i}`),
  },
  'llm-prices': {
    path: 'vendor.json',
    records: [
      {
        name: 'M',
        price_history: [
          { input: 1, output: 2, input_cached: 0.1, from_date: null, to_date: '2026-02-01' },
          { input: 2, output: 3, input_cached: null, from_date: '2026-02-01', to_date: null },
        ],
      },
    ],
    file: (records) => ({ vendor: 'openai', models: numbered(records, (i) => `gpt-${i}`) }),
  },
  'models-dev': {
    path: 'api.json',
    records: [
      {
        name: 'M',
        release_date: '2026-01-01',
        modalities: { output: ['text'] },
        cost: { input: 1, output: 2, tiers: [{ tier: { size: 200000 }, input: 3 }] },
      },
    ],
    file: (records) => ({
      openai: {
        id: 'openai',
        name: 'OpenAI',
        doc: 'https://example.org',
        models: keyed(records, (i) => `gpt-${i}`),
      },
    }),
  },
  'openrouter-models': {
    path: 'models.json',
    records: [
      { name: 'M', created: 1780000000, pricing: { prompt: '0.000001', completion: '0.000002', image: '0' } },
    ],
    file: (records) => ({ data: numbered(records, (i) => `openai/gpt-${i}`) }),
  },
}

test.for(FORMATS)(
  '$name: a thousand spoilt records are imported whole, and counted',
  async (format, { seeded }) => {
    const sample = SAMPLES[format.name]!
    const changes = fc.sample(fc.array(spoiling, { maxLength: 3 }), { numRuns: RECORDS, seed: SEED })
    const records = changes.map((all, i) =>
      all.reduce<unknown>(spoil, structuredClone(sample.records[i % sample.records.length])),
    )
    const { bytes } = inputFile(sample.path, JSON.stringify(sample.file(records)))
    const names = readNames()
    const load = () =>
      importRead(
        seeded.db,
        fixedClock('2026-11-25T12:00:00Z'),
        { format, names, input: sample.path, origin: sample.path, date: '2026-03-01' },
        { files: [{ path: sample.path, bytes }], contentHash: sha256(bytes), isAddress: false },
      )
    const report = await load()
    expect(report.records).toBe(RECORDS)
    expect(Object.values(report.counts).reduce((sum, n) => sum + n)).toBe(RECORDS)
    expect(report.counts.added).toBeGreaterThan(0)
    expect(report.counts.rejected).toBeGreaterThan(0)
    expect(report.revision).not.toBeNull()
    expect(await load()).toMatchObject({ counts: { unchanged: RECORDS }, revision: null })
  },
)

test('a file that is cut anywhere is refused as a whole, or read as what it still is', async ({ empty }) => {
  const text = JSON.stringify(SAMPLES.litellm!.file(SAMPLES.litellm!.records))
  const format = FORMATS.find((f) => f.name === 'litellm')!
  const names = readNames()
  for (let end = 0; end < text.length; end += 7) {
    const { bytes } = inputFile('map.json', text.slice(0, end))
    const run = { format, names, input: 'map.json', origin: 'map.json' }
    const raw = { files: [{ path: 'map.json', bytes }], contentHash: sha256(bytes), isAddress: false }
    await expect(importRead(empty.db, fixedClock('2026-11-25T12:00:00Z'), run, raw)).rejects.toThrow(
      InputProblem,
    )
  }
  expect(await empty.db.revision.count()).toBe(0)
})
