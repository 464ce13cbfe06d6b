/** The pools of connections: of the database, and of replicas, whose failures are the database's to make good. */
import { Pool, type PoolConfig } from 'pg'
import { isStalePlan } from './failures.ts'

/** How long one waits for a connection. */
export const CONNECT_MS = 10_000
/** For Postgres to end a statement itself. */
const GRACE_MS = 1_000
/** For a replica, beside which the database stands ready. */
const REPLICA_CONNECT_MS = 1_000

export interface PoolOptions {
  url: string
  /** Connections at most. */
  pool?: number
  /** Postgres ends any statement after this many milliseconds; 0 never. */
  statementTimeoutMs?: number
  /** Where a pooler stands between: it takes no settings with a connection, so it is waited for no longer instead. */
  giveUpMs?: number
  /** Told of the pool, to count its connections. */
  onPool?: (pool: Pool) => void
  /** Of a replica: asked again whatever fails, for it may be the replica that fails. */
  fallback?: { pool: Pool; failed: (error: unknown) => void }
}

/** Whether an address leads through a pooler, as Prisma marks such addresses. */
export const isPooled = (url: string): boolean => new URL(url).searchParams.get('pgbouncer') === 'true'

export function openPool(options: PoolOptions): Pool {
  const { url, pool: max = 10, statementTimeoutMs, giveUpMs, fallback } = options
  const config: PoolConfig = {
    connectionString: url,
    max,
    connectionTimeoutMillis: fallback ? REPLICA_CONNECT_MS : CONNECT_MS,
    application_name: 'ai-economy-facts',
    ...(statementTimeoutMs && !giveUpMs ? { statement_timeout: statementTimeoutMs } : {}),
    // What hangs is given up too, or its connection would be lost to the pool.
    ...(giveUpMs || (fallback && statementTimeoutMs)
      ? { query_timeout: giveUpMs ?? statementTimeoutMs! + GRACE_MS }
      : {}),
  }
  const pool = fallback ? new ReplicaPool(config, fallback) : new Pool(config)
  // A connection that breaks while nobody uses it is made anew, and is not the end of the process.
  pool.on('error', () => undefined)
  options.onPool?.(pool)
  return pool
}

/**
 * Statements that fail on the replica, for whatever reason, are sent to the database instead: a conflict with what is
 * replayed, a lost connection, a write. A real fault fails there once more, with the same words. Transactions are not
 * begun on a replica by anybody.
 */
export class ReplicaPool extends Pool {
  readonly #fallback: NonNullable<PoolOptions['fallback']>
  /** What ends the waiting of each statement that runs. */
  readonly #running = new Set<(error: Error) => void>()
  #isLost = false

  constructor(config: PoolConfig, fallback: NonNullable<PoolOptions['fallback']>) {
    super(config)
    this.#fallback = fallback
  }

  // Never: the one type that fits what each of the many ways to call it gives back.
  override query(...args: unknown[]): never {
    const query = args as Parameters<Pool['query']>
    // What is prepared here is not prepared there, where a pooler may stand between.
    const unnamed = nameless(query)
    // A request that has chosen it goes on with the database.
    if (this.#isLost) return this.#fallback.pool.query(...unnamed) as never
    const asked = this.#unlessLost(() => super.query(...query) as unknown as Promise<unknown>)
    return asked.catch((error) => {
      // Whoever prepared it prepares it anew, here.
      if (isStalePlan(error)) throw error
      this.#fallback.failed(error)
      return this.#fallback.pool.query(...unnamed)
    }) as never
  }

  /** The replica does not answer any more, or lacks what it had: whatever runs, and what comes, is sent to the database at once. */
  lose(): void {
    this.#isLost = true
    for (const lost of this.#running) lost(new Error('the replica cannot be used'))
  }

  find(): void {
    this.#isLost = false
  }

  // Not a race with one promise that is kept: that would gather a reaction for each statement that ever ran.
  #unlessLost<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#running.add(reject)
      work()
        .then(resolve, reject)
        .finally(() => this.#running.delete(reject))
    })
  }
}

function nameless(query: Parameters<Pool['query']>): Parameters<Pool['query']> {
  const [first, ...rest] = query as unknown[]
  if (typeof first !== 'object' || first === null || !('name' in first)) return query
  const { name: _, ...unnamed } = first
  return [unnamed, ...rest] as Parameters<Pool['query']>
}
