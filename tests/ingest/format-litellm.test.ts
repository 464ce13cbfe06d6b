/** The format `litellm`: what the names of its fields say, and what becomes of fields that say nothing. */
import { describe, expect, test } from 'vitest'
import { litellm } from '../../src/ingest/formats/litellm.ts'
import { parseValue } from '../helpers/price-records.ts'

const parse = (input: unknown) => parseValue(litellm, input)
const recordOf = (fields: object) =>
  parse({ m: { litellm_provider: 'acme', mode: 'chat', ...fields } }).records[0]!
/** `input[batch >200000] 2.5 USD/Mtok` by field. */
function pricesOf(fields: object): Record<string, string> {
  const rows = recordOf(fields).prices.map((p) => {
    const counts = p.threshold?.counts ?? ''
    const threshold = p.threshold && `${p.threshold.comparison} ${p.threshold.amount}${counts}`
    const conditions = [p.tier, threshold, p.cacheLifetime].filter((c) => c !== undefined).join(' ')
    return [p.field, `${p.meter}${conditions && `[${conditions}]`} ${p.amount} ${p.unit}`]
  })
  return Object.fromEntries(rows)
}
const problemsOf = (fields: object) => recordOf(fields).problems

describe('names of fields', () => {
  test('a price per token becomes one per million, without the noise of floats', () => {
    const text =
      '{"m":{"litellm_provider":"acme","mode":"chat","input_cost_per_token":2.5e-06,"output_cost_per_token":3.9999999999999997e-07}}'
    expect(parse(text).records[0]!.prices.map((p) => p.amount)).toEqual(['2.5', '0.4'])
  })

  test('conditions stand behind the measure, in any order', () => {
    expect(
      pricesOf({
        input_cost_per_token: 1e-6,
        input_cost_per_token_above_272k_tokens: 2e-6,
        input_cost_per_token_above_272k_tokens_priority: 4e-6,
        input_cost_per_token_priority_above_128k_tokens: 3e-6,
        input_cost_per_token_flex: 5e-7,
        output_cost_per_token: 6e-6,
        output_cost_per_token_batches: 3e-6,
        cache_creation_input_token_cost: 1.25e-6,
        cache_creation_input_token_cost_above_1hr: 2e-6,
        cache_creation_input_token_cost_above_1hr_above_200k_tokens: 4e-6,
        cache_read_input_token_cost_flex: 1e-8,
      }),
    ).toEqual({
      input_cost_per_token: 'input 1 USD/Mtok',
      input_cost_per_token_above_272k_tokens: 'input[ABOVE 272000] 2 USD/Mtok',
      input_cost_per_token_above_272k_tokens_priority: 'input[priority ABOVE 272000] 4 USD/Mtok',
      input_cost_per_token_priority_above_128k_tokens: 'input[priority ABOVE 128000] 3 USD/Mtok',
      input_cost_per_token_flex: 'input[flex] 0.5 USD/Mtok',
      output_cost_per_token: 'output 6 USD/Mtok',
      output_cost_per_token_batches: 'output[batch] 3 USD/Mtok',
      cache_creation_input_token_cost: 'cache-write 1.25 USD/Mtok',
      cache_creation_input_token_cost_above_1hr: 'cache-write[1h] 2 USD/Mtok',
      cache_creation_input_token_cost_above_1hr_above_200k_tokens: 'cache-write[ABOVE 200000 1h] 4 USD/Mtok',
      cache_read_input_token_cost_flex: 'cache-read[flex] 0.01 USD/Mtok',
    })
  })

  test('each measure has its meter and unit', () => {
    expect(
      pricesOf({
        mode: 'ocr',
        input_cost_per_video_per_second: 0.0005,
        input_cost_per_video_per_second_above_15s_interval: 0.002,
        input_cost_per_character: 2e-7,
        input_cost_per_query: 0.005,
        input_cost_per_request: 0.006,
        ocr_cost_per_page: 0.001,
        annotation_cost_per_page: 0.003,
        code_interpreter_cost_per_session: 0.03,
        file_search_cost_per_1k_calls: 2.5,
        vector_store_cost_per_gb_per_day: 0.1,
        citation_cost_per_token: 2e-6,
        output_cost_per_reasoning_token: 3e-6,
        input_cost_per_token_batch_requests: 5e-9,
        search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.03 },
      }),
    ).toEqual({
      input_cost_per_video_per_second: 'input-video-time 0.0005 USD/s',
      input_cost_per_video_per_second_above_15s_interval: 'input-video-time[ABOVE 15SECONDS] 0.002 USD/s',
      input_cost_per_character: 'input-character 0.2 USD/Mchar',
      input_cost_per_query: 'query 0.005 USD/1',
      input_cost_per_request: 'request 0.006 USD/1',
      ocr_cost_per_page: 'page 0.001 USD/1',
      annotation_cost_per_page: 'annotation-page 0.003 USD/1',
      code_interpreter_cost_per_session: 'session 0.03 USD/1',
      file_search_cost_per_1k_calls: 'file-search 0.0025 USD/1',
      vector_store_cost_per_gb_per_day: 'storage 0.1 USD/GB/d',
      citation_cost_per_token: 'output-citation 2 USD/Mtok',
      output_cost_per_reasoning_token: 'output-reasoning 3 USD/Mtok',
      input_cost_per_token_batch_requests: 'input[batch] 0.005 USD/Mtok',
      'search_context_cost_per_query.search_context_size_low': 'web-search-low 0.01 USD/1',
      'search_context_cost_per_query.search_context_size_high': 'web-search-high 0.03 USD/1',
    })
  })

  test.each([
    ['audio_transcription', 'input-audio-time', 'input-audio-time'],
    ['audio_speech', 'compute-time', 'output-audio-time'],
    ['video_generation', 'input-video-time', 'output-video-time'],
    ['chat', 'compute-time', 'compute-time'],
  ])('what a second of %s is, on either side', (mode, input, output) => {
    expect(recordOf({ mode, input_cost_per_second: 2 }).prices[0]!.meter).toBe(input)
    expect(recordOf({ mode, output_cost_per_second: 2 }).prices[0]!.meter).toBe(output)
  })

  test('a picture that is made is written as input where there is no output price', () => {
    const draws = { mode: 'image_generation', input_cost_per_image: 0.04 }
    expect(pricesOf(draws)).toEqual({ input_cost_per_image: 'output-image-item 0.04 USD/1' })
    expect(pricesOf({ ...draws, output_cost_per_image: 0.134 })).toEqual({
      input_cost_per_image: 'input-image-item 0.04 USD/1',
      output_cost_per_image: 'output-image-item 0.134 USD/1',
    })
    expect(
      pricesOf({ mode: 'image_generation', input_cost_per_pixel: 2e-8, output_cost_per_pixel: 0 }),
    ).toEqual({
      input_cost_per_pixel: 'output-pixel 0.02 USD/Mpx',
    })
    expect(pricesOf({ ...draws, mode: 'embedding' })).toEqual({
      input_cost_per_image: 'input-image-item 0.04 USD/1',
    })
  })

  test('tiers hold above where they begin, and are named by it', () => {
    const tiered_pricing = [
      { range: [0, 256000.0], input_cost_per_token: 4e-7, output_cost_per_reasoning_token: 4e-6 },
      { range: [256000.0, 1e6], input_cost_per_token: 5e-7, cache_read_input_token_cost: 1e-7 },
    ]
    expect(pricesOf({ tiered_pricing })).toEqual({
      'tiered_pricing[0].input_cost_per_token': 'input 0.4 USD/Mtok',
      'tiered_pricing[0].output_cost_per_reasoning_token': 'output-reasoning 4 USD/Mtok',
      'tiered_pricing[256000].input_cost_per_token': 'input[ABOVE 256000] 0.5 USD/Mtok',
      'tiered_pricing[256000].cache_read_input_token_cost': 'cache-read[ABOVE 256000] 0.1 USD/Mtok',
    })
  })

  test('what is no money is left out in silence, an unknown price is not', () => {
    const fields = { input_dbu_cost_per_token: 1e-6, regional_processing_uplift_multiplier_eu: 1.1, rpm: 5 }
    expect(recordOf(fields)).toMatchObject({ prices: [], problems: [] })
    expect(
      problemsOf({
        input_cost_per_dream: 1,
        input_cost_per_token_above_1hr: 1e-6,
        input_cost_per_token_above_8s_interval: 1e-6,
        output_cost_per_token_flex_priority: 1e-6,
        input_cost_per_token_above_0k_tokens: 1e-6,
      }),
    ).toEqual([
      'input_cost_per_dream is an unknown price field',
      'input_cost_per_token_above_1hr is an unknown price field',
      'input_cost_per_token_above_8s_interval is an unknown price field',
      'output_cost_per_token_flex_priority is an unknown price field',
      'input_cost_per_token_above_0k_tokens is an unknown price field',
    ])
  })
})

describe('parts that cannot be used', () => {
  test('a mode that is none decides over nothing', () => {
    const mode = { toString: 1, valueOf: 2 }
    expect(pricesOf({ mode, input_cost_per_second: 2 })).toEqual({
      input_cost_per_second: 'compute-time 2 USD/s',
    })
  })

  test('each is left out with its reason, the rest stays', () => {
    const text = `{"m":{"litellm_provider":"acme","mode":"chat","input_cost_per_token":"0.000001","output_cost_per_token":1e-6,
      "cache_read_input_token_cost":-1,"cache_creation_input_token_cost":${'1'.repeat(60)},"ocr_cost_per_page":null,
      "input_cost_per_query":[1],"search_context_cost_per_query":{"search_context_size_huge":1},"tiered_pricing":{},
      "ocr_cost_per_credit":0.01}}`
    const [record] = parse(text).records
    expect(record!.prices.map((p) => p.field)).toEqual(['output_cost_per_token'])
    expect(record!.problems).toEqual([
      'input_cost_per_token is the text "0.000001" where a number belongs',
      'cache_read_input_token_cost is negative: -1',
      `cache_creation_input_token_cost is no number that can be kept exactly: ${'1'.repeat(60)}`,
      'ocr_cost_per_page is empty',
      'input_cost_per_query is a list where a number belongs',
      'search_context_cost_per_query.search_context_size_huge is an unknown size',
      'tiered_pricing is no list',
      "ocr_cost_per_credit counts the seller's credits, which no meter here does",
    ])
  })

  test('tiers without a range that we can state', () => {
    const tiered_pricing = [
      { max_results_range: [0, 25], input_cost_per_query: 0.005 },
      { max_results_range: [26, 100], input_cost_per_query: 0.025 },
      { range: [5, 5], input_cost_per_token: 1 },
      { range: [0.5, 5], input_cost_per_token: 1 },
      { range: [0, 9], input_cost_per_token_above_1k_tokens: 1 },
      7,
    ]
    expect(recordOf({ tiered_pricing })).toMatchObject({
      prices: [],
      problems: [
        'tiered_pricing depends on the number of results, which no condition here states',
        'tiered_pricing[2].range is no pair of rising numbers',
        'tiered_pricing[3].range is no pair of rising numbers',
        'tiered_pricing[0].input_cost_per_token_above_1k_tokens has a threshold within a tier',
        'tiered_pricing[5] is no object',
      ],
    })
  })

  test('two fields for one thing are one price when they agree', () => {
    const hit = { cache_read_input_token_cost: 2e-8, input_cost_per_token_cache_hit: 2e-8 }
    expect(pricesOf(hit)).toEqual({ cache_read_input_token_cost: 'cache-read 0.02 USD/Mtok' })
    expect(problemsOf({ ...hit, input_cost_per_token_cache_hit: 0 })).toEqual([
      'input_cost_per_token_cache_hit is another price than cache_read_input_token_cost for the same thing',
    ])
    expect(pricesOf({ input_cost_per_token_cache_hit: 3e-8 })).toEqual({
      input_cost_per_token_cache_hit: 'cache-read 0.03 USD/Mtok',
    })
  })
})
