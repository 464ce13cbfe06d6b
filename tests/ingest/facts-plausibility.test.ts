/** Suspect claims: marked with the reason, not preferred, and believed once something confirms them. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { file } from '../helpers/belief.ts'
import { counts, emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const MORE = `
publishers:
  - { slug: wire, name: The Wire, kind: PRESS }
sources:
  - { slug: report, title: A report, kind: ARTICLE, publisher: wire, publishedOn: 2026-05-01 }
providers:
  - { slug: shop, name: Shop, kinds: [CLOUD], cites: [{ source: article }] }
`
const RIGHT = usage('right', '140e12', { source: 'bulletin', valid: '2026-03' })
const WRONG = usage('wrong', '1.4e15', { source: 'article', valid: '2026-03' })
const price = (key: string, source: string, value: string, valid: string, more = '') =>
  `  - { key: ${key}, source: ${source}, price: { model: model-1, seller: maker }, prices: { input: ${value} }, valid: ${valid}${more} }\n`
const BEFORE = price('before', 'article', '0.028', '{ from: 2026-01, to: 2026-04 }')
const cut = (source: string, more = '') => price('cut', source, '0.0028', '{ from: 2026-04 }', more)

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, { 'a.yaml': WORLD, 'b.yaml': MORE }, { origin: 'world' })
})

/** Which claims answer, in order of time: `article/before 2026-01`. */
async function answers(): Promise<string[]> {
  const rows = await db.$queryRaw<{ line: string }[]>`
    SELECT c."sourceSlug" || '/' || c."key" || COALESCE(to_char(r."validFrom" AT TIME ZONE 'UTC', ' YYYY-MM'), '') AS line
    FROM "Resolution" r JOIN "Claim" c ON c."id" = r."claimId" WHERE r."toRevision" IS NULL ORDER BY r."factId", r."validFrom"`
  return rows.map((r) => r.line)
}
const marks = () => db.check.findMany({ where: { method: 'ANOMALY', toRevision: null } })

describe('a claim that is far off', () => {
  test('is in the report with its line and the likely cause, marked in the ledger, and does not answer', async () => {
    const report = await importYaml(db, file([WRONG, RIGHT]))
    expect(report.suspects).toEqual([
      {
        where: expect.stringMatching(/claims\.yaml:2$/),
        reason:
          'article/wrong: Is 1.4 quadrillion tokens per day plausible beside a rival, 140 trillion tokens per day? ' +
          'The two are 10 times apart. That is what a shifted decimal point, or 万亿 (a trillion, 10^12) misread by one place ' +
          'looks like. Until a first-party source, a second publisher or our editors confirm it, the claim is not preferred.',
      },
    ])
    expect(report).toMatchObject({ checks: 1, answers: 1, claims: { added: 2, rejected: 0 } })
    expect(await answers()).toEqual(['bulletin/right 2026-03'])
    const wrong = await db.claim.findFirstOrThrow({ where: { key: 'wrong' } })
    const right = await db.claim.findFirstOrThrow({ where: { key: 'right' } })
    const [mark] = await marks()
    expect(mark).toMatchObject({
      ...{ verdict: 'SUSPECT', claimId: wrong.id, factId: wrong.factId, slug: `plausibility/${wrong.id}` },
      ...{ ruleId: 'plausibility-2', expectedUnit: 'tok/d' },
    })
    expect(await db.computationInput.findMany()).toMatchObject([
      { checkId: mark!.id, name: 'rival', claimId: right.id },
    ])
    const [answer] = await db.resolution.findMany()
    expect(answer).toMatchObject({ rivalIds: [wrong.id], spreadLow: null })
    expect(answer!.reason).toContain('A suspect claim stands aside.')
    const { summary } = await db.revision.findFirstOrThrow({ orderBy: { number: 'desc' } })
    expect(summary).toContain('1 claims suspect')
  })

  test('stays marked through imports that do not touch its fact, and is not reported again', async () => {
    await importYaml(db, file([WRONG, RIGHT]))
    const before = await marks()
    const report = await importYaml(db, file([BEFORE]))
    expect(report).toMatchObject({ revision: 3, checks: 0, suspects: [] })
    expect(await marks()).toEqual(before)
    expect(await importYaml(db, file([WRONG, RIGHT]))).toMatchObject({ revision: null, suspects: [] })
  })

  test('is told in the words that its unit has now, as a check is', async () => {
    await importYaml(db, file([WRONG, RIGHT]))
    await importYaml(db, 'units:\n  - { code: tok/d, name: tokens a day, dimension: tokens-per-time }\n')
    const [mark] = await marks()
    expect(mark!.question).toMatch(
      /^Is 1.4 quadrillion tokens a day plausible beside a rival, 140 trillion tokens a day/,
    )
  })

  test('loses its mark when it is corrected', async () => {
    await importYaml(db, file([WRONG, RIGHT]))
    const report = await importYaml(db, file([WRONG.replace('1.4e15', '141e12')]))
    expect(report).toMatchObject({ checks: 1, suspects: [] })
    expect(await marks()).toEqual([])
    // What was believed before is still read as it was.
    expect(await db.check.count({ where: { fromRevision: 2, toRevision: 3 } })).toBe(1)
  })

  test('becomes suspect by what comes later, and then answers no longer', async () => {
    await importYaml(db, file([WRONG]))
    expect(await answers()).toEqual(['article/wrong 2026-03'])
    const report = await importYaml(db, file([RIGHT]))
    expect(report).toMatchObject({ checks: 1, suspects: [] })
    expect(await answers()).toEqual(['bulletin/right 2026-03'])
    expect(await marks()).toHaveLength(1)
  })
})

describe('a price that really fell tenfold', () => {
  beforeEach(() => importYaml(db, file([BEFORE])))

  test('is suspect while one secondary page says so; the price before it ends all the same', async () => {
    const report = await importYaml(db, file([cut('article')]))
    expect(report.suspects.map((s) => s.reason)).toEqual([
      expect.stringMatching(
        /^article\/cut\.input: Is 0\.0028 .* plausible beside the value before it, 0\.028 /,
      ),
    ])
    expect(await answers()).toEqual(['article/before.input 2026-01'])
  })

  test.each([
    ['a second publisher', cut('report')],
    ['the seller itself', cut('list')],
    ['our editors', cut('article', ', plausible: announced on the page of the maker')],
  ])('answers in the revision in which %s confirms it', async (_, confirmation) => {
    await importYaml(db, file([cut('article')]))
    const report = await importYaml(db, file([confirmation]))
    expect(report).toMatchObject({ revision: 4, suspects: [] })
    expect(await marks()).toEqual([])
    const [, after] = await answers()
    expect(after).toMatch(/cut\.input 2026-04$/)
    const mark = await db.check.findFirstOrThrow({ where: { method: 'ANOMALY' } })
    expect([mark.fromRevision, mark.toRevision]).toEqual([3, 4])
    expect(await db.resolution.count({ where: { fromRevision: 4, validFrom: new Date('2026-04-01') } })).toBe(
      1,
    )
  })

  test('is not confirmed by a page that repeats it', async () => {
    await importYaml(db, file([cut('article')]))
    await importYaml(db, file([cut('report', ', repeatOf: article/cut')]))
    expect(await marks()).toHaveLength(1)
    expect(await answers()).toEqual(['article/before.input 2026-01'])
  })
})

describe('a newer version of the rule', () => {
  /** Turns the ledger into one that an earlier version of the rule has decided, in a revision of its own. */
  async function decidedBefore(): Promise<void> {
    await db.$transaction([
      db.$executeRaw`SET CONSTRAINTS ALL DEFERRED`,
      db.$executeRaw`INSERT INTO "Rule" VALUES ('preference-1', 'preference', 1, 'As it was.', 3)`,
      db.$executeRaw`UPDATE "Resolution" SET "toRevision" = 3 WHERE "toRevision" IS NULL`,
      db.$executeRaw`INSERT INTO "Resolution" SELECT (jsonb_populate_record(r, jsonb_build_object('id', r."id" || '-old',
        'ruleId', 'preference-1', 'fromRevision', 3, 'toRevision', NULL))).* FROM "Resolution" r WHERE r."toRevision" = 3`,
      db.$executeRaw`INSERT INTO "Revision" VALUES (3, '2026-11-24T13:00:00Z', 'by the old rule')`,
    ])
  }

  test('decides every fact anew, in a revision that says so, and once', async () => {
    const text = file([WRONG, RIGHT, BEFORE])
    await importYaml(db, text, { origin: 'all' })
    const believed = await answers()
    await decidedBefore()
    const report = await importYaml(db, text, { origin: 'all' })
    expect(report).toMatchObject({ revision: 4, answers: 2, claims: { added: 0, superseded: 0 } })
    expect(await answers()).toEqual(believed)
    expect(await db.resolution.count({ where: { toRevision: null, ruleId: { not: 'preference-2' } } })).toBe(
      0,
    )
    expect(
      await db.resolution.count({ where: { fromRevision: 3, toRevision: 4, ruleId: 'preference-1' } }),
    ).toBe(2)
    const { summary } = await db.revision.findUniqueOrThrow({ where: { number: 4 } })
    expect(summary).toContain('decided anew by newer rules')
    const before = await counts(db)
    expect((await importYaml(db, text, { origin: 'all' })).revision).toBeNull()
    expect(await counts(db)).toEqual(before)
  })

  test('decides anew also where only the rule of plausibility is newer', async () => {
    await importYaml(db, file([RIGHT, BEFORE]))
    const believed = await answers()
    // As if this ledger had been decided before there was such a rule, and differently.
    await db.$executeRaw`ALTER TABLE "Rule" DISABLE TRIGGER USER`
    await db.$executeRaw`DELETE FROM "Rule" WHERE "id" = 'plausibility-2'`
    await db.$executeRaw`ALTER TABLE "Rule" ENABLE TRIGGER USER`
    await db.$transaction([
      db.$executeRaw`SET CONSTRAINTS ALL DEFERRED`,
      db.$executeRaw`UPDATE "Resolution" SET "toRevision" = 3 WHERE "toRevision" IS NULL`,
      db.$executeRaw`INSERT INTO "Revision" VALUES (3, '2026-11-24T13:00:00Z', 'by no rule')`,
    ])
    const report = await importYaml(db, file([RIGHT]))
    expect(report).toMatchObject({ revision: 4, answers: 2 })
    expect(await answers()).toEqual(believed)
  })

  test('is written once; an import that brings nothing else keeps it', async () => {
    await importYaml(db, file([RIGHT]))
    const rules = await db.rule.findMany({ orderBy: { id: 'asc' } })
    expect(rules.map((r) => [r.id, r.fromRevision])).toEqual([
      ['conditions-1', 1],
      ['formulas-1', 1],
      ['plausibility-2', 1],
      ['preference-2', 1],
      ['verdict-1', 1],
    ])
    const first = await db.revision.findUniqueOrThrow({ where: { number: 2 } })
    expect(first.summary).not.toContain('newer rules')
  })
})
