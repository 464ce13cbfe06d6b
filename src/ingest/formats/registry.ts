/** The formats of price files, one line each. */
import type { Format } from '../market/types.ts'
import { genaiPrices } from './genai-prices.ts'
import { litellm } from './litellm.ts'
import { llmPrices } from './llm-prices.ts'
import { modelsDev } from './models-dev.ts'
import { openrouterModels } from './openrouter-models.ts'

export const FORMATS: readonly Format[] = [genaiPrices, litellm, llmPrices, modelsDev, openrouterModels]
