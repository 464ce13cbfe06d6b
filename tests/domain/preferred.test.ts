/** Lists choose the preferred claim in SQL, facts choose it in memory: the two must never differ. */
import { expect } from 'vitest'
import type { AsOf } from '../../src/db/as-of.ts'
import type { Db } from '../../src/db/client.ts'
import { periodAt } from '../../src/domain/read/belief.ts'
import { joinPreferred } from '../../src/domain/read/preferred.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { test } from '../helpers/db.ts'
import { importYaml } from '../helpers/facts.ts'

async function inSql(db: Db, asOf: AsOf, at: string | null): Promise<Map<string, string | null>> {
  const rows = await db.$queryRaw<{ id: string; claimId: string | null }[]>`
    SELECT f."id", v."id" AS "claimId" FROM "Fact" f ${joinPreferred(asOf, at)}
    WHERE f."fromRevision" <= ${asOf.revision} ORDER BY 1`
  return new Map(rows.map((r) => [r.id, r.claimId]))
}

const SECOND = `
publishers:
  - { slug: new-bureau, name: New Bureau, kind: OFFICIAL }
sources:
  - { slug: bulletin, title: B, kind: REPORT, publisher: new-bureau, ranks: { TOKEN_USAGE: 1 } }
claims:
  - key: k
    source: bulletin
    tokenUsage: { subject: country/CN, period: DAY, coverage: national }
    valid: { from: 2026-02-10, to: 2026-02-20 }
    value: 7
  - key: l
    source: bulletin
    tokenUsage: { subject: country/NO, period: DAY, coverage: national }
    value: 8
`

/** The same choice for each of the facts, as the fields of a fact make it. */
async function inMemory(db: Db, asOf: AsOf, ids: string[]) {
  const read = createReader(db, asOf)
  const periods = await Promise.all(ids.map((id) => read.resolutionsOfFact.load(id)))
  return (at: string | null, now: Date) =>
    new Map(ids.map((id, i) => [id, periodAt(periods[i]!, at, now)?.claimId ?? null]))
}

/** And as they are loaded when nothing but the answer is asked for. */
async function byAnswer(db: Db, asOf: AsOf, ids: string[], at: string | null) {
  const read = createReader(db, asOf)
  const found = await Promise.all(ids.map(async (id) => (await read.answer({ fact: id, at }))?.id ?? null))
  return new Map(ids.map((id, i) => [id, found[i]!]))
}

/** Days on which anything begins or ends, with their neighbours, and days far from all. */
async function days(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ day: string }[]>`
    SELECT DISTINCT to_char(d + n * interval '1 day', 'YYYY-MM-DD') AS day FROM (
      SELECT "validFrom" AT TIME ZONE 'UTC' AS d FROM "Resolution"
      UNION SELECT "validTo" AT TIME ZONE 'UTC' FROM "Resolution") AS x,
      generate_series(-1, 1) AS n WHERE d IS NOT NULL ORDER BY 1`
  return ['1800-01-01', ...rows.map((r) => r.day), '2300-01-01']
}

test('on every day of change, as of every revision, both choose the same claim for each fact', async ({
  seeded: { db },
}) => {
  // A better answer within the national series, and a new fact, make a second revision.
  const report = await importYaml(db, SECOND)
  expect(report.claims.added).toBe(2)

  const revisions = await db.revision.findMany({ orderBy: { number: 'asc' } })
  expect(revisions.length).toBe(2)
  const dates = await days(db)
  expect(dates.length).toBeGreaterThan(50)
  for (const { number, time } of revisions) {
    const asOf = { revision: number, time }
    const ids = [...(await inSql(db, asOf, null)).keys()]
    expect(ids.length).toBeGreaterThan(300)
    const choose = await inMemory(db, asOf, ids)
    for (const at of dates) {
      expect(choose(at, time), `revision ${number}, at ${at}`).toEqual(await inSql(db, asOf, at))
      expect(await byAnswer(db, asOf, ids, at), `revision ${number}, at ${at}`).toEqual(choose(at, time))
    }
    // Without a date the time of the revision decides; in March some things have not begun.
    for (const now of [time, new Date('2026-03-15T12:00:00Z')]) {
      const chosen = await inSql(db, { ...asOf, time: now }, null)
      expect(choose(null, now)).toEqual(chosen)
      expect(await byAnswer(db, { ...asOf, time: now }, ids, null)).toEqual(chosen)
      expect([...chosen.values()].filter((id) => id !== null).length).toBeGreaterThan(100)
    }
    // Long ago only what is stated without a beginning ("until …") can answer.
    const longAgo = [...choose('1800-01-01', time).values()].filter((id) => id !== null)
    expect(await db.claim.count({ where: { id: { in: longAgo }, validFrom: { not: null } } })).toBe(0)
  }
})
