/** What is believed when time has passed: a period that was to come is the newest one now. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { beliefOf, file } from '../helpers/belief.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const LATER = '2027-05-01T00:00:00Z'
const CLAIMS = file([
  usage('now', 100, { valid: '2026-01' }),
  usage('later', 140, { valid: '2027-03' }),
  usage('ever', 120, { source: 'rumour' }),
])
const OTHER =
  '  - { key: o, source: article, assertion: { subject: country/CN, topic: outlook }, text: Growth. }\n'

test('undated claims stand beside the newest period, also when it began after its fact was imported last', async () => {
  const world = async (): Promise<Db> => {
    const db = await emptyDb()
    await importYaml(db, WORLD, { origin: 'world' })
    return db
  }
  const [early, late] = [await world(), await world()]
  await importYaml(early, CLAIMS)
  expect(await importYaml(early, file([OTHER]), { now: LATER })).toMatchObject({ answers: 2 })
  await importYaml(late, file([OTHER, CLAIMS.replace('claims:\n', '')]), { now: LATER })
  expect(await beliefOf(early)).toEqual(await beliefOf(late))
  const answers = await early.resolution.findMany({
    where: { toRevision: null, factId: { startsWith: 'use_' } },
    orderBy: { validFrom: 'asc' },
  })
  expect(answers.map((r) => r.rivalIds.length)).toEqual([0, 1])
})

test('time alone makes no revision', async () => {
  const db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
  await importYaml(db, CLAIMS)
  expect((await importYaml(db, CLAIMS, { now: LATER })).revision).toBeNull()
})
