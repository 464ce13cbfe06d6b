/** Where a server counts what callers spend: in Redis where one is named, else in its database. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { openRedis, redisPlace } from '../db/redis.ts'
import { createLimiter, type Limiter } from '../domain/access/limits.ts'
import { clearHourly } from '../domain/access/limits-postgres.ts'
import { redisLimits } from '../domain/access/limits-redis.ts'
import { systemClock } from '../lib/clock.ts'
import { step } from './terminal.ts'

export interface Limits {
  limiter: Limiter
  close(): Promise<void>
}

/** @throws StartupError when there is a Redis, and it refuses us. */
export async function openLimits(config: Config, db: Db, log: Logger): Promise<Limits> {
  const url = config.REDIS_URL
  if (url === undefined) {
    const failed = (error: unknown) => log.warn({ err: error }, 'old buckets could not be cleared')
    return { limiter: createLimiter(db, systemClock), close: clearHourly(db, systemClock, failed) }
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
