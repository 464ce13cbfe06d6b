/** Values that are computed from others: computed anew, in the same revision, whenever one of those changes. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { claimsOf, correctionsIn, derived, file } from '../helpers/belief.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const A = (value: number | string, more = {}) => usage('a', value, { valid: '2025-12', ...more })
const B = (value: number | string) => usage('b', value, { valid: '2026-03', source: 'bulletin' })
const GROWTH = derived('growth', 'growth', 'from: article/a, to: bulletin/b')
const TWICE = derived('twice', 'sum', 'a: article/growth, b: article/growth', ', subject: provider/maker')
const price = (prices: string) =>
  `  - { key: p, source: list, price: { model: model-1, seller: maker }, prices: ${prices} }\n`
const RATIO = derived('ratio', 'ratio', 'numerator: list/p.input, denominator: list/p.output')

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

const derivations = () => db.derivation.findMany({ orderBy: [{ fromRevision: 'asc' }, { formula: 'asc' }] })

describe('a derived claim', () => {
  test('has its value, its arithmetic and its inputs from the formula, in any order of records', async () => {
    const report = await importYaml(db, file([TWICE, GROWTH, B('{ moreThan: 140 }'), A(100)]))
    expect(report).toMatchObject({ revision: 2, claims: { added: 4, rejected: 0 } })
    expect(await claimsOf(db)).toEqual([
      'article/a EXACT 100',
      'article/growth MORE_THAN 40',
      'article/twice MORE_THAN 80',
      'bulletin/b MORE_THAN 140',
    ])
    expect((await derivations()).map((d) => [d.formula, d.ruleId, d.arithmetic])).toEqual([
      ['growth', 'formulas-1', 'more than 140 tokens per day ÷ 100 tokens per day − 1 = more than 40%'],
      ['sum', 'formulas-1', 'more than 40% + more than 40% = more than 80%'],
    ])
    const inputs = await db.computationInput.findMany({
      orderBy: [{ derivationId: 'asc' }, { ordinal: 'asc' }],
    })
    expect(inputs.map((i) => i.name).sort()).toEqual(['a', 'b', 'from', 'to'])
  })

  test('is computed anew when an input is corrected, and so is what is derived from it, in one revision', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH, TWICE]))
    const report = await importYaml(db, file([B(150)]))
    expect(report).toMatchObject({ revision: 3, claims: { superseded: 3, added: 0, unchanged: 0 } })
    expect(await claimsOf(db)).toEqual([
      'article/a EXACT 100',
      'article/growth EXACT 50',
      'article/twice EXACT 100',
      'bulletin/b EXACT 150',
    ])
    expect(await correctionsIn(db, 3)).toEqual([
      'article/growth RECOMPUTED',
      'article/twice RECOMPUTED',
      'bulletin/b OUR_ERROR',
    ])
    const notes = await db.correction.findMany({ where: { reason: 'RECOMPUTED' }, orderBy: { note: 'asc' } })
    expect(notes[1]!.note).toMatch(/^Computed anew, for its input changed: \S+\.$/)
    // An answer in the new revision, none left of the old value.
    const answers = await db.resolution.findMany({ where: { toRevision: null, fromRevision: 3 } })
    expect(answers).toHaveLength(3)
  })

  test('is computed anew in the same way when the file that declares it comes along', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH, TWICE]))
    const report = await importYaml(db, file([A(100), B(150), GROWTH, TWICE]))
    expect(report.claims).toMatchObject({ superseded: 3, unchanged: 1 })
    expect(await correctionsIn(db, 3)).toEqual([
      'article/growth RECOMPUTED',
      'article/twice RECOMPUTED',
      'bulletin/b OUR_ERROR',
    ])
    expect((await importYaml(db, file([A(100), B(150), GROWTH, TWICE]))).revision).toBeNull()
  })

  test('rests on the corrected input even where its value stays what it was', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH]))
    await importYaml(db, file([A(200), B(280)]))
    expect(await claimsOf(db)).toContain('article/growth EXACT 40')
    expect(await correctionsIn(db, 3)).toContain('article/growth RECOMPUTED')
    const [, now] = await derivations()
    const inputs = await db.computationInput.findMany({
      where: { derivationId: now!.id },
      orderBy: { ordinal: 'asc' },
    })
    const live = await db.claim.findMany({
      where: { key: { in: ['a', 'b'] }, toRevision: null },
      orderBy: { key: 'asc' },
    })
    expect(inputs.map((i) => i.claimId)).toEqual(live.map((c) => c.id))
  })

  test('the same files again make no revision, also together with what they rest on', async () => {
    const text = file([A(100), B(140), GROWTH, TWICE])
    await importYaml(db, text)
    expect(await importYaml(db, text)).toMatchObject({ revision: null, claims: { unchanged: 4 } })
    expect((await importYaml(db, file([A(100), B(140)]))).revision).toBeNull()
  })

  test('is told as derived, also where its declaration does not say on what basis it stands', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH.replace(' basis: DERIVED,', '')]))
    expect(await db.claim.findFirst({ where: { key: 'growth' } })).toMatchObject({ basis: 'DERIVED' })
    expect((await importYaml(db, file([GROWTH]))).revision).toBeNull()
  })

  test('takes whatever answers a fact, at the day that it names', async () => {
    const fact = 'tokenUsage: { subject: country/CN, period: DAY, coverage: national }'
    const spec = derived('g', 'growth', `from: { ${fact}, at: 2025-12 }, to: { ${fact} }`)
    await importYaml(db, file([A(100), usage('c', 120, { valid: '2026-03' }), spec]))
    expect(await claimsOf(db)).toContain('article/g EXACT 20')
    // An official source takes the place of the article, and what was derived follows.
    const report = await importYaml(db, file([B(140)]))
    expect(report).toMatchObject({ revision: 3, claims: { added: 1, superseded: 1 } })
    expect(await claimsOf(db)).toContain('article/g EXACT 40')
    expect(await correctionsIn(db, 3)).toEqual(['article/g RECOMPUTED'])
  })

  test('takes another unit or formula when its declaration says so', async () => {
    const inputs = 'part: article/a, whole: bulletin/b'
    await importYaml(
      db,
      `units: [{ code: x, name: times, dimension: ratio }]\n${file([A(100), B(200), derived('s', 'share', inputs)])}`,
    )
    expect(await claimsOf(db)).toContain('article/s EXACT 50')
    await importYaml(db, file([derived('s', 'share', inputs, ', unit: x')]))
    expect(await claimsOf(db)).toContain('article/s EXACT 0.5')
    expect(await correctionsIn(db, 3)).toEqual(['article/s OUR_ERROR'])
    await importYaml(
      db,
      file([derived('s', 'ratio', 'numerator: bulletin/b, denominator: article/a', ', unit: x')]),
    )
    expect(await claimsOf(db)).toContain('article/s EXACT 2')
  })

  test('may become a stated one of the same value, and the other way round', async () => {
    const stated = GROWTH.replace(/derive: .*?\} \}/, 'value: 40')
    await importYaml(db, file([A(100), B(140), stated]))
    expect((await importYaml(db, file([GROWTH]))).claims).toMatchObject({ superseded: 1 })
    await importYaml(db, file([B(150)]))
    expect(await claimsOf(db)).toContain('article/growth EXACT 50')
    await importYaml(db, file([stated.replace('40', '50')]))
    await importYaml(db, file([B(160)]))
    expect(await claimsOf(db)).toContain('article/growth EXACT 50')
  })
})

describe('a derived claim whose input is gone', () => {
  test.each([
    ['alone', []],
    ['with its declaration', [RATIO]],
  ])('is withdrawn with what rests on it, when the input comes %s', async (_, again) => {
    const half = derived('half', 'product', 'a: article/ratio, b: article/ratio', ', subject: provider/maker')
    await importYaml(db, file([price('{ input: 1, output: 4 }'), RATIO, half]))
    expect(await claimsOf(db)).toContain('article/ratio EXACT 25')
    const report = await importYaml(db, file([price('{ input: 1, output: not-offered }'), ...again]))
    expect(report).toMatchObject({ revision: 3, claims: { withdrawn: 2 } })
    expect(await correctionsIn(db, 3)).toEqual([
      'article/half RECOMPUTED gone',
      'article/ratio RECOMPUTED gone',
      'list/p.output OUR_ERROR',
    ])
    const note = await db.correction.findFirst({
      where: { successorId: null, note: { contains: 'no number' } },
    })
    expect(note!.note).toBe(
      'It can no longer be computed: its input denominator is no number: list/p.output.',
    )
    expect((await claimsOf(db)).filter((c) => c.startsWith('article'))).toEqual([])
    expect(await db.resolution.count({ where: { toRevision: null, factId: { startsWith: 'ind_' } } })).toBe(0)
    const open = await db.citation.count({
      where: { toRevision: null, sourceSlug: 'article', claimId: { not: null } },
    })
    expect(open).toBe(0)
  })

  test('comes back with it, as a claim of its own', async () => {
    for (const output of ['4', 'not-offered', '4', '0', '4'])
      await importYaml(db, file([price(`{ input: 1, output: ${output} }`), RATIO]))
    expect(await claimsOf(db)).toContain('article/ratio EXACT 25')
    const all = await db.claim.findMany({ where: { key: 'ratio' }, orderBy: { fromRevision: 'asc' } })
    expect(all.map((c) => [c.fromRevision, c.toRevision])).toEqual([
      [2, 3],
      [4, 5],
      [6, null],
    ])
    expect((await importYaml(db, file([price('{ input: 1, output: 4 }'), RATIO]))).revision).toBeNull()
  })
})

describe('what cannot be derived is listed, and the rest is recorded', () => {
  test('a circle, whoever closes it', async () => {
    const one = derived('one', 'sum', 'a: article/two, b: article/two')
    const two = derived('two', 'sum', 'a: article/one, b: article/one', ', subject: provider/maker')
    const report = await importYaml(db, file([A(1), one, two]))
    expect(report.claims).toMatchObject({ added: 1, rejected: 2 })
    expect(report.rejected.map((r) => r.reason)).toEqual([
      'article/one: it is derived from itself',
      'article/two: it is derived from itself',
    ])
    expect(report.rejected[0]!.where).toMatch(/claims\.yaml:3$/)
  })

  test('a circle with what the ledger holds, which goes on as it was', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH, TWICE]))
    const circle = derived('growth', 'sum', 'a: article/twice, b: article/twice')
    const report = await importYaml(db, file([B(150), circle]))
    expect(report.rejected.map((r) => r.reason)).toEqual(['article/growth: it is derived from itself'])
    expect(await claimsOf(db)).toEqual([
      'article/a EXACT 100',
      'article/growth EXACT 50',
      'article/twice EXACT 100',
      'bulletin/b EXACT 150',
    ])
  })

  test.each([
    ['a text', derived('d', 'sum', 'a: article/t, b: article/a'), 'its input a is no number: article/t'],
    ['other inputs', derived('d', 'growth', 'a: article/a'), 'the inputs of growth are from, to'],
    ['other units', derived('d', 'sum', 'a: article/a, b: article/a'), 'the units do not fit together'],
    [
      'a divisor of zero',
      derived('d', 'ratio', 'numerator: article/a, denominator: article/z'),
      'the divisor may be zero',
    ],
    [
      'a fact that nobody has answered',
      derived('d', 'sum', 'a: { energyRate: { country: NO, sector: INDUSTRIAL } }, b: article/a'),
      /^its input a has no claim: ene_/,
    ],
  ])('%s', async (_, spec, reason) => {
    const text = `  - { key: t, source: article, assertion: { subject: country/CN, topic: outlook }, text: Growth. }\n`
    const report = await importYaml(db, file([A(1), usage('z', 0), text, spec]))
    expect(report.claims).toMatchObject({ added: 3, rejected: 1 })
    const [rejected] = report.rejected
    expect(rejected!.reason).toMatch(
      typeof reason === 'string' ? `article/d: ${reason}` : new RegExp(reason.source.replace('^', '')),
    )
    expect(rejected!.where).toMatch(/claims\.yaml:5$/)
  })
})
