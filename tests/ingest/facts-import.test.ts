/** What an import leaves in the ledger: all of it or nothing, once, with history. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { testApp } from '../helpers/app.ts'
import { counts, emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const claims = (...lines: string[]) => `claims:\n${lines.join('')}`
const price = (key: string, prices: string, more = '') =>
  `  - { key: ${key}, source: list, price: { model: model-1, seller: maker }, prices: ${prices}${more} }\n`

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

const rows = () => db.claim.findMany({ orderBy: [{ key: 'asc' }, { fromRevision: 'asc' }] })
const brief = async () =>
  (await rows()).map((c) => `${c.key} ${c.point} ${c.fromRevision}-${c.toRevision ?? ''}`)

describe('rejected records', () => {
  test('one bad meter of a price leaves the others', async () => {
    const report = await importYaml(db, claims(price('p', '{ input: -1, output: 2 }')))
    expect(report.claims).toMatchObject({ added: 1, rejected: 1 })
    expect(await brief()).toEqual(['p.output 2 2-'])
  })

  test('what repeats a rejected claim is rejected too, and what repeats that one, in any order', async () => {
    const chain = [
      usage('c', 1, { source: 'rumour', repeatOf: 'bulletin/b' }),
      usage('b', 1, { source: 'bulletin', repeatOf: 'article/a' }),
      usage('a', '{ exact: 1, about: 1 }'),
    ]
    for (const lines of [chain, [...chain].reverse()]) {
      const report = await importYaml(db, claims(...lines, usage('other', 5)))
      expect(report.rejected.map((r) => r.reason.split(/[:,]/)[0]).sort()).toEqual([
        'article/a',
        'repeats article/a',
        'repeats bulletin/b',
      ])
    }
    expect(await brief()).toEqual(['other 5 2-'])
  })

  test('a statement that the ledger holds under another key is reported, not recorded twice', async () => {
    await importYaml(db, claims(usage('old', 1)))
    const report = await importYaml(db, claims(usage('renamed', 1), usage('more', 2)))
    expect(report.rejected).toEqual([
      {
        where: expect.stringMatching(/claims\.yaml:2$/),
        reason: 'says the same as another claim of article in the ledger',
      },
    ])
    expect(await brief()).toEqual(['more 2 3-', 'old 1 2-'])
  })
})

test('the same bytes again make no revision and write nothing, rejected records included', async () => {
  const text = claims(
    usage('a', 1, { seen: '[2026-03-02]' }),
    usage('twin', 1),
    price('p', '{ input: -1, output: not-offered }'),
  )
  const first = await importYaml(db, text)
  const before = await counts(db)
  const second = await importYaml(db, text)
  expect(second).toMatchObject({
    revision: null,
    claims: { added: 0, superseded: 0, unchanged: 2 },
    entities: { added: 0, changed: 0 },
  })
  expect(second.claims.rejected).toBe(first.claims.rejected)
  expect(await counts(db)).toEqual(before)
  expect(await importYaml(db, text, { skipSame: true })).toBeNull()
})

test('other spellings of the same are the same', async () => {
  await importYaml(db, claims(usage('a', '1000', { valid: '2026-03' })))
  const report = await importYaml(
    db,
    `# a comment\n${claims(usage('a', '1e3', { valid: '{ from: 2026-03, to: 2026-04 }' }))}`,
  )
  expect(report).toMatchObject({ revision: null, claims: { unchanged: 1 } })
})

test('a correction is a new claim; the old one stays as it was, and going back is a third', async () => {
  const values = ['1', '2', '1']
  for (const value of values) await importYaml(db, claims(usage('a', value, { note: 'as read' })))
  const [first, second, third] = await rows()
  expect((await rows()).map((c) => String(c.point))).toEqual(values)
  expect([first, second, third].map((c) => [c!.fromRevision, c!.toRevision])).toEqual([
    [2, 3],
    [3, 4],
    [4, null],
  ])
  expect([first, second, third].map((c) => c!.supersedesId)).toEqual([null, first!.id, second!.id])
  expect(new Set([first, second, third].map((c) => c!.id)).size).toBe(3)
  expect(new Set((await rows()).map((c) => c.factId)).size).toBe(1)
  const cites = await db.citation.findMany({
    where: { claimId: { not: null } },
    orderBy: { fromRevision: 'asc' },
  })
  expect(cites.map((c) => [c.claimId, c.fromRevision, c.toRevision])).toEqual([
    [first!.id, 2, 3],
    [second!.id, 3, 4],
    [third!.id, 4, null],
  ])

  const ids = [first, second, third].map((c) => c!.id)
  const { ask } = testApp(db)
  const { body } = await ask(
    '{ tokenUsage { nodes { value { point } claims { key value { point } } history { value { point } } } } }',
  )
  const now = { value: { point: '1' } }
  expect(body.data.tokenUsage.nodes).toEqual([{ ...now, claims: [{ key: 'a', ...now }], history: [now] }])
  // Each earlier state of the ledger still answers as it did.
  for (const [i, id] of ids.entries()) {
    const read = createReader(db, { revision: i + 2, time: new Date('2026-11-25') })
    expect((await read.resolutionsOfFact.load(first!.factId)).map((r) => r.claimId)).toEqual([id])
    expect((await read.claimsOfFact.load(first!.factId)).map((c) => [c.id, c.point])).toEqual([
      [id, values[i]],
    ])
  }
})

test('a claim moved to another question answers there, and no longer here', async () => {
  await importYaml(db, claims(usage('a', 1)))
  await importYaml(db, claims(usage('a', 1).replace('country/CN', 'model/model-1')))
  const [old, moved] = await rows()
  expect(moved).toMatchObject({ supersedesId: old!.id })
  expect(moved!.factId).not.toBe(old!.factId)
  const live = await db.resolution.findMany({ where: { toRevision: null } })
  expect(live.map((r) => [r.factId, r.claimId])).toEqual([[moved!.factId, moved!.id]])
})

test('a new edition in which nothing changed is a sighting, no correction', async () => {
  await importYaml(db, claims(usage('a', 1, { seen: '[2026-03-02]' })))
  const report = await importYaml(db, claims(usage('a', 1, { seen: '[2026-03-02, 2026-04]' })))
  expect(report).toMatchObject({ revision: 3, claims: { superseded: 0, unchanged: 1 } })
  const seen = await db.edition.findMany({ orderBy: { date: 'asc' } })
  expect(seen.map((e) => [e.date.toISOString().slice(0, 10), e.precision])).toEqual([
    ['2026-03-02', 'DAY'],
    ['2026-04-01', 'MONTH'],
  ])
})
