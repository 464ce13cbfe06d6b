/** The real files, whole: each is imported or refused with its reason, nothing is lost, and the same again is nothing new. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { importCarbon } from '../../src/ingest/statistics/embedded.ts'
import type { StatisticReport } from '../../src/ingest/statistics/report.ts'
import { importStatistics } from '../../src/ingest/statistics/run.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { formatOf } from '../helpers/releases.ts'
import { shared } from '../helpers/shared.ts'

vi.setConfig({ testTimeout: 300_000 })

const clock = fixedClock('2026-11-24T12:00:00Z')
const FOLDERS: [format: string, folder: string][] = [
  ['ember', 'data/ember'],
  ['eia', 'data/eia'],
  ['owid', 'data/owid'],
  ['world-bank', 'data/world-bank'],
  ['google-region-carbon', 'data/gcp-region-carbon'],
  ['openrouter-rankings', 'data/openrouter-rankings'],
]

async function importAll(db: Db): Promise<Record<string, StatisticReport | string>> {
  const reports: Record<string, StatisticReport | string> = {}
  for (const [name, folder] of FOLDERS) {
    for (const file of readdirSync(shared(folder)!).sort()) {
      const input = join(shared(folder)!, file)
      const format = formatOf(name)
      if (!format.accepts(input)) continue
      reports[file] = await importStatistics(db, clock, { format, input, origin: file }).catch(
        (error: Error) => error.message,
      )
    }
  }
  return reports
}

const told = (r: StatisticReport | string) =>
  typeof r === 'string'
    ? r
    : Object.entries(r.counts)
        .filter(([, n]) => n > 0)
        .map(([outcome, n]) => `${n} ${outcome}`)
        .join(', ')

test('every real file is imported whole or refused, and changes nothing when it comes again', async ({
  seeded,
}) => {
  if (!shared('data/ember')) return
  const first = await importAll(seeded.db)
  expect(Object.fromEntries(Object.entries(first).map(([file, r]) => [file, told(r)]))).toMatchSnapshot()
  for (const report of Object.values(first))
    if (typeof report !== 'string')
      expect(Object.values(report.counts).reduce((a, b) => a + b)).toBe(report.records)
  const revisions = await seeded.db.revision.count()
  const again = await importAll(seeded.db)
  for (const [file, report] of Object.entries(again))
    if (typeof report !== 'string')
      expect([file, report.counts.added, report.counts.revised, report.revision]).toEqual([file, 0, 0, null])
  expect(await seeded.db.revision.count()).toBe(revisions)
})

test('what the package ships is imported, whole countries and groups that are known', async ({ seeded }) => {
  const reports = await importCarbon(seeded.db, clock)
  expect(reports!.map((r) => `${r.source}: ${told(r)}`)).toMatchSnapshot()
  expect((await importCarbon(seeded.db, clock))!.map((r) => r.revision)).toEqual([null, null])
})
