/** Costs of requests at one offer, over the API: each condition, each moment, each reason. */
import { describe, expect } from 'vitest'
import { test as base } from '../helpers/db.ts'
import { costWorld, linesOf, prices, QUOTE, type QuoteJson } from './cost-world.ts'
import { type Ask, codeOf, dataOf, importYaml } from './world.ts'

const test = base.extend<{ ask: Ask }>({
  ask: [async ({ empty }, use) => use(await costWorld(empty.db)), { scope: 'file' }],
})

const asking =
  (ask: Ask) =>
  async (usage: string, args = '', model = 'acme-1'): Promise<QuoteJson> =>
    dataOf(await ask(`{ model(slug: "${model}") { cost(usage: { ${usage} } ${args}) ${QUOTE} } }`)).model.cost

const M = '1000000'

describe('the prices of a request', () => {
  test('are those of the day, to the end of it; of the minute where the time is told', async ({ ask }) => {
    const cost = asking(ask)
    const total = async (usage: string, args = '') =>
      (await cost(`promptTokens: "1", ${usage}`, args)).total?.point
    const used = `inputTokens: "${M}"`
    expect(await total(used, 'at: "2025-12-31"')).toBe('4')
    expect(await total(used, 'at: "2026-05-09"')).toBe('2')
    expect(await total(used, 'at: "2026-05-10"')).toBe('3')
    expect(await total(`${used}, time: "11:59"`, 'at: "2026-05-10"')).toBe('2')
    expect(await total(`${used}, time: "12:00"`, 'at: "2026-05-10"')).toBe('3')
    expect(await total(`${used}, time: "2026-05-10T13:59:00+02:00"`)).toBe('2')
    expect(await total(used)).toBe('3')
  })

  test('follow the threshold, from its amount on where the source says so', async ({ ask }) => {
    const cost = asking(ask)
    const below = await cost('inputTokens: "999", outputTokens: "10"')
    expect(linesOf(below)).toEqual(['input 999 × 3 = 0.002997', 'output 10 × 12 = 0.00012'])
    const [input, output] = (await cost('inputTokens: "600", cacheReadTokens: "400", outputTokens: "10"'))
      .lines
    expect([input!.price.point, input!.rule]).toEqual([
      '5',
      'prompt of at least 1,000 tokens: the whole request is repriced',
    ])
    // A meter that has no price of its own for long prompts keeps the plain one.
    expect([output!.price.point, output!.rule]).toEqual([
      '12',
      'the plain price; prices by the time of day are left out, for no time was given',
    ])
  })

  test('follow tier, time of day and cache lifetime', async ({ ask }) => {
    const cost = asking(ask)
    const batch = await cost('inputTokens: "10", cacheReadTokens: "10", tier: "batch"')
    expect(linesOf(batch)).toEqual(['input 10 × 1.5 = 0.000015', 'cache-read 10 × 0.3 = 0.000003'])
    expect(batch.lines[1]!.rule).toBe('no batch price of its own, so that of the standard tier')
    const night = await cost(`outputTokens: "${M}", time: "23:00"`)
    expect(linesOf(night)).toEqual(['output 1000000 × 4 = 4'])
    const kept = await cost(`cacheWriteTokens: "${M}", cacheLifetime: "1h"`)
    expect(linesOf(kept)).toEqual(['cache-write 1000000 × 6 = 6'])
    const unkept = await cost(`cacheWriteTokens: "${M}"`)
    expect(unkept.unpriced).toMatchObject([
      {
        kind: 'CONDITIONS',
        reason: 'It is priced under other conditions only: standard tier, kept in the cache for 1h.',
      },
    ])
  })

  test('divide what a threshold divides', async ({ ask }) => {
    const meters = 'meters: [{ meter: "request", quantity: "10" }, { meter: "output", quantity: "400" }]'
    const { lines } = await asking(ask)(meters)
    expect(
      lines.filter((l) => l.meter.code === 'request').map((l) => [l.quantity, l.amount.point, l.rule]),
    ).toEqual([
      ['3', '0.03', 'without the part of the output above 100 tokens'],
      ['7', '0.14', 'the part of the output above 100 tokens'],
    ])
  })
})

describe('the offer', () => {
  test("is the maker's own, plain, unless another is named; none stands in for another", async ({ ask }) => {
    const cost = asking(ask)
    const offer = async (args: string, model?: string) =>
      (await cost('inputTokens: "10"', args, model))?.offer.slug ?? null
    expect(await offer('')).toBe('acme/acme-1')
    expect(await offer('region: "us"')).toBe('acme/acme-1+us')
    expect(await offer('region: "us", endpoint: "api", plan: "pro"')).toBe('acme/acme-1@api+us#pro')
    expect(await offer('region: "us", plan: "pro"')).toBe(null)
    expect(await offer('seller: "bazaar"')).toBe('bazaar/acme-1')
    expect(await offer('seller: "nobody"')).toBe(null)
  })
})

test('of what turned out to be another model or seller, costs are those of the other', async ({
  ask,
  empty,
}) => {
  const before = `
providers: [{ slug: acme-inc, name: Acme Inc, kinds: [LAB] }]
models: [{ slug: acme-one-0301, name: Acme One 0301, maker: acme }]
claims:
${prices('model: acme-one-0301, seller: acme-inc', 'input: 99')}`
  await importYaml(empty.db, before, '2026-06-01T13:00:00Z')
  await importYaml(empty.db, 'merges: [{ model: acme-one-0301, into: acme-1 }]', '2026-06-01T14:00:00Z')
  await importYaml(empty.db, 'merges: [{ provider: acme-inc, into: acme }]', '2026-06-01T15:00:00Z')
  const cost = asking(ask)
  const offers = [
    await cost('inputTokens: "1"', '', 'acme-one-0301'),
    await cost('inputTokens: "1"', 'seller: "acme-inc"'),
  ]
  expect(offers.map((q) => q.offer.slug)).toEqual(['acme/acme-1', 'acme/acme-1'])
  const query = '{ compareCosts(usage: { inputTokens: "1" }, models: ["acme-one-0301"]) { offer { slug } } }'
  expect(dataOf(await ask(query)).compareCosts[0].offer.slug).toBe('bazaar/acme-1')
})

describe('what cannot be priced', () => {
  test('says why, with the price and the claim that say so', async ({ ask }) => {
    const cost = asking(ask)
    const meters = 'meters: [{ meter: "no-such-meter", quantity: "3" }]'
    const quote = await cost(
      `inputTokens: "1", outputTokens: "2", cacheReadTokens: "3", ${meters}`,
      'seller: "bazaar"',
      'acme-2',
    )
    expect(quote).toMatchObject({ isComplete: false, total: { point: '0.000001' } })
    expect(
      quote.unpriced.map((u) => [u.meter.code, u.meter.meter?.name ?? null, u.kind, u.claim !== null]),
    ).toEqual([
      ['output', 'output tokens', 'NOT_OFFERED', true],
      ['cache-read', 'cached input tokens', 'NO_PRICE', false],
      ['no-such-meter', null, 'UNKNOWN_METER', false],
    ])
    expect((await cost('inputTokens: "1"', '', 'acme-2')).unpriced).toMatchObject([{ kind: 'UNKNOWN' }])
    expect((await cost('inputTokens: "1"', 'at: "2027-01-01"', 'acme-2')).total?.point).toBe('0.000007')
    expect((await cost('inputTokens: "1", tier: "flex"')).unpriced).toMatchObject([
      { kind: 'CONDITIONS', reason: 'The offer has no prices of the flex tier on this day.' },
    ])
  })

  test('is not the same as free', async ({ ask }) => {
    const free = await asking(ask)('inputTokens: "5"', '', 'acme-3')
    expect(free).toMatchObject({
      isComplete: true,
      total: { point: '0' },
      lines: [{ amount: { point: '0' } }],
    })
    const nothing = await asking(ask)('')
    expect(nothing).toMatchObject({ isComplete: false, total: null, lines: [], unpriced: [] })
  })

  test('leaves other currencies and ranges as they are', async ({ ask }) => {
    const cost = asking(ask)
    expect((await cost(`inputTokens: "${M}"`, '', 'acme-4')).total).toMatchObject({
      point: '1',
      unit: { code: 'CNY' },
    })
    expect((await cost(`inputTokens: "${M}", outputTokens: "${M}"`, '', 'acme-5')).total).toEqual({
      point: null,
      low: '4',
      high: '5',
      unit: { code: 'USD' },
    })
  })
})

test('a quote has its rule, and each line its fact, conditions and claim with sources', async ({ ask }) => {
  const query = `{ model(slug: "acme-1") { cost(usage: { inputTokens: "2000" }, at: "2026-05-01") {
    model { slug } seller { slug } tier promptTokens rule { id version text }
    lines { fact { question value { point } } conditions { text } claim { value { point } provenance { source { slug } } } } } } }`
  const { cost } = dataOf(await ask(query)).model
  expect(cost).toMatchObject({
    model: { slug: 'acme-1' },
    seller: { slug: 'acme' },
    tier: 'standard',
    promptTokens: '2000',
    rule: {
      id: 'conditions-1',
      version: 1,
      text: expect.stringContaining('Threshold: then the highest one'),
    },
    lines: [
      {
        fact: { question: expect.stringContaining('prompt above 1,000 tokens'), value: { point: '5' } },
        conditions: { text: 'prompt of at least 1,000 tokens' },
        claim: { value: { point: '5' }, provenance: [{ source: { slug: 'list' } }] },
      },
    ],
  })
})

test('the day of a quote holds for the facts below it', async ({ ask }) => {
  const query = `{ model(slug: "acme-1") { cost(usage: { inputTokens: "1" }, at: "2025-12-01") { at lines { fact { value { point } } } } } }`
  expect(dataOf(await ask(query)).model.cost).toEqual({
    at: '2025-12-01',
    lines: [{ fact: { value: { point: '4' } } }],
  })
})

test('a day above holds for a cost, unless the request tells its own', async ({ ask }) => {
  const at = async (usage: string, args = '') => {
    const cost = `cost(usage: { inputTokens: "1" ${usage} } ${args}) { at }`
    const query = `{ prices(first: 1, at: "2026-02-03") { nodes { model { ${cost} } } } }`
    return dataOf(await ask(query)).prices.nodes[0].model.cost.at
  }
  expect(await at('')).toBe('2026-02-03')
  expect(await at(', time: "10:00"')).toBe('2026-02-03')
  expect(await at(', time: "2026-03-04T10:00:00Z"')).toBe('2026-03-04')
  expect(await at(', time: "2026-03-04T10:00:00Z"', ', at: "2026-05-06"')).toBe('2026-05-06')
})

test('what is wrong with a usage is a BAD_ARGUMENT', async ({ ask }) => {
  const code = async (usage: string, args = '') =>
    codeOf(await ask(`{ model(slug: "acme-1") { cost(usage: { ${usage} } ${args}) { at } } }`))
  expect(await code('inputTokens: "-1"')).toBe('BAD_ARGUMENT')
  expect(await code('inputTokens: "1000000000000000001"')).toBe('BAD_ARGUMENT')
  expect(await code('inputTokens: "ten"')).toBe('BAD_ARGUMENT')
  expect(await code('time: "25:00"')).toBe('BAD_ARGUMENT')
  expect(await code(`tier: "${'x'.repeat(501)}"`)).toBe('BAD_ARGUMENT')
  expect(await code('meters: [{ meter: "a\\u0000b", quantity: "1" }]')).toBe('BAD_ARGUMENT')
  expect(await code('', `seller: "${'x'.repeat(501)}"`)).toBe('BAD_ARGUMENT')
  expect(
    await code('meters: [{ meter: "constructor", quantity: "1" }, { meter: "__proto__", quantity: "1" }]'),
  ).toBe(undefined)
})

test('as of an older revision costs are what was believed then', async ({ empty, ask }) => {
  const correction = `
claims:
  - { key: better, source: gazette, price: { model: acme-1, seller: acme }, prices: { output: 11 }, valid: { from: 2026-05-10T12:00Z } }`
  await importYaml(empty.db, correction, '2026-07-01T12:00:00Z')
  const total = async (asOf: string) =>
    dataOf(
      await ask(
        `query ${asOf} { model(slug: "acme-1") { cost(usage: { outputTokens: "${M}" }) { at total { point } } } }`,
      ),
    ).model.cost
  expect(await total('@asOf(revision: 2)')).toEqual({ at: '2026-06-01', total: { point: '12' } })
  expect(await total('')).toEqual({ at: '2026-07-01', total: { point: '11' } })
})
