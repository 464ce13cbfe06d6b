/** The series of a fact over valid time: one claim per period, so that what holds again is told again. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { historyOf } from '../../src/domain/read/belief.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { testApp } from '../helpers/app.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const QUERY = '{ tokenUsage { nodes { id historyCount history { key } first: history(first: 2) { key } } } }'

test('a claim that answers again after another one is there again, and counted again', async () => {
  const db = await emptyDb()
  // The official source is better, but speaks about one month only.
  const claims =
    usage('always', 2, { valid: '{ from: 2026-01 }' }) +
    usage('march', 1, { source: 'bulletin', valid: '2026-03' }) +
    usage('may', 1, { source: 'bulletin', valid: '2026-05' })
  await importYaml(db, `${WORLD}claims:\n${claims}`)
  const { body } = await testApp(db).ask(QUERY)
  const [fact] = body.data.tokenUsage.nodes
  const keys = (list: { key: string }[]) => list.map((c) => c.key)
  // A statistic stands until the next release, but what is stated for a time comes before what is carried there.
  expect(keys(fact.history)).toEqual(['always', 'march', 'always', 'may', 'always'])
  expect(fact.historyCount).toBe(5)
  expect(keys(fact.first)).toEqual(['always', 'march'])
})

test('the series has as many claims as there are periods, in their order, whatever the claims', async () => {
  const month = fc.integer({ min: 1, max: 6 })
  const claim = fc.record({
    from: month,
    length: fc.option(month),
    source: fc.constantFrom('article', 'bulletin'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(claim, { minLength: 1, maxLength: 6 }), async (list) => {
      const db = await emptyDb()
      const lines = list.map(({ from, length, source }, i) => {
        const to = length === null ? '' : `, to: 2026-${String(from + length).padStart(2, '0')}`
        return usage(`k${i}`, i + 1, { source, locator: `p${i}`, valid: `{ from: 2026-0${from}${to} }` })
      })
      await importYaml(db, `${WORLD}claims:\n${lines.join('')}`)
      const { id } = await db.fact.findFirstOrThrow()
      const periods = await db.resolution.findMany({ orderBy: { validFrom: 'asc' } })
      const read = createReader(db, { revision: 1, time: new Date('2026-11-24T12:00:00Z') })
      expect((await historyOf(read, id, 100)).map((c) => c.id)).toEqual(periods.map((p) => p.claimId))
      const { body } = await testApp(db).ask(QUERY)
      expect(body.data.tokenUsage.nodes).toMatchObject([{ historyCount: periods.length }])
    }),
    { numRuns: 5 },
  )
})

test('a dated claim that only says until when answers before its end, is carried on, and is one claim of the series', async () => {
  const db = await emptyDb()
  await importYaml(db, `${WORLD}claims:\n${usage('old', 3, { valid: '{ to: 2026-03 }' })}`)
  const { body } = await testApp(db).ask(
    '{ tokenUsage { nodes { historyCount history { key } before: claim(at: "2026-01-05") { key } after: claim(at: "2026-06-05") { key } } } }',
  )
  expect(body.data.tokenUsage.nodes).toEqual([
    { historyCount: 1, history: [{ key: 'old' }], before: { key: 'old' }, after: { key: 'old' } },
  ])
})
