/** Where a server counts what callers spend: in Redis where one is named, else in its database. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { type Db, openDb } from '../db/client.ts'
import type { Location } from '../db/locate.ts'
import { openRedis, redisPlace } from '../db/redis.ts'
import { createLimiter, type Limiter } from '../domain/access/limits.ts'
import { clearHourly, postgresLimits } from '../domain/access/limits-postgres.ts'
import { redisLimits } from '../domain/access/limits-redis.ts'
import { systemClock } from '../lib/clock.ts'
import { step } from './terminal.ts'

export interface Limits {
  limiter: Limiter
  close(): Promise<void>
}

/** Of its own: questions that hold all others must not keep anybody from being counted. */
export const CONNECTIONS = 2
/** Counting is one look-up; what takes longer is waited for no more. */
const STATEMENT_MS = 1_000

/**
 * @param place of the database of `db`.
 * @throws StartupError when there is a Redis, and it refuses us.
 */
export async function openLimits(
  config: Pick<Config, 'REDIS_URL'>,
  db: Db,
  place: Pick<Location, 'url' | 'pooled' | 'prepared'>,
  log: Logger,
): Promise<Limits> {
  const url = config.REDIS_URL
  if (url === undefined) {
    const failed = (error: unknown) => log.warn({ err: error }, 'old buckets could not be cleared')
    const limit = place.pooled ? { giveUpMs: STATEMENT_MS } : { statementTimeoutMs: STATEMENT_MS }
    const own = openDb({ url: place.url, prepared: place.prepared, pool: CONNECTIONS, ...limit })
    const endClearing = clearHourly(db, systemClock, failed)
    return {
      limiter: createLimiter(db, systemClock, { store: postgresLimits(own) }),
      close: async () => {
        await endClearing()
        await own.$disconnect()
      },
    }
  }
  const failed = (error: unknown) => log.warn({ err: error }, 'Redis cannot be reached')
  const redis = await step(
    'Limits',
    () => openRedis(url, failed),
    (found) =>
      `Redis at ${redisPlace(url)}${found.isThere() ? '' : ', which does not answer: nothing is counted until it does'}`,
  )
  return {
    limiter: createLimiter(db, systemClock, { store: redisLimits(redis) }),
    close: async () => redis.close(),
  }
}
