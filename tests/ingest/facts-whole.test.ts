/** An import is one transaction: it lands whole, as one revision, or leaves nothing. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { failureCode } from '../../src/db/failures.ts'
import { counts, emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const claims = (...lines: string[]) => `claims:\n${lines.join('')}`

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
  await importYaml(db, claims(usage('a', 1)))
})

/** Everything that the ledger holds, row by row. */
async function everything(): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {}
  for (const table of Object.keys(await counts(db))) {
    result[table] = await db.$queryRawUnsafe(
      `SELECT to_jsonb(t) AS row FROM "${table}" t ORDER BY to_jsonb(t)::text`,
    )
  }
  return result
}

const MORE = `topics:
  - { code: more, name: more, question: "More?", category: EVENT }
${claims(usage('a', 2, { seen: '[2026-05]' }), usage('b', 3, { source: 'bulletin', valid: '2026-02' }))}`

describe('a failure leaves nothing behind', () => {
  const failures: [string, string, RegExp][] = [
    [
      'at the last row',
      `ALTER TABLE "ImportRun" ADD CONSTRAINT broken CHECK ("origin" <> 'test') NOT VALID`,
      /^23514$/,
    ],
    [
      'when the deferred checks run',
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'AF002'; END $$;
       CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON "Claim" DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION fail()`,
      /^AF002$/,
    ],
    [
      'when the connection is lost before the end',
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
       CREATE TRIGGER fail BEFORE INSERT ON "ImportRun" FOR EACH ROW EXECUTE FUNCTION fail()`,
      /^(57P01|P1017|ECONNRESET)$/,
    ],
  ]
  test.for(failures)('%s', async ([, sabotage, code]) => {
    const before = await everything()
    for (const statement of sabotage.split(/;\n\s*(?=CREATE)/)) await db.$executeRawUnsafe(statement)
    const error = await importYaml(db, MORE).then(
      () => null,
      (e: unknown) => e,
    )
    expect(failureCode(error)).toMatch(code)
    expect(await everything()).toEqual(before)

    await db.$executeRawUnsafe(
      sabotage.startsWith('ALTER')
        ? 'ALTER TABLE "ImportRun" DROP CONSTRAINT broken'
        : 'DROP FUNCTION fail CASCADE',
    )
    // No number is lost either: the next import makes the next revision.
    expect((await importYaml(db, MORE)).revision).toBe(3)
  })
})

test('a dry run reports what the import would do and writes nothing', async () => {
  const before = await everything()
  const { revision: none, ...planned } = await importYaml(db, MORE, { dryRun: true })
  expect(none).toBeNull()
  expect(await everything()).toEqual(before)
  const { revision, ...done } = await importYaml(db, MORE)
  expect(revision).toBe(3)
  const bare = (r: typeof done) => ({ ...r, rejected: r.rejected.length })
  expect(bare(planned)).toEqual(bare(done))
  expect(done).toMatchObject({ claims: { added: 1, superseded: 1 }, entities: { added: 1 } })
})

describe('imports at the same time', () => {
  test('both land, as two revisions, in the order of their numbers and times', async () => {
    const both = await Promise.all([
      importYaml(db, claims(usage('b', 2, { source: 'bulletin' })), { origin: 'one' }),
      importYaml(db, claims(usage('c', 3, { source: 'rumour' })), { origin: 'two' }),
    ])
    expect(both.map((r) => r.revision).sort()).toEqual([3, 4])
    const revisions = await db.revision.findMany({ orderBy: { number: 'asc' } })
    expect(revisions.map((r) => r.number)).toEqual([1, 2, 3, 4])
    const times = revisions.map((r) => r.time.getTime())
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    const live = await db.claim.findMany({ where: { toRevision: null }, orderBy: { key: 'asc' } })
    expect(live.map((c) => c.key)).toEqual(['a', 'b', 'c'])
    // The later one resolved the fact with the claims of both in sight.
    const answers = await db.resolution.findMany({ where: { toRevision: null } })
    expect(answers.map((r) => [r.claimId, r.reason])).toEqual([
      [
        live[1]!.id,
        expect.stringMatching(/official or first-party source.*2 other claims stand for this period/),
      ],
    ])
  })

  test('the same content is recorded once', async () => {
    const same = await Promise.all([1, 2, 3].map(() => importYaml(db, MORE)))
    expect(same.map((r) => r.revision).filter((r) => r !== null)).toEqual([3])
    expect(await db.claim.count()).toBe(3)
  })

  test('two corrections of one claim follow each other', async () => {
    await Promise.all([2, 3].map((value) => importYaml(db, claims(usage('a', value)))))
    const all = await db.claim.findMany({ orderBy: { fromRevision: 'asc' } })
    expect(all.map((c) => [c.fromRevision, c.toRevision, c.supersedesId])).toEqual([
      [2, 3, null],
      [3, 4, all[0]!.id],
      [4, null, all[1]!.id],
    ])
  })
})
