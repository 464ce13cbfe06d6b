/** `npm run import -- <format> <file|folder|address>` */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { type Unreconciled, unreconciledEntries } from '../domain/read/unreconciled.ts'
import { InputProblems, importFacts } from '../ingest/facts/run.ts'
import { holdsVocabulary } from '../ingest/facts/vocabulary.ts'
import { FORMATS } from '../ingest/formats/registry.ts'
import { isAddress, shownInput } from '../ingest/market/input.ts'
import { readNames } from '../ingest/market/names.ts'
import { importPrices } from '../ingest/market/run.ts'
import { type Format, InputProblem } from '../ingest/market/types.ts'
import { systemClock } from '../lib/clock.ts'
import { openLedger } from './ledger.ts'
import { factsObject, priceText, problemsText, reportText } from './report.ts'
import { progress, step, table } from './terminal.ts'
import { UsageError } from './usage.ts'

const SEEDS = join(import.meta.dirname, '../../seeds')
const FACTS = 'facts'
const NAMES = [FACTS, ...FORMATS.map((f) => f.name)]

export const IMPORT_HELP = `Usage: npm run import -- <format> <file|folder|address>... [options]
       npm run import -- --unreconciled [--json]

Imports into the ledger, beside a running server or without one. Each input is one import: one
transaction, one revision, or nothing at all. The same content again makes no revision.

Formats:
${table([
  ['  facts', 'YAML files of sources, entities and claims, as in the folder seeds'],
  ...FORMATS.map((f) => [`  ${f.name}`, f.help]),
])}

An input is a file, a folder or an https address. A price file is one edition of its source: when its prices
began and ended follows from all editions, in whatever order they are imported. Its day is, in this order, that
of --date, the one that the file gives itself, the one in its name, or the newest that it mentions.

Options:
  --date <day>     the day of the edition: 2026-07-24
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
  if (inputs.length === 0) throw new UsageError('Name a file, a folder or an address to import.')
  const prices = FORMATS.find((f) => f.name === format)
  if (!prices && (values.date !== undefined || values['accept-small']))
    throw new UsageError('--date and --accept-small are for price files; facts state their own dates.')
  if (values.date !== undefined && inputs.length > 1)
    throw new UsageError('--date is the day of one edition: name one input.')
  return withLedger(config, async (db) => {
    const one = prices ? await priceImporter(db, prices, values) : factsImporter(db, values)
    let isRefused = false
    for (const input of inputs) {
      const { out, refused } = await one(input)
      isRefused ||= refused
      process.stdout.write(`${out}\n`)
    }
    return isRefused ? 1 : 0
  })
}

type Values = { date?: string; 'accept-small': boolean; 'dry-run': boolean; json: boolean }
type Importer = (input: string) => Promise<{ out: string; refused: boolean }>

async function withLedger(config: Config, work: (db: Db) => Promise<number>): Promise<number> {
  const ledger = await openLedger(config)
  try {
    return await work(ledger.db)
  } finally {
    await ledger.close()
  }
}

function factsImporter(db: Db, values: Values): Importer {
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

async function priceImporter(db: Db, format: Format, values: Values): Promise<Importer> {
  // Units, meters and the sources themselves are in the seeds, which a ledger that never ran does not hold.
  if (!(await holdsVocabulary(db, SEEDS)))
    await step('Seeds', () => importFacts(db, systemClock, { path: SEEDS, origin: 'seeds', skipSame: true }))
  const names = readNames()
  const dryRun = values['dry-run']
  return async (input) => {
    const shown = shownInput(input)
    const bar = progress(`Import of ${shown}`)
    try {
      const report = await importPrices(db, systemClock, {
        format,
        names,
        input: isAddress(input) ? input : resolve(input),
        origin: shown,
        date: values.date,
        dryRun,
        acceptSmall: values['accept-small'],
        onProgress: bar.at,
      })
      bar.done()
      return { out: values.json ? JSON.stringify(report) : priceText(report, dryRun), refused: false }
    } catch (error) {
      bar.clear()
      if (!(error instanceof InputProblem)) throw error
      const refusal = { format: format.name, origin: shown, revision: null, problem: error.message }
      return {
        out: values.json ? JSON.stringify(refusal) : `Nothing was imported. ${error.message}.`,
        refused: true,
      }
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
