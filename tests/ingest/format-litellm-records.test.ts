/** The format `litellm`: whole records and files, which zeros are prices, and what looks like a mistake. */
import { describe, expect, test } from 'vitest'
import { litellm } from '../../src/ingest/formats/litellm.ts'
import { parseValue } from '../helpers/price-records.ts'

const parse = (input: unknown) => parseValue(litellm, input)
const recordOf = (fields: object) =>
  parse({ m: { litellm_provider: 'acme', mode: 'chat', ...fields } }).records[0]!
const fieldsOf = (fields: object) => recordOf(fields).prices.map((p) => `${p.field} ${p.amount}`)
const doubtsOf = (fields: object) =>
  recordOf(fields).prices.flatMap((p) => (p.doubt ? [`${p.field}: ${p.doubt}`] : []))

describe('records', () => {
  test('each key is one, but for the three that are no models', () => {
    const snapshot = parse({
      sample_spec: { litellm_provider: 'one of many', input_cost_per_token: 0 },
      fallback_generalizations: { rules: [] },
      last_updated: '2026-07-24T23:30:00.215560-01:00',
      'acme/m-2026-02-03': { litellm_provider: 'acme', source: 'https://acme.example/prices' },
      'm-2026-02-31-x': { litellm_provider: 'acme', source: 'ask them', deprecation_date: '2026-05-01' },
    })
    expect(snapshot).toEqual({
      date: '2026-07-25',
      mentioned: ['2026-02-03'],
      records: [
        {
          path: 'acme/m-2026-02-03',
          seller: 'acme',
          model: 'acme/m-2026-02-03',
          urls: ['https://acme.example/prices'],
          prices: [],
          problems: [],
        },
        { path: 'm-2026-02-31-x', seller: 'acme', model: 'm-2026-02-31-x', prices: [], problems: [] },
      ],
    })
  })

  test.each([
    ['2026-07-24', '2026-07-24'],
    ['2026-07-24T01:00:00+02:00', '2026-07-23'],
    ['2026-07-24T23:00', '2026-07-24'],
    ['2026-02-30T01:00:00Z', undefined],
    ['2026-07-24T77:00:00Z', undefined],
    ['yesterday', undefined],
    [5, undefined],
  ])('the day of the file by last_updated %s', (last_updated, date) => {
    expect(parse({ last_updated, m: { litellm_provider: 'acme' } }).date).toBe(date)
  })

  test('a record without a usable name, seller or content is kept, and says why it has no prices', () => {
    const good = '{"litellm_provider":"acme","mode":"chat","input_cost_per_token":1e-6}'
    const long = 'x'.repeat(301)
    const text = `{"good":${good},"__proto__":${good},"constructor":${good},"":${good},"${long}":${good},"a\\u0000":${good},
      "list":[1],"number":1,"no seller":{"input_cost_per_token":1e-6},"odd seller":{"litellm_provider":{"toString":1}}}`
    expect(parse(text).records.map((r) => [r.path, r.prices.length, ...r.problems])).toEqual([
      ['good', 1],
      ['entry 2', 0, '"__proto__" is a name that no model can have'],
      ['entry 3', 0, '"constructor" is a name that no model can have'],
      ['entry 4', 0, '"" is a name that no model can have'],
      ['entry 5', 0, `"${'x'.repeat(60)}" is a name that no model can have`],
      ['entry 6', 0, '"a\\u0000" is a name that no model can have'],
      ['list', 0, 'the record is no object'],
      ['number', 0, 'the record is no object'],
      ['no seller', 0, 'litellm_provider names no seller, so nobody asks these prices'],
      ['odd seller', 0, 'litellm_provider names no seller, so nobody asks these prices'],
    ])
  })
})

describe('zeros', () => {
  const zeros = { input_cost_per_token: 0, output_cost_per_token: 0 }

  test('all of them in a model that writes: it is free', () => {
    expect(fieldsOf(zeros)).toEqual(['input_cost_per_token 0', 'output_cost_per_token 0'])
    expect(doubtsOf(zeros)).toEqual([])
  })

  test.each([
    'embedding',
    'rerank',
    'moderation',
    'search',
    'ocr',
    'audio_transcription',
    'image_generation',
    undefined,
  ])('the output of %s is no meter', (mode) => {
    expect(fieldsOf({ mode, ...zeros })).toEqual(['input_cost_per_token 0'])
    expect(doubtsOf({ mode, input_cost_per_token: 1e-6, output_cost_per_token: 0 })).toEqual([])
    expect(fieldsOf({ mode, ...zeros, output_cost_per_token: 1e-6 })).toContain('output_cost_per_token 1')
  })

  test('tokens of what is paid by the query are no meter, free or not', () => {
    expect(fieldsOf({ mode: 'rerank', ...zeros, input_cost_per_query: 0.002 })).toEqual([
      'input_cost_per_query 0.002',
    ])
    expect(fieldsOf({ mode: 'rerank', ...zeros, input_cost_per_query: 0 })).toEqual([
      'input_cost_per_query 0',
    ])
    expect(fieldsOf({ ...zeros, input_cost_per_request: 0.005 })).toContain('input_cost_per_token 0')
  })

  test('sound is paid by its length once, on either side', () => {
    const mode = 'audio_transcription'
    expect(fieldsOf({ mode, input_cost_per_second: 1e-4, output_cost_per_second: 0 })).toEqual([
      'input_cost_per_second 0.0001',
    ])
    expect(fieldsOf({ mode, input_cost_per_second: 0, output_cost_per_second: 2e-5 })).toEqual([
      'output_cost_per_second 0.00002',
    ])
    expect(fieldsOf({ mode, input_cost_per_second: 1e-4, output_cost_per_second: 1e-4 })).toEqual([
      'input_cost_per_second 0.0001',
    ])
    expect(recordOf({ mode, input_cost_per_second: 1e-4, output_cost_per_second: 2e-4 }).problems).toEqual([
      'output_cost_per_second is another price than input_cost_per_second for the same thing',
    ])
  })

  test('other measures of what is paid by the token are none; a free cache is free', () => {
    const paid = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 }
    const others = {
      input_cost_per_image: 0,
      input_cost_per_video_per_second: 0,
      output_cost_per_character: 0,
    }
    expect(fieldsOf({ ...paid, ...others, cache_read_input_token_cost: 0 })).toEqual([
      'input_cost_per_token 1',
      'output_cost_per_token 2',
      'cache_read_input_token_cost 0',
    ])
    expect(fieldsOf({ ...zeros, ...others }).length).toBe(5)
  })
})

describe('doubts', () => {
  test('free output beside a paid input', () => {
    const output = { output_cost_per_token: 0 }
    const doubt = 'output_cost_per_token: its output costs nothing although its input does'
    expect(doubtsOf({ input_cost_per_token: 1e-7, ...output })).toEqual([doubt])
    // The record cannot be right about its mode: embeddings have no price for long prompts.
    const long = { input_cost_per_token: 1e-7, input_cost_per_token_above_128k_tokens: 2e-7 }
    expect(doubtsOf({ mode: 'embedding', ...long, ...output })).toEqual([doubt])
  })

  test('input at twice the output', () => {
    const swapped = 'its input costs at least twice its output; they may have been swapped'
    expect(doubtsOf({ input_cost_per_token: 1.5e-7, output_cost_per_token: 3.75e-8 })).toEqual([
      `input_cost_per_token: ${swapped}`,
      `output_cost_per_token: ${swapped}`,
    ])
    expect(doubtsOf({ input_cost_per_token: 1.9e-7, output_cost_per_token: 1e-7 })).toEqual([])
    expect(doubtsOf({ mode: 'embedding', input_cost_per_token: 2e-7, output_cost_per_token: 1e-7 })).toEqual(
      [],
    )
  })

  test('prices that are not per token: all of the record', () => {
    const doubt = 'more than 1000 USD per million tokens; the file may mean another unit'
    expect(
      doubtsOf({ input_cost_per_token: 0.0005, output_cost_per_token: 0.002, input_cost_per_query: 1 }),
    ).toEqual([`input_cost_per_token: ${doubt}`, `output_cost_per_token: ${doubt}`])
    expect(doubtsOf({ input_cost_per_token: 0.00015, output_cost_per_token: 0.0006 })).toEqual([])
  })

  test('nothing above the threshold', () => {
    const base = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 }
    expect(doubtsOf({ ...base, input_cost_per_token_above_128k_tokens: 0 })).toEqual([
      'input_cost_per_token_above_128k_tokens: it costs nothing above the threshold although it costs something below',
    ])
    expect(doubtsOf({ input_cost_per_token: 0, input_cost_per_token_above_128k_tokens: 0 })).toEqual([])
  })

  test('pictures at the price of a token', () => {
    const base = { input_cost_per_token: 4e-6, output_cost_per_token: 1.6e-5 }
    const doubt = 'a picture costs no more than 50 tokens; it may be the price of a token'
    expect(doubtsOf({ ...base, input_cost_per_image: 5e-6, output_cost_per_image: 1e-4 })).toEqual([
      `input_cost_per_image: ${doubt}`,
      `output_cost_per_image: ${doubt}`,
    ])
    expect(doubtsOf({ ...base, input_cost_per_image: 0.001, output_cost_per_image: 0.04 })).toEqual([])
    expect(doubtsOf({ ...base, mode: 'embedding', input_cost_per_image: 5e-6 })).toEqual([])
  })
})
