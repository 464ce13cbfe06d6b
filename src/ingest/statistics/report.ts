/** What became of every record of a release. */
import type { ImportReport } from '../../domain/ledger/input.ts'
import type { ReleaseReport } from '../../domain/ledger/releases.ts'
import type { EditionDay } from '../market/date.ts'
import type { RecordReason } from '../market/report.ts'

interface StatisticCounts {
  added: number
  /** A value of them replaced one of an older release. */
  revised: number
  unchanged: number
  /** A newer release that is known already says something else, and stands. */
  outdated: number
  /** Suspect and never preferred, or kept aside because we do not know what it is about. */
  quarantined: number
  /** Not kept, or not whole. */
  rejected: number
}

/** The six counts sum to `records`; a record counts by its worst part. */
export interface StatisticReport {
  format: string
  origin: string
  source: string
  edition: EditionDay
  records: number
  counts: StatisticCounts
  /** How many claims the ledger took from it. */
  claims: { added: number; superseded: number }
  revision: number | null
  reasons: readonly RecordReason[]
}

type Known = Pick<StatisticReport, 'format' | 'origin' | 'source' | 'edition' | 'records'>

const NO_CLAIMS = { added: 0, superseded: 0 }

/** The same bytes, read by the same rules and names: nothing is new, and what was kept aside still is. */
export function sameRelease(known: Known, aside: readonly RecordReason[]): StatisticReport {
  const worst = new Map<string, keyof StatisticCounts>()
  told(worst, aside)
  const counts = countsOf(worst)
  counts.unchanged = known.records - worst.size
  return { ...known, counts, claims: NO_CLAIMS, revision: null, reasons: aside }
}

/** Rejected last: it is worse than quarantined. */
function told(worst: Map<string, keyof StatisticCounts>, reasons: readonly RecordReason[]): void {
  for (const outcome of ['quarantined', 'rejected'] as const)
    for (const r of reasons) if (r.outcome === outcome) worst.set(r.record, outcome)
}

function countsOf(worst: ReadonlyMap<string, keyof StatisticCounts>): StatisticCounts {
  const counts = { added: 0, revised: 0, unchanged: 0, outdated: 0, quarantined: 0, rejected: 0 }
  for (const outcome of worst.values()) counts[outcome]++
  return counts
}

/** What tells most of a record comes last. */
const ORDER: readonly (keyof ReleaseReport)[] = ['unchanged', 'added', 'revised', 'outdated']

/** @param aside what never reached the ledger. */
export function statisticReport(
  known: Known,
  report: ImportReport,
  aside: readonly RecordReason[],
): StatisticReport {
  const as = (outcome: RecordReason['outcome']) => (r: { where: string; reason: string }) => ({
    record: r.where,
    outcome,
    reason: r.reason,
  })
  const reasons = [
    ...aside,
    ...report.rejected.map(as('rejected')),
    ...report.suspects.map(as('quarantined')),
  ]
  const worst = new Map<string, keyof StatisticCounts>()
  for (const outcome of ORDER) for (const record of report.release[outcome]) worst.set(record, outcome)
  told(worst, reasons)
  const { added, superseded } = report.claims
  return {
    ...known,
    counts: countsOf(worst),
    claims: { added, superseded },
    revision: report.revision,
    reasons,
  }
}
