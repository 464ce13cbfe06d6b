/** What became of every record of a price file. */
import type { ImportReport } from '../../domain/ledger/input.ts'
import type { EditionDay } from './date.ts'

interface RecordCounts {
  added: number
  changed: number
  unchanged: number
  /** Kept, but suspect and never preferred. */
  quarantined: number
  /** Not kept, or not whole. */
  rejected: number
}

export interface RecordReason {
  record: string
  outcome: 'quarantined' | 'rejected'
  reason: string
}

/** The five counts sum to `records`; a record counts by its worst part. */
export interface PriceReport {
  format: string
  origin: string
  edition: EditionDay
  records: number
  counts: RecordCounts
  /** How many records the edition before held and this one does not. */
  closed: number
  /** Their paths. */
  closedRecords: readonly string[]
  revision: number | null
  reasons: readonly RecordReason[]
}

type Known = Pick<PriceReport, 'format' | 'origin' | 'edition' | 'records'>

const NONE: RecordCounts = { added: 0, changed: 0, unchanged: 0, quarantined: 0, rejected: 0 }

/** The same bytes, read by the same rules and names: nothing is new. */
export function sameAgain(known: Known): PriceReport {
  const counts = { ...NONE, unchanged: known.records }
  return { ...known, counts, closed: 0, closedRecords: [], revision: null, reasons: [] }
}

/** @param unused parts of records that never reached the ledger. */
export function priceReport(
  known: Known,
  { snapshot, rejected, revision }: ImportReport,
  unused: readonly { where: string; reason: string }[],
): PriceReport {
  const { added, changed, unchanged, suspect, closed } = snapshot!
  const reasons: RecordReason[] = [
    ...[...unused, ...rejected].map((r) => ({
      record: r.where,
      outcome: 'rejected' as const,
      reason: r.reason,
    })),
    ...suspect.map((r) => ({ record: r.where, outcome: 'quarantined' as const, reason: r.reason })),
  ]
  const worst = new Map<string, keyof RecordCounts>([
    ...added.map((r) => [r, 'added'] as const),
    ...changed.map((r) => [r, 'changed'] as const),
    ...unchanged.map((r) => [r, 'unchanged'] as const),
  ])
  // Rejected last: it is worse than quarantined.
  for (const r of reasons.toReversed()) if (worst.has(r.record)) worst.set(r.record, r.outcome)
  const counts = { ...NONE }
  for (const outcome of worst.values()) counts[outcome]++
  return { ...known, counts, closed: closed.length, closedRecords: closed, revision, reasons }
}
