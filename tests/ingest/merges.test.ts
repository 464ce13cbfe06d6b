/** A model that turned out to be another: its prices move, its old slug and ids answer for ever. */
import { expect, test } from 'vitest'
import { mergedPrice, modelOf } from '../../src/domain/read/model.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { importLines, standing } from '../helpers/price-file.ts'

const MERGE = 'merges: [{ model: model-x, into: model-1 }]'
const TIME = new Date('2026-11-24T12:00:00Z')

async function world() {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD })
  return db
}

test('prices move to the other model with their sightings, and the old fact says where', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [
    ['model-x', 'input', '2', { threshold: { amount: '200', comparison: 'ABOVE' } }],
  ])
  await importLines(db, '2026-04-01', [
    ['model-x', 'input', '3', { threshold: { amount: '200', comparison: 'ABOVE' } }],
  ])
  const old = await db.price.findFirstOrThrow({ where: { modelSlug: 'model-x' } })
  const report = await importYaml(db, { 'merge.yaml': MERGE })
  expect(report).toMatchObject({ revision: 4, claims: { superseded: 2, rejected: 0 } })

  const read = createReader(db, { revision: 4, time: TIME })
  const model = await modelOf(read, 'model-x')
  expect(model).toMatchObject({ slug: 'model-x', mergedInto: 'model-1' })
  const price = await mergedPrice(read, (await read.factOfKind('PRICE', old.id))!)
  expect(price).toMatchObject({ modelSlug: 'model-1', promptAbove: '200' })
  const periods = (await read.resolutionsOfFact.load(price!.id)).map((p) =>
    p.validFrom!.toISOString().slice(0, 10),
  )
  expect(periods).toEqual(['2026-04-01', '2026-03-01'])
  expect(await read.resolutionsOfFact.load(old.id)).toEqual([])
  const corrections = await db.correction.findMany()
  expect(corrections.map((c) => [c.reason, c.successorId === null])).toEqual([
    ['WRONG_SUBJECT', false],
    ['WRONG_SUBJECT', false],
  ])

  // As of the revision before, nothing was merged.
  const before = createReader(db, { revision: 3, time: TIME })
  expect((await modelOf(before, 'model-x'))!.mergedInto ?? null).toBeNull()
  expect(await before.resolutionsOfFact.load(old.id)).toHaveLength(2)
})

test('what a file says under the old name afterwards goes to the other model, and nothing is merged twice', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [['model-x', 'input', '2']])
  await importYaml(db, { 'merge.yaml': MERGE })
  const again = await importLines(db, '2026-04-01', [['model-x', 'input', '2']])
  expect(again).toMatchObject({ counts: { unchanged: 1 }, revision: 4 })
  expect(await db.price.count({ where: { modelSlug: 'model-1' } })).toBe(1)
  const live = await db.claim.findMany({ where: { toRevision: null, series: { not: null } } })
  expect(live).toHaveLength(1)
  expect(await db.sighting.count({ where: { claimId: live[0]!.id } })).toBe(2)
  expect((await importYaml(db, { 'merge.yaml': MERGE })).revision).toBeNull()
})

test('importing the older edition again after the merge changes nothing', async () => {
  const db = await world()
  await importLines(db, '2026-03-01', [['model-x', 'input', '2']])
  await importLines(db, '2026-04-01', [['model-x', 'input', '3']])
  await importYaml(db, { 'merge.yaml': MERGE })
  const before = await standing(db)
  expect(await importLines(db, '2026-03-01', [['model-x', 'input', '2']])).toMatchObject({
    counts: { unchanged: 1 },
  })
  expect(await standing(db)).toEqual(before)
})

test('a model and its seller merge in one import, and a file of facts follows', async () => {
  const db = await world()
  const FACTS = `
providers: [{ slug: shop, name: Shop, kinds: [CLOUD], cites: [{ source: article }] }]
models: [{ slug: model-x, name: X, maker: maker, cites: [{ source: article }] }]
claims:
  - { key: k, source: list, price: { model: model-x, seller: shop }, prices: { input: 2 }, valid: 2026-03 }
`
  await importYaml(db, { 'facts.yaml': FACTS })
  const both = 'merges: [{ model: model-x, into: model-1 }, { provider: shop, into: maker }]'
  expect(await importYaml(db, { 'merge.yaml': both })).toMatchObject({
    claims: { superseded: 1, rejected: 0 },
  })
  const offers = () =>
    db.$queryRaw`SELECT p."offerSlug" FROM "Price" p JOIN "Claim" c ON c."factId" = p."id" WHERE c."toRevision" IS NULL`
  expect(await offers()).toEqual([{ offerSlug: 'maker/model-1' }])
  expect((await importYaml(db, { 'facts.yaml': FACTS })).revision).toBeNull()
  expect(await offers()).toEqual([{ offerSlug: 'maker/model-1' }])
})

test.each([
  ['merges: [{ model: model-1, into: model-1 }]', /cannot be merged into itself/],
  ['merges: [{ model: nobody, into: model-1 }]', /there is no "nobody"/],
  ['merges: [{ into: model-1 }]', /needs one of model and provider/],
])('%s is refused', async (yaml, reason) => {
  const db = await world()
  const refused = await importYaml(db, { 'merge.yaml': yaml }).then(
    (r) => r.rejected.map((x) => x.reason).join(),
    (e) => e.problems.map((p: { message: string }) => p.message).join(),
  )
  expect(refused).toMatch(reason)
})
