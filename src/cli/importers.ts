/** What `npm run import` does with price files and with statistics, input by input. */
import { join, resolve } from 'node:path'
import type { Db } from '../db/client.ts'
import { SEEDS_ORIGIN } from '../domain/ledger/seeded-hubs.ts'
import { importFacts } from '../ingest/facts/run.ts'
import { holdsVocabulary } from '../ingest/facts/vocabulary.ts'
import { filesOf, isAddress, shownInput } from '../ingest/market/input.ts'
import { readNames } from '../ingest/market/names.ts'
import { importPrices } from '../ingest/market/run.ts'
import { type Format, InputProblem } from '../ingest/market/types.ts'
import { importCarbon } from '../ingest/statistics/embedded.ts'
import { importStatistics } from '../ingest/statistics/run.ts'
import type { StatisticFormat } from '../ingest/statistics/types.ts'
import { systemClock } from '../lib/clock.ts'
import { priceText, statisticText } from './report.ts'
import { progress, step } from './terminal.ts'

const SEEDS = join(import.meta.dirname, '../../seeds')

export type ImportValues = { date?: string; 'accept-small': boolean; 'dry-run': boolean; json: boolean }
interface ImportOutcome {
  out: string
  refused: boolean
}
export type Importer = (input: string) => Promise<ImportOutcome>

/** Units, meters and the sources themselves are in the seeds, which a ledger that never ran does not hold. */
export async function seedVocabulary(db: Db): Promise<void> {
  if (await holdsVocabulary(db, SEEDS)) return
  await step('Seeds', () =>
    importFacts(db, systemClock, { path: SEEDS, origin: SEEDS_ORIGIN, skipSame: true }),
  )
}

export function priceImporter(db: Db, format: Format, values: ImportValues): Importer {
  const names = readNames()
  const dryRun = values['dry-run']
  return (input) =>
    told(format.name, shownInput(input), values, async (onProgress) => {
      const report = await importPrices(db, systemClock, {
        format,
        names,
        input: isAddress(input) ? input : resolve(input),
        origin: shownInput(input),
        date: values.date,
        dryRun,
        acceptSmall: values['accept-small'],
        onProgress,
      })
      return values.json ? JSON.stringify(report) : priceText(report, dryRun)
    })
}

/** One input for each release: those of a folder are as many. An address, or what is not there, stays as it is. */
export async function releasesOf(format: StatisticFormat, inputs: readonly string[]): Promise<string[]> {
  const lists = inputs.map(async (input) => {
    if (isAddress(input)) return [input]
    const files = await filesOf(resolve(input), format.accepts).catch((error) => {
      // It is told where it is imported, beside what becomes of the other inputs.
      if (error instanceof InputProblem) return [resolve(input)]
      throw error
    })
    const place = (file: string) => format.order?.(file) ?? 0
    return files
      .sort((a, b) => place(a) - place(b))
      .map((file) => (file === resolve(input) ? input : join(input, file.slice(resolve(input).length))))
  })
  return (await Promise.all(lists)).flat()
}

export function statisticImporter(db: Db, format: StatisticFormat, values: ImportValues): Importer {
  const dryRun = values['dry-run']
  return (input) =>
    told(format.name, shownInput(input), values, async (onProgress) => {
      const report = await importStatistics(db, systemClock, {
        format,
        input: isAddress(input) ? input : resolve(input),
        origin: shownInput(input),
        date: values.date,
        dryRun,
        onProgress,
      })
      return values.json ? JSON.stringify(report) : statisticText(report, dryRun)
    })
}

/** What the optional package ships. */
export function packageImporter(db: Db, format: StatisticFormat, values: ImportValues): Importer {
  const dryRun = values['dry-run']
  return (origin) =>
    told(format.name, origin, values, async (onProgress) => {
      const reports = await importCarbon(db, systemClock, { dryRun, onProgress })
      if (!reports)
        throw new InputProblem(
          origin,
          'is not installed; npm install brings it, unless optional packages are left out',
        )
      return reports
        .map((report) => (values.json ? JSON.stringify(report) : statisticText(report, dryRun)))
        .join('\n')
    })
}

/** Shows how far an import is, and tells what is wrong with its input. */
async function told(
  format: string,
  origin: string,
  values: ImportValues,
  work: (onProgress: (stage: string, share: number) => void) => Promise<string>,
): Promise<ImportOutcome> {
  const bar = progress(`Import of ${origin}`)
  try {
    const out = await work(bar.at)
    bar.done()
    return { out, refused: false }
  } catch (error) {
    bar.clear()
    if (!(error instanceof InputProblem)) throw error
    const refusal = { format, origin, revision: null, problem: error.message }
    const out = values.json ? JSON.stringify(refusal) : `Nothing was imported. ${error.message}.`
    return { out, refused: true }
  }
}
