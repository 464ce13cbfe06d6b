/** Epoch AI's tables of companies and of accelerators: fixtures in their form. */
import { describe, expect, test } from 'vitest'
import type { ParsedRelease } from '../../src/ingest/statistics/types.ts'
import { aside, parseEpoch } from '../helpers/epoch.ts'

const claims = (release: ParsedRelease) =>
  release.records.flatMap((r) =>
    r.claims.map(({ key, fact, value, unit, valid, basis }) =>
      [
        key,
        fact.kind === 'TOKEN_USAGE'
          ? `${fact.subject} ${fact.period}`
          : fact.kind === 'INDICATOR'
            ? `${fact.subject} ${fact.metric}`
            : '',
        'coverage' in fact ? fact.coverage : undefined,
        `${value!.point} ${unit}`,
        valid,
        basis,
      ].join(' | '),
    ),
  )

describe('usage reports', () => {
  const HEAD =
    'Id,Company,Active users,Active users time period,Daily tokens,Daily messages,Date,Report date,Source 1,Source 2,Product,Confidence,Exclude from graph view,Source type'
  const usage = (...rows: string[]) => parseEpoch([HEAD, ...rows, ''].join('\n'))

  test('are token usage, active users and messages, each with what it counts, and stated where the company disclosed it', () => {
    const release = usage(
      '100B words,OpenAI,,,1.33E+11,,2/9/2024,2/9/2024,https://x.example/1,,All products,Confident,,Company disclosure',
      'API 6B,OpenAI,,,8.6E+12,,10/6/2025,10/6/2025,,,API,Confident,,Media report',
      'Chat 300M,OpenAI,300000000,Weekly,,1000000000,12/4/2024,12/4/2024,,,ChatGPT,,,',
    )
    expect(release.source).toBe('epoch-ai-usage-reports')
    expect(claims(release)).toEqual([
      '100b-words.tokens.2024-02-09 | provider/openai DAY | provider-total | 133000000000 tok/d | 2024-02-09 | STATED',
      'api-6b.tokens.2025-10-06 | provider/openai DAY | provider-api | 8600000000000 tok/d | 2025-10-06 | ESTIMATED',
      'chat-300m.users.2024-12-04 | provider/openai active-users-weekly | product-chatgpt | 300000000 1 | 2024-12-04 | ESTIMATED',
      'chat-300m.messages.2024-12-04 | provider/openai messages-daily | product-chatgpt | 1000000000 1 | 2024-12-04 | ESTIMATED',
    ])
    expect(release.records[0]!.claims[0]!.note).toBe(
      'Epoch AI calls its confidence "Confident". It names: https://x.example/1',
    )
    expect(release.entities!.map((e) => [e.table, e.row.slug ?? e.row.code, e.onlyIfAbsent])).toEqual([
      ['Provider', 'openai', true],
      ['Coverage', 'product-chatgpt', undefined],
    ])
    expect([...release.mentioned].sort().at(-1)).toBe('2025-10-06')
  })

  test('that count something else, of unknown companies, or without a number are told', () => {
    const release = usage(
      'Paying,OpenAI,40000000,Weekly,,,10/14/2025,,,,ChatGPT,Likely,TRUE,',
      'Someone,Initech,40000000,Weekly,,,10/14/2025,,,,Pet,Likely,,',
      'Share,Anthropic,,,,,7/1/2025,,,,Claude API,Likely,,',
      'Whenever,OpenAI,5,Hourly,,,7/1/2025,,,,ChatGPT,,,',
      'Undated,OpenAI,5,Daily,,,,,,,ChatGPT,,,',
    )
    expect(claims(release)).toEqual([])
    expect(aside(release)).toEqual([
      '? Epoch AI leaves it out of its own series, for it counts something else',
      '? the company "Initech" is not known',
      'it holds no number',
      'it does not say over which time its active users are counted',
      '? it needs a day',
    ])
  })
})

test('revenue of one company and day are rivals of one fact, whose keys and paths do not hang on the order of the rows', () => {
  const rows = [
    'OpenAI,12/31/2023,2000000000,,,',
    'OpenAI,12/31/2023,n/a,,,',
    'OpenAI,12/31/2023,7E+8,,,',
    'xAI,11/20/2024,1E+8,,,',
  ]
  const told = (table: readonly string[]) => {
    const release = parseEpoch(`Company,Date,Revenue amount (normalize to annual),,,\n${table.join('\n')}\n`)
    return { claims: claims(release).sort(), paths: release.records.map((r) => r.path).sort() }
  }
  expect(told(rows)).toEqual({
    claims: [
      'revenue-openai-2023-12-31 | provider/openai revenue-annualised |  | 700000000 USD/a | 2023-12-31 | ',
      'revenue-openai-2023-12-31-2 | provider/openai revenue-annualised |  | 2000000000 USD/a | 2023-12-31 | ',
      'revenue-xai-2024-11-20 | provider/xai revenue-annualised |  | 100000000 USD/a | 2024-11-20 | ',
    ],
    paths: ['OpenAI, 2023-12-31', 'OpenAI, 2023-12-31 (2)', 'OpenAI, 2023-12-31 (3)', 'xAI, 2024-11-20'],
  })
  expect(told(rows.toReversed())).toEqual(told(rows))
})

test('spending is by year and by what it goes to; what was said before the end of the year is a plan', () => {
  const release = parseEpoch(
    [
      'Id,Company,Amount,Category,Period type,Date,Report date,Confidence,Exclude from graph view,Source Type',
      'A 2023,Anthropic,285000000,"R&D cloud compute,Inference cloud compute",Year,12/31/2023,11/10/2023,Likely,,Media report',
      'O 2022,OpenAI,416000000,"Inference cloud compute,R&D cloud compute",Year,12/31/2022,0202-07-30,Likely,,Media report',
      'O 2023,OpenAI,5,"Inference cloud compute,R&D cloud compute",Year,12/31/2023,,,,Company disclosure',
      'A 2025,Anthropic,2000000000,Inference cloud compute,Annualized,7/31/2025,,Likely,,',
      'O 2025,OpenAI,16000000000,Inference cloud compute,Year,12/31/2025,,Likely,TRUE,',
      '',
    ].join('\n'),
  )
  const coverage = 'spend-on-inference-cloud-compute-and-r-d-cloud-compute'
  expect(claims(release)).toEqual([
    `spend-a-2023 | provider/anthropic compute-spend | ${coverage} | 285000000 USD/a | 2023 | PROJECTED`,
    `spend-o-2022 | provider/openai compute-spend | ${coverage} | 416000000 USD/a | 2022 | ESTIMATED`,
    `spend-o-2023 | provider/openai compute-spend | ${coverage} | 5 USD/a | 2023 | STATED`,
  ])
  expect(aside(release)).toEqual([
    'Report date is "0202-07-30", which is no day',
    '? its period is "Annualized", which is no year',
    '? Epoch AI leaves it out of its own series',
  ])
})

test('numbers of accelerators are one fact for each type, and behind the newest edit they are plans', () => {
  const release = parseEpoch(
    [
      'Data center,Date,Chip type,Number of Units,Number of Units source,Last Modified',
      'Big Site,2026-01-01,TPU v5e,1000.0,Company disclosure,2026-07-17 20:54:09+00:00',
      'Big Site,2027-01-01,TPU v5e,2000.0,Estimate,2026-05-01 20:54:09+00:00',
      'Big Site,2027-01-01,B200,,Estimate,2026-05-01 20:54:09+00:00',
      '',
    ].join('\n'),
  )
  expect(claims(release)).toEqual([
    'big-site.accelerators-tpu-v5e.2026-01-01 | hub/big-site hub-accelerators | accelerators-tpu-v5e | 1000 1 | 2026-01-01 | STATED',
    'big-site.accelerators-tpu-v5e.2027-01-01 | hub/big-site hub-accelerators | accelerators-tpu-v5e | 2000 1 | 2027-01-01 | PROJECTED',
  ])
  expect(aside(release)).toEqual(['it holds no number'])
  expect(release.entities!.map((e) => e.row.code)).toEqual(['accelerators-tpu-v5e', 'accelerators-b200'])
  expect(release.mentioned).toEqual(['2026-07-17'])
})
