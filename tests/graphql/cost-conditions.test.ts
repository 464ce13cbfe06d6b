/** Conditions of prices over the API: as data, and in words. */
import { expect } from 'vitest'
import { test as base } from '../helpers/db.ts'
import { costWorld, prices } from './cost-world.ts'
import { type Ask, dataOf, importYaml, type Json, walk } from './world.ts'

const MORE = `claims:
${prices('model: acme-5, seller: acme, promptAbove: 128000, thresholdScope: EXCESS', 'input: 9')}\
${prices('model: acme-5, seller: acme, promptAbove: 15, thresholdCounts: SECONDS, tier: fast', 'output: 9')}\
${prices('model: acme-5, seller: acme, promptAbove: 2000000.5, thresholdCounts: TOTAL, cacheLifetime: 5m', 'cache-write: 9')}\
${prices('model: acme-5, seller: acme, promptAbove: 500', 'output: 9', '{ from: 2026-01-01, to: 2026-03-01 }')}\
${prices('model: acme-5, seller: acme, promptAbove: 500, comparison: AT_LEAST', 'output: 9', '{ from: 2026-03-01 }')}`

const test = base.extend<{ ask: Ask }>({
  ask: [
    async ({ empty }, use) => {
      const ask = await costWorld(empty.db)
      await importYaml(empty.db, MORE, '2026-06-02T12:00:00Z')
      await use(ask)
    },
    { scope: 'file' },
  ],
})

const CONDITIONS =
  'conditions { text tier promptAbove threshold { amount comparison counts scope } windowFrom windowTo cacheLifetime region }'

test('every condition is there as data and in the text, which is empty for the plain price only', async ({
  ask,
}) => {
  const all = await walk(ask, 'prices', `meter { code } offer { region plan } ${CONDITIONS}`)
  expect(all.length).toBeGreaterThan(25)
  for (const { offer, conditions: c } of all) {
    const isPlain = [offer.region, offer.plan, c.threshold, c.windowFrom, c.cacheLifetime].every(
      (v) => v === null,
    )
    expect(c.text === '', c.text).toBe(isPlain && c.tier === 'standard')
  }
  const [fast] = all.filter((p) => p.conditions.tier === 'fast')
  expect(fast.conditions).toEqual({
    text: 'fast tier, length above 15 seconds',
    tier: 'fast',
    // Its name promises a prompt; this is none.
    promptAbove: null,
    threshold: { amount: '15', comparison: 'ABOVE', counts: 'SECONDS', scope: 'REQUEST' },
    windowFrom: null,
    windowTo: null,
    cacheLifetime: null,
    region: null,
  })
  const texts = new Map(all.map((p) => [p.conditions.text, p.conditions]))
  expect(texts.get('the part of the prompt above 128,000 tokens')).toMatchObject({
    promptAbove: '128000',
    threshold: { counts: 'PROMPT', scope: 'EXCESS' },
  })
  expect([...texts.keys()]).toEqual(
    expect.arrayContaining([
      'prompt and output together above 2,000,000.5 tokens, kept in the cache for 5m',
      'daily from 22:00 to 06:00 UTC',
      'batch tier',
      'region us',
      'region us, plan pro',
      'prompt of at least 1,000 tokens',
    ]),
  )
})

test('whether the amount itself passes is what the preferred claim of the day says', async ({ ask }) => {
  const query = (at: string) =>
    `{ prices(filter: { model: "acme-5", meter: "output" } ${at}) { nodes { ${CONDITIONS} } } }`
  const seen = async (at: string) => {
    const all: Json[] = dataOf(await ask(query(at))).prices.nodes
    const { conditions } = all.find((p) => p.conditions.promptAbove === '500')
    return [conditions.text, conditions.threshold.comparison]
  }
  expect(await seen('at: "2026-02-01"')).toEqual(['prompt above 500 tokens', 'ABOVE'])
  expect(await seen('at: "2026-03-01"')).toEqual(['prompt of at least 500 tokens', 'AT_LEAST'])
  expect(await seen('')).toEqual(['prompt of at least 500 tokens', 'AT_LEAST'])
  // Where nothing answers, it is what is known otherwise.
  expect(await seen('at: "2020-01-01"')).toEqual(['prompt of at least 500 tokens', 'AT_LEAST'])
})
