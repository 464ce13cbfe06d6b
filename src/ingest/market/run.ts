/** Runs one import of a price file: input, parsing, names, ledger, report. All input and output of importers is here. */
import type { Db } from '../../db/client.ts'
import { type ImportProgress, recordImport } from '../../domain/ledger/import.ts'
import { knownEditions, mergedSlugs, wasImported } from '../../domain/ledger/names.ts'
import { rulesAreCurrent } from '../../domain/ledger/rules.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { isoDay } from '../../lib/period.ts'
import { type EditionDay, editionDay } from './date.ts'
import { type RawInput, readInput } from './input.ts'
import type { Names } from './names.ts'
import { type PriceReport, priceReport, sameAgain } from './report.ts'
import { translateRecords } from './translate.ts'
import { type Format, InputProblem, type ParsedSnapshot } from './types.ts'

/** Bumped when the same bytes would be read otherwise, so that they are read again. */
export const READER_VERSION = 1

export interface PriceImport {
  format: Format
  names: Names
  /** A file, a folder or an address. */
  input: string
  /** The name under which the import is recorded. */
  origin: string
  /** The day of the edition, where it is known better than from the input. */
  date?: string | undefined
  /** See `LedgerInput`. */
  inputHash?: string
  dryRun?: boolean
  /** Take an edition with less than half the records of the one before, or with none. */
  acceptSmall?: boolean
  onProgress?: ImportProgress
}

/**
 * Imports one edition of a price file, whole or not at all.
 * @throws InputProblem when the input cannot be used as a whole; nothing was written then.
 */
export async function importPrices(db: Db, clock: Clock, run: PriceImport): Promise<PriceReport> {
  run.onProgress?.('reading', 0)
  return importRead(db, clock, run, await readInput(run.input, run.format.accepts))
}

/** As `importPrices`, of bytes that are there already. */
export async function importRead(
  db: Db,
  clock: Clock,
  run: PriceImport,
  raw: RawInput,
): Promise<PriceReport> {
  const { format, names, origin } = run
  run.onProgress?.('parsing', 0.05)
  const snapshot = format.parse(raw.files)
  const editions = await knownEditions(db, format.source)
  const before = editions.find((e) => e.contentHash === raw.contentHash)?.day ?? null
  const edition = editionDay(
    { origin, isAddress: raw.isAddress, given: run.date, before },
    snapshot,
    isoDay(clock.now()),
  )
  assertPaths(origin, snapshot)
  const merged = await mergedSlugs(db)
  const contentHash = sha256(
    [READER_VERSION, names.fingerprint, merged.fingerprint, edition.day, raw.contentHash].join('\n'),
  )
  const known = { format: format.name, origin, edition, records: snapshot.records.length }
  if ((await wasImported(db, format.name, contentHash)) && (await rulesAreCurrent(db)))
    return sameAgain(known)
  if (!run.acceptSmall) assertSize(run, snapshot, edition, editions)

  const translated = translateRecords(format, snapshot.records, edition.day, names, merged)
  const report = await recordImport(
    db,
    clock,
    {
      format: format.name,
      origin,
      contentHash,
      inputHash: run.inputHash,
      entities: translated.entities,
      ranks: [],
      claims: [],
      checks: [],
      modelAliases: translated.aliases,
      snapshot: {
        source: format.source,
        date: edition.day,
        contentHash: raw.contentHash,
        records: snapshot.records.map((r) => r.path),
        claims: translated.claims,
      },
      rejected: [],
    },
    { dryRun: run.dryRun ?? false, ...(run.onProgress ? { onProgress: run.onProgress } : {}) },
  )
  const isSame = report.revision === null && !run.dryRun
  return isSame ? sameAgain(known) : priceReport(known, report, translated.rejected)
}

/** Paths are what editions are compared by. */
function assertPaths(origin: string, { records }: ParsedSnapshot): void {
  const seen = new Set<string>()
  for (const { path } of records) {
    if (seen.has(path)) throw new InputProblem(origin, `holds the record "${path.slice(0, 200)}" twice`)
    seen.add(path)
  }
}

/** A file that lost half of its records is a fetch that failed: it would end thousands of offers. */
function assertSize(
  { origin }: PriceImport,
  { records }: ParsedSnapshot,
  edition: EditionDay,
  editions: readonly { day: string; records: number }[],
): void {
  if (records.length === 0)
    throw new InputProblem(
      origin,
      'holds no record, so it is taken for a failed fetch; --accept-small imports it all the same',
    )
  const before = editions.findLast((e) => e.day < edition.day)
  if (before && records.length * 2 < before.records)
    throw new InputProblem(
      origin,
      `holds ${records.length} records, the edition of ${before.day} held ${before.records}; less than half is taken for a failed fetch. ` +
        '--accept-small imports it all the same',
    )
}
