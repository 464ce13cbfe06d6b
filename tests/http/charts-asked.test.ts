/** What the addresses of charts take, and how answers are kept. */

import { describe, expect } from 'vitest'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { CHART_COST } from '../../src/graphql/limits.ts'
import { post, testApp } from '../helpers/app.ts'
import { chartsOf } from '../helpers/charts.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { emptyDb } from '../helpers/facts.ts'

const CHINA = '/charts/china-daily-tokens'

describe('what is wrong is said', () => {
  test.for<[path: string, status: number, code: string, says: RegExp]>([
    ['/charts/no-such.svg', 404, 'NOT_FOUND', /There are china-daily-tokens, .*fact; \/charts shows them/],
    ['/charts/no-such', 404, 'NOT_FOUND', /There are china-daily-tokens/],
    ['/embed/no-such', 404, 'NOT_FOUND', /There are china-daily-tokens/],
    [`${CHINA}.gif`, 404, 'NOT_FOUND', /china-daily-tokens\.svg, .*\.png, .*\.json, .*\.csv/],
    [
      `${CHINA}.svg?size=3`,
      400,
      'BAD_ARGUMENT',
      /no parameter size .* There are asOf, receipt, lang, width, theme/,
    ],
    [`${CHINA}?lang=zh`, 400, 'BAD_ARGUMENT', /no parameter lang/],
    [`${CHINA}.svg?width=319`, 400, 'BAD_ARGUMENT', /from 320 to 1600/],
    [`${CHINA}.svg?width=1601`, 400, 'BAD_ARGUMENT', /from 320 to 1600/],
    [`${CHINA}.svg?width=wide`, 400, 'BAD_ARGUMENT', /from 320 to 1600/],
    [`${CHINA}.svg?width=320&width=400`, 400, 'BAD_ARGUMENT', /width once/],
    [`${CHINA}.svg?theme=blue`, 400, 'BAD_ARGUMENT', /light, dark/],
    [`${CHINA}.svg?lang=de`, 400, 'BAD_ARGUMENT', /en, zh/],
    [`${CHINA}.svg?asOf=newest`, 400, 'BAD_ARGUMENT', /number of a revision/],
    [`${CHINA}.svg?asOf=9999`, 400, 'UNKNOWN_REVISION', /no revision 9999; the newest is \d+/],
    [`${CHINA}.svg?asOf=99999999999`, 400, 'UNKNOWN_REVISION', /the newest is \d+/],
    ['/charts/fact.svg', 400, 'BAD_ARGUMENT', /needs fact: .* \?fact=/],
    ['/charts/fact.svg?fact=nonsense', 404, 'NOT_FOUND', /no fact of this id/],
    ['/charts/price-comparison.svg?models=no-such-model', 404, 'NOT_FOUND', /none of these models/],
    [
      `/charts/price-comparison.json?models=${Array(40)
        .fill('a')
        .map((a, i) => a + i)}`,
      400,
      'BAD_ARGUMENT',
      /1 to 14/,
    ],
    ['/charts?theme=dark', 400, 'BAD_ARGUMENT', /no parameter theme/],
    ['/oembed', 400, 'BAD_ARGUMENT', /\?url=/],
  ])('%s', async ([path, status, code, says], { seeded }) => {
    const [gotStatus, gotCode, message] = await chartsOf(testApp(seeded.db).app).refusal(path)
    expect([gotStatus, gotCode]).toEqual([status, code])
    expect(message).toMatch(says)
  })

  test('a fact without a number', async ({ seeded }) => {
    const { app, ask } = testApp(seeded.db)
    const { body } = await ask('{ assertions(first: 1) { nodes { id } } }')
    const path = `/charts/fact.svg?fact=${encodeURIComponent(body.data.assertions.nodes[0].id)}`
    const text = expect.stringContaining('No claim of this fact has a number')
    expect(await chartsOf(app).refusal(path)).toEqual([404, 'NOT_FOUND', text])
  })

  test('methods other than reading', async ({ seeded }) => {
    const { refusal } = chartsOf(testApp(seeded.db).app)
    expect((await refusal(`${CHINA}.svg`, { method: 'POST' })).slice(0, 2)).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
    ])
    expect((await refusal(`${CHINA}/pin`)).slice(0, 2)).toEqual([405, 'METHOD_NOT_ALLOWED'])
  })

  test('a ledger that is empty', async () => {
    const { refusal } = chartsOf(testApp(await emptyDb()).app)
    for (const path of [`${CHINA}.svg`, CHINA, '/charts'])
      expect((await refusal(path)).slice(0, 2)).toEqual([503, 'UNAVAILABLE'])
  })
})

test('every fact with numbers is drawn, whatever its kind', async ({ market }) => {
  const { app, ask } = testApp(market.db)
  const charts = chartsOf(app)
  const { body } = await ask(`{
    prices(first: 3) { nodes { id historyCount } }
    energyRates(first: 3) { nodes { id } }
    tokenUsage(first: 12) { nodes { id } }
    indicators(first: 20) { nodes { id } }
    disagreements(first: 6) { nodes { fact { id __typename } } } }`)
  const { disagreements, ...lists } = body.data
  const ids = [
    ...Object.values<any>(lists).flatMap(({ nodes }) => nodes),
    ...disagreements.nodes.map((node: any) => node.fact),
  ]
  const numbered = ids.filter(({ __typename }) => __typename !== 'Assertion').map(({ id }) => id)
  expect(numbered.length).toBeGreaterThan(30)
  for (const id of numbered) {
    const path = `/charts/fact.svg?fact=${encodeURIComponent(id)}`
    const response = await charts.get(path)
    // A price of a meter that is not offered has no number.
    if (response.status === 404) expect(await response.text()).toContain('No claim of this fact has a number')
    // Of a font within it, no three letters mean anything.
    else
      expect((await response.text()).replaceAll(/;base64,[^"')]+/g, ''), path).toMatch(
        /^<svg(?!.*(NaN|undefined))/,
      )
  }
})

test('answers are told apart by a tag, and kept for a day where a revision is named', async ({ seeded }) => {
  const { get, found } = chartsOf(testApp(seeded.db).app)
  for (const path of [`${CHINA}.svg`, `${CHINA}.csv`, CHINA, '/charts', '/embed/china-daily-tokens']) {
    const response = await found(path)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const etag = response.headers.get('etag')!
    const again = await get(path, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('x-revision')).toBe(response.headers.get('x-revision'))
    const head = await get(path, { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag])
    expect(Number(head.headers.get('content-length'))).toBe((await response.arrayBuffer()).byteLength)
  }
  const pinned = await found(`${CHINA}.png?asOf=1`)
  expect(pinned.headers.get('cache-control')).toBe('public, max-age=86400')
  expect(pinned.headers.get('x-revision')).toBe('1')
  expect((await found(`${CHINA}.svg?width=320`)).headers.get('etag')).not.toBe(
    (await found(`${CHINA}.svg`)).headers.get('etag'),
  )
})

test('a question is charged once, and each picture when it is drawn', async ({ seeded }) => {
  const clock = fixedClock('2026-11-25T10:00:00Z')
  const limiter = createLimiter(seeded.db, clock, { slowMs: 60_000 })
  const { app } = testApp(seeded.db, { clock, limiter })
  const left = async () => {
    const response = await app(post('{ me { limits { left } } }'), '192.0.2.7')
    return ((await response.json()) as any).data.me.limits[0].left as number
  }
  const taken = async (path: string) => {
    const [before, then] = [await left(), await left()]
    expect((await app(new Request(`http://test${path}`), '192.0.2.7')).status).toBe(200)
    return then - (await left()) - (before - then)
  }
  const charged = (format: string) => taken(`${CHINA}.${format}`)
  const { query } = await chartsOf(testApp(seeded.db).app).json(`${CHINA}.json`)
  const { cost } = (await testApp(seeded.db).ask(query)).body.extensions
  expect(await charged('csv')).toBe(cost.requested)
  expect(await charged('csv')).toBe(0)
  expect(await charged('json')).toBe(0)
  for (const [look, picture] of [
    ['svg', CHART_COST.svg],
    ['svg?theme=dark&width=400', CHART_COST.svg],
    ['png', CHART_COST.png],
  ] as const) {
    expect(await charged(look)).toBe(picture)
    expect(await charged(look)).toBe(0)
  }
  const pinned = await app(new Request(`http://test${CHINA}/pin`, { method: 'POST' }))
  const search = pinned.headers.get('location')!.replace(CHINA, '')
  expect(await charged(`svg${search}`)).toBe(CHART_COST.svg)
  expect(await charged(`svg${search}`)).toBe(0)
  expect(await taken(`/oembed?url=http://test${CHINA}&maxwidth=500`)).toBe(CHART_COST.svg)
})
