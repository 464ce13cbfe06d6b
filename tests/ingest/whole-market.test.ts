/** All real price files at once: one outcome in any order, and the conflicts that are known of them, side by side. */
import { expect, test, vi } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { importEmbedded } from '../../src/ingest/formats/embedded.ts'
import { FORMATS } from '../../src/ingest/formats/registry.ts'
import { readNames } from '../../src/ingest/market/names.ts'
import { importPrices } from '../../src/ingest/market/run.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { createDatabase } from '../helpers/db.ts'
import { standing } from '../helpers/price-file.ts'
import { shared } from '../helpers/shared.ts'

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 })

const PACKAGE = 'package'
type Edition = readonly [format: string, path: string, date?: string]
/** In the order of their days. */
const DATED: Edition[] = [
  ['models-dev', 'models-dev/api.2025-06-25.json'],
  ['litellm', 'litellm/model_prices_and_context_window.2026-02-18.json'],
  ['openrouter-models', 'openrouter-models/models.2026-05-15.json'],
  ['openrouter-models', 'openrouter-models/models.2026-06-16.json'],
  ['models-dev', 'models-dev', '2026-07-02'],
  ['litellm', 'litellm/model_prices_and_context_window.2026-07-24.json'],
  ['llm-prices', 'llm-prices/data', '2026-08-05'],
  ['genai-prices', 'genai-prices/providers', '2026-08-21'],
]
/** Two more of one source: of the same day, and of a later one in which much was settled. */
const LATER: Edition[] = [
  ['genai-prices', 'genai-prices/v2/data.json', '2026-08-21'],
  [PACKAGE, ''],
]

const SOURCES = {
  L: 'litellm-price-map',
  M: 'models-dev-catalogue',
  G: 'pydantic-genai-prices',
  P: 'simonw-llm-prices',
  O: 'openrouter-models-api',
}

/** Offer, meter, and what each source says: "L 0.28" is LiteLLM's 0.28 dollars per million tokens. */
const CONFLICTS: [offer: string, meter: string, ...said: string[]][] = [
  ['deepseek/deepseek-v4-pro', 'input', 'L 0.435', 'M 0.435', 'G 0.435', 'P 1.74', 'G 0.66'],
  ['deepseek/deepseek-v4-flash@deepseek-chat', 'input', 'L 0.28', 'M 0.14', 'P 0.27', 'G 0.135'],
  ['deepseek/deepseek-v4-flash@deepseek-reasoner', 'input', 'L 0.28', 'M 0.14', 'P 0.55', 'G 0.135'],
  ['deepseek/deepseek-v3.2', 'input', 'L 0.28', 'G 0.2288'],
  ['deepseek/deepseek-v4-flash', 'cache-read', 'L 0.0028', 'M 0.0028', 'G 0.0028', 'P 0.028'],
  ['openai/gpt-5.6-luna', 'input', 'L 1', 'G 0.2', 'P 0.2'],
  ['openai/gpt-5.6-terra', 'input', 'L 2.5', 'G 2', 'P 2'],
  ['openai/o3', 'input', 'L 2', 'M 2', 'G 2', 'P 10'],
  ['openai/gpt-image-2', 'output', 'L 10', 'M 30', 'G 30'],
  ['openai/gpt-realtime-2', 'output', 'L 16', 'G 24'],
  ['openai/gpt-5.4-pro', 'cache-read', 'L 3'],
  ['anthropic/claude-sonnet-5', 'input', 'L 2', 'M 2', 'G 2', 'G 3', 'P 3'],
  ['google/gemini-3-pro-image-preview', 'output', 'L 12', 'G 12', 'M 120'],
  ['google/gemini-2.5-flash-image', 'output', 'L 2.5', 'G 2.5', 'M 30'],
  ['google/gemini-3.1-flash-image-preview', 'output', 'L 1.5', 'G 3', 'M 60'],
  ['google/gemini-1.5-flash', 'output', 'L 0', 'G 0.3', 'P 0.3'],
  ['google/gemini-3.6-flash', 'input', 'L 1.5', 'P 1.5', 'G 0.75', 'G 1.5'],
  ['google/gemini-2.5-pro-preview-tts', 'output', 'L 10', 'M 20'],
  ['mistral/mistral-small-2603@mistral-small-latest', 'input', 'L 0.06', 'M 0.15', 'G 0.1', 'P 0.1'],
  ['mistral/mistral-large-2512@mistral-large-latest', 'input', 'L 0.5', 'M 0.5', 'P 2'],
  ['mistral/mistral-medium-2604@mistral-medium-latest', 'input', 'L 1.5', 'M 0.4'],
  ['mistral/codestral@codestral-latest', 'input', 'L 1', 'M 0.3', 'P 0.3'],
  ['moonshot/kimi-k2-turbo-preview', 'input', 'L 1.15', 'G 1.15', 'P 1.15', 'M 2.4'],
  ['xai/grok-4.20-0309-reasoning', 'input', 'L 2', 'M 1.25', 'P 1.25'],
  ['xai/grok-4.5', 'cache-read', 'L 0.5', 'G 0.5', 'G 0.3', 'P 0.3'],
  ['alibaba/qwen3-next-80b-a3b-thinking+international', 'input', 'L 0.15', 'M 0.5'],
  ['aws/claude-opus-4.8@bedrock+us', 'input', 'L 5.5', 'M 5'],
  ['aws/claude-opus-4.6@bedrock+au', 'input', 'L 5.5', 'M 16.5'],
  ['aws/llama-3.2-90b-vision-instruct@bedrock', 'input', 'L 2', 'G 0.72'],
  ['azure/gpt-4', 'input', 'L 30', 'M 60'],
  ['together/qwen3-235b-a22b-instruct-2507@tput', 'output', 'L 6', 'M 0.6'],
  ['ovhcloud/gpt-oss-120b', 'input', 'L 0.08', 'M 0.09', 'G 0.09'],
  ['vercel/gemini-2.5-pro', 'input', 'L 2.5', 'M 1.25'],
  ['openrouter/gpt-oss-120b', 'input', 'L 0.18', 'O 0.039', 'G 0.039', 'M 0.03'],
  ['openrouter/qwen3-235b-a22b-thinking-2507', 'output', 'L 0.6', 'O 1.495', 'O 0.1'],
  ['openrouter/mancer.weaver', 'input', 'L 5.625', 'O 0.75', 'G 1.125'],
]

/** Conflicts between the real files whose cause is known, with the kind that names it. */
const KINDS: [seller: string, offer: string, meter: string, kind: string][] = [
  ['deepseek', 'deepseek-v4-pro', 'input', 'DIFFERENT_DATES'],
  ['deepseek', '@deepseek-reasoner', 'output', 'TIER_AS_BASE'],
  ['deepseek', '@deepseek-chat', 'input', 'MOVING_NAME'],
  ['openai', 'gpt-5.6-luna', 'input', 'DIFFERENT_DATES'],
  ['openai', 'gpt-5.6-terra', 'output', 'DIFFERENT_DATES'],
  ['openai', 'o3', 'input', 'DIFFERENT_DATES'],
  ['openai', 'gpt-image-2', 'output', 'OTHER_METER'],
  ['anthropic', 'claude-sonnet-5', 'input', 'DIFFERENT_DATES'],
  ['google', 'gemini-3-pro-image-preview', 'output', 'OTHER_METER'],
  ['google', 'gemini-2.5-flash-image', 'output', 'OTHER_METER'],
  ['google', 'gemini-1.5-flash', 'output', 'DIFFERENT_DATES'],
  ['google', 'gemini-3.6-flash', 'input', 'DIFFERENT_DATES'],
  ['mistral', '@mistral-small-latest', 'input', 'MOVING_NAME'],
  ['mistral', '@mistral-large-latest', 'input', 'DIFFERENT_DATES'],
  ['mistral', '@mistral-medium-latest', 'input', 'MOVING_NAME'],
  ['mistral', '@codestral-latest', 'input', 'MOVING_NAME'],
  ['aws', 'claude-opus-4.8@bedrock+us', 'input', 'TIER_AS_BASE'],
  ['aws', 'llama-3.2-90b-vision-instruct@bedrock', 'input', 'DIFFERENT_DATES'],
  ['together', 'qwen3-235b-a22b-instruct-2507@tput', 'output', 'DECIMAL_SLIP'],
  ['ovhcloud', 'gpt-oss-120b', 'input', 'CURRENCY'],
  ['vercel', 'gemini-2.5-pro', 'input', 'TIER_AS_BASE'],
  ['openrouter', 'qwen3-235b-a22b-thinking-2507', 'input', 'DIFFERENT_DATES'],
]

/** A ledger with the seeds, and how to import editions into it; each report accounts for every record. */
async function ledger() {
  const { url, drop } = await createDatabase('seeded')
  const db = openDb({ url, pool: 3 })
  const clock = fixedClock('2026-11-25T12:00:00Z')
  const names = readNames()
  return {
    db,
    read: async (editions: readonly Edition[]) => {
      for (const [name, path, date] of editions) {
        const format = FORMATS.find((f) => f.name === name)!
        const run = { format, names, input: shared(`data/${path}`)!, origin: path, date }
        const report = name === PACKAGE ? await importEmbedded(db, clock) : await importPrices(db, clock, run)
        expect(Object.values(report.counts).reduce((sum, n) => sum + n)).toBe(report.records)
      }
    },
    [Symbol.asyncDispose]: async () => {
      await db.$disconnect()
      await drop()
    },
  }
}

/** What the sources say of the plain price of an offer, as `CONFLICTS` spells it. */
async function saidOf(db: Db, offer: string, meter: string): Promise<string[]> {
  const [, seller, model] = /^([^/]+)\/([^@+]+)/.exec(offer)!
  const query = `{ prices(first: 100, filter: { seller: "${seller}", model: "${model}", meter: "${meter}" }) { nodes {
    offer { slug } conditions { tier threshold { amount } windowFrom }
    claims(first: 500) { value { point } provenance { role source { slug } } } } } }`
  const { body } = await testApp(db).ask(query)
  expect(body.errors).toBeUndefined()
  const isPlain = (c: any) => c.tier === 'standard' && !c.threshold && !c.windowFrom
  const own = body.data.prices.nodes.filter((p: any) => p.offer.slug === offer && isPlain(p.conditions))
  const letters = new Map(Object.entries(SOURCES).map(([letter, slug]) => [slug, letter]))
  return own.flatMap((p: any) =>
    p.claims.map((c: any) => `${letters.get(c.provenance[0].source.slug)} ${c.value?.point}`),
  )
}

/** The kind that is told of the first price that has one, of an offer or of whatever is sold under a name. */
async function kindOf(db: Db, seller: string, offer: string, meter: string): Promise<string> {
  const model = /^[^@+]*/.exec(offer)![0]
  const which = model ? `model: "${model}"` : 'disputed: true'
  const query = `{ prices(first: 100, filter: { seller: "${seller}", meter: "${meter}", ${which} }) {
    nodes { offer { slug } resolution { likelyKind } } } }`
  const { body } = await testApp(db).ask(query)
  const own = body.data.prices.nodes.filter((p: any) =>
    p.offer.slug.endsWith(model ? `${seller}/${offer}` : offer),
  )
  return own.find((p: any) => p.resolution?.likelyKind)?.resolution.likelyKind ?? 'none'
}

test.skipIf(shared('data/litellm') === null)(
  'the real files leave one ledger in any order, which shows and names the conflicts that are known of them',
  async () => {
    await using one = await ledger()
    await one.read(DATED)
    for (const [seller, offer, meter, kind] of KINDS)
      expect(await kindOf(one.db, seller, offer, meter), `${offer} ${meter}`).toBe(kind)

    await one.read(LATER)
    const missing: string[] = []
    for (const [offer, meter, ...expected] of CONFLICTS) {
      const said = await saidOf(one.db, offer, meter)
      missing.push(
        ...expected.filter((e) => !said.includes(e)).map((e) => `${offer} ${meter}: ${e} not in ${said}`),
      )
    }
    expect(CONFLICTS).toHaveLength(36)
    expect(missing).toEqual([])

    await using other = await ledger()
    await other.read([...LATER.toReversed(), ...DATED.toReversed(), LATER[1]!, DATED[5]!])
    expect(await standing(other.db)).toEqual(await standing(one.db))
  },
)
