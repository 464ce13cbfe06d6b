/** The numbers of pages are those that the API gives to anybody. */
import { expect } from 'vitest'
import { factPath } from '../../src/pages/brief.ts'
import { percentText } from '../../src/pages/changes.ts'
import { withAddress } from '../../src/pages/cite-address.ts'
import { FACT } from '../../src/pages/fact.ts'
import { MODEL } from '../../src/pages/model.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { ARTICLE, CHINA_FACT, PRICE_FACT, pageOf, visible } from './world.ts'

test.for([CHINA_FACT, PRICE_FACT])(
  'the page of %s shows every claim, check and citation',
  async (id, { seeded }) => {
    const { app, ask } = testApp(seeded.db)
    const text = visible(await pageOf(app, `/facts/${id}`))
    const { body } = await ask(FACT.query('en'), FACT.variables(id, {}, { number: 1, time: new Date(0) }))
    const { fact } = body.data
    expect(fact.claims.length).toBeGreaterThan(3)
    expect(text).toContain(fact.question)
    expect(text).toContain(fact.statement)
    const flat = (words: string) => words.replaceAll(/\s+/g, ' ').trim()
    for (const claim of fact.claims) {
      expect(text).toContain(claim.value?.text ?? 'not offered')
      expect(text).toContain(claim.periodText)
      if (claim.note) expect(text).toContain(flat(claim.note))
      for (const { source, locator } of claim.provenance) {
        expect(text).toContain(source.title)
        if (locator) expect(text).toContain(flat(locator))
      }
    }
    for (const check of fact.checks) expect(text).toContain(flat(check.explanation))
    const address = `http://127.0.0.1/facts/${id}?asOf=1`
    const cited = withAddress(fact, `ai-economy-facts-${id}-r1`, 1, address)
    for (const style of Object.keys(cited) as (keyof typeof cited)[]) {
      expect(cited[style].split(address), style).toHaveLength(2)
      expect(text).toContain(flat(cited[style]))
    }
    expect(text).toContain(flat(fact.resolution.reason))
    expect(text).toContain(fact.resolution.rule.id)
  },
)

test('exactly one claim is marked as the preferred one, and repeats are told apart from rivals', async ({
  seeded,
}) => {
  const { app, ask } = testApp(seeded.db)
  const page = await pageOf(app, `/facts/${PRICE_FACT}`)
  const { body } = await ask(
    FACT.query('en'),
    FACT.variables(PRICE_FACT, {}, { number: 1, time: new Date(0) }),
  )
  const { fact } = body.data
  expect(page.match(/<tr class="preferred">/g)).toHaveLength(1)
  expect(page.match(/>rival</g)).toHaveLength(fact.resolution.rivals.length)
  const china = await pageOf(app, `/facts/${CHINA_FACT}`)
  // Of March 2026 and of the end of 2025; the newest period has none.
  expect(china.match(/>rival for its period</g)).toHaveLength(2)
  expect(visible(china)).toContain('no rival for this period; 2 for other ones')
  expect(visible(await pageOf(app, '/'))).toContain('no rival for this period; 2 for other ones')
  expect(china.match(/>repeats another</g)!.length).toBeGreaterThan(5)
})

test('the page of a model has every price, and tells free, not offered and unknown apart', async ({
  seeded,
}) => {
  const { app, ask } = testApp(seeded.db)
  for (const slug of ['deepseek-v3.2', 'gpt-5.4']) {
    const text = visible(await pageOf(app, `/models/${slug}`))
    const { body } = await ask(MODEL.query('en'), { slug })
    expect(body.data.model.prices.nodes.length).toBeGreaterThan(1)
    const states = { FREE: 'free', NOT_OFFERED: 'not offered', UNKNOWN: 'unknown' } as Record<string, string>
    for (const price of body.data.model.prices.nodes)
      expect(text).toContain(states[price.state] ?? price.value.text)
  }
})

test('the list of a source holds all its claims, page by page', async ({ seeded }) => {
  const { app, ask } = testApp(seeded.db)
  const { body } = await ask(`{ source(slug: "${ARTICLE}") { attribution claims { totalCount } } }`)
  let path: string | undefined = `/sources/${ARTICLE}`
  let rows = 0
  while (path) {
    const page: string = await pageOf(app, path)
    rows += page.split('<tbody>')[1]?.match(/<tr>/g)?.length ?? 0
    expect(visible(page)).toContain(body.data.source.attribution)
    path = /<a rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#38;', '&')
  }
  expect(rows).toBe(body.data.source.claims.totalCount)
})

test('sources that say the same agree, and are no rivals in words', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const text = visible(await pageOf(app, '/models/deepseek-v3.2'))
  expect(text).toMatch(/1 other source agrees|\d other sources agree/)
  expect(text).not.toContain('in agreement')
  expect(visible(await pageOf(app, '/zh/models/deepseek-v3.2'))).toMatch(/另有 \d 个来源，数值一致/)
})

test.for([
  ['-5.55556', '5.6'],
  ['66.6667', '66.7'],
  ['0.05', '0.1'],
  ['-80', '80'],
] as const)('a change of %s per cent is rounded to %s, not cut', ([change, shown]) => {
  expect(percentText(change)).toBe(shown)
})

test('a country is headed by what holds for the whole of it, and no table repeats its heading', async ({
  seeded,
}) => {
  const { app } = testApp(seeded.db)
  for (const [path, tokens, power] of [
    ['/countries/CN', '(whole country)', 'for industry, China'],
    ['/zh/countries/CN', '（全国）', '工业'],
  ] as const) {
    const page = await pageOf(app, path)
    const [usage, rate] = page.split('class="cards"')[1]!.split('</article>')
    expect(usage).toContain(tokens)
    expect(rate).toContain(power)
    expect(page).toContain('<caption class="hidden">')
    expect(page).not.toContain('<caption>')
  }
})

test("rates of the whole country stand apart from a hub's own", async ({ seeded }) => {
  const { app, ask } = testApp(seeded.db)
  const page = await pageOf(app, '/hubs/inner-mongolia')
  const { body } = await ask(
    '{ hub(slug: "inner-mongolia") { energyRates(first: 30) { nodes { id area } } } }',
  )
  const [before = '', comparison = ''] = page.split('id="comparison"')
  const areas: (string | null)[] = []
  for (const { id, area } of body.data.hub.energyRates.nodes) {
    areas.push(area)
    expect(area === null ? comparison : before, id).toContain(`href="${factPath(id)}"`)
    if (area === null) expect(before).not.toContain(`href="${factPath(id)}"`)
  }
  expect(areas).toContain(null)
})

test.for([
  ['share of tokens', 'indicators(filter: { metric: "token-share" })', '/facts?metric=token-share'],
  [
    'inference decides',
    'assertions(filter: { topic: "inference-decides-competition" })',
    '/facts?topic=inference-decides-competition',
  ],
] as const)('what the search finds as “%s” leads to its facts', async ([text, root, path], { seeded }) => {
  const { app, ask } = testApp(seeded.db)
  expect(await pageOf(app, `/search?q=${encodeURIComponent(text)}`)).toContain(`href="${path}"`)
  const page = await pageOf(app, path)
  const { body } = await ask(`{ list: ${root} { totalCount nodes { id } } }`)
  expect(body.data.list.totalCount).toBeGreaterThan(0)
  for (const { id } of body.data.list.nodes) expect(page).toContain(`href="${factPath(id)}"`)
})
