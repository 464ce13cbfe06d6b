/** Releases and seeds of one source: what editors typed is found again, and never set back by what they typed. */
import { expect, test, vi } from 'vitest'
import { importYaml } from '../helpers/facts.ts'
import { emberText, importText, standingOf } from '../helpers/releases.ts'
import { seededDb } from '../helpers/seeded.ts'

vi.setConfig({ testTimeout: 120_000 })

const SOURCE = 'ember-wholesale-monthly'
/** What editors typed from the release of June 2025, with a note of their own. */
const typed = (value: string, more = '') => `
claims:
  - key: DNK.2024-11
    source: ${SOURCE}
    locator: DNK, 2024-11
    energyRate: { country: DK, sector: WHOLESALE }
    value: ${value}
    unit: EUR/MWh
    valid: 2024-11
    seen: [2025-06-01]
    note: The first month with a whole price area.
${more}`
const ember = (db: Parameters<typeof importText>[0], date: string, price: string) =>
  importText(db, 'ember', `ember.${date}.csv`, emberText({ '2024-11': price }))

test('a release finds what was typed, keeps its note, and adds where it was seen', async () => {
  const db = await seededDb()
  await importYaml(db, typed('96.58'))
  const report = await ember(db, '2025-06-20', '96.58')
  expect(report.counts).toMatchObject({ unchanged: 1, revised: 0 })
  const [claim] = await db.claim.findMany({ where: { sourceSlug: SOURCE, toRevision: null } })
  expect(claim!.note).toBe('The first month with a whole price area.')
  expect(await standingOf(db, SOURCE)).toEqual({ 'DNK.2024-11': ['96.58', ['2025-06-01', '2025-06-20']] })
})

test('what was typed from an older release does not come back after a newer one', async () => {
  const db = await seededDb()
  await importYaml(db, typed('96.58'))
  await ember(db, '2025-07-03', '95.79')
  // As an upgrade reads the seeds again, for something else in them is new.
  const other = 'countries:\n  - { code: XQ, name: Elsewhere }\n'
  const report = await importYaml(db, typed('96.58', other))
  expect(report.claims).toMatchObject({ unchanged: 1, superseded: 0 })
  expect(await standingOf(db, SOURCE)).toEqual({ 'DNK.2024-11': ['95.79', ['2025-07-03']] })
  // What was typed wrongly from the release that stands is still put right.
  const right = await importYaml(db, typed('95.8').replace('[2025-06-01]', '[2025-07-04]'))
  expect(right.claims).toMatchObject({ superseded: 1 })
})

test('what editors typed is theirs to change, also when they saw it less often than they thought', async () => {
  const db = await seededDb()
  const seen = (days: string, value: string) => typed(value).replace('[2025-06-01]', days)
  await importYaml(db, seen('[2025-06-01, 2025-09-01]', '96.58'))
  const report = await importYaml(db, seen('[2025-06-01]', '96.85'))
  expect(report.claims).toMatchObject({ superseded: 1 })
})
