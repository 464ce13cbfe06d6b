/**
 * What the names of litellm's price fields say. A name is a measure and any number of conditions behind it, in any
 * order: `cache_creation_input_token_cost` + `_above_1hr` + `_above_200k_tokens`.
 */
import type { UpstreamPrice } from '../market/types.ts'

type Conditions = Pick<UpstreamPrice, 'tier' | 'threshold' | 'cacheLifetime'>

interface Measure {
  meter: string
  unit: string
  /** What one dollar of the field is in our unit. */
  factor: string
}

export type Field =
  | (Measure & { conditions: Conditions })
  /** A price that cannot be kept, with the reason. */
  | { reason: string }

/** What else of the record decides over the meaning of a field. */
export interface Setting {
  mode: string
  /** Whether the field has a price above zero. */
  pays(field: string): boolean
}

const token = (meter: string): Measure => ({ meter, unit: 'USD/Mtok', factor: '1e6' })
const character = (meter: string): Measure => ({ meter, unit: 'USD/Mchar', factor: '1e6' })
const pixel = (meter: string): Measure => ({ meter, unit: 'USD/Mpx', factor: '1e6' })
const second = (meter: string): Measure => ({ meter, unit: 'USD/s', factor: '1' })
const each = (meter: string, factor = '1'): Measure => ({ meter, unit: 'USD/1', factor })
const storage: Measure = { meter: 'storage', unit: 'USD/GB/d', factor: '1' }

const MEASURES = new Map<string, Measure>([
  ['input_cost_per_token', token('input')],
  ['output_cost_per_token', token('output')],
  ['cache_read_input_token_cost', token('cache-read')],
  ['input_cost_per_token_cache_hit', token('cache-read')],
  ['cache_creation_input_token_cost', token('cache-write')],
  ['cache_read_input_audio_token_cost', token('cache-read-audio')],
  ['cache_creation_input_audio_token_cost', token('cache-write-audio')],
  ['cache_read_input_image_token_cost', token('cache-read-image')],
  ['input_cost_per_audio_token', token('input-audio')],
  ['output_cost_per_audio_token', token('output-audio')],
  ['input_cost_per_image_token', token('input-image')],
  ['output_cost_per_image_token', token('output-image')],
  ['input_cost_per_video_token', token('input-video')],
  ['output_cost_per_video_token', token('output-video')],
  ['output_cost_per_reasoning_token', token('output-reasoning')],
  ['citation_cost_per_token', token('output-citation')],
  ['input_cost_per_character', character('input-character')],
  ['output_cost_per_character', character('output-character')],
  ['input_cost_per_pixel', pixel('input-pixel')],
  ['output_cost_per_pixel', pixel('output-pixel')],
  ['input_cost_per_image', each('input-image-item')],
  ['output_cost_per_image', each('output-image-item')],
  ['input_cost_per_audio_per_second', second('input-audio-time')],
  ['output_cost_per_audio_per_second', second('output-audio-time')],
  ['input_cost_per_video_per_second', second('input-video-time')],
  ['output_cost_per_video_per_second', second('output-video-time')],
  ['input_cost_per_second', second('compute-time')],
  ['output_cost_per_second', second('compute-time')],
  ['input_cost_per_query', each('query')],
  ['input_cost_per_request', each('request')],
  ['ocr_cost_per_page', each('page')],
  ['annotation_cost_per_page', each('annotation-page')],
  ['code_interpreter_cost_per_session', each('session')],
  ['file_search_cost_per_1k_calls', each('file-search', '0.001')],
  ['file_search_cost_per_gb_per_day', storage],
  ['vector_store_cost_per_gb_per_day', storage],
])

/** Databricks' own units; the fields beside them have the dollars. */
const NO_MONEY = new Set(['input_dbu_cost_per_token', 'output_dbu_cost_per_token'])

const UNSTATED: readonly [RegExp, string][] = [
  [/^output_cost_per_second_\d+[kp]$/, 'depends on the resolution, which no condition here states'],
  [
    /^output_cost_per_image_(\d+|premium_image|above_\d+_and_\d+_pixels(_and_premium_image)?)$/,
    'depends on the size or quality of the picture, which no condition here states',
  ],
  [/^ocr_cost_per_credit$/, "counts the seller's credits, which no meter here does"],
  [
    /^computer_use_(input|output)_cost_per_1k_tokens$/,
    'counts tokens of computer use, which no meter here does',
  ],
]

const SUFFIXES: readonly [RegExp, (count: string) => Conditions][] = [
  [/_above_([1-9]\d{0,5})k_tokens$/, (k) => ({ threshold: { amount: `${k}000`, comparison: 'ABOVE' } })],
  [
    /_above_([1-9]\d{0,3})s_interval$/,
    (s) => ({ threshold: { amount: s, comparison: 'ABOVE', counts: 'SECONDS' } }),
  ],
  [/_above_([1-9]\d?)hr$/, (h) => ({ cacheLifetime: `${h}h` })],
  [/_(priority|flex)$/, (tier) => ({ tier })],
  [/_batch(?:es|_requests)$/, () => ({ tier: 'batch' })],
]

/**
 * Reads the name of a field.
 * @returns null for what is no price; a reason for a price that cannot be kept, "unknown price field" too.
 */
export function readField(field: string, setting: Setting): Field | null {
  if (!/cost|price/i.test(field) || NO_MONEY.has(field)) return null
  const unstated = UNSTATED.find(([pattern]) => pattern.test(field))
  if (unstated) return { reason: unstated[1] }
  const conditions: Conditions = {}
  let base = field
  while (!MEASURES.has(base)) {
    const suffix = SUFFIXES.map(([pattern, read]) => [pattern.exec(base), read] as const).find(([m]) => m)
    if (!suffix) return UNKNOWN
    const [match, read] = suffix
    const added = read(match![1] ?? '')
    if (Object.keys(added).some((condition) => Object.hasOwn(conditions, condition))) return UNKNOWN
    Object.assign(conditions, added)
    base = base.slice(0, match!.index)
  }
  const measure = measureOf(base, setting)
  const fits =
    (!conditions.cacheLifetime || measure.meter.startsWith('cache-write')) &&
    (conditions.threshold?.counts !== 'SECONDS' || measure.unit === 'USD/s')
  return fits ? { ...measure, conditions } : UNKNOWN
}

const UNKNOWN = { reason: 'is an unknown price field' }

const DRAWS = /^image_(generation|edit)$/
/** Who listens is paid by the length of the sound, on whichever side the file writes it. */
const SECONDS: Record<string, Map<string, string>> = {
  input_cost_per_second: new Map([
    ['audio_transcription', 'input-audio-time'],
    ['realtime', 'input-audio-time'],
    ['video_generation', 'input-video-time'],
  ]),
  output_cost_per_second: new Map([
    ['audio_transcription', 'input-audio-time'],
    ['audio_speech', 'output-audio-time'],
    ['realtime', 'output-audio-time'],
    ['video_generation', 'output-video-time'],
  ]),
}

/** Of a model that draws, the file writes the price of a picture that is made as input when it has no output price. */
function measureOf(base: string, { mode, pays }: Setting): Measure {
  if (DRAWS.test(mode)) {
    if (base === 'input_cost_per_image' && !pays('output_cost_per_image')) return each('output-image-item')
    if (base === 'input_cost_per_pixel' && !pays('output_cost_per_pixel')) return pixel('output-pixel')
  }
  const meter = SECONDS[base]?.get(mode)
  return meter ? second(meter) : MEASURES.get(base)!
}
