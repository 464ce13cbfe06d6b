/** Epoch AI's table of notable models: fixtures in its form. */
import { expect, test } from 'vitest'
import type { ParsedRelease } from '../../src/ingest/statistics/types.ts'
import { dataOf } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { test as ledgerTest } from '../helpers/db.ts'
import { parseEpoch } from '../helpers/epoch.ts'
import { importText } from '../helpers/releases.ts'

const HEAD =
  'Model,Organization,Publication date,Domain,Parameters,Training compute (FLOP),Training dataset size (datapoints),Confidence,Link,Citations,Epochs,Training compute cost (2023 USD),Frontier model'
const table = (...rows: string[]) => [HEAD, ...rows, ''].join('\n')
const parse = (...rows: string[]) => parseEpoch(table(...rows))
/** A row with no more than a name, an organisation and what training took. */
const row = (name: string, organisation: string, compute = '1E+024') =>
  `${name},${organisation},2024-01-01,Language,,${compute},,,,,,,`
const subjects = (release: ParsedRelease) =>
  release.records.map(
    (r) => r.quarantine ?? ('subject' in r.claims[0]!.fact ? r.claims[0]!.fact.subject : ''),
  )

const V3 =
  'DeepSeek-V3,DeepSeek,2024-12-24,Language,671000000000,3.40780000000001E+024,14800000000000,Confident,https://x.example/,,1,5390000.6,True'

test('compute, parameters and cost are estimates about the model of the name', () => {
  const release = parse(V3)
  expect(release.source).toBe('epoch-ai-notable-models')
  expect(release.entities).toEqual([])
  expect(release.mentioned).toEqual(['2024-12-24'])
  const fact = (metric: string) => ({ kind: 'INDICATOR', subject: 'model/deepseek-v3', metric })
  const value = (point: string) => expect.objectContaining({ point })
  const note = 'Epoch AI calls its confidence "Confident".'
  const said = { basis: 'ESTIMATED', valid: undefined }
  expect(release.records).toEqual([
    {
      path: 'DeepSeek-V3',
      problems: [],
      claims: [
        {
          ...{ key: 'deepseek-v3.training-compute', fact: fact('training-compute') },
          ...{ value: value('3407800000000000000000000'), unit: 'FLOP', note, ...said },
        },
        {
          ...{ key: 'deepseek-v3.parameters', fact: fact('parameters-total') },
          ...{ value: value('671000000000'), unit: '1', note, ...said },
        },
        {
          ...{ key: 'deepseek-v3.training-cost', fact: fact('training-cost') },
          ...{ value: value('5390001'), unit: 'USD', note: `In dollars of 2023. ${note}`, ...said },
        },
      ],
    },
  ])
})

test('names mean what our files of names say, under whichever of its maker’s organisations', () => {
  expect(
    subjects(
      parse(
        row('Claude 3.5 Sonnet', 'Anthropic'),
        row('Gemini 1.5 Pro', '"Google DeepMind,Google"'),
        row('Llama 3.3 70B', 'Meta AI'),
        row('Jamba 1.5-Large', 'AI21 Labs'),
        row('GPT-4o mini', '"OpenAI,Stanford University"'),
        row('Falcon', 'Technology Innovation Institute'),
        row('Nobody', ''),
        row('BLOOM-176B', '"Hugging Face,BigScience"'),
        row('o3-mini-high', 'OpenAI'),
      ),
    ),
  ).toEqual([
    'model/claude-3.5-sonnet',
    'model/gemini-1.5-pro',
    'model/llama-3.3-70b-instruct',
    'model/jamba-large-1.5',
    'model/gpt-4o-mini',
    'the model Falcon is not in our files of names',
    'the model Nobody is not in our files of names',
    'huggingface and bigscience made it, and nothing tells whose it is',
    'the name o3-mini-high means one way of using a model, and no model',
  ])
})

test('rows whose columns have slipped, of one name, or without a figure are told', () => {
  const release = parse(
    V3.replace('Confident', ' Adam Somebody'),
    V3.replace('2024-12-24', 'NVIDIA Tesla'),
    V3.replace(',,1,', ',SOTA improvement,1,'),
    row('GPT-4', 'OpenAI'),
    row('GPT 4', 'OpenAI'),
    row('GPT-4.5', 'OpenAI', ''),
    V3.replace(',Confident', ',Unknown').replace('5390000.6', '-1'),
  )
  expect(release.records.flatMap((r) => r.quarantine ?? r.problems)).toEqual([
    'its columns have slipped: Confidence is "Adam Somebody"',
    'its columns have slipped: Publication date is "NVIDIA Tesla"',
    'its columns have slipped: Citations is "SOTA improvement"',
    '2 rows have this name, and nothing tells which is which in another release',
    '2 rows have this name, and nothing tells which is which in another release',
    'it holds none of the figures that are read',
    '4 rows have this name, and nothing tells which is which in another release',
  ])
})

test('parameters that the name contradicts tenfold are left out', () => {
  const sized = (name: string, parameters: string) =>
    parse(`${name},Meta AI,2023-07-18,Language,${parameters},8.4E+022,,Unknown,,,,,`).records[0]!
  const kept = (name: string, parameters: string) =>
    sized(name, parameters).claims.map((c) => c.key.split('.').at(-1))
  expect(sized('Llama 2-7B', '70000000000').problems).toEqual([
    'Parameters is 70000000000, and its name says 7B',
  ])
  expect(kept('Llama 2-7B', '70000000000')).toEqual(['training-compute'])
  expect(kept('Llama 400M', '7000000')).toEqual(['training-compute'])
  for (const [name, parameters] of [
    ['Llama 2-7B', '6740000000'],
    ['Llama 2 (400M)', '410000000'],
    ['Mixtral 8x7B', '140000000000'],
    ['Llama 2-7Beta', '140000000000'],
  ] as const)
    expect(kept(name, parameters), name).toEqual(['training-compute', 'parameters'])
  expect(sized('Llama 2-7B', '7E9').claims[0]!.note).toBeUndefined()
})

ledgerTest('models that the ledger lacks are told, and come once it has them', async ({ seeded }) => {
  const text = table(V3, row('GPT-4o mini', 'OpenAI', '7.36001E+024'))
  const add = () => importText(seeded.db, 'epoch-ai', 'notable_ai_models.csv', text, { date: '2025-05-19' })
  const first = await add()
  expect([first.counts, first.claims]).toMatchObject([{ added: 1, quarantined: 1 }, { added: 3 }])
  expect(first.reasons).toEqual([
    {
      record: 'GPT-4o mini',
      outcome: 'quarantined',
      reason: 'the ledger holds no Model "gpt-4o-mini"',
    },
  ])
  const page = {
    meta: { fetched_at: '2025-05-19T06:00:00Z' },
    models: [{ model_id: 'openai/gpt-4o-mini', tokens: 7e9, share_pct: 1 }],
    market_share: [],
  }
  await importText(seeded.db, 'openrouter-rankings', 'rankings.json', JSON.stringify(page))
  const again = await add()
  expect([again.counts, again.claims]).toMatchObject([{ added: 1, unchanged: 1 }, { added: 1 }])
  expect((await add()).claims).toEqual({ added: 0, superseded: 0 })

  const { ask } = testApp(seeded.db)
  const { indicators } = dataOf(
    await ask(`{ indicators(filter: { metric: "training-compute" }) {
      nodes { subject { ... on Model { slug } } value { point in(unit: "EFLOP") { point } } } } }`),
  )
  expect(indicators.nodes).toEqual([
    {
      subject: { slug: 'deepseek-v3' },
      value: { point: '3407800000000000000000000', in: { point: '3407800' } },
    },
    {
      subject: { slug: 'gpt-4o-mini' },
      value: { point: '7360010000000000000000000', in: { point: '7360010' } },
    },
  ])
})
