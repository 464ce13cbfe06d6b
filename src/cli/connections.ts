/** How many connections to Postgres a server may open, all its processes together. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { connectionLimit } from '../db/locate.ts'
import type { Ledger } from './ledger.ts'
import { CONNECTIONS as COUNTING } from './limits.ts'

/** What listens for notices. */
const LISTENER = 1
/** The queue of webhooks, once there is something to send. */
const QUEUE = 3
/** By which processes know of each other on the embedded Postgres. */
const GUARD = 1
/** Commands that run beside a server: an import, a copy of keys. */
const BESIDE = 20
/** What Postgres allows when nobody says otherwise. */
const USUAL = 100

type Sizes = Pick<
  Config,
  'WEB_CONCURRENCY' | 'DATABASE_POOL' | 'RATE_LIMITS' | 'REDIS_URL' | 'WEBHOOKS' | 'DATABASE_URL'
>

/** At most, to the database itself; each replica gets `DATABASE_POOL` and one of each process that answers. */
export function connectionsOf(config: Sizes): number {
  const counting = config.RATE_LIMITS && config.REDIS_URL === undefined ? COUNTING : 0
  const answering = config.DATABASE_POOL + LISTENER + counting
  const chores = (config.WEBHOOKS === '0' ? 0 : QUEUE) + (config.DATABASE_URL === undefined ? GUARD : 0)
  if (config.WEB_CONCURRENCY === 1) return answering + chores
  // The one that leads the others has a pool for its chores.
  return config.WEB_CONCURRENCY * answering + config.DATABASE_POOL + LISTENER + chores
}

/** The embedded Postgres is made to measure; where it runs already it stays as it is. */
export function embeddedSettings(config: Sizes): Record<string, string> {
  const needed = connectionsOf(config) + BESIDE
  return needed > USUAL ? { max_connections: String(needed) } : {}
}

/** Tells the operator, before callers are told. */
export async function warnOfTooFew(
  { location }: Pick<Ledger, 'location'>,
  needed: number,
  log: Logger,
): Promise<void> {
  if (location.pooled) return
  const allowed = await connectionLimit(location.directUrl)
  if (needed > allowed)
    log.warn(
      { needed, allowed },
      'this server may open more connections than Postgres allows: lower DATABASE_POOL or WEB_CONCURRENCY, raise max_connections, or put a pooler between',
    )
}
