/** Prices on which upstreams disagree can only be seen to disagree where each source's name lands on one offer. */
import { expect, test } from 'vitest'
import { readNames } from '../../src/ingest/market/names.ts'
import { offerSlug } from '../../src/kinds/facts.ts'
import { upstreamNames } from './names-upstream.ts'

const L = { format: 'litellm', day: '2026-07-24' }
const M = { format: 'models-dev', day: '2026-07-02' }
const G = { format: 'genai-prices', day: '2026-08-21' }
const P = { format: 'llm-prices', day: '2026-08-05' }
const O = { format: 'openrouter-models', day: '2026-06-16' }
type Named = [source: { format: string; day: string }, seller: string, model: string]

/** The same id at one seller in several sources; litellm puts the seller before it. */
const at = (sellers: Record<string, string>, model: string, litellm = model): Named[] =>
  Object.entries(sellers).map(([source, seller]) => [
    { L, M, G, P, O }[source]!,
    seller,
    source === 'L' ? litellm : model,
  ])
const openai = { L: 'openai', M: 'openai', G: 'openai', P: 'openai' }
const google = { L: 'gemini', M: 'google', G: 'google' }
const xai = { L: 'xai', M: 'xai', P: 'xai' }
const router = { L: 'openrouter', M: 'openrouter', G: 'openrouter', O: 'openrouter' }
const deepseek = { L: 'deepseek', M: 'deepseek', G: 'deepseek', P: 'deepseek' }
const mistral = { L: 'mistral', M: 'mistral', P: 'mistral' }
const only = (sellers: Record<string, string>, ...sources: string[]) =>
  Object.fromEntries(Object.entries(sellers).filter(([source]) => sources.includes(source)))

const CONFLICTS: [offer: string, names: Named[]][] = [
  ['deepseek/deepseek-v4-pro', at(deepseek, 'deepseek-v4-pro', 'deepseek/deepseek-v4-pro')],
  ['deepseek/deepseek-v4-flash@deepseek-chat', at(deepseek, 'deepseek-chat', 'deepseek/deepseek-chat')],
  [
    'deepseek/deepseek-v4-flash@deepseek-reasoner',
    at(deepseek, 'deepseek-reasoner', 'deepseek/deepseek-reasoner'),
  ],
  ['deepseek/deepseek-v3.2', at(only(deepseek, 'L', 'G'), 'deepseek-v3.2', 'deepseek/deepseek-v3.2')],
  ['deepseek/deepseek-v4-flash', at(deepseek, 'deepseek-v4-flash', 'deepseek/deepseek-v4-flash')],
  ['openai/gpt-5.6-luna', at(only(openai, 'L', 'G', 'P'), 'gpt-5.6-luna')],
  ['openai/gpt-5.6-terra', at(only(openai, 'L', 'G', 'P'), 'gpt-5.6-terra')],
  ['openai/o3', at(openai, 'o3')],
  ['openai/gpt-image-2', at(only(openai, 'L', 'M', 'G'), 'gpt-image-2')],
  ['openai/gpt-realtime-2', at(only(openai, 'L', 'G'), 'gpt-realtime-2')],
  ['openai/gpt-5.4-pro', at(openai, 'gpt-5.4-pro')],
  [
    'anthropic/claude-sonnet-5',
    at({ L: 'anthropic', M: 'anthropic', G: 'anthropic', P: 'anthropic' }, 'claude-sonnet-5'),
  ],
  [
    'google/gemini-3-pro-image-preview',
    at(google, 'gemini-3-pro-image-preview', 'gemini/gemini-3-pro-image-preview'),
  ],
  ['google/gemini-2.5-flash-image', at(google, 'gemini-2.5-flash-image', 'gemini/gemini-2.5-flash-image')],
  [
    'google/gemini-3.1-flash-image-preview',
    at(google, 'gemini-3.1-flash-image-preview', 'gemini/gemini-3.1-flash-image-preview'),
  ],
  [
    'google/gemini-1.5-flash',
    at({ L: 'gemini', G: 'google', P: 'google' }, 'gemini-1.5-flash', 'gemini/gemini-1.5-flash'),
  ],
  [
    'google/gemini-3.6-flash',
    at({ L: 'gemini', G: 'google', P: 'google' }, 'gemini-3.6-flash', 'gemini/gemini-3.6-flash'),
  ],
  [
    'google/gemini-2.5-pro-preview-tts',
    at(only(google, 'L', 'M'), 'gemini-2.5-pro-preview-tts', 'gemini/gemini-2.5-pro-preview-tts'),
  ],
  [
    'mistral/mistral-small-2603@mistral-small-latest',
    [
      ...at(mistral, 'mistral-small-latest', 'mistral/mistral-small-latest'),
      [G, 'mistral', 'mistral-small-latest'],
    ],
  ],
  [
    'mistral/mistral-large-2512@mistral-large-latest',
    at(mistral, 'mistral-large-latest', 'mistral/mistral-large-latest'),
  ],
  [
    'mistral/mistral-medium-2604@mistral-medium-latest',
    at(only(mistral, 'L', 'M'), 'mistral-medium-latest', 'mistral/mistral-medium-latest'),
  ],
  ['mistral/codestral@codestral-latest', at(mistral, 'codestral-latest', 'mistral/codestral-latest')],
  [
    'moonshot/kimi-k2-turbo-preview',
    at(
      { L: 'moonshot', M: 'moonshotai', G: 'moonshotai', P: 'moonshot-ai' },
      'kimi-k2-turbo-preview',
      'moonshot/kimi-k2-turbo-preview',
    ),
  ],
  ['xai/grok-4.20-0309-reasoning', at(xai, 'grok-4.20-0309-reasoning', 'xai/grok-4.20-0309-reasoning')],
  ['xai/grok-4.5', at({ L: 'xai', G: 'x-ai', P: 'xai' }, 'grok-4.5', 'xai/grok-4.5')],
  [
    'alibaba/qwen3-next-80b-a3b-thinking+international',
    at(
      { L: 'dashscope', M: 'alibaba' },
      'qwen3-next-80b-a3b-thinking',
      'dashscope/qwen3-next-80b-a3b-thinking',
    ),
  ],
  [
    'aws/claude-opus-4.8@bedrock+us',
    at({ L: 'bedrock_converse', M: 'amazon-bedrock' }, 'us.anthropic.claude-opus-4-8'),
  ],
  [
    'aws/claude-opus-4.6@bedrock+au',
    at({ L: 'bedrock_converse', M: 'amazon-bedrock' }, 'au.anthropic.claude-opus-4-6-v1'),
  ],
  [
    'aws/llama-3.2-90b-vision-instruct@bedrock',
    at({ L: 'bedrock', M: 'amazon-bedrock', G: 'aws' }, 'meta.llama3-2-90b-instruct-v1:0'),
  ],
  ['azure/gpt-4', at({ L: 'azure', M: 'azure' }, 'gpt-4', 'azure/gpt-4')],
  [
    'together/qwen3-235b-a22b-instruct-2507@tput',
    at(
      { L: 'together_ai', M: 'togetherai' },
      'Qwen/Qwen3-235B-A22B-Instruct-2507-tput',
      'together_ai/Qwen/Qwen3-235B-A22B-Instruct-2507-tput',
    ),
  ],
  [
    'ovhcloud/gpt-oss-120b',
    at({ L: 'ovhcloud', M: 'ovhcloud', G: 'ovhcloud' }, 'gpt-oss-120b', 'ovhcloud/gpt-oss-120b'),
  ],
  [
    'vercel/gemini-2.5-pro',
    at(
      { L: 'vercel_ai_gateway', M: 'vercel' },
      'google/gemini-2.5-pro',
      'vercel_ai_gateway/google/gemini-2.5-pro',
    ),
  ],
  ['openrouter/gpt-oss-120b', at(router, 'openai/gpt-oss-120b', 'openrouter/openai/gpt-oss-120b')],
  [
    'openrouter/qwen3-235b-a22b-thinking-2507',
    at(
      only(router, 'L', 'O'),
      'qwen/qwen3-235b-a22b-thinking-2507',
      'openrouter/qwen/qwen3-235b-a22b-thinking-2507',
    ),
  ],
  ['openrouter/mancer.weaver', at(only(router, 'L', 'O', 'G'), 'mancer/weaver', 'openrouter/mancer/weaver')],
]

const names = readNames()

test('there are 36 of them', () => {
  expect(CONFLICTS).toHaveLength(36)
})

test.each(CONFLICTS)('%s', (offer, upstream) => {
  expect(upstream.length).toBeGreaterThan(1)
  for (const [{ format, day }, seller, model] of upstream) {
    const o = names.offerOf(format, seller, model, day)
    expect('reason' in o ? o : offerSlug({ ...o, model: o.model.slug, seller: o.seller.slug })).toBe(offer)
  }
})

const real = upstreamNames()
test.skipIf(real.length === 0)('each name stands in the real file of its format', () => {
  const known = new Set(real.map((r) => `${r.format} ${r.seller} ${r.model}`))
  const missing = CONFLICTS.flatMap(([, upstream]) => upstream)
    .map(([{ format }, seller, model]) => `${format} ${seller} ${model}`)
    .filter((name) => !known.has(name))
  expect(missing).toEqual([])
})
