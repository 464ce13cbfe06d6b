/** Costs at many offers, one number for a model, and how few statements they take. */
import { describe, expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test as base, type TestDb } from '../helpers/db.ts'
import { shared } from '../helpers/shared.ts'
import { costWorld } from './cost-world.ts'
import { type Ask, codeOf, dataOf, type Json } from './world.ts'

const test = base.extend<{ ask: Ask }>({
  ask: [async ({ empty }, use) => use(await costWorld(empty.db)), { scope: 'file' }],
})

const USAGE = 'usage: { inputTokens: "100", outputTokens: "100", promptTokens: "1" }'
const SELECT = '{ offer { slug } total { point high unit { code } } isComplete }'
const compared = async (ask: Ask, args: string): Promise<string[]> =>
  dataOf(await ask(`{ compareCosts(${args}) ${SELECT} }`)).compareCosts.map(
    (q: Json) =>
      `${q.offer.slug} ${q.total?.point ?? q.total?.high ?? null} ${q.total?.unit.code ?? ''}${q.isComplete ? '' : '?'}`,
  )

describe('a comparison', () => {
  test('has the cheapest first, dollars before others, and what is not priced in full last', async ({
    ask,
  }) => {
    expect(await compared(ask, USAGE)).toEqual([
      'acme/acme-3 0.0001 USD',
      'acme/acme-5 0.0005 USD',
      'acme/acme-1 0.0015 USD',
      'bazaar/acme-1 0.00405 USD',
      'acme/acme-4 0.0002 CNY',
      'bazaar/acme-2 0.0001 USD?',
    ])
  })

  test('of named models has all their offers without region and plan, known by whatever name', async ({
    ask,
  }) => {
    const args = `${USAGE}, models: ["acme-2", "Four", "acme-4"]`
    expect(await compared(ask, args)).toEqual([
      'acme/acme-4 0.0002 CNY',
      'bazaar/acme-2 0.0001 USD?',
      'acme/acme-2 null ?',
    ])
    // That it is sold in a region too, and under a plan, is another matter.
    expect(await compared(ask, `${USAGE}, models: ["acme-1"]`)).toHaveLength(2)
    expect(await compared(ask, `${USAGE}, models: []`)).toEqual([])
  })

  test('is of the day and of the tier; a tier that an offer does not have prices nothing of it', async ({
    ask,
  }) => {
    const batch = 'usage: { outputTokens: "100", tier: "batch" }'
    expect(await compared(ask, batch)).toEqual(['acme/acme-1 0.0006 USD'])
    // Its batch tier is known by another meter only.
    const cached = 'usage: { cacheReadTokens: "100", tier: "batch" }'
    expect(await compared(ask, cached)).toEqual(['acme/acme-1 0.00003 USD'])
    expect(await compared(ask, `${USAGE}, at: "2025-12-01"`)).toEqual(['acme/acme-1 0.0024 USD'])
  })

  test('is cut where it is asked to be, and refuses what does not exist', async ({ ask }) => {
    expect(await compared(ask, `${USAGE}, first: 2`)).toHaveLength(2)
    for (const args of [`${USAGE}, first: 0`, `${USAGE}, first: 101`, `${USAGE}, models: ["no-such-model"]`])
      expect(codeOf(await ask(`{ compareCosts(${args}) ${SELECT} }`))).toBe('BAD_ARGUMENT')
    const many = Array.from({ length: 201 }, (_, i) => `"m${i}"`).join(' ')
    expect(['BAD_ARGUMENT', 'QUERY_TOO_COSTLY']).toContain(
      codeOf(await ask(`{ compareCosts(${USAGE}, models: [${many}]) ${SELECT} }`)),
    )
  })

  test('over the whole market costs so much that a request may make few of them', async ({ ask }) => {
    const aliases = (n: number) =>
      Array.from({ length: n }, (_, i) => `a${i}: compareCosts(${USAGE}) { at }`).join(' ')
    dataOf(await ask(`{ ${aliases(4)} }`))
    expect(codeOf(await ask(`{ ${aliases(5)} }`))).toBe('QUERY_TOO_COSTLY')
  })
})

describe('a blended price', () => {
  const blended = async (ask: Ask, args: string, model = 'acme-1') =>
    dataOf(
      await ask(`{ model(slug: "${model}") { blendedPrice${args} { basis arithmetic value { point low high unit { code } }
        quote { lines { meter { code } quantity amount { point } rule } unpriced { meter { code } } } } } }`),
    ).model.blendedPrice

  test('is the mean at three parts of input to one of output, with what it was computed from', async ({
    ask,
  }) => {
    expect(await blended(ask, '')).toMatchObject({
      basis: 'DERIVED',
      arithmetic: '(9 + 12) ÷ 4',
      value: { point: '5.25', unit: { code: 'USD/Mtok' } },
      quote: {
        lines: [
          { quantity: '3000000', amount: { point: '9' } },
          { quantity: '1000000', amount: { point: '12' } },
        ],
        unpriced: [],
      },
    })
    expect((await blended(ask, '(inputParts: "1", outputParts: "2")')).value.point).toBe('9')
    expect((await blended(ask, '(inputParts: "0")')).value.point).toBe('12')
    expect((await blended(ask, '(cacheShare: "0.5")')).arithmetic).toBe('(4.5 + 12 + 0.45) ÷ 4')
    expect((await blended(ask, '(tier: "batch", at: "2026-05-01")')).value.point).toBe('2.625')
  })

  test('is null where a part is not priced, and a range where prices are', async ({ ask }) => {
    expect(await blended(ask, '(seller: "bazaar")', 'acme-2')).toMatchObject({
      value: null,
      arithmetic: null,
      quote: { unpriced: [{ meter: { code: 'output' } }] },
    })
    expect(await blended(ask, '(seller: "nobody")')).toBe(null)
    expect((await blended(ask, '', 'acme-5')).value).toMatchObject({ point: null, low: '1.5', high: '2.25' })
    expect((await blended(ask, '', 'acme-4')).value).toMatchObject({ point: '1', unit: { code: 'CNY/Mtok' } })
  })

  test('refuses parts that make no mean', async ({ ask }) => {
    for (const args of [
      'inputParts: "-1"',
      'inputParts: "0", outputParts: "0"',
      'cacheShare: "1.1"',
      'outputParts: "0.0000001"',
    ])
      expect(codeOf(await ask(`{ model(slug: "acme-1") { blendedPrice(${args}) { basis } } }`))).toBe(
        'BAD_ARGUMENT',
      )
  })
})

describe('statements', () => {
  const count = async ({ db, statements }: TestDb, query: string) => {
    const { ask } = testApp(db)
    statements()
    dataOf(await ask(query))
    return statements().length
  }
  const LINES = `at total { point unit { code } } lines { meter { code } amount { point } rule claim { provenance { source { title } } } } unpriced { reason claim { id } }`

  test('fifty costs of different days and usages under many models are one statement', async ({ serial }) => {
    const cost = (i: number) =>
      `c${i}: cost(usage: { inputTokens: "${i + 1}", outputTokens: "${i % 5}", tier: "${i % 3 ? 'standard' : 'batch'}" }, at: "2026-0${((i + 4) % 6) + 1}-1${i % 9}") { ${LINES} }`
    const query = (n: number, models: string[]) =>
      `{ models(first: ${models.length}, filter: { slug: [${models.map((m) => `"${m}"`)}] }) { nodes { ${Array.from({ length: n }, (_, i) => cost(i)).join(' ')} } } }`
    const one = await count(serial, query(1, ['gpt-5.4']))
    const models = ['gpt-5.4', 'deepseek-v3.2', 'gpt-5.4-mini', 'deepseek-v3', 'gpt-5.1']
    expect(await count(serial, query(50, models))).toBe(one)
    // Revision, page and rows of models, sellers, prices, meters, units, claims, citations, sources.
    expect(one).toBe(10)
  })

  test('a comparison takes as many as one cost, and one for all its claims', async ({ serial }) => {
    const query = (args: string) => `{ compareCosts(usage: { outputTokens: "100" } ${args}) { ${LINES} } }`
    expect(await count(serial, query('first: 1'))).toBe(await count(serial, query('first: 50')))
    expect(await count(serial, query('models: ["gpt-5.4", "deepseek-v3.2"]'))).toBeLessThanOrEqual(11)
  })
})

const cases = shared('acceptance')
test.skipIf(!cases).for(['3-cost-conditions', '3-cost-with-a-trace'])(
  '%s holds',
  async (name, { seeded }) => {
    const { query, check } = await import(/* @vite-ignore */ `${cases}/${name}.mjs`)
    const { body } = await testApp(seeded.db).ask(query)
    check(body, null, (await import('node:assert')).default)
  },
)
