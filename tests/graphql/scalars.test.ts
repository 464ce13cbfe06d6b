import fc from 'fast-check'
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { dataOf, type Json, walk, worldWith } from './world.ts'

const CANONICAL = /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/
/** Whole part, fraction and exponent as a seed may spell them. */
const spelled = fc.tuple(
  fc.constantFrom('', '-', '+'),
  fc.stringMatching(/^\d{1,20}$/),
  fc.option(fc.stringMatching(/^\d{1,20}$/), { nil: undefined }),
  fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined }),
)

/** The same number without exponent, leading and trailing zeros, by moving the point in the text. */
function expected([sign, whole, fraction = '', exponent = 0]: [
  string,
  string,
  string | undefined,
  number | undefined,
]): string {
  const digits = `${'0'.repeat(10)}${whole}${fraction}${'0'.repeat(10)}`
  const point = 10 + whole.length + exponent
  const text = `${digits.slice(0, point)}.${digits.slice(point)}`
    .replace(/^0+(?=\d)/, '')
    .replace(/\.?0+$/, '')
  return text === '0' || text === '' ? '0' : `${sign === '-' ? '-' : ''}${text}`
}

test('numbers come back exactly and in one spelling, whatever their spelling was: no exponent, no trailing zeros', async ({
  empty,
}) => {
  const forty = '1234567890123456789012345678901234567890'
  const fixed = [
    '1.10',
    '140e12',
    '0.000',
    '-0',
    '1_000_000',
    '007.50',
    forty,
    `0.${forty}`,
    `-${forty}`,
    `1e-9`,
    '99999999999999999999.99999999999999999999',
  ]
  const random = fc.sample(spelled, { numRuns: 200, seed: 20 })
  const numbers = [
    ...fixed,
    ...random.map(
      ([s, w, f, e]) => `${s}${w}${f === undefined ? '' : `.${f}`}${e === undefined ? '' : `e${e}`}`,
    ),
  ]
  const claims = numbers.map(
    (n, i) =>
      `  - { key: k${i}, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: "${n}", valid: { from: "${new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)}" } }`,
  )
  const ask = await worldWith(empty.db, claims.join('\n'))
  const { indicators } = dataOf(
    await ask('{ indicators { nodes { claims(first: 500) { key value { point low high text } } } } }'),
  )
  const points = new Map(indicators.nodes[0].claims.map((c: Json) => [c.key, c.value.point]))
  const wanted = [
    '1.1',
    '140000000000000',
    '0',
    '0',
    '1000000',
    '7.5',
    forty,
    `0.${forty.slice(0, -1)}`,
    `-${forty}`,
    '0.000000001',
    fixed.at(-1),
  ]
  expect(fixed.map((_, i) => points.get(`k${i}`))).toEqual(wanted)
  for (const [i, parts] of random.entries()) {
    expect(points.get(`k${fixed.length + i}`), numbers[fixed.length + i]).toBe(expected(parts as never))
    expect(points.get(`k${fixed.length + i}`)).toMatch(CANONICAL)
  }
})

test('every number of the seeds is in the canonical spelling', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const texts: string[] = []
  for (const list of ['prices', 'energyRates', 'tokenUsage', 'indicators']) {
    for (const row of await walk(ask, list, 'claims { value { point low high } }', 50)) {
      for (const { value } of row.claims)
        if (value) texts.push(...[value.point, value.low, value.high].filter((v) => v !== null))
    }
  }
  const { hubs } = dataOf(await ask('{ hubs(first: 100) { nodes { clusters { latitude longitude } } } }'))
  for (const { clusters } of hubs.nodes)
    for (const c of clusters) texts.push(...[c.latitude, c.longitude].filter((v) => v !== null))
  expect(texts.length).toBeGreaterThan(300)
  expect(texts.filter((t) => typeof t !== 'string' || !CANONICAL.test(t))).toEqual([])
})

test('a Decimal is taken in any spelling of the same number', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const count = async (eq: string) =>
    dataOf(
      await ask(
        'query($eq: Decimal!) { prices(filter: { value: { unit: "USD/Mtok", eq: $eq } }) { totalCount } }',
        { eq },
      ),
    ).prices.totalCount
  const plain = await count('2')
  expect(plain).toBeGreaterThan(0)
  for (const eq of ['2.0', '+2', '2.000', '0.2e1', '20e-1', '02', '2E0'])
    expect(await count(eq), eq).toBe(plain)
  const literal = dataOf(
    await ask('{ prices(filter: { value: { unit: "USD/Mtok", eq: "20e-1" } }) { totalCount } }'),
  )
  expect(literal.prices.totalCount).toBe(plain)
})

const BAD_DECIMALS = [
  '',
  ' ',
  '1 ',
  ' 1',
  'abc',
  'NaN',
  'Infinity',
  '-Infinity',
  '0x10',
  '1.',
  '.5',
  '1,5',
  '1e',
  '1e999',
  '--1',
  '１',
  '1'.repeat(51),
  `0.${'1'.repeat(51)}`,
  '1; SELECT 1',
  '1\0',
]
const BAD_DATES = [
  '',
  '2026',
  '2026-04',
  '2026-4-1',
  '2026-02-30',
  '2026-13-01',
  '2026-00-10',
  '20260410',
  '2026-04-10T00:00:00Z',
  '10.04.2026',
  'today',
  ' 2026-04-10',
  '2026-04-10 ',
  '-2026-04-10',
  '+012026-04-10',
  '２０２６-04-10',
  '0000-01-01',
]

test.for([
  [
    'Decimal',
    'prices(filter: { value: { unit: "USD/Mtok", from: %% } }) { totalCount }',
    BAD_DECIMALS,
    [1, 1.5, true, ['1'], { a: 1 }],
    '0.42',
  ],
  ['Date', 'prices(at: %%) { totalCount }', BAD_DATES, [20260410, 1.5, true, {}], '2026-04-10'],
  [
    'Date',
    'models(filter: { releasedOn: { eq: %% } }) { totalCount }',
    BAD_DATES,
    [20260410, false],
    '2026-04-10',
  ],
] as const)(
  'a %s that is none is refused with BAD_ARGUMENT, as a variable and in the document: %s',
  async ([type, field, texts, others, example], { seeded }) => {
    const { ask } = testApp(seeded.db)
    const variable = `query($v: ${type}) { ${field.replace('%%', '$v')} }`
    dataOf(await ask(variable, { v: example }))
    dataOf(await ask(`{ ${field.replace('%%', JSON.stringify(example))} }`))
    for (const v of [...texts, ...others]) {
      const literal =
        typeof v === 'object'
          ? []
          : [await ask(`{ ${field.replace('%%', JSON.stringify(v).replace('\\u0000', '\\u0000'))} }`)]
      for (const { status, body } of [await ask(variable, { v }), ...literal]) {
        const [error] = body.errors ?? []
        expect({ v, status, code: error?.extensions.code, data: body.data }).toEqual({
          v,
          status: 400,
          code: 'BAD_ARGUMENT',
          data: undefined,
        })
        // It says what is allowed.
        expect(error!.message).toMatch(
          typeof v === 'string' ? new RegExp(`such as "${example}"`) : /given as a string/,
        )
      }
    }
  },
)

test('instants and days are written in ISO 8601, in UTC', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { revision, model, prices } = dataOf(
    await ask(
      '{ revision { time } model(slug: "deepseek-v3.2") { releasedOn } prices(first: 5) { nodes { claim { validFrom } } } }',
    ),
  )
  expect(revision.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(model.releasedOn).toBe('2025-12-01')
  for (const p of prices.nodes)
    if (p.claim?.validFrom) expect(p.claim.validFrom).toBe(new Date(p.claim.validFrom).toISOString())
})
