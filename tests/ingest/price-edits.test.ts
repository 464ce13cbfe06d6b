/** Claims of price files when editors step in, as of earlier revisions, and what the report makes of a record. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { editClaim } from '../../src/domain/ledger/correct.ts'
import { claimStatus } from '../../src/domain/read/claim-rows.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { priceReport } from '../../src/ingest/market/report.ts'
import { fixedClock } from '../helpers/clock.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { importLines } from '../helpers/price-file.ts'

const NOW = '2026-11-24T12:00:00Z'

async function world() {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD })
  return db
}

async function edit(db: Db, edit: Parameters<typeof editClaim>[2]['edit']) {
  const claim = await db.claim.findFirstOrThrow({ where: { series: { not: null }, toRevision: null } })
  const reason = edit.do === 'withdraw' ? 'SOURCE_WITHDRAWN' : 'OUR_ERROR'
  await editClaim(db, fixedClock(NOW), { claim: claim.id, edit, reason, note: 'seen by hand', dryRun: false })
  return claim
}

/** What is known of the one price, as of a revision: value, days, status. */
async function told(db: Db, revision: number) {
  const read = createReader(db, { revision, time: new Date(NOW) })
  const { id } = await db.price.findFirstOrThrow()
  const claims = await read.claimsOfFact.load(id)
  const day = (d: Date | null) => d?.toISOString().slice(0, 10) ?? null
  return claims.map((c) => [
    c.point,
    c.periods.map((p) => [day(p.validFrom), day(p.validTo)]),
    claimStatus(c, new Date(NOW)),
  ])
}

test('what was corrected by hand is what later editions are seen to say, until they say something new', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [['model-1', 'input', '2']])
  const value = { low: null, point: '20', high: null, qualifier: 'EXACT' } as const
  await edit(db, { do: 'correct', value, unit: null, text: null, source: null })
  const again = await importLines(db, '2026-04-01', [['model-1', 'input', '2']])
  expect(again.counts).toMatchObject({ unchanged: 1 })
  expect(await told(db, again.revision!)).toEqual([['20', [['2026-03-01', null]], 'IN_FORCE']])
  const next = await importLines(db, '2026-05-01', [['model-1', 'input', '3']])
  expect(await told(db, next.revision!)).toEqual([
    ['3', [['2026-05-01', null]], 'IN_FORCE'],
    ['20', [['2026-03-01', '2026-05-01']], 'ENDED'],
  ])
})

test('what was withdrawn by hand does not come back because a file still says it', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [['model-1', 'input', '2']])
  await edit(db, { do: 'withdraw' })
  const again = await importLines(db, '2026-04-01', [['model-1', 'input', '2']])
  expect(await told(db, again.revision!)).toEqual([])
  expect(await db.resolution.count({ where: { toRevision: null } })).toBe(0)
})

test('an earlier revision knows the times that it knew', async () => {
  const db = await world()
  const first = await importLines(db, '2026-03-01', [['model-1', 'input', '2']])
  const second = await importLines(db, '2026-04-01', [['model-1', 'input', '3']])
  expect(await told(db, first.revision!)).toEqual([['2', [['2026-03-01', null]], 'IN_FORCE']])
  expect(await told(db, second.revision!)).toContainEqual(['2', [['2026-03-01', '2026-04-01']], 'ENDED'])
})

test('an announced price that was called off stands beside nothing', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [
    ['model-1', 'input', '2', { to: '2026-03-10' }],
    ['model-1', 'input', '3', { from: '2026-03-10' }],
  ])
  const { revision } = await importLines(db, '2026-04-01', [['model-1', 'input', '2']])
  expect(await told(db, revision!)).toEqual([
    ['2', [['2026-03-01', null]], 'IN_FORCE'],
    ['3', [], 'WITHDRAWN'],
  ])
  const standing = await db.resolution.findMany({ where: { toRevision: null } })
  expect(standing.map((r) => [r.rivalIds, r.reason])).toEqual([[[], 'It is the only claim for this period.']])
})

test('an announced price is told as such', async () => {
  const db = await world()
  const { revision } = await importLines(db, '2026-11-01', [
    ['model-1', 'input', '2', { to: '2027-01-01' }],
    ['model-1', 'input', '3', { from: '2027-01-01' }],
  ])
  expect(await told(db, revision!)).toEqual([
    ['3', [['2027-01-01', null]], 'ANNOUNCED'],
    ['2', [['2026-11-01', '2027-01-01']], 'IN_FORCE'],
  ])
})

test('what vanished is told against the edition before, also when a later one is there', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [
    ['model-1', 'input', '1'],
    ['model-2', 'input', '1'],
  ])
  await importLines(db, '2026-05-01', [['model-3', 'input', '1']])
  const between = await importLines(db, '2026-04-01', [['model-1', 'input', '1']])
  expect(between.closedRecords).toEqual(['maker/model-2'])
})

test('a record counts by its worst part', () => {
  const known = { format: 'f', origin: 'o', edition: { day: '2026-01-01', from: 'x' }, records: 3 }
  const suspect = ['both', 'odd'].map((where) => ({ where, reason: 'odd' }))
  const snapshot = { added: ['both', 'odd', 'fine'], changed: [], unchanged: [], closed: [], suspect }
  const report = priceReport(known, { snapshot, rejected: [], revision: 1 } as never, [
    { where: 'both', reason: 'a text' },
  ])
  expect(report.counts).toEqual({ added: 1, changed: 0, unchanged: 0, quarantined: 1, rejected: 1 })
  expect(report.reasons.map((r) => `${r.record} ${r.outcome}`)).toEqual([
    'both rejected',
    'both quarantined',
    'odd quarantined',
  ])
})
