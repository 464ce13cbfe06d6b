/** The part of a server that answers: the limits, the replicas, the routes, the port. */
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { RevisionListener } from '../db/listen.ts'
import { openReplicas, type Replicas } from '../db/replicas.ts'
import { addressRules } from '../domain/webhooks/address.ts'
import { createApp } from '../http/app.ts'
import type { Metrics } from '../http/metrics.ts'
import type { Readiness } from '../http/readiness.ts'
import { listen, takeOver } from '../http/server.ts'
import { openAnswers } from './answers.ts'
import type { Ledger } from './ledger.ts'
import { openLimits } from './limits.ts'
import { type MeasuredDb, measureLedger, measureReplicas } from './measure.ts'
import { logUnheard } from './unheard.ts'
import { warm } from './warm.ts'

export interface Front {
  /** A connection that another process has accepted. */
  take(socket: Socket): void
  url: string
  /** Opens a page or two before somebody waits for them. */
  warm(): void
  /** Accepts nothing new, and ends when all that runs is answered. */
  close(): Promise<void>
}

interface FrontOptions {
  config: Config
  ledger: Pick<Ledger, 'db' | 'location'>
  measured: MeasuredDb
  metrics: Metrics
  listener: RevisionListener
  /** Aborted when the server is to end. */
  stop: AbortSignal
  log: Logger
  webhooks: () => Readiness['webhooks']
  /** Where the server is reached, when another process accepts its connections. */
  url?: string
}

export async function openFront(options: FrontOptions): Promise<Front> {
  const { config, ledger, metrics, listener, stop, log, webhooks } = options
  const { db, location } = ledger
  logUnheard(db, log)
  // Closed backwards: requests first, and what they need after them.
  await using opening = new AsyncDisposableStack()
  const limits = config.RATE_LIMITS ? await openLimits(config, db, location, log) : undefined
  opening.defer(async () => limits?.close())
  measureLedger(metrics, db)
  const replicas = openAll(options)
  opening.defer(async () => replicas?.close())
  const {
    options: kept,
    hits,
    close: closeAnswers,
  } = await openAnswers({ config, db, listener, log, metrics })
  opening.defer(closeAnswers)
  const app = createApp({
    ...kept,
    documents: config.DOCUMENTS,
    ...{ db, replicas, metrics, log, webhooks },
    nextRevision: listener.next,
    stopping: stop,
    addresses: addressRules(config.WEBHOOKS === 'private'),
    limiter: limits?.limiter,
    metricsReaders: config.METRICS,
    trustProxy: config.TRUST_PROXY,
    publicUrl: config.PUBLIC_URL,
  })
  const port =
    options.url === undefined ? await listen(app, { host: config.HOST, port: config.PORT, hits }) : null
  const taken = port ? null : takeOver(app, hits)
  const url = port?.url ?? options.url!
  let warming: Promise<void> | undefined
  // Requests of our own are requests too.
  opening.defer(async () => {
    await Promise.all([port?.close(), taken?.close(), warming])
  })
  const opened = opening.move()
  return {
    url,
    take: (socket) => taken?.take(socket),
    warm: () => {
      warming ??= warm(app, url, stop)
    },
    close: () => opened.disposeAsync(),
  }
}

function openAll({ config, ledger, measured, metrics, listener, log }: FrontOptions): Replicas | undefined {
  const urls = config.DATABASE_REPLICA_URLS
  if (urls.length === 0) return undefined
  const replicas = openReplicas({
    urls,
    primary: { db: ledger.db, pool: measured.pool() },
    pool: config.DATABASE_POOL,
    prepared: config.DATABASE_PREPARED ?? true,
    next: listener.next,
    failed: (replica, error) => log.warn({ err: error, replica }, 'a replica cannot be used'),
    onStatement: metrics.statement,
  })
  measureReplicas(metrics, replicas, ledger.db)
  return replicas
}
