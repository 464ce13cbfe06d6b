/** The same facts are the same everywhere: ids and answers depend on content, never on order or place. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

/** Few values, days and sources, so that claims overlap, agree and contradict each other often. */
const question = fc.constantFrom(
  'tokenUsage: { subject: country/CN, period: DAY, coverage: national }, value: %',
  'energyRate: { country: CN, sector: INDUSTRIAL }, unit: USD/kWh, value: %',
  'price: { model: model-1, seller: maker }, prices: { input: %, output: % }',
)
const month = fc.integer({ min: 1, max: 3 }).map((m) => `2026-0${m}`)
const valid = fc.oneof(
  fc.constant(null),
  month,
  month.map((m) => `{ from: ${m} }`),
  fc
    .tuple(month, month)
    .filter(([a, b]) => a < b)
    .map(([a, b]) => `{ from: ${a}, to: ${b} }`),
)
const claim = fc.record({
  question,
  value: fc.constantFrom('1', '1.50', '2e3', '{ about: 2 }', '{ low: 1, high: 3 }', '{ moreThan: 1 }'),
  source: fc.constantFrom('article', 'bulletin', 'list'),
  valid,
  role: fc.constantFrom('ORIGINAL', 'REPEATS'),
  seen: fc.option(month),
})
/** Four answers that only their ids tell apart, so that every ledger has a tie. */
const TIED = [1, 2, 3, 4].map((value) => ({
  question: 'indicator: { subject: model/model-1, metric: share }, value: %',
  value: `${value}`,
  source: 'article',
  valid: null,
  role: 'ORIGINAL',
  seen: null,
}))
const ledger = fc.array(claim, { minLength: 6, maxLength: 16 }).map((list) =>
  [...TIED, ...list].map((c, i) => {
    const dated = (c.valid ? `, valid: ${c.valid}` : '') + (c.seen ? `, seen: [${c.seen}]` : '')
    const answer = c.question.replaceAll('%', c.value)
    return `  - { key: k${i}, locator: "${i}", source: ${c.source}, role: ${c.role}, ${answer}${dated} }\n`
  }),
)
/** Claims, and the same ones in another order, each with the number of the file in which it stands. */
const twoOrders = ledger.chain((lines) =>
  fc.tuple(
    fc.constant(lines),
    fc.shuffledSubarray(lines, { minLength: lines.length }),
    fc.array(fc.nat({ max: 2 }), { minLength: lines.length, maxLength: lines.length }),
  ),
)
const RUNS = { numRuns: 4 }

const fileOf = (lines: readonly string[]) => (lines.length > 0 ? `claims:\n${lines.join('')}` : 'claims: []')

/** What is live, with or without the ids and numbers that depend on how many imports it took. */
async function live(db: Db) {
  const [facts, claims, citations, sightings, resolutions] = await Promise.all([
    db.$queryRaw`SELECT "id", "kind" FROM "Fact" ORDER BY 1`,
    db.$queryRaw`SELECT to_jsonb(c) - 'fromRevision' AS row FROM "Claim" c
      WHERE "toRevision" IS NULL ORDER BY "id"`,
    db.$queryRaw`SELECT to_jsonb(c) - 'fromRevision' - 'id' AS row FROM "Citation" c
      WHERE "claimId" IS NOT NULL ORDER BY "claimId", "ordinal"`,
    db.$queryRaw`SELECT "claimId", "editionId" FROM "Sighting" ORDER BY 1, 2`,
    db.$queryRaw`SELECT to_jsonb(r) - 'fromRevision' - 'id' AS row FROM "Resolution" r
      WHERE "toRevision" IS NULL ORDER BY "factId", "validFrom"`,
  ])
  return { facts, claims, citations, sightings, resolutions }
}

test('the order of claims, and the files that they stand in, do not matter', async () => {
  await fc.assert(
    fc.asyncProperty(twoOrders, async ([lines, shuffled, places]) => {
      const [one, other] = [await emptyDb(), await emptyDb()]
      await importYaml(one, { 'world.yaml': WORLD, 'all.yaml': fileOf(lines) })
      const files = [0, 1, 2].map((n) => [`${n}.yaml`, fileOf(shuffled.filter((_, i) => places[i] === n))])
      await importYaml(other, { ...Object.fromEntries(files), 'z/world.yaml': WORLD })
      expect(await live(other)).toEqual(await live(one))
      // One revision each, so the ids of resolutions agree as well.
      const ids = (db: Db) => db.resolution.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
      expect(await ids(other)).toEqual(await ids(one))
    }),
    RUNS,
  )
})

test('one import or several, in any order, end in the same answers', async () => {
  await fc.assert(
    fc.asyncProperty(twoOrders, async ([lines, shuffled, places]) => {
      const [one, other] = [await emptyDb(), await emptyDb()]
      await importYaml(one, { 'world.yaml': WORLD, 'all.yaml': fileOf(lines) })
      await importYaml(other, WORLD)
      for (const n of [0, 1, 2]) await importYaml(other, fileOf(shuffled.filter((_, i) => places[i] === n)))
      expect(await live(other)).toEqual(await live(one))
    }),
    RUNS,
  )
})

test('two databases that import the same have the same ids throughout', async () => {
  const text = fileOf([
    usage('a', 1),
    '  - { key: b, source: list, price: { model: model-1, seller: maker }, prices: { input: 1 } }\n',
    usage('c', 1, { source: 'bulletin', seen: '[2026-05]' }),
  ])
  const dbs = [await emptyDb(), await emptyDb()]
  const ids = async (db: Db) => {
    const rows: unknown[] = []
    for (const table of ['Fact', 'Claim', 'Citation', 'Edition', 'Resolution']) {
      rows.push(await db.$queryRawUnsafe(`SELECT "id" FROM "${table}" ORDER BY 1`))
    }
    return rows
  }
  for (const db of dbs) {
    await importYaml(db, WORLD)
    await importYaml(db, text)
    await importYaml(db, text.replace('value: 1', 'value: 2'))
  }
  expect(await ids(dbs[1]!)).toEqual(await ids(dbs[0]!))
})
