/** Upstream names on our slugs: by exact id and the curated files, the same from every source. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type NamedOffer, readNames } from '../../src/ingest/market/names.ts'
import { offerSlug } from '../../src/kinds/facts.ts'

const names = readNames()
const DAY = '2026-07-24'

function named(format: string, seller: string, model: string, day = DAY): NamedOffer {
  const offer = names.offerOf(format, seller, model, day)
  if ('reason' in offer) throw new Error(offer.reason)
  return offer
}
const slugOf = (o: NamedOffer) =>
  offerSlug({
    model: o.model.slug,
    seller: o.seller.slug,
    endpoint: o.endpoint,
    region: o.region,
    plan: o.plan,
  })

test.each([
  ['litellm', 'deepseek', 'deepseek/deepseek-v3.2', 'deepseek/deepseek-v3.2'],
  ['models-dev', 'deepinfra', 'deepseek-ai/DeepSeek-V3.2', 'deepinfra/deepseek-v3.2'],
  ['litellm', 'azure_ai', 'azure_ai/deepseek-v3.2', 'azure/deepseek-v3.2'],
  ['models-dev', 'amazon-bedrock', 'openai.gpt-5.4', 'aws/gpt-5.4@bedrock'],
  ['litellm', 'bedrock_mantle', 'bedrock_mantle/openai.gpt-5.4', 'aws/gpt-5.4@bedrock'],
  ['models-dev', 'anthropic', 'claude-opus-4-6', 'anthropic/claude-opus-4.6'],
  ['litellm', 'bedrock_converse', 'anthropic.claude-opus-4-6-v1', 'aws/claude-opus-4.6@bedrock'],
  ['litellm', 'bedrock_converse', 'us.anthropic.claude-opus-4-6-v1', 'aws/claude-opus-4.6@bedrock+us'],
  ['genai-prices', 'aws', 'regional.anthropic.claude-opus-4-6-v1:0', 'aws/claude-opus-4.6@bedrock+regional'],
  ['models-dev', 'google-vertex', 'claude-sonnet-4-6@default', 'google/claude-sonnet-4.6@vertex'],
  [
    'litellm',
    'vertex_ai-anthropic_models',
    'vertex_ai/claude-sonnet-4-6@default',
    'google/claude-sonnet-4.6@vertex',
  ],
  ['litellm', 'replicate', 'replicate/anthropic/claude-4.5-haiku', 'replicate/claude-haiku-4.5'],
  ['litellm', 'gemini', 'gemini/gemini-3.1-pro-preview', 'google/gemini-3.1-pro-preview'],
  ['llm-prices', 'google', 'gemini-3-1-pro-preview', 'google/gemini-3.1-pro-preview'],
  ['models-dev', 'alibaba', 'qwen3.5-397b-a17b', 'alibaba/qwen3.5-397b-a17b+international'],
  ['models-dev', 'alibaba-cn', 'qwen3.5-plus', 'alibaba/qwen3.5-plus+cn'],
  ['litellm', 'dashscope', 'dashscope/qwen3.5-plus', 'alibaba/qwen3.5-plus+international'],
  ['openrouter-models', 'openrouter', 'qwen/qwen3.5-plus-02-15', 'openrouter/qwen3.5-plus'],
  ['models-dev', 'moonshotai-cn', 'kimi-k2.6', 'moonshot/kimi-k2.6+cn'],
  ['models-dev', 'fireworks-ai', 'accounts/fireworks/models/kimi-k2p6', 'fireworks/kimi-k2.6'],
  ['litellm', 'minimax', 'minimax/MiniMax-M2.5', 'minimax/minimax-m2.5'],
  ['models-dev', 'huggingface', 'zai-org/GLM-5', 'hugging-face/glm-5'],
  ['models-dev', 'cerebras', 'zai-glm-4.7', 'cerebras/glm-4.7'],
  ['models-dev', 'zhipuai', 'glm-5', 'zhipu/glm-5+cn'],
  ['openrouter-models', 'openrouter', 'stepfun/step-3.5-flash', 'openrouter/step-3.5-flash'],
  ['litellm', 'novita', 'novita/xiaomimimo/mimo-v2-flash', 'novita/mimo-v2-flash'],
  ['openrouter-models', 'openrouter', 'bytedance-seed/seed-2.0-lite', 'openrouter/seed-2.0-lite'],
  ['genai-prices', 'huggingface_together', 'zai-org/GLM-4.7-FP8', 'hugging-face/glm-4.7@together:fp8'],
])('%s: %s sells %s as %s', (format, seller, model, offer) => {
  expect(slugOf(named(format, seller, model))).toBe(offer)
})

test.each([
  ['litellm', 'bedrock', 'bedrock/us-gov-west-1/amazon.nova-pro-v1:0', 'aws/nova-pro@bedrock+us-gov-west-1'],
  [
    'litellm',
    'bedrock',
    'bedrock/us-east-1/1-month-commitment/anthropic.claude-v2:1',
    'aws/claude-2.1@bedrock+us-east-1#1-month-commitment',
  ],
  ['litellm', 'azure', 'azure/eu/gpt-5.4-2026-03-05', 'azure/gpt-5.4+eu'],
  ['litellm', 'openai', 'high/1024-x-1024/gpt-image-1', 'openai/gpt-image-1#high/1024-x-1024'],
  ['litellm', 'openai', 'ft:gpt-4.1-2025-04-14', 'openai/gpt-4.1#fine-tuned'],
  ['openrouter-models', 'openrouter', 'z-ai/glm-4.5-air:free', 'openrouter/glm-4.5-air#free'],
  [
    'litellm',
    'cloudflare',
    'cloudflare/@cf/meta/llama-3.1-8b-instruct-fp8',
    'cloudflare/llama-3.1-8b-instruct@fp8',
  ],
  ['litellm', 'watsonx', 'watsonx/meta-llama/llama-3-3-70b-instruct', 'ibm/llama-3.3-70b-instruct'],
  ['models-dev', 'groq', 'llama-3.3-70b-versatile', 'groq/llama-3.3-70b-instruct'],
  ['litellm', 'deepgram', 'deepgram/nova-2', 'deepgram/deepgram.nova-2'],
])('%s: %s sells %s, whose name holds parts of the offer: %s', (format, seller, model, offer) => {
  expect(slugOf(named(format, seller, model))).toBe(offer)
})

test('a suffix for long prompts is a condition only where its list means it so', () => {
  const long = named('llm-prices', 'openai', 'gpt-5.4-272k')
  expect(long).toMatchObject({
    model: { slug: 'gpt-5.4' },
    promptAbove: '272000',
    alias: { kind: 'THRESHOLD' },
  })
  expect(slugOf(long)).toBe('openai/gpt-5.4')
  for (const [seller, model] of [
    ['openai', 'gpt-4-32k'],
    ['moonshot', 'moonshot/moonshot-v1-128k'],
  ] as const) {
    const offer = named('litellm', seller, model)
    expect(offer.promptAbove).toBeUndefined()
    expect(offer.model.slug).toBe(model.split('/').at(-1))
  }
})

test('a fast mode in the name is a tier, a model called fast is not', () => {
  expect(named('openrouter-models', 'openrouter', 'anthropic/claude-opus-4.8-fast')).toMatchObject({
    model: { slug: 'claude-opus-4.8' },
    tier: 'fast',
    alias: { kind: 'VARIANT' },
  })
  expect(named('litellm', 'anthropic', 'fast/us/claude-opus-4-6')).toMatchObject({
    region: 'us',
    tier: 'fast',
  })
  expect(named('models-dev', 'xai', 'grok-4-fast')).toMatchObject({ model: { slug: 'grok-4-fast' } })
  expect(named('models-dev', 'xai', 'grok-4-fast').tier).toBeUndefined()
})

test.each([
  ['2025-06-25', 'deepseek-v3', undefined, '2025-08-21'],
  ['2025-08-20', 'deepseek-v3', undefined, '2025-08-21'],
  ['2025-08-21', 'deepseek-v3.1', '2025-08-21', '2025-09-29'],
  ['2025-10-01', 'deepseek-v3.2-exp', '2025-09-29', '2025-12-01'],
  ['2026-02-18', 'deepseek-v3.2', '2025-12-01', '2026-04-24'],
  ['2026-07-24', 'deepseek-v4-flash', '2026-04-24', undefined],
])('on %s, deepseek-chat means %s at DeepSeek, as an offer of its own', (day, model, validFrom, validTo) => {
  const offer = named('litellm', 'deepseek', 'deepseek/deepseek-chat', day)
  expect(slugOf(offer)).toBe(`deepseek/${model}@deepseek-chat`)
  expect(offer.alias).toEqual({
    text: 'deepseek-chat',
    kind: 'MOVING',
    ...(validFrom && { validFrom }),
    ...(validTo && { validTo }),
  })
  expect(named('litellm', 'openrouter', 'openrouter/deepseek/deepseek-chat', day).model.slug).toBe(
    'deepseek-v3',
  )
})

test('what ends in -latest moves, and its prices are no prices of the model itself', () => {
  const latest = named('models-dev', 'mistral', 'codestral-latest')
  expect(slugOf(latest)).toBe('mistral/codestral@codestral-latest')
  expect(latest.alias).toEqual({ text: 'codestral-latest', kind: 'MOVING' })
  const router = named('openrouter-models', 'openrouter', '~anthropic/claude-opus-latest')
  expect(slugOf(router)).toBe('openrouter/claude-opus@~anthropic/claude-opus-latest')
  expect(slugOf(named('litellm', 'vertex_ai-mistral_models', 'vertex_ai/mistral-large@latest'))).toBe(
    'google/mistral-large@vertex:mistral-large-latest',
  )
})

test('a name has an alias unless it is the slug, and of several kinds the first counts', () => {
  const kind = (format: string, seller: string, model: string) => named(format, seller, model).alias?.kind
  expect(named('models-dev', 'openai', 'gpt-5.4').alias).toBeUndefined()
  expect(named('litellm', 'anyscale', 'anyscale/google/gemma-7b-it').alias).toEqual({
    text: 'google/gemma-7b-it',
    kind: 'RENAMED',
  })
  expect(kind('models-dev', 'minimax', 'MiniMax-M2.5')).toBe('RENAMED')
  expect(kind('litellm', 'anthropic', 'claude-haiku-4-5-20251001')).toBe('SNAPSHOT')
  expect(kind('litellm', 'azure', 'azure/us/gpt-5.4-2026-03-05')).toBe('REGIONAL')
  expect(kind('openrouter-models', 'openrouter', 'openai/gpt-oss-20b:free')).toBe('VARIANT')
  // Several dated versions at several prices: each is a model of its own.
  expect(named('litellm', 'openai', 'gpt-4o-2024-05-13').model.slug).toBe('gpt-4o-2024-05-13')
})

test('who made a model is what its vendor says, or its brand, the longest one', () => {
  expect(named('litellm', 'lambda_ai', 'lambda_ai/llama3.1-nemotron-70b-instruct-fp8').maker?.slug).toBe(
    'nvidia',
  )
  expect(named('models-dev', 'zenmux', 'deepseek-r1t-chimera').maker?.slug).toBe('tng')
  // A vendor that nobody knows may have made anything, whatever it is called.
  expect(named('models-dev', 'zenmux', 'someone/qwen3-coder-480b-a35b').model).toEqual({
    slug: 'at-zenmux.by-someone.qwen3-coder-480b-a35b',
    unreconciled: true,
  })
  // A copy of the weights is not by who copied them.
  expect(named('genai-prices', 'huggingface_novita', 'alpindale/WizardLM-2-8x22B')).toMatchObject({
    maker: { slug: 'microsoft' },
    model: { slug: 'wizardlm-2-8x22b' },
  })
})

test('a name that nobody knows becomes an entry of its seller, which no other name shares', () => {
  const slugs = [
    'foo-7b',
    'foo_7b',
    'foo 7b',
    'newvendor/foo-7b',
    'newvendor.foo-7b',
    'by-newvendor.foo-7b',
  ].map((model) => {
    const offer = named('models-dev', 'avian', model)
    expect(offer).toMatchObject({ maker: null, model: { unreconciled: true } })
    return offer.model.slug
  })
  expect(slugs[0]).toBe('at-avian.foo-7b')
  expect(slugs[3]).toBe('at-avian.by-newvendor.foo-7b')
  expect(new Set(slugs).size).toBe(slugs.length)
  // What a slug with a digest looks like gets a digest itself.
  const digested = slugs[1]!.replace('at-avian.', '')
  expect(digested).toMatch(/^foo-7b-x[0-9a-f]{8}$/)
  expect(named('models-dev', 'avian', digested).model.slug).not.toBe(slugs[1])
  expect(named('models-dev', 'baseten', 'foo-7b').model.slug).toBe('at-baseten.foo-7b')
})

test('a seller that nobody knows gets a slug of its id, and sells models of known makers all the same', () => {
  const offer = named('models-dev', 'zenmux', 'deepseek/deepseek-v3.2')
  expect(offer.seller).toEqual({ slug: 'zenmux', name: 'zenmux', kinds: [], isKnown: false })
  expect(offer).toMatchObject({
    maker: { slug: 'deepseek' },
    model: { slug: 'deepseek-v3.2', unreconciled: false },
  })
  expect(named('models-dev', 'Zen Mux', 'gpt-5.4').seller.slug).toMatch(/^zen-mux-x[0-9a-f]{8}$/)
  // One of our own slugs is that provider, whoever writes it so.
  const baidu = named('models-dev', 'baidu', 'x-1')
  expect(baidu.seller).toMatchObject({ slug: 'baidu', isKnown: true })
  expect(baidu).toMatchObject({ maker: { slug: 'baidu' }, model: { slug: 'baidu.x-1' } })
})

test('what names no model has a reason', () => {
  expect(names.offerOf('litellm', 'together_ai', 'together-ai-4.1b-8b', DAY)).toEqual({
    reason: 'its name together-ai-4.1b-8b is a size of models with one price, not a model',
  })
  expect(names.offerOf('litellm', 'openai', ' ', DAY)).toEqual({ reason: 'its model has no name' })
  expect(names.offerOf('litellm', '', 'gpt-5', DAY)).toEqual({ reason: 'its seller has no name' })
  expect(names.offerOf('litellm', 'openai', `gpt-${'5'.repeat(300)}`, DAY)).toEqual({
    reason: 'the name of its model has more than 300 characters',
  })
})

test('models that the facts describe have the same slug and maker here', () => {
  const seeds = join(import.meta.dirname, '../../seeds')
  const models = readdirSync(seeds)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parse(readFileSync(join(seeds, file), 'utf8')).models ?? [])
  expect(models.length).toBeGreaterThan(20)
  for (const { slug, maker } of models) {
    const offer = named('models-dev', 'zenmux', slug)
    expect({ slug: offer.model.slug, maker: offer.maker?.slug }).toEqual({ slug, maker })
  }
})
