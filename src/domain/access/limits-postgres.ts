/** Buckets in Postgres, where all servers of one database find them: one statement and the lock of one row each. */
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import type { LimitStore } from './limit-store.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MS_PER_S = 1_000

interface Row {
  passed: boolean
  filled: string
  used: string
}

export function postgresLimits(db: Db): LimitStore {
  return {
    // A count that a crash of Postgres forgets is no loss, and waiting for the disk would be most of what a question takes.
    async take({ who, cost, capacity, drain, daily, at }) {
      const [row] = await db.$queryRaw<Row[]>`
        SELECT passed, trim_scale(filled)::text AS filled, trim_scale(used)::text AS used
        FROM set_config('synchronous_commit', 'off', true), take_cost(${who}, ${cost}::numeric, ${capacity}::numeric, ${drain * MS_PER_S}::numeric,
          ${daily}::numeric, ${at}::timestamptz)`
      const { passed, filled, used } = row!
      return { passed, filled: Number(filled), used: Number(used) }
    },
  }
}

/** Forgets callers who have not been here for two days: their buckets are empty and their day is over. */
async function clearBuckets(db: Db, clock: Clock): Promise<void> {
  await db.bucket.deleteMany({ where: { at: { lt: new Date(clock.now().getTime() - 2 * DAY_MS) } } })
}

/**
 * Clears now and every hour.
 * @param failed told when that was not possible; the next hour tries again.
 * @returns ends it, when what is being cleared is done.
 */
export function clearHourly(db: Db, clock: Clock, failed: (error: unknown) => void): () => Promise<void> {
  let clearing = Promise.resolve()
  const clear = () => {
    clearing = clearBuckets(db, clock).catch(failed)
  }
  clear()
  const timer = setInterval(clear, HOUR_MS).unref()
  return () => {
    clearInterval(timer)
    return clearing
  }
}
