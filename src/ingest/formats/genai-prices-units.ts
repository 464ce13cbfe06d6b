/** The keys under which genai-prices states prices, as our meters; upstream's units.yml is where they are defined. */

export interface Measured {
  meter: string
  unit: string
  /** One upstream unit in ours, for `priceOf`. */
  factor: string
  cacheLifetime?: string
}

const tokens = (meter: string, cacheLifetime?: string): Measured => ({
  meter,
  unit: 'USD/Mtok',
  factor: '1',
  ...(cacheLifetime ? { cacheLifetime } : {}),
})
/** Of a thousand. */
const each = (meter: string): Measured => ({ meter, unit: 'USD/1', factor: '0.001' })
/** Left in hours: a 3,600th of most prices has no last digit. */
const hours = (meter: string): Measured => ({ meter, unit: 'USD/h', factor: '1' })

const MEASURED = new Map<string, Measured>([
  ['input_mtok', tokens('input')],
  ['output_mtok', tokens('output')],
  ['cache_read_mtok', tokens('cache-read')],
  ['cache_write_mtok', tokens('cache-write')],
  ['cache_write_5m_mtok', tokens('cache-write', '5m')],
  ['cache_write_1h_mtok', tokens('cache-write', '1h')],
  ['input_audio_mtok', tokens('input-audio')],
  ['output_audio_mtok', tokens('output-audio')],
  ['cache_audio_read_mtok', tokens('cache-read-audio')],
  ['cache_audio_write_mtok', tokens('cache-write-audio')],
  ['cache_audio_write_5m_mtok', tokens('cache-write-audio', '5m')],
  ['cache_audio_write_1h_mtok', tokens('cache-write-audio', '1h')],
  ['input_image_mtok', tokens('input-image')],
  ['output_image_mtok', tokens('output-image')],
  ['cache_image_read_mtok', tokens('cache-read-image')],
  ['input_video_mtok', tokens('input-video')],
  ['output_video_mtok', tokens('output-video')],
  ['output_reasoning_mtok', tokens('output-reasoning')],
  ['output_citation_mtok', tokens('output-citation')],
  ['input_mchars', { meter: 'input-character', unit: 'USD/Mchar', factor: '1' }],
  ['input_gpixels', { meter: 'input-pixel', unit: 'USD/Mpx', factor: '0.001' }],
  ['input_audio_hours', hours('input-audio-time')],
  ['output_audio_hours', hours('output-audio-time')],
  ['input_document_kpages', each('page')],
  ['input_annotated_document_kpages', each('annotation-page')],
  ['rerank_searches_kcount', each('query')],
  ['web_searches_kcount', each('web-search')],
  ['storage_searches_kcount', each('file-search')],
  ['requests_kcount', each('request')],
])

/** Undefined for keys that are unknown, or that count what we have no meter for, such as messages. */
export const measuredBy = (key: string): Measured | undefined => MEASURED.get(key)

/**
 * Keys that price the sum of other keys: upstream's rules ask for both, and where they cost the same, the sum says
 * nothing new.
 */
export const SUMS = new Map([['audio_hours', ['input_audio_hours', 'output_audio_hours']]])
