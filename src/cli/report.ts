/** Import reports and input problems, for people and as JSON. */
import type { ImportReport } from '../domain/ledger/input.ts'
import type { InputProblems } from '../ingest/facts/run.ts'
import type { PriceReport } from '../ingest/market/report.ts'
import type { StatisticReport } from '../ingest/statistics/report.ts'
import { table } from './terminal.ts'

const SHOWN = 50

export function reportText(report: ImportReport, dryRun: boolean): string {
  const { claims, entities } = report
  const head = headOf(report, dryRun)
  const counts = table([
    ['', 'added', 'changed', 'withdrawn', 'unchanged', 'rejected'],
    [
      'claims',
      String(claims.added),
      String(claims.superseded),
      String(claims.withdrawn),
      String(claims.unchanged),
      String(claims.rejected),
    ],
    ['entities', String(entities.added), String(entities.changed), '', '', ''],
    ['answers', '', String(report.answers), '', '', ''],
    ['checks', '', String(report.checks), '', '', ''],
  ])
  const rejected = report.rejected.slice(0, SHOWN).map((r) => `rejected ${r.where}: ${r.reason}`)
  const suspects = report.suspects.slice(0, SHOWN).map((r) => `suspect ${r.where}: ${r.reason}`)
  const near = report.nearRedacted.map((id) => `may say the same as what was redacted: ${id}`)
  return [head, counts, ...rejected, ...more(report.rejected.length), ...suspects, ...near].join('\n')
}

export function problemsText(error: InputProblems): string {
  const lines = error.problems.slice(0, SHOWN).map((p) => `${p.path}:${p.line}: ${p.message}`)
  const more = error.problems.length > SHOWN ? [`… and ${error.problems.length - SHOWN} more.`] : []
  return [...lines, ...more, `${error.message}.`].join('\n')
}

/** What an import came to, in one line. */
function headOf({ origin, revision }: { origin: string; revision: number | null }, dryRun: boolean): string {
  if (revision) return `Revision ${revision} made from ${origin}.`
  return dryRun
    ? `Dry run of ${origin}: nothing was written.`
    : `Nothing new in ${origin}: no revision was made.`
}

const more = (all: number) => (all > SHOWN ? [`… and ${all - SHOWN} more; --json shows all.`] : [])

const reasonLines = (reasons: readonly { outcome: string; record: string; reason: string }[]) =>
  reasons.slice(0, SHOWN).map((r) => `${r.outcome} ${r.record}: ${r.reason}`)

/** The report on a release of statistics, for people. */
export function statisticText(report: StatisticReport, dryRun: boolean): string {
  const { source, edition, counts, records, claims, reasons } = report
  const columns = Object.keys(counts) as (keyof typeof counts)[]
  const numbers = table([
    ['records', ...columns],
    [String(records), ...columns.map((c) => String(counts[c]))],
  ])
  return [
    headOf(report, dryRun),
    `Release of ${edition.day} (${edition.from}) of ${source}: ${claims.added} claims new, ${claims.superseded} superseded.`,
    numbers,
    ...reasonLines(reasons),
    ...more(reasons.length),
  ].join('\n')
}

/** The report on a price file, for people. */
export function priceText(report: PriceReport, dryRun: boolean): string {
  const { edition, counts, records, closed } = report
  const head = headOf(report, dryRun)
  const day = `Edition of ${edition.day} (${edition.from}).`
  const columns = ['added', 'changed', 'unchanged', 'quarantined', 'rejected'] as const
  const numbers = table([
    ['records', ...columns, 'closed since'],
    [String(records), ...columns.map((c) => String(counts[c])), String(closed)],
  ])
  const told = reasonLines(report.reasons)
  const gone = report.closedRecords.slice(0, SHOWN).map((record) => `closed ${record}`)
  return [head, day, numbers, ...told, ...more(report.reasons.length), ...gone, ...more(closed)].join('\n')
}

/** The report on facts as JSON, with the fields that all formats have: here a record is a claim. */
export function factsObject(report: ImportReport) {
  const { release: _, ...told } = report
  const { claims, suspects, rejected } = told
  const counts = {
    added: claims.added - suspects.length,
    changed: claims.superseded + claims.withdrawn,
    unchanged: claims.unchanged,
    quarantined: suspects.length,
    rejected: claims.rejected,
  }
  const reasons = [
    ...rejected.map((r) => ({ record: r.where, outcome: 'rejected', reason: r.reason })),
    ...suspects.map((r) => ({ record: r.where, outcome: 'quarantined', reason: r.reason })),
  ]
  const records = Object.values(counts).reduce((sum, n) => sum + n, 0)
  return { ...told, records, counts, closed: 0, reasons }
}
