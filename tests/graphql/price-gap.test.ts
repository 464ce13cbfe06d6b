/** The gap between the list prices of two countries' makers. */
import { describe, expect } from 'vitest'
import { test as base } from '../helpers/db.ts'
import { COMPUTATION, derivedWorld } from './derived-world.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json } from './world.ts'

const test = base.extend<{ ask: Ask }>({
  ask: [async ({ empty }, use) => use(await derivedWorld(empty.db)), { scope: 'file' }],
})

const SIDE = `{ country { code } makers { slug } makerCount models priceCount lowest { text } lowerQuartile { text } median { text low high } upperQuartile { text } highest { text } }`
const SELECT = `{ ratio ${COMPUTATION} extremes { low high } numerator ${SIDE} denominator ${SIDE}
  stated { claim { text } verdict explanation } pairs { numerator { slug } denominator { slug } ratio ${COMPUTATION} } }`
const gap = async (ask: Ask, args = '', directive = '', of = 'XA'): Promise<Json> =>
  dataOf(await ask(`query ${directive} { priceGap(of: "${of}", by: "XB"${args}) ${SELECT} }`)).priceGap
const american = (ask: Ask, args = '') => gap(ask, `, set: ALL_ON_OFFER${args}`, '', 'US')
const value = ({ value: v }: Json) => v && `${v.low ?? ''}|${v.point ?? ''}|${v.high ?? ''} ${v.unit.code}`

describe('the gap', () => {
  test('of all models on offer counts plain list prices of makers alone, one for each', async ({ ask }) => {
    const { ratio, numerator, denominator } = await gap(ask, ', set: ALL_ON_OFFER')
    // Neither what is free nor resellers', batch, regional and second offers.
    expect(numerator).toMatchObject({
      country: { code: 'XA' },
      makers: [{ slug: 'acme' }],
      models: ['acme-1', 'line-1', 'line-2', 'line-3'],
      priceCount: 4,
      makerCount: 1,
      median: { low: null },
    })
    expect(numerator.lowest.text).toMatch(/^20 /)
    expect(numerator.lowerQuartile.text).toMatch(/^27\.5 /)
    expect(numerator.median.text).toMatch(/^35 /)
    expect(numerator.upperQuartile.text).toMatch(/^55 /)
    expect(numerator.highest.text).toMatch(/^100 /)
    expect(denominator).toMatchObject({ priceCount: 2, median: { low: '1.5', high: '2.5' } })
    expect(ratio.inputCount).toBe(6)
    // 27.5 by 3.25, the upper quartile of 1 and 4, and 55 by 1.25, the lower one of 1 and 2.
    expect(value(ratio)).toBe('8.46153||44 x')
    expect(ratio.warnings).toContain('Atlantis: 1 model left out, free of charge.')
  })

  test('of the newest of families leaves older models out, and counts them', async ({ ask }) => {
    const { ratio, numerator, extremes } = await gap(ask)
    expect(numerator.models).toEqual(['line-3'])
    expect(value(ratio)).toBe('9.23076||24 x')
    expect(extremes).toEqual({ low: '7.5', high: '30' })
    expect(ratio.warnings).toContain('Borduria: 2 prices only, so its quartiles say little.')
    expect(ratio.warnings).toContain('Atlantis: 3 models left out, not of the chosen set.')
    expect(ratio.assumptions).toContainEqual(expect.stringMatching(/^Which models: Of each family/))
    const { numerator: before } = await gap(ask, ', at: "2026-05-14"')
    expect(before.models).toEqual(['line-2'])
  })

  test('stands beside what sources state of the gap to American models in times, judged by it', async ({
    ask,
  }) => {
    // 95 per cent, which is stated as well, is no multiple.
    expect((await american(ask)).stated).toEqual([
      {
        claim: { text: expect.stringContaining('10 to 20') },
        verdict: 'CONTRADICTED',
        explanation: expect.stringMatching(/^List prices give .* times; 10 to 20 times is asserted: /),
      },
    ])
    expect((await american(ask, ', meter: "input"')).stated).toEqual([])
    expect((await gap(ask)).stated).toEqual([])
  })

  test('tells how many models are of makers whose country is not known', async ({ ask }) => {
    const told = '1 model of makers whose country is not known: on neither side.'
    expect((await gap(ask)).ratio.warnings).toContain(told)
    expect((await gap(ask, ', meter: "input"')).ratio.warnings).not.toContain(told)
  })

  test('says that old models may be among those on offer, and how many prices are promotional', async ({
    ask,
  }) => {
    const { ratio } = await american(ask)
    expect(ratio.assumptions).toContainEqual(
      expect.stringMatching(/^Which models: .* no source tells the end/),
    )
    expect(ratio.warnings).toContain('United States: 1 price is promotional, and counts as a list price.')
    expect(ratio.warnings.join()).not.toMatch(/Borduria: .* promotional/)
  })

  test('of pairs divides model by model', async ({ ask }) => {
    const pairs =
      ', pairs: [{ numerator: "line-2", denominator: "Plek" }, { numerator: "line-2", denominator: "acme-1" }, { numerator: "line-2", denominator: "acme-2" }, { numerator: "line-2", denominator: "line-0" }]'
    const found = (await gap(ask, pairs)).pairs
    expect(found.map((p: Json) => p.denominator.slug)).toEqual(['plekszy-1', 'acme-1', 'acme-2', 'line-0'])
    expect(found.map(({ ratio }: Json) => value(ratio))).toEqual(['5||10 x', '|0.2| x', null, null])
    expect(found[2].ratio.reason).toMatch(/the divisor may be zero/)
    // It is sold by batch and in a region only.
    expect(found[3].ratio.reason).toBe('No such list price of Line 0 at its maker is known.')
    const early = (await gap(ask, `${pairs}, at: "2025-12-31"`)).pairs[0].ratio
    expect(early.reason).toBe('No such list price of Line 2 at its maker is known.')
  })

  test('is null, and says why, where a side has no price', async ({ ask }) => {
    const { ratio, denominator, extremes } = await gap(ask, ', at: "2025-12-31"')
    expect(ratio).toMatchObject({
      value: null,
      reason: 'The ledger holds no such list price of a maker that is known to be in Atlantis.',
    })
    expect(denominator.median).toBe(null)
    expect(extremes).toBe(null)
    const { stated } = await american(ask, ', at: "2025-12-31"')
    expect(stated).toMatchObject([
      { verdict: 'UNCONFIRMED', explanation: expect.stringContaining('known to be in') },
    ])
  })

  test('refuses what there is not', async ({ ask }) => {
    const code = async (args: string) => codeOf(await ask(`{ priceGap(${args}) { ratio { name } } }`))
    expect(await code('of: "QQ", by: "XB"')).toBe('NOT_FOUND')
    expect(await code('of: "XA", by: "XB", meter: "wishes"')).toBe('NOT_FOUND')
    expect(await code('of: "XA", by: "XB", pairs: [{ numerator: "a", denominator: "b" }]')).toBe('NOT_FOUND')
    expect(await code('of: "XA", by: "XA"')).toBe('BAD_ARGUMENT')
    const many = Array.from({ length: 21 }, () => '{ numerator: "line-1", denominator: "line-2" }').join()
    expect(await code(`of: "XA", by: "XB", pairs: [${many}]`)).toBe('BAD_ARGUMENT')
  })

  test('is another one at a revision with another price, and the old one as of before', async ({
    ask,
    empty,
  }) => {
    const before = await gap(ask)
    const moved =
      'claims:\n  - { key: cut, source: list, price: { model: line-3, seller: acme }, prices: { output: 10 }, valid: { from: 2026-06-01 } }\n'
    await importYaml(empty.db, moved, '2026-06-03T12:00:00Z')
    expect(value((await gap(ask)).ratio)).toBe('3.07692||8 x')
    expect(await gap(ask, '', '@asOf(revision: 3)')).toEqual(before)
  })
})
