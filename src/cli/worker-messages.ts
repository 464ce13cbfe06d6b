/** What the processes of one server tell each other. */
import type { Snapshot } from '../http/metrics.ts'
import type { Readiness } from '../http/readiness.ts'
import type { Place } from './ledger.ts'

type Webhooks = Readiness['webhooks']

export type ToWorker =
  /** The database is ready: open it, and answer. */
  | { kind: 'go'; place: Place; url: string; webhooks: Webhooks }
  | { kind: 'webhooks'; webhooks: Webhooks }
  /** What have you counted? */
  | { kind: 'count'; id: number }
  /** What all have counted. */
  | { kind: 'counted'; id: number; snapshots: Snapshot[] }
  /** Comes with a socket: answer on it. */
  | { kind: 'connection' }
  /** No more connections come: finish what runs, and end. */
  | { kind: 'stop' }

export type ToPrimary =
  | { kind: 'answering' }
  /** Asked to end: send no more connections, and say stop. */
  | { kind: 'leaving' }
  /** The connection; there may be another. */
  | { kind: 'took' }
  /** Cannot start, for a reason that the operator can mend. */
  | { kind: 'failed'; message: string }
  | { kind: 'counted'; id: number; snapshot: Snapshot }
  /** What have all counted? */
  | { kind: 'count'; id: number }
