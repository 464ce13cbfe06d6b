/** `npm run import -- <format> <file|directory>` */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { InputProblems, importFacts } from '../ingest/facts/run.ts'
import { systemClock } from '../lib/clock.ts'
import { openLedger } from './ledger.ts'
import { problemsText, reportText } from './report.ts'
import { step } from './terminal.ts'
import { UsageError } from './usage.ts'

export const IMPORT_HELP = `Usage: npm run import -- <format> <file|directory>... [--dry-run] [--json]

Imports into the ledger, beside a running server or without one. Each path is one import: one
transaction, one revision, or nothing at all. The same content again makes no revision.

Formats:
  facts       YAML files of sources, entities and claims, as in the folder seeds

Options:
  --dry-run   check everything and show the report, write nothing
  --json      print one JSON object per path on one line instead of the report
  --help      this text

Exit code: 0 when all was imported or nothing was new, 1 when something was refused, 2 for wrong usage.
`

const FORMATS = ['facts']

export async function runImport(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  })
  const [format, ...paths] = positionals
  if (!format || !FORMATS.includes(format)) throw new UsageError(`Name a format: ${FORMATS.join(', ')}.`)
  if (paths.length === 0) throw new UsageError('Name a file or directory to import.')
  const dryRun = values['dry-run']
  const ledger = await openLedger(config)
  let refused = false
  try {
    for (const path of paths) {
      try {
        const report = await step(`Import of ${path}`, () =>
          importFacts(ledger.db, systemClock, { path: resolve(path), origin: path, dryRun }),
        )
        refused ||= report!.claims.rejected > 0
        process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${reportText(report!, dryRun)}\n`)
      } catch (error) {
        if (!(error instanceof InputProblems)) throw error
        refused = true
        process.stdout.write(
          values.json
            ? `${JSON.stringify({ format, origin: path, revision: null, problems: error.problems })}\n`
            : `${problemsText(error)}\n`,
        )
      }
    }
  } finally {
    await ledger.close()
  }
  return refused ? 1 : 0
}
