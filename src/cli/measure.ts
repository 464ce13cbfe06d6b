/** What a server tells of its database beside its answers. */
import type { Db, DbOptions } from '../db/client.ts'
import { newestRevision } from '../domain/read/revisions.ts'
import type { Metrics } from '../http/metrics.ts'

type Pool = Parameters<NonNullable<DbOptions['onPool']>>[0]

export function measurePool(metrics: Metrics, pool: Pool): void {
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
  metrics.gauge({
    name: 'facts_newest_revision',
    help: 'Number of the newest revision.',
    read: () =>
      newestRevision(db).then(
        (newest) => newest?.revision,
        () => undefined,
      ),
    together: 'max',
  })
}
