/** The prices that come with the project: what a fresh start loads on top of the seeds, without the network. */
import type { Db } from '../../db/client.ts'
import type { ImportProgress } from '../../domain/ledger/import.ts'
import { mergedSlugs, newestRun } from '../../domain/ledger/names.ts'
import { rulesAreCurrent } from '../../domain/ledger/rules.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { namesHash, readNames } from '../market/names.ts'
import type { PriceReport } from '../market/report.ts'
import { importRead, READER_VERSION } from '../market/run.ts'
import { genaiPrices } from './genai-prices.ts'
import { GENAI_PACKAGE, readGenaiPackage } from './genai-prices-package.ts'

const ORIGIN = `@pydantic/genai-prices ${GENAI_PACKAGE.version}`

/** Imports the edition of the package; one that is in the ledger already changes nothing. */
export async function importEmbedded(
  db: Db,
  clock: Clock,
  onProgress?: ImportProgress,
): Promise<PriceReport> {
  const files = readGenaiPackage()
  const raw = { files, contentHash: sha256(files[0]!.bytes), isAddress: false }
  const inputHash = await embeddedHash(db)
  const run = { format: genaiPrices, names: readNames(), input: ORIGIN, origin: ORIGIN, inputHash }
  // It is what it is: half of a later edition that somebody imported is no failed fetch.
  const options = { date: GENAI_PACKAGE.date, acceptSmall: true, ...(onProgress ? { onProgress } : {}) }
  return importRead(db, clock, { ...run, ...options }, raw)
}

/** Whether that was done, by the same names and rules. Loads no package, whose prices would stay in memory. */
export async function knowsEmbedded(db: Db): Promise<boolean> {
  const last = await newestRun(db, genaiPrices.name, ORIGIN)
  return last !== null && last.inputHash === (await embeddedHash(db)) && rulesAreCurrent(db)
}

/** A version of a package has the same bytes for ever. */
async function embeddedHash(db: Db): Promise<string> {
  const merged = await mergedSlugs(db)
  const { version, date } = GENAI_PACKAGE
  return sha256([READER_VERSION, version, date, namesHash(), merged.fingerprint].join('\n'))
}
