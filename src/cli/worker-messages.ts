/** What the processes of one server tell each other. */
import type { Snapshot } from '../http/metrics.ts'
import type { Readiness } from '../http/readiness.ts'
import type { Place } from './ledger.ts'

type Webhooks = Readiness['webhooks']

export type ToWorker =
  /** The database is ready: open it, and answer. */
  | { kind: 'go'; place: Place; webhooks: Webhooks }
  | { kind: 'webhooks'; webhooks: Webhooks }
  /** What have you counted? */
  | { kind: 'count'; id: number }
  /** What all have counted. */
  | { kind: 'counted'; id: number; snapshots: Snapshot[] }
  | { kind: 'stop' }

export type ToPrimary =
  | { kind: 'answering'; url: string }
  /** Cannot start, for a reason that the operator can mend. */
  | { kind: 'failed'; message: string }
  | { kind: 'counted'; id: number; snapshot: Snapshot }
  /** What have all counted? */
  | { kind: 'count'; id: number }
