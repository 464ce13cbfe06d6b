/** What the application is made of, and whom it answers. */
import type { Logger } from 'pino'
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import type { Replicas } from '../db/replicas.ts'
import type { Limiter } from '../domain/access/limits.ts'
import type { DocumentsMode } from '../domain/documents/allowed.ts'
import type { AddressRules } from '../domain/webhooks/address.ts'
import type { Clock } from '../lib/clock.ts'
import type { KnownCallers } from './answers/callers.ts'
import type { Answers } from './answers/store.ts'
import type { Metrics } from './metrics.ts'
import type { MetricsReaders } from './metrics-route.ts'
import type { Readiness } from './readiness.ts'

export interface AppOptions {
  db: Db
  /** Replicas of it, which answer what they know. */
  replicas?: Pick<Replicas, 'holding'> | undefined
  log: Logger
  /** Whether the last X-Forwarded-For is believed. */
  trustProxy?: boolean
  /** Where readers reach the server, to print in citations; what they called it when unset. */
  publicUrl?: string | undefined
  /** By which keys expire. */
  clock?: Clock
  /** What callers may spend; nothing is counted without it. */
  limiter?: Limiter | undefined
  /** What whoever has no key may ask; `any` without it. */
  documents?: DocumentsMode
  /** Resolves when there may be a new revision; by time alone without it. */
  nextRevision?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined
  /** The newest revision, null where it is not known for sure; asked of the database for each request without it. */
  newest?: (() => AsOf | null) | undefined
  /** Where answers of GraphQL are kept; each is made anew without it. */
  answers?: Answers | undefined
  /** Remembers whose keys were sent a moment ago, for `answers/hits.ts`. */
  callers?: KnownCallers | undefined
  /** To which addresses webhooks may be sent; those of the public Internet without it. */
  addresses?: AddressRules
  /** Whether webhooks are sent; `off` without it. */
  webhooks?: () => Readiness['webhooks']
  /** Where answers are counted; nowhere without it. */
  metrics?: Metrics | undefined
  /** Who may read `/metrics`; without it who asks from near. */
  metricsReaders?: MetricsReaders
  /** Aborted when the server stops, so that streams without an end do end. */
  stopping?: AbortSignal | undefined
}
