/** The carbon intensities that come with the project: what a fresh start loads on top of the seeds, without the network. */
import type { Db } from '../../db/client.ts'
import type { ImportProgress } from '../../domain/ledger/import.ts'
import { newestRun } from '../../domain/ledger/names.ts'
import { rulesAreCurrent } from '../../domain/ledger/rules.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { CO2_COLLECTIONS, CO2_ORIGIN, CO2_PACKAGE, readCo2Package } from './co2-package.ts'
import { countryNamesHash } from './country-names.ts'
import { co2Js } from './formats/co2-js.ts'
import type { StatisticReport } from './report.ts'
import { importReadRelease, READER_VERSION } from './run.ts'

interface CarbonImport {
  dryRun?: boolean
  onProgress?: ImportProgress
}

/**
 * Imports the collections of the package; those that are in the ledger already change nothing.
 * @returns null where the package, which is optional, is not installed.
 */
export async function importCarbon(
  db: Db,
  clock: Clock,
  options: CarbonImport = {},
): Promise<StatisticReport[] | null> {
  const reports: StatisticReport[] = []
  for (const collection of CO2_COLLECTIONS) {
    const files = readCo2Package(collection)
    if (!files) return null
    const origin = `${CO2_ORIGIN} ${collection}`
    const run = { format: co2Js, origin, date: CO2_PACKAGE.date, inputHash: carbonHash(), ...options }
    const raw = { files, contentHash: sha256(files[0]!.bytes), isAddress: false }
    reports.push(await importReadRelease(db, clock, run, raw))
  }
  return reports
}

/** Whether that was done, by the same names and rules. Loads no package. */
export async function knowsCarbon(db: Db): Promise<boolean> {
  const last = CO2_COLLECTIONS.map((name) => newestRun(db, co2Js.name, `${CO2_ORIGIN} ${name}`))
  const runs = await Promise.all(last)
  return runs.every((run) => run?.inputHash === carbonHash()) && rulesAreCurrent(db)
}

/** A version of a package has the same bytes for ever. */
const carbonHash = () =>
  sha256([READER_VERSION, CO2_PACKAGE.version, CO2_PACKAGE.date, countryNamesHash()].join('\n'))
