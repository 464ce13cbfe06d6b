/** Import reports and input problems, for people and as JSON. */
import type { ImportReport } from '../domain/ledger/input.ts'
import type { InputProblems } from '../ingest/facts/run.ts'
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
