/** What a server tells of its database beside its answers. */
import type { Pool } from 'pg'
import type { Db, DbOptions } from '../db/client.ts'
import type { Replicas } from '../db/replicas.ts'
import { newestRevision } from '../domain/read/revisions.ts'
import { LIMITS } from '../graphql/limits.ts'
import type { Metrics } from '../http/metrics.ts'

/** A client of the database whose statements and connections are counted. */
export interface MeasuredDb {
  options: Pick<DbOptions, 'statementTimeoutMs' | 'onStatement' | 'onPool'>
  /** Once the client is made. */
  pool(): Pool
}

export function measuredDb(metrics: Metrics): MeasuredDb {
  let pool: Pool | undefined
  return {
    options: {
      statementTimeoutMs: LIMITS.statementMs,
      onStatement: metrics.statement,
      onPool: (made) => {
        pool = made
        measurePool(metrics, made)
      },
    },
    pool: () => pool!,
  }
}

function measurePool(metrics: Metrics, pool: Pool): void {
  metrics.gauge({
    name: 'facts_sql_connections_in_use',
    help: 'Connections of the pool that a statement or a transaction holds.',
    read: () => pool.totalCount - pool.idleCount,
  })
  metrics.gauge({
    name: 'facts_sql_connections_idle',
    help: 'Connections of the pool that are open and wait for work.',
    read: () => pool.idleCount,
  })
  metrics.gauge({
    name: 'facts_sql_waiting',
    help: 'Statements and transactions that wait for a connection of the pool.',
    read: () => pool.waitingCount,
  })
}

export function measureLedger(metrics: Metrics, db: Db): void {
  metrics.gauge({ name: 'facts_processes', help: 'Processes that answer.', read: () => 1 })
  metrics.gauge({
    name: 'facts_newest_revision',
    help: 'Number of the newest revision.',
    read: () => newestIn(db),
    together: 'max',
  })
}

export function measureReplicas(metrics: Metrics, replicas: Replicas, db: Db): void {
  metrics.gauge({
    name: 'facts_replicas_up',
    help: 'Replicas that can be asked now, as the process sees it that sees the fewest.',
    read: () => replicas.state(0).up,
    together: 'min',
  })
  metrics.gauge({
    name: 'facts_replica_lag_revisions',
    help: 'Revisions that the last of the replicas that can be asked is behind.',
    read: async () => {
      const newest = await newestIn(db)
      return newest === undefined ? undefined : replicas.state(newest).lag
    },
    together: 'max',
  })
  metrics.gauge({
    name: 'facts_replica_retries',
    help: 'Statements that the database answered in place of a replica that failed, since the start.',
    read: replicas.retried,
  })
}

/** Undefined where it cannot be had. */
const newestIn = (db: Db) =>
  newestRevision(db).then(
    (newest) => newest?.revision,
    () => undefined,
  )
