/** Checks: judged anew in every import, in the revision in which something below them changed. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { check, correctionsIn, file, verdictsOf } from '../helpers/belief.ts'
import { counts, emptyDb, importYaml, problemsOf, usage, WORLD } from '../helpers/facts.ts'

const A = (value: number | string, more = {}) => usage('a', value, { valid: '2025-12', ...more })
const B = (value: number | string, more = {}) =>
  usage('b', value, { valid: '2026-03', source: 'bulletin', ...more })
const share = (key: string, value: number | string, source = 'article') =>
  `  - { key: ${key}, source: ${source}, indicator: { subject: model/model-1, metric: share }, value: ${value} }\n`
const GROWTH = check('growth', 'article/g', 'formula: growth, inputs: { from: article/a, to: bulletin/b }')

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

const live = () => db.check.findMany({ where: { toRevision: null }, orderBy: { slug: 'asc' } })

describe('a check', () => {
  test('has its verdict, both values, its arithmetic in words and its inputs', async () => {
    const report = await importYaml(
      db,
      file([A('100e12'), B('{ moreThan: 140e12 }'), share('g', '{ moreThan: 40 }')], [GROWTH]),
    )
    expect(report).toMatchObject({ revision: 2, checks: 1, claims: { added: 3, rejected: 0 } })
    const [row] = await live()
    expect(row).toMatchObject({
      ...{
        slug: 'growth',
        method: 'COMPUTED',
        verdict: 'CONSISTENT',
        formula: 'growth',
        ruleId: 'verdict-1',
      },
      ...{ question: 'Does it add up?', expectedQualifier: 'MORE_THAN', expectedUnit: '%', fromRevision: 2 },
    })
    expect(String(row!.expectedLow)).toBe('40')
    expect(row!.explanation).toBe(
      'more than 140 trillion tokens per day ÷ 100 trillion tokens per day − 1 = more than 40%. ' +
        'According to The Paper, more than 40%: it fits.',
    )
    const claims = await db.claim.findMany({ orderBy: { key: 'asc' } })
    const byKey = new Map(claims.map((c) => [c.key, c.id]))
    const inputs = await db.computationInput.findMany({ orderBy: { ordinal: 'asc' } })
    expect(inputs.map((i) => [i.checkId, i.name, i.claimId])).toEqual([
      [row!.id, 'from', byKey.get('a')],
      [row!.id, 'to', byKey.get('b')],
    ])
    expect(row!.claimId).toBe(byKey.get('g'))
  })

  test('turns in the same revision as the input that is corrected, and says what it said before in the one before', async () => {
    await importYaml(db, file([A(100), B(140), share('g', 40)], [GROWTH]))
    const report = await importYaml(db, file([B(150)]))
    expect(report).toMatchObject({ revision: 3, checks: 2, claims: { superseded: 1 } })
    expect(await verdictsOf(db)).toEqual(['growth CONTRADICTED'])
    const all = await db.check.findMany({ orderBy: { fromRevision: 'asc' } })
    expect(all.map((c) => [c.verdict, c.fromRevision, c.toRevision])).toEqual([
      ['CONSISTENT', 2, 3],
      ['CONTRADICTED', 3, null],
    ])
    // And so when the judged claim itself is corrected.
    await importYaml(db, file([share('g', 50)]))
    expect(await verdictsOf(db)).toEqual(['growth CONSISTENT'])
    expect(await correctionsIn(db, 4)).toEqual(['article/g OUR_ERROR'])
    expect((await live())[0]!.fromRevision).toBe(4)
  })

  test('follows a derived claim that is computed anew', async () => {
    const derived = share('d', 0)
      .replace('model/model-1', 'provider/maker')
      .replace('value: 0', 'derive: { formula: growth, inputs: { from: article/a, to: bulletin/b } }')
    const of = check('of', 'article/g', 'formula: value, inputs: { of: article/d }')
    await importYaml(db, file([A(100), B(140), share('g', 40, 'article'), derived], [of]))
    expect(await verdictsOf(db)).toEqual(['of CONSISTENT'])
    await importYaml(db, file([A(70)]))
    expect(await verdictsOf(db)).toEqual(['of CONTRADICTED'])
  })

  test('the same files again, and claims that it does not rest on, leave it alone', async () => {
    const text = file([A(100), B(140), share('g', 40)], [GROWTH])
    await importYaml(db, text)
    const before = await counts(db)
    expect(await importYaml(db, text)).toMatchObject({ revision: null, checks: 0 })
    expect(await counts(db)).toEqual(before)
    expect(await importYaml(db, file([share('other', 30, 'rumour')]))).toMatchObject({
      revision: 3,
      checks: 0,
    })
    expect((await live())[0]!.fromRevision).toBe(2)
  })

  test('compares in the unit of the assertion, whatever unit it computes in', async () => {
    const week = `units: [{ code: tok/wk, name: tokens per week, dimension: tokens-per-time }]\n`
    const same = check('same', 'article/a', 'formula: value, inputs: { of: bulletin/b }, unit: tok/wk')
    await importYaml(db, week + file([A(100), B('{ exact: 700, unit: tok/wk }')], [same]))
    expect(await verdictsOf(db)).toEqual(['same CONFIRMED'])
    expect(await live()).toMatchObject([{ expectedUnit: 'tok/wk' }])
  })

  test.each([
    ['the original of another publisher', B(100), 'CONFIRMED'],
    ['another publisher passing it on', B(100, { role: 'REPEATS' }), 'CONSISTENT'],
    ['another publisher that repeats it', B(100, { repeatOf: 'article/a' }), 'CONSISTENT'],
    ['the same publisher', usage('b', 100, { source: 'rumour' }), 'CONSISTENT'],
    ['another publisher with another number', B(200), 'CONTRADICTED'],
  ])('a number beside that of %s', async (_, other, verdict) => {
    const name = other.includes('rumour') ? 'rumour/b' : 'bulletin/b'
    await importYaml(
      db,
      file([A(100), other], [check('c', 'article/a', `formula: value, inputs: { of: ${name} }`)]),
    )
    expect(await verdictsOf(db)).toEqual([`c ${verdict}`])
  })

  test('takes whatever answers a fact', async () => {
    const fact = 'tokenUsage: { subject: country/CN, period: DAY, coverage: national }'
    const c = check(
      'c',
      'article/g',
      `formula: growth, inputs: { from: { ${fact}, at: 2025-12 }, to: { ${fact} } }`,
    )
    await importYaml(db, file([A(100), usage('x', 120, { valid: '2026-03' }), share('g', 40)], [c]))
    expect(await verdictsOf(db)).toEqual(['c CONTRADICTED'])
    expect(await importYaml(db, file([B(140)]))).toMatchObject({ revision: 3, checks: 2 })
    expect(await verdictsOf(db)).toEqual(['c CONSISTENT'])
  })

  test('what is not compared is computed only', async () => {
    const c = check(
      'c',
      'article/a',
      'formula: sum, inputs: { a: article/a, b: bulletin/b }, unit: tok/d, compare: false',
    )
    await importYaml(db, file([A(100), B(140)], [c]))
    expect(await live()).toMatchObject([
      {
        verdict: 'UNCONFIRMED',
        explanation: '100 tokens per day + 140 tokens per day = 240 tokens per day.',
      },
    ])
  })
})

describe('what our editors judge', () => {
  test('is their verdict with their reason, beside the arithmetic where there is one', async () => {
    const c = check(
      'c',
      'article/g',
      `verdict: MIS_SCOPED, reason: "It is a peak, of one platform.", beside: { b: bulletin/b }`,
    )
    const d = GROWTH.replace(', question', ', verdict: MIS_SCOPED, reason: "Other people.", question')
    await importYaml(db, file([A(100), B(140), share('g', 40)], [c, d]))
    expect(await live()).toMatchObject(
      [
        { slug: 'c', method: 'SCOPE', verdict: 'MIS_SCOPED', explanation: 'It is a peak, of one platform.' },
        {
          slug: 'growth',
          method: 'SCOPE',
          verdict: 'MIS_SCOPED',
          formula: 'growth',
          explanation: /− 1 = 40%.*Other people\.$/ as never,
        },
      ].map((row) => ({ ...row, explanation: expect.stringMatching(row.explanation as never) })),
    )
    const inputs = await db.computationInput.findMany({ orderBy: [{ checkId: 'asc' }, { ordinal: 'asc' }] })
    expect(inputs.map((i) => i.name).sort()).toEqual(['b', 'from', 'to'])
  })

  test('dates that are said to follow each other are compared', async () => {
    const dates = (first: string, second: string) =>
      check('d', 'article/a', `dates: { first: ${first}, second: ${second} }, reason: "So it is told."`)
    await importYaml(db, file([A(100), B(140)], [dates('article/a', 'bulletin/b')]))
    expect(await live()).toMatchObject([{ method: 'DATES', verdict: 'CONSISTENT' }])
    expect((await live())[0]!.explanation).toMatch(/begins on .*90 days earlier than .* So it is told\.$/)
    await importYaml(db, file([], [dates('bulletin/b', 'article/a')]))
    expect(await verdictsOf(db)).toEqual(['d CONTRADICTED'])
    await importYaml(db, file([], [dates('article/a', 'article/a')]))
    expect((await live())[0]!.explanation).toContain('on the same day as')
    await importYaml(db, file([A(100, { valid: '2026-02-28' })], [dates('article/a', 'bulletin/b')]))
    expect((await live())[0]!.explanation).toContain(', 1 day earlier than')
  })
})

describe('a definition', () => {
  test('may change, and may be retired; what it said stays in its revisions', async () => {
    await importYaml(db, file([A(100), B(140), share('g', 40)], [GROWTH]))
    const other = GROWTH.replace('from: article/a, to: bulletin/b', 'from: bulletin/b, to: article/a')
    expect(await importYaml(db, file([], [other]))).toMatchObject({ revision: 3, checks: 2 })
    expect(await verdictsOf(db)).toEqual(['growth CONTRADICTED'])
    expect(await importYaml(db, file([], ['  - { slug: growth, retired: true }\n']))).toMatchObject({
      revision: 4,
      checks: 1,
    })
    expect(await verdictsOf(db)).toEqual([])
    expect(await db.checkDefinition.count({ where: { toRevision: null } })).toBe(0)
    expect(await db.check.count()).toBe(2)
    expect((await importYaml(db, file([], ['  - { slug: growth, retired: true }\n']))).revision).toBeNull()
  })

  test.each([
    [
      'without a number to judge',
      check('c', 'article/t', 'formula: value, inputs: { of: article/a }'),
      'article/t is no number',
    ],
    [
      'of other units',
      check('c', 'article/g', 'formula: value, inputs: { of: article/a }'),
      'the units do not fit together',
    ],
    [
      'of dates that nobody states',
      check('c', 'article/g', 'dates: { first: article/g, second: article/a }, reason: x'),
      'the dates that it compares are not known',
    ],
  ])('%s is listed with its line, and the rest is recorded', async (_, c, reason) => {
    const text = `  - { key: t, source: article, assertion: { subject: country/CN, topic: outlook }, text: Growth. }\n`
    const report = await importYaml(db, file([A(100), share('g', 4), text], [c]))
    expect(report.claims).toMatchObject({ added: 3, rejected: 1 })
    expect(report.rejected).toEqual([
      { where: expect.stringMatching(/claims\.yaml:6$/), reason: `check c: ${reason}` },
    ])
    expect(await verdictsOf(db)).toEqual([])
  })

  test.each([
    ['formula: growth', /a formula has inputs/],
    ['inputs: { of: article/a }', /inputs belong to a formula/],
    ['reason: x', /needs a formula, dates or a verdict/],
    ['verdict: MIS_SCOPED', /judgement needs a reason/],
    ['formula: square, inputs: { of: article/a }', /formula/],
    [
      'formula: value, inputs: { of: article/a }, compare: false',
      /what is not compared has a formula and a unit/,
    ],
    ['formula: value, inputs: { of: article/a }, digits: 0', /must be a number of significant digits/],
    ['verdict: CONSISTENT, reason: x', /verdict/],
    ['formula: value, inputs: { of: a }', /inputs/],
    ['formula: value, inputs: { of: { at: 2026 } }', /inputs/],
  ])('with { %s } is refused with its line', async (more, message) => {
    const problems = await problemsOf(db, file([A(100)], [check('c', 'article/a', more)]))
    expect(problems[0]).toMatch(/^claims\.yaml:4 /)
    expect(problems.join()).toMatch(message)
  })
})
