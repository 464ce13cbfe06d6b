/** Editions of price files: imported in any order and twice, they leave the same ledger. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { createDatabase } from '../helpers/db.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { importLines, type Line, standing } from '../helpers/price-file.ts'

vi.setConfig({ testTimeout: 120_000 })

async function world() {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD })
  return db
}

/** Gone at the end of the run that made it: a property makes many. */
async function ownDb() {
  const { url, drop } = await createDatabase('empty')
  const db = openDb({ url, pool: 2 })
  await importYaml(db, { 'world.yaml': WORLD })
  return {
    db,
    [Symbol.asyncDispose]: async () => {
      await db.$disconnect()
      await drop()
    },
  }
}

const day = (d: number) => `2026-03-${String(d).padStart(2, '0')}`

/** Few models and values, so that prices stay, change, come back and vanish. */
const line: fc.Arbitrary<Line> = fc
  .record({
    model: fc.constantFrom('model-1', 'model-2', 'model-3'),
    meter: fc.constantFrom('input', 'output'),
    amount: fc.constantFrom('1', '2', '0', '40'),
    more: fc.option(
      fc.constantFrom<NonNullable<Line[3]>>(
        { to: day(8) },
        { threshold: { amount: '200', comparison: 'AT_LEAST' }, field: 'input>200' },
        { doubt: 'it looks like a mistake' },
      ),
    ),
  })
  .map(({ model, meter, amount, more }): Line => [model, meter, amount, more ?? {}])

const edition = fc
  .uniqueArray(line, { selector: ([m, t, , more]) => `${m} ${more?.field ?? t}`, maxLength: 6 })
  .chain((all) =>
    // Some announce a change of their first line.
    fc.option(fc.integer({ min: 2, max: 20 })).map((from) => {
      const [first] = all
      if (from === null || !first || first[3]?.to !== undefined) return all
      const [model, meter, , more] = first
      return [
        [model, meter, first[2], { ...more, to: day(from) }] as Line,
        [model, meter, '3', { ...more, from: day(from) }] as Line,
        ...all.slice(1),
      ]
    }),
  )

const editions = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }).map(day), edition), {
    selector: ([d]) => d,
    minLength: 2,
    maxLength: 5,
  })
  .chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.nat({ max: all.length - 1 }),
    ),
  )

test('the order of editions does not matter, nor does importing one twice', async () => {
  await fc.assert(
    fc.asyncProperty(editions, async ([all, shuffled, twice]) => {
      await using one = await ownDb()
      await using other = await ownDb()
      for (const [date, content] of all) await importLines(one.db, date, content)
      for (const [date, content] of [...shuffled, shuffled[twice]!])
        await importLines(other.db, date, content)
      expect(await standing(other.db)).toEqual(await standing(one.db))
    }),
    { numRuns: 8 },
  )
})

test('the counts sum to the records, and the same bytes again are all unchanged', async () => {
  const db = await world()
  const first: Line[] = [
    ['model-1', 'input', '1'],
    ['model-1', 'output', '2'],
    ['model-2', 'input', '1'],
    ['model-3', 'input', '7'],
  ]
  const added = await importLines(db, day(1), first)
  expect(added).toMatchObject({ records: 3, counts: { added: 3 }, closed: 0, revision: 2 })
  expect(await importLines(db, day(1), first)).toMatchObject({
    counts: { added: 0, changed: 0, unchanged: 3, quarantined: 0, rejected: 0 },
    revision: null,
  })
  const second: Line[] = [
    ['model-1', 'input', '1'],
    ['model-1', 'output', '1.5'],
    ['model-2', 'input', '1'],
    ['model-4', 'input', '50', { doubt: 'it looks like a mistake' }],
  ]
  expect(await importLines(db, day(2), second)).toMatchObject({
    records: 3,
    counts: { added: 0, changed: 1, unchanged: 1, quarantined: 1, rejected: 0 },
    closed: 1,
    closedRecords: ['maker/model-3'],
    revision: 3,
    reasons: [{ record: 'maker/model-4', outcome: 'quarantined' }],
  })
})
