/** Import reports and input problems, for people and as JSON. */
import type { ImportReport } from '../domain/ledger/input.ts'
import type { InputProblems } from '../ingest/facts/run.ts'
import type { PriceReport } from '../ingest/market/report.ts'
import { table } from './terminal.ts'

const SHOWN = 50

export function reportText(report: ImportReport, dryRun: boolean): string {
  const { claims, entities } = report
  const head = report.revision
    ? `Revision ${report.revision} made from ${report.origin}.`
    : dryRun
      ? `Dry run of ${report.origin}: nothing was written.`
      : `Nothing new in ${report.origin}: no revision was made.`
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
  const more =
    report.rejected.length > SHOWN ? [`… and ${report.rejected.length - SHOWN} more; --json shows all.`] : []
  const suspects = report.suspects.slice(0, SHOWN).map((r) => `suspect ${r.where}: ${r.reason}`)
  const near = report.nearRedacted.map((id) => `may say the same as what was redacted: ${id}`)
  return [head, counts, ...rejected, ...more, ...suspects, ...near].join('\n')
}

export function problemsText(error: InputProblems): string {
  const lines = error.problems.slice(0, SHOWN).map((p) => `${p.path}:${p.line}: ${p.message}`)
  const more = error.problems.length > SHOWN ? [`… and ${error.problems.length - SHOWN} more.`] : []
  return [...lines, ...more, `${error.message}.`].join('\n')
}

/** The report on a price file, for people. */
export function priceText(report: PriceReport, dryRun: boolean): string {
  const { origin, edition, counts, records, closed, revision } = report
  const head = revision
    ? `Revision ${revision} made from ${origin}.`
    : dryRun
      ? `Dry run of ${origin}: nothing was written.`
      : `Nothing new in ${origin}: no revision was made.`
  const day = `Edition of ${edition.day} (${edition.from}).`
  const columns = ['added', 'changed', 'unchanged', 'quarantined', 'rejected'] as const
  const numbers = table([
    ['records', ...columns, 'closed since'],
    [String(records), ...columns.map((c) => String(counts[c])), String(closed)],
  ])
  const told = report.reasons.slice(0, SHOWN).map((r) => `${r.outcome} ${r.record}: ${r.reason}`)
  const gone = report.closedRecords.slice(0, SHOWN).map((record) => `closed ${record}`)
  const more = (all: number) => (all > SHOWN ? [`… and ${all - SHOWN} more; --json shows all.`] : [])
  return [head, day, numbers, ...told, ...more(report.reasons.length), ...gone, ...more(closed)].join('\n')
}

/** The report on facts as JSON, with the fields that all formats have: here a record is a claim. */
export function factsObject(report: ImportReport) {
  const { claims, suspects, rejected } = report
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
  return { ...report, records, counts, closed: 0, reasons }
}
