/** Bills checked over the API: what is right, what deviates by how much, and what went wrong. */
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { testApp } from '../helpers/app.ts'
import { test as base } from '../helpers/db.ts'
import { costWorld, prices } from './cost-world.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json } from './world.ts'

const MOVED = `
models:
  - { slug: acme-6, name: Acme Six, maker: acme }
  - { slug: bazaar-1, name: Bazaar One, maker: bazaar }
claims:
${prices('model: bazaar-1, seller: acme', 'input: 0.35, output: 0.45')}\
${prices('model: acme-6, seller: acme', 'input: 0.7, output: 0.9')}${prices('model: acme-6, seller: bazaar', 'input: 0.6, output: 0.8')}`

/** A name that first stood for one model, then for another, in a revision of its own. */
async function movingName(db: Db): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET CONSTRAINTS ALL DEFERRED`
    await tx.$executeRaw`INSERT INTO "ModelAlias" ("id", "modelSlug", "text", "kind", "fromRevision")
      SELECT 'als_' || m."slug", m."slug", 'acme-latest', 'MOVING', 4 FROM "Model" m WHERE m."slug" IN ('acme-1', 'acme-6', 'bazaar-1')`
    await tx.$executeRaw`INSERT INTO "Revision" VALUES (4, '2026-06-03T12:00:00Z', 'A moving name')`
  })
}

const test = base.extend<{ ask: Ask }>({
  ask: [
    async ({ empty }, use) => {
      const ask = await costWorld(empty.db)
      await importYaml(empty.db, MOVED, '2026-06-02T12:00:00Z')
      await movingName(empty.db)
      await use(ask)
    },
    { scope: 'file' },
  ],
})

const SELECT = `{ verdict billed expected { point unit { code } } deviation { point unit { code } } ratio explanation
  quote { lines { amount { point } claim { id } } unpriced { meter { code } } }
  causes { kind text quote { offer { slug } tier at total { point } lines { claim { id } } } } }`
const check = async (ask: Ask, args: string): Promise<Json> =>
  dataOf(await ask(`{ checkInvoice(${args}) ${SELECT} }`)).checkInvoice

/** Ten million tokens each; it costs 30 + 120 + 3. */
const USED =
  'inputTokens: "10000000", outputTokens: "10000000", cacheReadTokens: "10000000", promptTokens: "500"'
const bill = (billed: string, more = '', usage = USED) =>
  `model: "acme-1", usage: { ${usage} }, billed: "${billed}", at: "2026-06-01" ${more}`
const causes = async (ask: Ask, args: string) =>
  (await check(ask, args)).causes.map(
    (c: Json) => `${c.kind} ${c.text} ${c.quote.offer.slug} ${c.quote.tier} ${c.quote.at}`,
  )

describe('a right bill', () => {
  test('is consistent, with the lines that it was compared with', async ({ ask }) => {
    const right = await check(ask, bill('153.00'))
    expect(right).toMatchObject({
      verdict: 'CONSISTENT',
      billed: '153',
      expected: { point: '153', unit: { code: 'USD' } },
      deviation: { point: '0' },
      ratio: '1',
      explanation: 'It is what the prices of the day add up to, within its own rounding.',
      causes: [],
    })
    expect(right.quote.lines.map((l: Json) => l.amount.point)).toEqual(['30', '120', '3'])
    expect((await check(ask, bill('0', '', 'inputTokens: "1"'))).verdict).toBe('CONSISTENT')
    expect(
      (
        await check(
          ask,
          bill('150', 'region: "us"', 'outputTokens: "10000000", inputTokens: "5454545.454545454545"'),
        )
      ).verdict,
    ).toBe('CONSISTENT')
  })
})

describe('a wrong bill', () => {
  test('deviates by an amount and a ratio, and names nothing that does not explain it', async ({ ask }) => {
    expect(await check(ask, bill('306'))).toMatchObject({
      verdict: 'CONTRADICTED',
      deviation: { point: '153', unit: { code: 'USD' } },
      ratio: '2',
      explanation:
        'It is 153 USD more than what the prices of the day add up to. No single mistake that we try explains it.',
      causes: [],
    })
  })

  test.for([
    ['the wrong tier', '78', 'WRONG_TIER It is what the batch tier costs. acme/acme-1 batch 2026-06-01'],
    [
      'cached tokens at full price',
      '180',
      'CACHE_AT_FULL_PRICE It is what the tokens read from the cache cost as plain input. acme/acme-1 standard 2026-06-01',
    ],
    [
      'the price for long prompts',
      '173',
      'WRONG_THRESHOLD It is the price for a prompt of at least 1,000 tokens. acme/acme-1 standard 2026-06-01',
    ],
    [
      'the price of the night',
      '73',
      'WRONG_TIME It is what a request at 22:00 UTC costs. acme/acme-1 standard 2026-06-01',
    ],
    [
      'the price before the last change',
      '122',
      'OLD_PRICE It is what it cost until 10 May 2026. acme/acme-1 standard 2026-05-10',
    ],
    [
      'the price before that',
      '250',
      'OLD_PRICE It is what it cost until 1 January 2026. acme/acme-1 standard 2025-12-31',
    ],
  ] as const)('%s is found', async ([, billed, cause], { ask }) => {
    const found = await check(ask, bill(billed))
    expect(await causes(ask, bill(billed))).toEqual([cause])
    expect(found.verdict).toBe('CONTRADICTED')
    expect(found.causes[0].quote.total.point).toBe(billed)
    expect(found.causes[0].quote.lines.every((l: Json) => l.claim.id)).toBe(true)
    expect(found.explanation.endsWith(` Most likely: ${found.causes[0].text}`)).toBe(true)
  })

  test('of a few cents is told to fit several mistakes', async ({ ask }) => {
    const small = await check(ask, bill('0', '', 'outputTokens: "1000", promptTokens: "1"'))
    expect(small.causes.map((c: Json) => c.kind).slice(0, 2)).toEqual(['WRONG_TIER', 'WRONG_TIME'])
    expect(small.explanation).toBe(
      'It is 0.012 USD less than what the prices of the day add up to. Most likely: It is what the batch tier costs. Within the rounding of the bill other mistakes fit as well.',
    )
  })

  test('another model behind the name is found: first one of the same name, then others of the maker', async ({
    ask,
  }) => {
    const used = 'inputTokens: "10000000", outputTokens: "10000000", promptTokens: "500"'
    const redirected = 'ALIAS_REDIRECTED It is what Acme Six costs, which has also been sold as acme-latest.'
    expect(await causes(ask, bill('16', '', used))).toEqual([`${redirected} acme/acme-6 standard 2026-06-01`])
    expect(await causes(ask, bill('8', '', used))).toEqual([
      'ALIAS_REDIRECTED It is what Bazaar One costs, which has also been sold as acme-latest. acme/bazaar-1 standard 2026-06-01',
    ])
    expect(await causes(ask, bill('10', '', used))).toEqual([
      'ALIAS_REDIRECTED It is what Acme Three costs, a model of the same maker. acme/acme-3 standard 2026-06-01',
    ])
    // At another seller it is the other seller's price.
    expect(await causes(ask, bill('14', 'seller: "bazaar"', used))).toEqual([
      `${redirected} bazaar/acme-6 standard 2026-06-01`,
    ])
  })
})

describe('what cannot be judged', () => {
  test('is open: a part without a price, another currency, nothing priced', async ({ ask }) => {
    const open = await check(ask, bill('153', '', `${USED}, cacheWriteTokens: "5"`))
    expect(open).toMatchObject({ verdict: 'UNCONFIRMED', deviation: { point: '0' } })
    expect(open.explanation).toContain('Not priced: cache-write.')
    expect(await check(ask, bill('153', 'currency: "EUR"'))).toMatchObject({
      verdict: 'UNCONFIRMED',
      deviation: null,
      ratio: null,
      explanation: 'It was billed in EUR, and the prices are in USD; currencies are not converted.',
      causes: [],
    })
    expect(await check(ask, bill('1', '', 'cacheWriteTokens: "5"'))).toMatchObject({
      verdict: 'UNCONFIRMED',
      expected: null,
      deviation: null,
      explanation: expect.stringContaining('None of it can be priced'),
    })
  })

  test('is null without such a model or offer', async ({ ask }) => {
    expect(await check(ask, 'model: "no-such-model", usage: {}, billed: "1"')).toBe(null)
    expect(await check(ask, bill('1', 'seller: "nobody"'))).toBe(null)
  })

  test('is refused where the bill is none', async ({ ask }) => {
    for (const args of [
      bill('-1'),
      bill('1e16'),
      bill('1', 'currency: "dollars"'),
      bill('1', '', 'inputTokens: "-1"'),
      bill('ten'),
    ])
      expect(codeOf(await ask(`{ checkInvoice(${args}) { verdict } }`))).toBe('BAD_ARGUMENT')
  })
})

test('nothing of it is kept, and it takes the same statements for any number of aliases', async ({
  serial,
}) => {
  // Of a server that knows no rows yet.
  const ask: Ask = (...given) => testApp(serial.db).ask(...given)
  const query = (n: number) =>
    `{ ${Array.from({ length: n }, (_, i) => `c${i}: checkInvoice(model: "gpt-5.4", usage: { outputTokens: "${i + 1}00000000" }, billed: "${i}.5", at: "2026-0${(i % 5) + 4}-01") ${SELECT}`).join(' ')} }`
  const taken = async (n: number) => {
    serial.statements()
    dataOf(await ask(query(n)))
    return serial.statements()
  }
  const [one, ten] = [await taken(1), await taken(10)]
  expect(ten.length).toBe(one.length)
  expect(ten.length).toBeLessThanOrEqual(16)
  expect(ten.filter((sql) => !/^\s*\(?(SELECT|WITH)/.test(sql))).toEqual([])
})

test('on the seeds: the article bill of 750 dollars for batches is named as the batch tier', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const args =
    'model: "gpt-5.4", usage: { outputTokens: "100000000", promptTokens: "1000" }, billed: "750", at: "2026-04-30"'
  const found = await check(ask, args)
  expect(found).toMatchObject({
    verdict: 'CONTRADICTED',
    expected: { point: '1500' },
    ratio: '0.5',
    causes: [{ kind: 'WRONG_TIER' }],
  })
  expect(new Decimal(found.deviation.point).eq(-750)).toBe(true)
})
