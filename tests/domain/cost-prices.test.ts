/** Costs choose what answers at an instant in SQL, facts choose it in memory: the two must never differ. */
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { compareCosts } from '../../src/domain/cost/read.ts'
import { usageOf } from '../../src/domain/cost/usage.ts'
import { preferredClaim } from '../../src/domain/read/belief.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { Traces } from '../../src/domain/read/traces.ts'
import { test } from '../helpers/db.ts'
import { importYaml } from '../helpers/facts.ts'

/** Days on which a price begins or ends, with their neighbours. */
async function days(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ day: string }[]>`
    SELECT DISTINCT to_char(d + n * interval '1 day', 'YYYY-MM-DD') AS day FROM (
      SELECT r."validFrom" AT TIME ZONE 'UTC' AS d FROM "Resolution" r JOIN "Price" p ON p."id" = r."factId"
      UNION SELECT r."validTo" AT TIME ZONE 'UTC' FROM "Resolution" r JOIN "Price" p ON p."id" = r."factId") AS x,
      generate_series(-1, 1) AS n WHERE d IS NOT NULL ORDER BY 1`
  return ['1800-01-01', ...rows.map((r) => r.day), '2300-01-01']
}

const NEWER = `
claims:
  - { key: newer, source: openai-gpt-5.4-model-page, price: { model: gpt-5.4, seller: openai }, prices: { output: 16 }, valid: { from: 2026-09-01 } }
  - { key: undated, source: openai-gpt-5.4-model-page, price: { model: gpt-5.4, seller: openai, tier: flex }, prices: { output: 8 } }
`

test('on every day of change, as of every revision, the same claims answer; and every price is there', async ({
  seeded: { db },
}) => {
  const report = await importYaml(db, NEWER)
  expect(report.claims.added).toBe(2)
  const revisions = await db.revision.findMany({ orderBy: { number: 'asc' } })
  expect(revisions).toHaveLength(2)
  const models = (await db.price.findMany({ distinct: ['modelSlug'] })).map((p) => p.modelSlug)
  const meters = (await db.price.findMany({ distinct: ['meterCode'] })).map((p) => p.meterCode)
  let answers = 0
  for (const { number, time } of revisions) {
    const read = createReader(db, { revision: number, time })
    for (const day of await days(db)) {
      const instant = Date.parse(`${day}T23:59:59.999Z`)
      const rows = (
        await Promise.all(models.map((model) => read.pricesOfModel.load({ model, seller: null, instant })))
      ).flat()
      expect(rows).toHaveLength(await db.price.count({ where: { fromRevision: { lte: number } } }))
      const claims = await Promise.all(rows.map((row) => preferredClaim(read, row.id, day)))
      const ids = rows.map((row) => row.claimId)
      expect(ids, `revision ${number}, ${day}`).toEqual(claims.map((c) => c?.id ?? null))
      answers += ids.filter((id) => id !== null).length
      // The market is the same rows, of offers without region and plan.
      const market = await read.pricesOfMarket.load({ instant, meters, tier: 'standard' })
      const key = (all: typeof rows) => all.map((r) => `${r.id} ${r.claimId} ${r.point}`).sort()
      expect(key(market)).toEqual(key(rows.filter((r) => r.region === null && r.plan === null)))
    }
  }
  expect(answers).toBeGreaterThan(1000)
})

test('what a quote was computed from is known to whoever asks what an answer is made of', async ({
  seeded: { db },
}) => {
  const revision = await db.revision.findFirstOrThrow({ orderBy: { number: 'desc' } })
  const traces = new Traces()
  const read = createReader(db, { revision: revision.number, time: revision.time }, traces)
  const moment = { day: '2026-06-01', instant: Date.parse('2026-06-01T23:59:59.999Z') }
  const quotes = await compareCosts(read, null, usageOf({ outputTokens: '5' }), moment, 3)
  const claims = quotes.flatMap((q) => q.lines.map((line) => line.claim.id))
  expect(claims).toHaveLength(3)
  expect([...traces.claims].sort()).toEqual([...new Set(claims)].sort())
})
