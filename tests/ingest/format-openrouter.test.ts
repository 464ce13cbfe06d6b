/** The format `openrouter-models`: what its prices say, plain and overridden, and which of them are prices. */
import { describe, expect, test } from 'vitest'
import { openrouterModels } from '../../src/ingest/formats/openrouter-models.ts'
import { parseValue } from '../helpers/price-records.ts'

const parse = (...models: unknown[]) => parseValue(openrouterModels, { data: models })
const recordOf = (pricing: object, more: object = {}) => parse({ id: 'acme/m', pricing, ...more }).records[0]!
/** `field: meter[conditions] amount unit`, one a price. */
const linesOf = (pricing: object, more: object = {}) =>
  recordOf(pricing, more).prices.map((p) => {
    const threshold = p.threshold && `${p.threshold.comparison} ${p.threshold.amount}`
    const window = p.window && `${p.window.from}-${p.window.to}`
    const conditions = [threshold, window, p.cacheLifetime].filter((c) => c !== undefined).join(' ')
    return `${p.field}: ${p.meter}${conditions && `[${conditions}]`} ${p.amount} ${p.unit}`
  })
const problemsOf = (pricing: object) => recordOf(pricing).problems
const base = { prompt: '0.0000025', completion: '0.00001' }

describe('plain prices', () => {
  test('each has its meter and unit', () => {
    expect(
      linesOf({
        ...base,
        input_cache_read: '0.00000025',
        input_cache_write: '0.00000008333333333333334',
        input_cache_write_1h: '0.000005',
        internal_reasoning: '0.000012',
        audio: '0.000032',
        audio_output: '0.000064',
        input_audio_cache: '0.0000004',
        image_token: '0.000005',
        web_search: '0.01',
        request: '0.005',
      }),
    ).toEqual([
      'prompt: input 2.5 USD/Mtok',
      'completion: output 10 USD/Mtok',
      'input_cache_read: cache-read 0.25 USD/Mtok',
      'input_cache_write: cache-write 0.0833333333333 USD/Mtok',
      'input_cache_write_1h: cache-write[1h] 5 USD/Mtok',
      'internal_reasoning: output-reasoning 12 USD/Mtok',
      'audio: input-audio 32 USD/Mtok',
      'audio_output: output-audio 64 USD/Mtok',
      'input_audio_cache: cache-read-audio 0.4 USD/Mtok',
      'image_token: input-image 5 USD/Mtok',
      'web_search: web-search 0.01 USD/1',
      'request: request 0.005 USD/1',
    ])
  })

  test('pictures are priced by the token or by the piece, as the size of the number tells', () => {
    expect(linesOf({ ...base, image: '0.0000025', image_output: '0.00003' }).slice(2)).toEqual([
      'image: input-image 2.5 USD/Mtok',
      'image_output: output-image 30 USD/Mtok',
    ])
    expect(linesOf({ ...base, image: '0.003613', image_output: '0.04' }).slice(2)).toEqual([
      'image: input-image-item 0.003613 USD/1',
      'image_output: output-image-item 0.04 USD/1',
    ])
    expect(linesOf({ image: '0.003613' })).toEqual(['image: input-image-item 0.003613 USD/1'])
  })

  test('a number in the place of a text is read as it is written', () => {
    expect(linesOf({ prompt: 2.5e-6 })).toEqual(['prompt: input 2.5 USD/Mtok'])
  })

  test('-1 is no price', () => {
    expect(recordOf({ prompt: '-1', completion: -1, request: '0.5' })).toMatchObject({
      prices: [{ meter: 'request' }],
      problems: [
        'prompt varies with the model that answers; -1 is no price',
        'completion varies with the model that answers; -1 is no price',
      ],
    })
  })

  test('what cannot be used is left out with its reason', () => {
    expect(
      problemsOf({
        prompt: 'free',
        completion: null,
        image: ['1'],
        audio: '-0.5',
        web_search: 'NaN',
        per_dream: '1',
        discount: 0.25,
        overrides: {},
      }),
    ).toEqual([
      'prompt is no number that can be kept exactly: free',
      'completion is null where a decimal text belongs',
      'image is a list where a decimal text belongs',
      'audio is negative: -0.5',
      'web_search is no number that can be kept exactly: NaN',
      '"per_dream" is an unknown price',
      'discount is left out: it is not said whether the prices include it',
      'overrides is no list',
    ])
    expect(problemsOf({ ...base, discount: 0, overrides: [] })).toEqual([])
  })

  test('of a free model all is free; elsewhere a zero fills a field', () => {
    const free = { prompt: '0', completion: '0', input_cache_read: '0', request: '0' }
    expect(recordOf(free).prices.map((p) => [p.meter, p.amount])).toEqual([
      ['input', '0'],
      ['output', '0'],
      ['cache-read', '0'],
      ['request', '0'],
    ])
    expect(linesOf({ ...free, ...base, image: '0' }).length).toBe(2)
    const embeds = { architecture: { output_modalities: ['embeddings'] } }
    expect(linesOf({ prompt: '0.00000002', completion: '0' }, embeds)).toEqual([
      'prompt: input 0.02 USD/Mtok',
    ])
  })

  test('what looks like a mistake is doubted', () => {
    const doubts = (pricing: object) => recordOf(pricing).prices.map((p) => p.doubt)
    expect(doubts(base)).toEqual([undefined, undefined])
    expect(doubts({ ...base, completion: '0' })).toEqual([
      undefined,
      'its output costs nothing although its input does',
    ])
    expect(doubts({ ...base, completion: '0.000001' })[0]).toMatch(/swapped/)
  })
})

describe('overrides', () => {
  test('long prompts', () => {
    expect(
      linesOf({
        ...base,
        overrides: [{ min_prompt_tokens: 200000, prompt: '0.000005', input_cache_write_1h: '0.00001' }],
      }),
    ).toEqual([
      'prompt: input 2.5 USD/Mtok',
      'completion: output 10 USD/Mtok',
      'overrides[>200000].prompt: input[ABOVE 200000] 5 USD/Mtok',
      'overrides[>200000].input_cache_write_1h: cache-write[ABOVE 200000 1h] 10 USD/Mtok',
    ])
  })

  test('times of the day that cover it take the place of the price of the hour', () => {
    const overrides = [
      { utc_start: 30, utc_end: 1630, prompt: '0.0000028', completion: '0.0000042' },
      { utc_start: 1630, utc_end: 30, prompt: '0.0000014', min_prompt_tokens: 0 },
      { utc_start: 2200, utc_end: 2400, min_prompt_tokens: 9000.0, prompt: '0.000009' },
    ]
    expect(
      linesOf({ prompt: '0.0000028', completion: '0.0000042', input_cache_read: '0.000001', overrides }),
    ).toEqual([
      'completion: output 4.2 USD/Mtok',
      'input_cache_read: cache-read 1 USD/Mtok',
      'overrides[00:30-16:30].prompt: input[00:30-16:30] 2.8 USD/Mtok',
      'overrides[00:30-16:30].completion: output[00:30-16:30] 4.2 USD/Mtok',
      'overrides[16:30-00:30].prompt: input[16:30-00:30] 1.4 USD/Mtok',
      'overrides[>9000, 22:00-00:00].prompt: input[ABOVE 9000 22:00-00:00] 9 USD/Mtok',
    ])
  })

  test('the later one holds where two say the same; one for all days and hours is plain', () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const overrides = [
      { min_prompt_tokens: 1000, prompt: '0.000003' },
      { min_prompt_tokens: 1000, prompt: '0.000004' },
      { utc_days: days, utc_start: 0, utc_end: 0, completion: '0.000008' },
    ]
    expect(linesOf({ ...base, overrides })).toEqual([
      'prompt: input 2.5 USD/Mtok',
      'overrides[].completion: output 8 USD/Mtok',
      'overrides[>1000].prompt: input[ABOVE 1000] 4 USD/Mtok',
    ])
  })

  test('with a condition that we cannot state, none of its prices is read', () => {
    const odd = [
      { region: 'eu', prompt: '1' },
      { min_prompt_tokens: 0.5, prompt: '1' },
      { utc_start: 100, prompt: '1' },
      { utc_start: 1260, utc_end: 2401, prompt: '1' },
      [],
    ]
    expect(recordOf({ ...base, overrides: odd })).toMatchObject({
      prices: [{ field: 'prompt' }, { field: 'completion' }],
      problems: [
        'overrides[0] has the unknown field "region", which may be a condition',
        'overrides[1] has a min_prompt_tokens that is no whole number',
        'overrides[2] has a utc_start or utc_end that is no time',
        'overrides[3] has a utc_start or utc_end that is no time',
        'overrides[4] is no object',
      ],
    })
  })

  test('where the day of the week decides, the plain price is doubted', () => {
    const record = recordOf({ ...base, overrides: [{ utc_days: ['sunday'], prompt: '0.000001' }] })
    expect(record.problems).toEqual([
      'overrides[0] holds on some days of the week only, which no condition here states',
    ])
    expect(record.prices.map((p) => p.doubt)).toEqual([
      'it changes with the day of the week, and this is the price of one hour',
      'it changes with the day of the week, and this is the price of one hour',
    ])
  })
})
