/** Files and edits by hand in turn: what editors settled stays settled, and nothing else does. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { type Edit, editClaim } from '../../src/domain/ledger/correct.ts'
import { claimsOf, correctionsIn, derived, file } from '../helpers/belief.ts'
import { fixedClock } from '../helpers/clock.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const A = (value: number) => usage('a', value, { valid: '2025-12' })
const B = (value: number) => usage('b', value, { valid: '2026-03', source: 'bulletin' })
const GROWTH = derived('growth', 'growth', 'from: article/a, to: bulletin/b')

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

async function edit(claim: string, what: Edit['do'], value?: number) {
  const number = { low: null, point: String(value), high: null, qualifier: 'EXACT' as const }
  const request: Edit =
    what === 'correct' ? { do: what, value: number, unit: null, text: null, source: null } : { do: what }
  const clock = fixedClock('2026-11-24T12:00:00Z')
  return editClaim(db, clock, {
    claim,
    edit: request,
    reason: 'OUR_ERROR',
    note: 'We looked again.',
    dryRun: false,
  })
}

test('an editor may go back to the value that was corrected', async () => {
  await importYaml(db, file([A(100)]))
  await edit('article/a', 'correct', 200)
  expect(await edit('article/a', 'correct', 100)).toMatchObject({ revision: 4, claims: { superseded: 1 } })
  expect(await claimsOf(db)).toEqual(['article/a EXACT 100'])
})

test('a value that was held plausible may come back after the file said something else', async () => {
  await importYaml(db, file([A(100)]))
  await edit('article/a', 'accept')
  expect((await importYaml(db, file([A(100)]))).revision).toBeNull()
  await importYaml(db, file([A(200)]))
  await importYaml(db, file([A(100)]))
  expect(await claimsOf(db)).toEqual(['article/a EXACT 100'])
})

describe('a derived claim', () => {
  const arithmetic = async () => {
    const live = await db.claim.findFirstOrThrow({ where: { key: 'growth', toRevision: null } })
    const { arithmetic } = await db.derivation.findUniqueOrThrow({ where: { claimId: live.id } })
    return [live.plausible, arithmetic]
  }
  test('that was held plausible is still computed anew, also to the same value', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH]))
    await edit('article/growth', 'accept')
    expect(await correctionsIn(db, 3)).toEqual(['article/growth OUR_ERROR'])
    await importYaml(db, file([A(200), B(280)]))
    expect(await arithmetic()).toEqual([
      'We looked again.',
      '280 tokens per day ÷ 200 tokens per day − 1 = 40%',
    ])
    await importYaml(db, file([B(300)]))
    expect(await claimsOf(db)).toContain('article/growth EXACT 50')
  })

  test('that was withdrawn stays so, also when its inputs change', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH]))
    await edit('article/growth', 'withdraw')
    expect((await importYaml(db, file([A(100), B(140), GROWTH]))).revision).toBeNull()
    await importYaml(db, file([A(100), B(150), GROWTH]))
    expect(await claimsOf(db)).toEqual(['article/a EXACT 100', 'bulletin/b EXACT 150'])
  })

  test('that only lost its input to a withdrawal comes back with it', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH]))
    await edit('article/a', 'withdraw')
    expect(await claimsOf(db)).toEqual(['bulletin/b EXACT 140'])
    await importYaml(db, file([A(200), B(280), GROWTH]))
    expect(await claimsOf(db)).toEqual([
      'article/a EXACT 200',
      'article/growth EXACT 40',
      'bulletin/b EXACT 280',
    ])
  })
})
