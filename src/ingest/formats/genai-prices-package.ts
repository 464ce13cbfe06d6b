/** The edition of genai-prices that comes with the project, as an npm package. */
import { createRequire } from 'node:module'
import type { InputFile } from '../market/types.ts'

/**
 * The package's version that this file knows, and the day of that edition. The package carries no day of its own: this
 * is the newest day in the past on which one of its prices begins.
 */
export const GENAI_PACKAGE = { version: '0.1.8', date: '2026-09-22' } as const

/** All that the package holds: it gives out a provider only to who knows its id. */
export const GENAI_PROVIDERS = [
  'anthropic',
  'arcee',
  'avian',
  'aws',
  'azure',
  'baseten',
  'cerebras',
  'cloudflare',
  'cohere',
  'cursor',
  'deepseek',
  'doubleword',
  'fireworks',
  'github-copilot',
  'google',
  'groq',
  'huggingface_cerebras',
  'huggingface_fireworks-ai',
  'huggingface_groq',
  'huggingface_hyperbolic',
  'huggingface_nebius',
  'huggingface_novita',
  'huggingface_nscale',
  'huggingface_ovhcloud',
  'huggingface_publicai',
  'huggingface_sambanova',
  'huggingface_together',
  'minimax',
  'mistral',
  'modal',
  'moonshotai',
  'novita',
  'openai',
  'openrouter',
  'ovhcloud',
  'perplexity',
  'quicksilverpro',
  'together',
  'typesafe',
  'voyageai',
  'x-ai',
  'zai',
  'zhipuai',
] as const

/**
 * The package's prices as one JSON document in the form of upstream's data.json. Loads the package when called, for it
 * is large and few runs need it, and never lets it fetch newer prices.
 */
export function readGenaiPackage(): InputFile[] {
  const { findProvider } = createRequire(import.meta.url)(
    '@pydantic/genai-prices',
  ) as typeof import('@pydantic/genai-prices')
  // Its numbers are doubles by now; JSON writes the shortest digits that give the same double, which are upstream's.
  const json = JSON.stringify(GENAI_PROVIDERS.map((id) => findProvider({ providerId: id })))
  return [{ path: `genai-prices-${GENAI_PACKAGE.version}.json`, bytes: new TextEncoder().encode(json) }]
}
