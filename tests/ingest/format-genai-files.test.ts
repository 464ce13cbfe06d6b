/** The real files of genai-prices in their three forms: the counts, which a script of another language found as well. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calcPrice, findProvider } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { genaiPrices } from '../../src/ingest/formats/genai-prices.ts'
import {
  GENAI_PACKAGE,
  GENAI_PROVIDERS,
  readGenaiPackage,
} from '../../src/ingest/formats/genai-prices-package.ts'
import type { UpstreamPrice, UpstreamRecord } from '../../src/ingest/market/types.ts'
import {
  expectSound,
  linesOf,
  pricesCount,
  recordAt,
  sharedFile,
  sharedInput,
} from '../helpers/price-formats.ts'

const folder = sharedInput('data/genai-prices', genaiPrices)
const built = sharedFile('data/genai-prices/v2/data.json')

/** Without what only the YAML says: when it was checked. */
const priced = ({ path, prices }: UpstreamRecord) => [path, linesOf({ prices } as UpstreamRecord).sort()]
const problems = (records: readonly UpstreamRecord[]) =>
  records.filter((r) => r.problems.length > 0).map((r) => r.path)
const doubts = (records: readonly UpstreamRecord[]) => records.filter((r) => r.prices.some((p) => p.doubt))

describe.runIf(folder && built)('the shared files', () => {
  const yaml = folder && genaiPrices.parse(folder)
  const json = built && genaiPrices.parse(built)

  test('of 36 providers are read whole', () => {
    expect(folder!.map((f) => f.path).filter((path) => !path.startsWith('providers/'))).toEqual([])
    expect(folder).toHaveLength(36)
    for (const [snapshot, records, prices, newest] of [
      [yaml!, 1468, 3313, '2026-08-19'],
      [json!, 1466, 3309, '2026-07-30'],
    ] as const) {
      expectSound(snapshot)
      expect([snapshot.records.length, pricesCount(snapshot)]).toEqual([records, prices])
      expect(snapshot.records.filter((r) => !r.sellerName || !r.urls)).toEqual([])
      expect([problems(snapshot.records), doubts(snapshot.records)]).toEqual([[], []])
      expect(snapshot.mentioned.findLast((day) => day < '2026-08-22')).toBe(newest)
    }
  })

  test('agree, but for the two models that were removed', () => {
    const feed = new Map(json!.records.map((r) => [r.path, priced(r)]))
    const more = yaml!.records.filter((r) => !feed.has(r.path))
    expect(more.map((r) => r.path)).toEqual(['anthropic/claude-instant-1', 'anthropic/claude-instant-1.2'])
    const both = yaml!.records.filter((r) => feed.has(r.path))
    expect(both.map(priced)).toEqual(both.map((r) => feed.get(r.path)))
    expect(both).toHaveLength(feed.size)
  })

  test('date what changed', () => {
    expect(linesOf(recordAt(yaml!, 'openai/o3'))).toEqual([
      'input_mtok 10 USD/Mtok ..2025-06-10',
      'cache_read_mtok 0.5 USD/Mtok',
      'output_mtok 40 USD/Mtok ..2025-06-10',
      'input_mtok 2 USD/Mtok 2025-06-10..',
      'output_mtok 8 USD/Mtok 2025-06-10..',
    ])
  })
})

describe('the package', () => {
  const main = join(import.meta.dirname, '../../node_modules/@pydantic/genai-prices')
  const text = readFileSync(join(main, 'dist/index.js'), 'utf8')
  const snapshot = genaiPrices.parse(readGenaiPackage())

  test('is the version whose day we know', () => {
    const { version } = JSON.parse(readFileSync(join(main, 'package.json'), 'utf8'))
    expect(version).toBe(GENAI_PACKAGE.version)
    const starts = snapshot.mentioned.filter((day) => day < '2026-11-24')
    expect(starts.at(-1)).toBe(GENAI_PACKAGE.date)
  })

  test('holds the providers that we ask it for, and no other', () => {
    expect(GENAI_PROVIDERS.map((id) => findProvider({ providerId: id })?.id)).toEqual([...GENAI_PROVIDERS])
    expect(new Set(GENAI_PROVIDERS).size).toBe(43)
    // Every provider has one; nothing else in the text has.
    expect(text.match(/^ {4}api_pattern: /gm)).toHaveLength(GENAI_PROVIDERS.length)
    expect([...text.matchAll(/^ {4}id: "(.+)",$/gm)].map((m) => m[1])).toEqual([...GENAI_PROVIDERS])
  })

  test('is read whole', () => {
    expectSound(snapshot)
    expect([snapshot.records.length, pricesCount(snapshot)]).toEqual([1694, 4136])
    // Voice agents, by the hour of both directions and by the message.
    expect(problems(snapshot.records)).toEqual([
      'x-ai/grok-voice-latest',
      'x-ai/grok-voice-think-fast-1.0',
      'x-ai/grok-voice-think-fast-2.0',
    ])
    expect(doubts(snapshot.records)).toEqual([])
  })

  test('has the night price of August in no night of July', () => {
    const { prices } = recordAt(snapshot, 'deepseek/deepseek-v4-pro')
    const windows = prices.filter((p) => p.window)
    expect(windows).toHaveLength(6)
    expect(new Set(windows.map((p) => p.from))).toEqual(new Set(['2026-08-17']))
  })

  const atTime = (prices: readonly UpstreamPrice[], day: string, time: string, tokens: number) => {
    const now = prices.filter((p) => p.meter === 'input' && (p.from ?? '') <= day && day < (p.to ?? '9'))
    const long = now.filter(({ threshold: t }) => {
      if (!t) return true
      return t.comparison === 'ABOVE' ? tokens > Number(t.amount) : tokens >= Number(t.amount)
    })
    const open = long.filter(({ window: w }) => !w || (w.from <= time && time < w.to))
    const weight = (p: UpstreamPrice) => (p.window ? 2e15 : 0) + Number(p.threshold?.amount ?? 0)
    return open.sort((a, b) => weight(b) - weight(a))[0]?.amount
  }

  test.for([
    ['2025-03-01', '12:00', 1000],
    ['2026-08-17', '00:30', 1000],
    ['2026-10-01', '02:00', 272_000],
    ['2026-10-01', '12:00', 271_999],
    ['2026-10-01', '12:00', 272_001],
    ['2027-02-01', '06:00', 1_000_000],
  ] as const)('costs what its own engine computes, on %s at %s for %i tokens', ([day, time, tokens]) => {
    const wrong: string[] = []
    let compared = 0
    for (const record of snapshot.records) {
      const usage = { input_tokens: tokens }
      const theirs = calcPrice(usage, record.model, {
        providerId: record.seller,
        timestamp: new Date(`${day}T${time}:00Z`),
      })
      const amount = atTime(record.prices, day, time, tokens)
      // Its engine finds models by patterns, of which an earlier one may fit as well.
      if (amount === undefined || theirs?.model.id !== record.model) continue
      compared++
      const ours = (Number(amount) * tokens) / 1e6
      if (Math.abs(ours - theirs.input_price) > 1e-9 * ours)
        wrong.push(`${record.path}: ${ours}, ${theirs.input_price}`)
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(1000)
  })
})
