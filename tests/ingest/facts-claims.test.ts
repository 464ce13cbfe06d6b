/** When claims are the same, whom they may repeat, and what is checked even when nothing is to be written. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { failureCode } from '../../src/db/failures.ts'
import { counts, emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const claims = (...lines: string[]) => `claims:\n${lines.join('')}`
const price = (key: string, more: string) =>
  `  - { key: ${key}, source: list, price: { model: model-1, seller: maker${more} }, prices: { input: 1 } }\n`

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

describe('what is no other claim', () => {
  test('one whose source was read again later: it supersedes nothing', async () => {
    const text = claims(price('p', ''))
    await importYaml(db, text)
    const before = [await db.claim.findMany(), await db.citation.findMany(), await db.resolution.findMany()]
    const source =
      'sources: [{ slug: list, title: A price list, kind: PRICE_PAGE, publisher: maker, accessedOn: 2026-06-01 }]'
    const report = await importYaml(db, `${source}\n${text}`)
    expect(report).toMatchObject({ revision: 3, claims: { added: 0, superseded: 0, unchanged: 1 } })
    expect([await db.claim.findMany(), await db.citation.findMany(), await db.resolution.findMany()]).toEqual(
      before,
    )
    // What is recorded from now on was read on the later day.
    await importYaml(db, claims(price('q', ', region: eu')))
    const cites = await db.citation.findMany({
      where: { sourceSlug: 'list' },
      orderBy: { fromRevision: 'asc' },
    })
    expect(cites.map((c) => c.accessedOn?.toISOString().slice(0, 10))).toEqual(['2026-05-01', '2026-06-01'])
  })

  test('a file with another comment, order of fields or spelling of space is skipped as the same', async () => {
    const text = claims(usage('a', 1))
    await importYaml(db, text)
    const before = await counts(db)
    for (const same of [
      text,
      `# a comment\n\n${text}`,
      text.replace('{ key: a, source: article,', '{ source: article,   key: a,'),
    ])
      expect(await importYaml(db, same, { skipSame: true })).toBeNull()
    expect(await counts(db)).toEqual(before)
    expect(await importYaml(db, claims(usage('a', 2)), { skipSame: true })).toMatchObject({ revision: 3 })
  })
})

describe('a repeat', () => {
  test('may name a claim of an earlier import, whatever its source', async () => {
    await importYaml(db, claims(usage('a', 1, { source: 'bulletin' })), { origin: 'one' })
    const report = await importYaml(db, claims(usage('r', 1, { repeatOf: 'bulletin/a' })), { origin: 'two' })
    expect(report.claims).toMatchObject({ added: 1, rejected: 0 })
    const [a, r] = await db.claim.findMany({ orderBy: { key: 'asc' } })
    expect(r).toMatchObject({ repeatOfId: a!.id, factId: a!.factId })
    const again = await importYaml(db, claims(usage('r', 1, { repeatOf: 'bulletin/a' })), { origin: 'two' })
    expect(again.revision).toBeNull()
  })

  test('follows what it repeats when that is corrected in the same import', async () => {
    const both = (value: number) =>
      claims(usage('r', value, { repeatOf: 'bulletin/a' }), usage('a', value, { source: 'bulletin' }))
    await importYaml(db, both(1))
    expect((await importYaml(db, both(2))).claims).toMatchObject({ superseded: 2 })
    const [a, r] = await db.claim.findMany({ where: { toRevision: null }, orderBy: { key: 'asc' } })
    expect(r!.repeatOfId).toBe(a!.id)
  })

  const elsewhere = usage('a', 1, { source: 'bulletin' }).replace('country/CN', 'country/NO')
  test('answers the same question as what it repeats, recorded in this import or before', async () => {
    const repeat = usage('r', 1, { repeatOf: 'bulletin/a' })
    const rejected = [
      {
        where: expect.stringMatching(/claims\.yaml:\d$/),
        reason: 'repeats bulletin/a, which answers another question',
      },
    ]
    const together = await importYaml(db, claims(repeat, elsewhere))
    expect(together).toMatchObject({ claims: { added: 1, rejected: 1 }, rejected })
    expect(await importYaml(db, claims(repeat))).toMatchObject({ revision: null, rejected })
    expect((await db.claim.findMany()).map((c) => c.key)).toEqual(['a'])
  })

  test('of what moves to another question in the same import is rejected', async () => {
    const repeat = usage('r', 1, { repeatOf: 'bulletin/a' })
    await importYaml(db, claims(usage('a', 1, { source: 'bulletin' })))
    const report = await importYaml(db, claims(elsewhere, repeat))
    expect(report.claims).toMatchObject({ superseded: 1, added: 0, rejected: 1 })
  })
})

test('a dry run meets the checks that wait for the end of the transaction', async () => {
  await db.$executeRawUnsafe(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'AF002'; END $$`)
  await db.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON "Claim"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail()`)
  const before = await counts(db)
  const dry = importYaml(db, claims(usage('a', 1)), { dryRun: true })
  expect(await dry.catch(failureCode)).toBe('AF002')
  expect(await counts(db)).toEqual(before)
})
