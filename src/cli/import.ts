/** `npm run import -- <format> <file|folder|address>` */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { type Unreconciled, unreconciledEntries } from '../domain/read/unreconciled.ts'
import { InputProblems, importFacts } from '../ingest/facts/run.ts'
import { FORMATS } from '../ingest/formats/registry.ts'
import { CO2_ORIGIN } from '../ingest/statistics/co2-package.ts'
import { co2Js } from '../ingest/statistics/formats/co2-js.ts'
import { STATISTIC_FORMATS } from '../ingest/statistics/registry.ts'
import { systemClock } from '../lib/clock.ts'
import {
  type Importer,
  type ImportValues,
  packageImporter,
  priceImporter,
  releasesOf,
  seedVocabulary,
  statisticImporter,
} from './importers.ts'
import { openLedger } from './ledger.ts'
import { factsObject, problemsText, reportText } from './report.ts'
import { step, table } from './terminal.ts'
import { UsageError } from './usage.ts'

const FACTS = 'facts'
const NAMES = [FACTS, ...[...FORMATS, ...STATISTIC_FORMATS].map((f) => f.name)]

export const IMPORT_HELP = `Usage: npm run import -- <format> <file|folder|address>... [options]
       npm run import -- --unreconciled [--json]

Imports into the ledger, beside a running server or without one. Each input is one import: one
transaction, one revision, or nothing at all. The same content again makes no revision.

Formats:
${table([
  ['  facts', 'YAML files of sources, entities and claims, as in the folder seeds'],
  ...[...FORMATS, ...STATISTIC_FORMATS].map((f) => [`  ${f.name}`, f.help]),
])}

An input is a file, a folder or an https address. A price file is one edition of its source: when its prices
began and ended follows from all editions, in whatever order they are imported. A file of statistics is one
release of its source, also where a folder holds several: what a newer release says otherwise of a past period
replaces the older value, in whatever order they are imported. The day of an edition or release is, in this
order, that of --date, the one that the file gives itself, the one in its name, or the newest that it mentions.

Options:
  --date <day>     the day of the edition or release: 2026-07-24
  --accept-small   take an edition that is empty, or holds less than half of the one before
  --dry-run        check everything and show the report, write nothing
  --json           print one JSON object per input on one line instead of the report
  --unreconciled   list models and sellers that no file of names knows; see the README on merging them
  --help           this text

Exit code: 0 when all was imported or nothing was new, 1 when something was refused, 2 for wrong usage.
`

const OPTIONS = {
  date: { type: 'string' },
  'accept-small': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  unreconciled: { type: 'boolean', default: false },
} as const

export async function runImport(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
  const [format, ...inputs] = positionals
  if (values.unreconciled) {
    if (format) throw new UsageError('--unreconciled only lists; it takes no format.')
    return withLedger(config, (db) => listUnreconciled(db, values.json))
  }
  if (!format || !NAMES.includes(format)) throw new UsageError(`Name a format: ${NAMES.join(', ')}.`)
  const isPackage = format === co2Js.name && inputs.length === 0
  if (inputs.length === 0 && !isPackage)
    throw new UsageError('Name a file, a folder or an address to import.')
  const prices = FORMATS.find((f) => f.name === format)
  const statistics = STATISTIC_FORMATS.find((f) => f.name === format)
  if (!prices && !statistics && values.date !== undefined)
    throw new UsageError('--date is for price files and statistics; facts state their own dates.')
  if (!prices && values['accept-small'])
    throw new UsageError('--accept-small is for price files, whose records end when they are gone.')
  if (isPackage && values.date !== undefined)
    throw new UsageError('The package has its day; --date is for files.')
  if (values.date !== undefined && inputs.length > 1)
    throw new UsageError('--date is the day of one edition: name one input.')
  return withLedger(config, async (db) => {
    if (prices || statistics) await seedVocabulary(db)
    const one = isPackage
      ? packageImporter(db, co2Js, values)
      : prices
        ? priceImporter(db, prices, values)
        : statistics
          ? statisticImporter(db, statistics, values)
          : factsImporter(db, values)
    const each = isPackage ? [CO2_ORIGIN] : statistics ? await releasesOf(statistics, inputs) : inputs
    if (values.date !== undefined && each.length > 1)
      throw new UsageError(
        '--date is the day of one release, and the folder holds several: name them one by one.',
      )
    let isRefused = false
    for (const input of each) {
      const { out, refused } = await one(input)
      isRefused ||= refused
      process.stdout.write(`${out}\n`)
    }
    return isRefused ? 1 : 0
  })
}

async function withLedger(config: Config, work: (db: Db) => Promise<number>): Promise<number> {
  const ledger = await openLedger(config)
  try {
    return await work(ledger.db)
  } finally {
    await ledger.close()
  }
}

function factsImporter(db: Db, values: ImportValues): Importer {
  const dryRun = values['dry-run']
  return async (input) => {
    try {
      const report = (await step(`Import of ${input}`, () =>
        importFacts(db, systemClock, { path: resolve(input), origin: input, dryRun }),
      ))!
      const out = values.json ? JSON.stringify(factsObject(report)) : reportText(report, dryRun)
      return { out, refused: report.claims.rejected > 0 }
    } catch (error) {
      if (!(error instanceof InputProblems)) throw error
      const refusal = { format: FACTS, origin: input, revision: null, problems: error.problems }
      return { out: values.json ? JSON.stringify(refusal) : problemsText(error), refused: true }
    }
  }
}

async function listUnreconciled(db: Db, isJson: boolean): Promise<number> {
  const entries = await unreconciledEntries(db)
  const row = (e: Unreconciled) => [e.type, e.slug, e.sellers.join(', '), String(e.prices)]
  process.stdout.write(
    isJson
      ? `${JSON.stringify(entries)}\n`
      : `${table([['', 'slug', 'sold by', 'prices'], ...entries.map(row)])}\n${entries.length} entries.\n`,
  )
  return 0
}
