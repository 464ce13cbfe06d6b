/** Why a claim ceased to stand, in words that are true. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { correctionsIn, derived, file } from '../helpers/belief.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const A = (value: number) => usage('a', value, { valid: '2025-12' })
const B = (value: number) => usage('b', value, { valid: '2026-03', source: 'bulletin' })
const GROWTH = derived('growth', 'growth', 'from: article/a, to: bulletin/b')

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

describe('why a claim was corrected', () => {
  const noteIn = async (revision: number) => {
    const rows = await db.correction.findMany({ where: { fromRevision: revision } })
    return rows.map((c) => [c.reason, c.note])
  }
  test('is the edit, where a derived claim is described anew and nothing is computed anew', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH]))
    await importYaml(db, file([GROWTH.replace(' }\n', ', note: Our arithmetic. }\n')]))
    expect(await noteIn(3)).toEqual([['OUR_ERROR', 'Recorded anew; the edit gives no reason.']])
  })

  test('is the new name, where a unit in the arithmetic is called otherwise', async () => {
    await importYaml(db, file([A(100), B(140), GROWTH]))
    await importYaml(db, 'units:\n  - { code: tok/d, name: tokens a day, dimension: tokens-per-time }\n')
    expect(await noteIn(3)).toEqual([
      [
        'RECOMPUTED',
        'Computed anew to the same value: a unit or publisher that its arithmetic names has another name now.',
      ],
    ])
  })

  test('is our own error unless the edit says something else', async () => {
    await importYaml(db, file([A(100), B(140)]))
    const correction = '{ reason: SOURCE_REVISED, note: The bureau revised it. }'
    await importYaml(db, file([A(101), B(141).replace(' }\n', `, correction: ${correction} }\n`)]))
    const rows = await db.correction.findMany({ orderBy: { reason: 'asc' } })
    expect(rows.map((c) => [c.reason, c.note])).toEqual([
      ['OUR_ERROR', 'Recorded anew; the edit gives no reason.'],
      ['SOURCE_REVISED', 'The bureau revised it.'],
    ])
    expect(await correctionsIn(db, 3)).toEqual(['article/a OUR_ERROR', 'bulletin/b SOURCE_REVISED'])
  })
})
