/** Releases beside what editors did, and what they say of places: nothing comes back, and nothing is set back. */
import { expect, test, vi } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { type Edit, editClaim } from '../../src/domain/ledger/correct.ts'
import { fixedClock } from '../helpers/clock.ts'
import { importYaml } from '../helpers/facts.ts'
import { emberText, importText, standingOf } from '../helpers/releases.ts'
import { seededDb } from '../helpers/seeded.ts'

vi.setConfig({ testTimeout: 120_000 })

const clock = fixedClock('2026-11-24T12:00:00Z')
const edit = (db: Db, claim: string, what: Edit, reason: 'OUR_ERROR' | 'SOURCE_WITHDRAWN' | 'LEGAL_DEMAND') =>
  editClaim(db, clock, { claim, edit: what, reason, note: 'As asked.', dryRun: false })
const ember = (db: Db, date: string, price: string) =>
  importText(db, 'ember', `e.${date}.csv`, emberText({ '2024-11': price }))
const CLAIM = 'ember-wholesale-monthly/DNK.2024-11'

test('what was redacted after a newer release had replaced it does not come back', async () => {
  const db = await seededDb()
  await ember(db, '2025-05-01', '66.6')
  const old = await db.claim.findFirstOrThrow({ where: { key: 'DNK.2024-11', toRevision: null } })
  await ember(db, '2025-06-01', '50')
  await edit(db, old.id, { do: 'redact' }, 'LEGAL_DEMAND')
  expect((await ember(db, '2025-07-01', '66.6')).counts).toMatchObject({ revised: 0, unchanged: 1 })
  expect((await standingOf(db, 'ember-wholesale-monthly'))['DNK.2024-11']![0]).toBe('50')
})

test('what was withdrawn is not told again by an older release, and is by a newer one that says something else', async () => {
  const db = await seededDb()
  await ember(db, '2025-07-01', '95.79')
  await edit(db, CLAIM, { do: 'withdraw' }, 'SOURCE_WITHDRAWN')
  expect((await ember(db, '2025-06-01', '96.58')).counts).toMatchObject({ outdated: 1, added: 0 })
  expect((await ember(db, '2025-08-01', '97')).counts).toMatchObject({ added: 1 })
})

const SITES = 'Name,Current H100 equivalents,Current power (MW),Owner,Users,Country,Address\n'
const site = (db: Db, date: string, name: string, address: string, country = 'United States') =>
  importText(
    db,
    'epoch-ai',
    `sites.${date}.csv`,
    `${SITES}${name},1000,150,Acme #confident,,${country},"${address}"\n`,
  )
const addressOf = async (db: Db, slug: string) =>
  (await db.hub.findUniqueOrThrow({ where: { slug } })).address

test('an older release does not set a place back, nor do the seeds', async () => {
  const db = await seededDb()
  await site(db, '2026-09-01', 'Colossus 2', '9 New Road, Memphis, TN 38109')
  await site(db, '2026-03-01', 'Colossus 2', '1 Old Road, Memphis, TN 38109')
  expect(await addressOf(db, 'colossus-2')).toBe('9 New Road, Memphis, TN 38109')
  const typed = `hubs:
  - { slug: colossus-2, name: Colossus 2, kind: DATA_CENTRE, country: US, address: "5 Seed Road" }\n`
  await importYaml(db, typed, { origin: 'seeds' })
  expect(await addressOf(db, 'colossus-2')).toBe('9 New Road, Memphis, TN 38109')
  // Editors who say it by themselves are heard.
  await importYaml(db, typed, { origin: 'by-us.yaml' })
  expect(await addressOf(db, 'colossus-2')).toBe('5 Seed Road')
})

test('a site with the name of something else is kept aside with all that is said of it', async () => {
  const db = await seededDb()
  const report = await site(db, '2026-09-01', 'Guizhou', 'Guian', 'China')
  expect(report).toMatchObject({ records: 1, counts: { quarantined: 1, added: 0, rejected: 0 } })
  expect(report.reasons[0]!.reason).toMatch(/another thing has its name: its kind is NATIONAL_HUB/)
  expect(
    await db.claim.count({ where: { sourceSlug: 'epoch-ai-data-centers', key: { startsWith: 'guizhou' } } }),
  ).toBe(0)
})

const CHIPS = 'Data center,Date,Chip type,Number of Units,Number of Units source,Last Modified\n'
test('a plan that has come true is no plan any more, though its number is the same', async () => {
  const db = await seededDb()
  const chips = (edited: string) =>
    importText(
      db,
      'epoch-ai',
      `chips.${edited}.csv`,
      `${CHIPS}Colossus 2,2026-09-15,X1,500,Estimate,${edited}\n`,
    )
  await chips('2026-07-01')
  expect((await chips('2026-10-01')).counts).toMatchObject({ revised: 1 })
  const [claim] = await db.claim.findMany({
    where: { key: { contains: 'accelerators-x1' }, toRevision: null },
  })
  expect(claim!.basis).toBe('ESTIMATED')
  const correction = await db.correction.findFirstOrThrow({ where: { successorId: claim!.id } })
  expect(correction.note).toBe(
    'The release of 2026-10-01 gives the same as ESTIMATED where that of 2026-07-01 gave PROJECTED.',
  )
})

test('editors may correct what a newer release said, and remark on it', async () => {
  const db = await seededDb()
  const typed = (value: string, more = '') => `claims:
  - { key: DNK.2024-11, source: ember-wholesale-monthly, locator: "DNK, 2024-11", value: ${value}, unit: EUR/MWh,
      valid: 2024-11, seen: [2025-06-01], energyRate: { country: DK, sector: WHOLESALE }${more} }\n`
  await ember(db, '2025-07-01', '95.79')
  const remarked = await importYaml(db, typed('95.79', ', note: A windy month.'))
  expect(remarked.claims).toMatchObject({ superseded: 1 })
  expect((await importYaml(db, typed('90'))).claims).toMatchObject({ superseded: 0, unchanged: 1 })
  const corrected = typed('90', ', correction: { reason: OUR_ERROR, note: Misread. }')
  expect((await importYaml(db, corrected)).claims).toMatchObject({ superseded: 1 })
})
