/** Runs one import of a release of statistics: input, parsing, names, ledger, report. */
import type { Db } from '../../db/client.ts'
import { type ImportProgress, recordImport } from '../../domain/ledger/import.ts'
import { knownEditions, ledgerNames, wasImported } from '../../domain/ledger/names.ts'
import { GUESSED, placeOf, type Release, UndatedRelease } from '../../domain/ledger/releases.ts'
import { rulesAreCurrent } from '../../domain/ledger/rules.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { isoDay } from '../../lib/period.ts'
import { editionDay } from '../market/date.ts'
import { type RawInput, readInput } from '../market/input.ts'
import { namesHash } from '../market/names.ts'
import { InputProblem } from '../market/types.ts'
import { countryNamesHash, readCountryNames } from './country-names.ts'
import { describedBy, readOthers } from './described.ts'
import { type StatisticReport, sameRelease, statisticReport } from './report.ts'
import { translateRelease } from './translate.ts'
import type { StatisticFormat } from './types.ts'

/** Bumped when the same bytes would be read otherwise, so that they are read again. */
export const READER_VERSION = 1

export interface StatisticImport {
  format: StatisticFormat
  /** The name under which the import is recorded. */
  origin: string
  /** The day of the release, where it is known better than from the input. */
  date?: string | undefined
  /** See `LedgerInput`. */
  inputHash?: string
  dryRun?: boolean
  onProgress?: ImportProgress
}

/**
 * Imports one release, whole or not at all.
 * @param input a file or an address.
 * @throws InputProblem when the input cannot be used as a whole; nothing was written then.
 */
export async function importStatistics(
  db: Db,
  clock: Clock,
  run: StatisticImport & { input: string },
): Promise<StatisticReport> {
  run.onProgress?.('reading', 0)
  return importReadRelease(db, clock, run, await readInput(run.input, run.format.accepts))
}

/** As `importStatistics`, of bytes that are there already. */
export async function importReadRelease(
  db: Db,
  clock: Clock,
  run: StatisticImport,
  raw: RawInput,
): Promise<StatisticReport> {
  const { format, origin } = run
  run.onProgress?.('parsing', 0.05)
  const parsed = format.parse(raw.files, readCountryNames())
  if (parsed.records.length === 0)
    throw new InputProblem(origin, 'holds no record, so it is taken for a failed fetch')
  const editions = await knownEditions(db, parsed.source)
  // A day that was guessed is guessed again: perhaps the name of the file tells it by now.
  const sure = editions.filter((e) => e.contentHash === raw.contentHash && e.precision !== GUESSED)
  const last = sure.sort((a, b) => a.revision - b.revision).at(-1)
  const input = { origin, isAddress: raw.isAddress, given: run.date, before: last?.day ?? null }
  const edition = editionDay(input, parsed, isoDay(clock.now()))
  const release: Release = { date: edition.day, contentHash: raw.contentHash }
  if (edition.isGuess) release.isGuess = true
  const ledger = await ledgerNames(db, [])
  if (!ledger.keys.Source.has(parsed.source))
    throw new InputProblem(
      origin,
      `is of the source ${parsed.source}, which the ledger does not hold; start the server once, which reads the seeds`,
    )
  const entities = await describedBy(db, parsed, release, editions)
  const { claims, reasons, missing } = translateRelease(
    { ...parsed, entities: entities.kept },
    release,
    ledger,
    entities.others,
  )
  // What could not be kept is kept when the same bytes come again and the ledger has what was missing.
  const names = [countryNamesHash(), namesHash()]
  // Whether a release is outdated depends on all others of its source, whose days may have been told anew.
  const others = readOthers(editions, release)
    .map((e) => placeOf(e.day, e.contentHash))
    .sort()
  const contentHash = sha256(
    [READER_VERSION, ...names, parsed.source, edition.day, raw.contentHash, ...missing, ...others].join('\n'),
  )
  const known = {
    format: format.name,
    origin,
    source: parsed.source,
    edition,
    records: parsed.records.length,
  }
  if ((await wasImported(db, format.name, contentHash)) && (await rulesAreCurrent(db)))
    return sameRelease(known, reasons)

  const report = await recordImport(
    db,
    clock,
    {
      format: format.name,
      origin,
      contentHash,
      inputHash: run.inputHash,
      entities: entities.kept,
      ranks: [],
      claims,
      checks: [],
      rejected: [],
    },
    { dryRun: run.dryRun ?? false, ...(run.onProgress ? { onProgress: run.onProgress } : {}) },
  ).catch((error) => {
    if (!(error instanceof UndatedRelease)) throw error
    throw new InputProblem(
      origin,
      `says otherwise than another release of ${error.count} values, such as ${error.example}, and nothing tells for sure of which day it is; name the day with --date, so that the newer release counts`,
    )
  })
  return statisticReport(known, report, reasons)
}
