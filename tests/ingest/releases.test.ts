/** Releases of a statistic: the newest that says something about a period decides, in whatever order they come. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { editClaim } from '../../src/domain/ledger/correct.ts'
import { fixedClock } from '../helpers/clock.ts'
import { createDatabase } from '../helpers/db.ts'
import { emberText, importText, standingOf } from '../helpers/releases.ts'

vi.setConfig({ testTimeout: 120_000 })

const SOURCE = 'ember-wholesale-monthly'

async function ownDb() {
  const { url, drop } = await createDatabase('seeded')
  const db = openDb({ url, pool: 2 })
  return {
    db,
    [Symbol.asyncDispose]: async () => {
      await db.$disconnect()
      await drop()
    },
  }
}

const OLD = emberText({ '2024-10': '71.5', '2024-11': '96.58', '2024-12': '80.02' })
const NEW = emberText({ '2024-10': '71.5', '2024-11': '95.79', '2025-05': '64.4' })
const correctByHand = (db: Db, claim: string, point: string) =>
  editClaim(db, fixedClock('2026-11-24T12:00:00Z'), {
    claim,
    edit: {
      do: 'correct',
      value: { low: null, point, high: null, qualifier: 'EXACT' },
      ...{ unit: null, text: null, source: null },
    },
    reason: 'OUR_ERROR',
    note: 'We looked again.',
    dryRun: false,
  })
const ember = (db: Db, date: string, text: string) => importText(db, 'ember', `ember.${date}.csv`, text)

describe('a newer release', () => {
  test('supersedes exactly what it says otherwise, and what it leaves out stands', async () => {
    await using world = await ownDb()
    const first = await ember(world.db, '2025-06-01', OLD)
    expect(first.counts).toMatchObject({ added: 3, revised: 0 })
    const second = await ember(world.db, '2025-07-03', NEW)
    expect(second).toMatchObject({
      counts: { added: 1, revised: 1, unchanged: 1, outdated: 0, quarantined: 0, rejected: 0 },
      claims: { added: 1, superseded: 1 },
      edition: { day: '2025-07-03', from: 'its name' },
    })
    expect(await standingOf(world.db, SOURCE)).toEqual({
      'DNK.2024-10': ['71.5', ['2025-06-01', '2025-07-03']],
      'DNK.2024-11': ['95.79', ['2025-07-03']],
      'DNK.2024-12': ['80.02', ['2025-06-01']],
      'DNK.2025-05': ['64.4', ['2025-07-03']],
    })
    const corrections = await world.db.correction.findMany({ where: { reason: 'SOURCE_REVISED' } })
    expect(corrections.map((c) => c.note)).toEqual([
      'The release of 2025-07-03 gives 95.79 EUR/MWh where that of 2025-06-01 gave 96.58 EUR/MWh.',
    ])
  })

  test('may come back to what an older one said', async () => {
    await using world = await ownDb()
    await ember(world.db, '2025-06-01', OLD)
    await ember(world.db, '2025-07-03', NEW)
    const back = await ember(world.db, '2025-08-01', emberText({ '2024-11': '96.58' }))
    expect(back.counts).toMatchObject({ revised: 1, rejected: 0 })
    expect((await standingOf(world.db, SOURCE))['DNK.2024-11']).toEqual(['96.58', ['2025-08-01']])
  })

  test('does not bring back what was corrected by hand, and replaces it by another number', async () => {
    await using world = await ownDb()
    await ember(world.db, '2025-06-01', OLD)
    await correctByHand(world.db, `${SOURCE}/DNK.2024-11`, '95')
    const same = await ember(world.db, '2025-06-15', OLD)
    expect(same.counts).toMatchObject({ unchanged: 3, revised: 0 })
    const late = await ember(world.db, '2025-05-01', emberText({ '2024-11': '90' }))
    expect(late.counts).toMatchObject({ outdated: 1, revised: 0 })
    const other = await ember(world.db, '2025-07-03', NEW)
    expect(other.counts).toMatchObject({ revised: 1 })
  })
})

describe('an older release that comes late', () => {
  test('adds its sightings and what nobody else says, and changes nothing that is newest', async () => {
    await using world = await ownDb()
    await ember(world.db, '2025-07-03', NEW)
    const late = await ember(world.db, '2025-06-01', OLD)
    expect(late.counts).toMatchObject({ added: 1, revised: 0, unchanged: 1, outdated: 1 })
    expect(late.revision).not.toBeNull()
    expect(await standingOf(world.db, SOURCE)).toEqual({
      'DNK.2024-10': ['71.5', ['2025-06-01', '2025-07-03']],
      'DNK.2024-11': ['95.79', ['2025-07-03']],
      'DNK.2024-12': ['80.02', ['2025-06-01']],
      'DNK.2025-05': ['64.4', ['2025-07-03']],
    })
    expect(await world.db.correction.count({ where: { reason: 'SOURCE_REVISED' } })).toBe(0)
  })
})

describe('a release that nothing dates for sure', () => {
  test('is imported as long as it contradicts nothing, and else only with its day', async () => {
    await using world = await ownDb()
    const undated = (text: string, date?: string) =>
      importText(world.db, 'ember', 'prices.csv', text, date === undefined ? {} : { date })
    await ember(world.db, '2025-06-01', OLD)
    const more = await undated(emberText({ '2024-10': '71.5', '2025-01': '88' }))
    expect(more).toMatchObject({ counts: { added: 1, unchanged: 1 }, edition: { day: '2025-01-01' } })
    await expect(undated(NEW)).rejects.toThrow(
      /otherwise than another release of 1 values, such as DNK\.2024-11: 95\.79 EUR\/MWh where 96\.58 EUR\/MWh stands.*--date/,
    )
    expect((await standingOf(world.db, SOURCE))['DNK.2024-11']).toEqual(['96.58', ['2025-06-01']])
    expect((await undated(NEW, '2025-07-03')).counts).toMatchObject({ revised: 1 })
  })
})

describe('the same bytes again', () => {
  test('make no revision, whatever the file is called; a dry run writes nothing', async () => {
    await using world = await ownDb()
    const before = await world.db.revision.count()
    const dry = await importText(world.db, 'ember', 'e.csv', OLD, { date: '2025-06-01', dryRun: true })
    expect(dry.counts).toMatchObject({ added: 3 })
    expect(await world.db.revision.count()).toBe(before)
    await ember(world.db, '2025-06-01', OLD)
    const again = await importText(world.db, 'ember', 'renamed.csv', OLD)
    expect(again).toMatchObject({ revision: null, counts: { unchanged: 3, added: 0 } })
    expect(again.edition.from).toBe('the same bytes were read before')
    expect(await world.db.revision.count()).toBe(before + 1)
  })
})

const months = ['2024-10', '2024-11', '2024-12']
const release = fc
  .record(Object.fromEntries(months.map((m) => [m, fc.option(fc.constantFrom('50', '60', '70'))])))
  .map((r) => Object.fromEntries(Object.entries(r).flatMap(([m, v]) => (v ? [[m, v]] : []))))
  .filter((r) => Object.keys(r).length > 0)

test('releases in any order leave the same values, and those of the newest that has each', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(release, { selector: (r) => JSON.stringify(r), minLength: 2, maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      async (releases, random) => {
        await using world = await ownDb()
        const dated = releases.map((r, i) => ({ date: `2025-0${i + 1}-01`, months: r }))
        const shuffled = [...dated].sort(() => (random.next().value! % 2 === 0 ? 1 : -1))
        // The first comes once more at the end, as a nightly job would bring it.
        for (const r of [...shuffled, shuffled[0]!]) await ember(world.db, r.date, emberText(r.months))
        const newest = Object.assign({}, ...dated.map((r) => r.months)) as Record<string, string>
        const stands = await standingOf(world.db, SOURCE)
        expect(Object.fromEntries(Object.entries(stands).map(([k, [v]]) => [k, v]))).toEqual(
          Object.fromEntries(
            Object.entries(newest)
              .sort()
              .map(([m, v]) => [`DNK.${m}`, v]),
          ),
        )
        for (const [key, [, seen]] of Object.entries(stands)) {
          const month = key.slice(4)
          // Seen in the newest release that has the month; older ones that say the same may be beside it.
          expect(seen.at(-1)).toBe(dated.findLast((r) => month in r.months)!.date)
        }
      },
    ),
    { numRuns: 12 },
  )
})
