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
    ['', 'added', 'changed', 'unchanged', 'rejected'],
    [
      'claims',
      String(claims.added),
      String(claims.superseded),
      String(claims.unchanged),
      String(claims.rejected),
    ],
    ['entities', String(entities.added), String(entities.changed), '', ''],
  ])
  const rejected = report.rejected.slice(0, SHOWN).map((r) => `rejected ${r.where}: ${r.reason}`)
  const more =
    report.rejected.length > SHOWN ? [`… and ${report.rejected.length - SHOWN} more; --json shows all.`] : []
  return [head, counts, ...rejected, ...more].join('\n')
}

export function problemsText(error: InputProblems): string {
  const lines = error.problems.slice(0, SHOWN).map((p) => `${p.path}:${p.line}: ${p.message}`)
  const more = error.problems.length > SHOWN ? [`… and ${error.problems.length - SHOWN} more.`] : []
  return [...lines, ...more, `${error.message}.`].join('\n')
}
