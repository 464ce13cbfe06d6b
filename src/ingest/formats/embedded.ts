/** The prices that come with the project: what a fresh start loads on top of the seeds, without the network. */
import type { Db } from '../../db/client.ts'
import type { ImportProgress } from '../../domain/ledger/import.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { readNames } from '../market/names.ts'
import type { PriceReport } from '../market/report.ts'
import { importRead } from '../market/run.ts'
import { genaiPrices } from './genai-prices.ts'
import { GENAI_PACKAGE, readGenaiPackage } from './genai-prices-package.ts'

/** Imports the edition of the package; one that is in the ledger already changes nothing. */
export function importEmbedded(db: Db, clock: Clock, onProgress?: ImportProgress): Promise<PriceReport> {
  const files = readGenaiPackage()
  const origin = `@pydantic/genai-prices ${GENAI_PACKAGE.version}`
  const raw = { files, contentHash: sha256(files[0]!.bytes), isAddress: false }
  const run = { format: genaiPrices, names: readNames(), input: origin, origin, date: GENAI_PACKAGE.date }
  // It is what it is: half of a later edition that somebody imported is no failed fetch.
  return importRead(db, clock, { ...run, acceptSmall: true, ...(onProgress ? { onProgress } : {}) }, raw)
}
