/** What the names of OpenRouter's prices say; all values are US dollars per token or per piece, as decimal texts. */
import { Decimal, priceOf, priceOfText, Written } from '../market/numbers.ts'
import type { UpstreamPrice } from '../market/types.ts'
import { own, type Table } from './parts.ts'

type Measure = Pick<UpstreamPrice, 'meter' | 'unit' | 'cacheLifetime'>

const token = (meter: string, cacheLifetime?: string): Measure => ({
  meter,
  unit: 'USD/Mtok',
  ...(cacheLifetime && { cacheLifetime }),
})
const each = (meter: string): Measure => ({ meter, unit: 'USD/1' })

const MEASURES = new Map<string, Measure>([
  ['prompt', token('input')],
  ['completion', token('output')],
  ['input_cache_read', token('cache-read')],
  ['input_cache_write', token('cache-write')],
  ['input_cache_write_1h', token('cache-write', '1h')],
  ['internal_reasoning', token('output-reasoning')],
  ['audio', token('input-audio')],
  ['audio_output', token('output-audio')],
  ['input_audio_cache', token('cache-read-audio')],
  ['image_token', token('input-image')],
  ['image', each('input-image-item')],
  ['image_output', each('output-image-item')],
  ['web_search', each('web-search')],
  ['request', each('request')],
])

/** Per picture or per token of one, which only the size of the number tells; with the price beside it. */
const PICTURES = new Map([
  ['image', { beside: 'prompt', asToken: token('input-image') }],
  ['image_output', { beside: 'completion', asToken: token('output-image') }],
])
/**
 * A picture is read as 85 tokens at the least. All 33 pictures of the answers of May and June 2026 cost what a token
 * of text costs; those of 2025 cost as much as a thousand.
 */
const TOKENS_OF_A_PICTURE = 50

export const isPriceKey = (key: string): boolean => MEASURES.has(key)

/**
 * One price.
 * @param key for which `isPriceKey` holds.
 * @param pricing the table that has the plain prices of text.
 */
export function readPrice(
  key: string,
  value: unknown,
  pricing: Table,
): (Measure & { amount: string }) | { reason: string } {
  if (value === '-1' || (value instanceof Written && value.text === '-1'))
    return { reason: 'varies with the model that answers; -1 is no price' }
  const measure = measureOf(key, value, pricing)
  const price = amountOf(value, measure.unit === 'USD/Mtok' ? 1e6 : 1)
  return 'reason' in price ? price : { ...measure, ...price }
}

/** Decimals come as texts; a number in their place has the same digits. */
function amountOf(value: unknown, factor: number): { amount: string } | { reason: string } {
  return value instanceof Written ? priceOf(value, factor) : priceOfText(value, factor)
}

function measureOf(key: string, value: unknown, pricing: Table): Measure {
  const picture = PICTURES.get(key)
  if (picture) {
    const [price, text] = [amountOf(value, 1), amountOf(own(pricing, picture.beside), TOKENS_OF_A_PICTURE)]
    if ('amount' in price && 'amount' in text && new Decimal(price.amount).lte(text.amount))
      return picture.asToken
  }
  return MEASURES.get(key)!
}
