/** Buckets in Postgres, where all servers of one database find them: one statement and the lock of one row each. */
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import type { LimitStore, Taken } from './limit-store.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MS_PER_S = 1_000

interface Row {
  place: number
  passed: boolean
  filled: string
  used: string
}

type Asked = Parameters<LimitStore['take']>[0]

interface Waiting {
  asked: Asked
  resolve(taken: Taken): void
  reject(error: unknown): void
}

/** Requests counted by one statement at most. */
const BATCH = 200
/** For so long those are gathered who have something to do meanwhile, once several come at a time. */
const GATHER_MS = 3
/** A statement that takes longer than this, for a row that somebody holds, is no longer waited for by others. */
const PATIENCE_MS = 50

/**
 * While one statement counts, those who come meanwhile are gathered for the next: one by one, requests of the same
 * caller would all wait for the lock of one row.
 */
export function postgresLimits(db: Db): LimitStore {
  const waiting: Waiting[] = []
  let begun = -Infinity
  let running = 0
  let several = false
  let timer: NodeJS.Timeout | undefined

  /** Waits a little for more, where nobody is held up by it. */
  function countSoon(): void {
    const waitMs = begun + GATHER_MS - performance.now()
    if (waitMs <= 0 || !several || !waiting.every(({ asked }) => asked.patient)) return void count()
    timer ??= setTimeout(() => void count(), waitMs)
  }

  async function count(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting.splice(0, BATCH)
    if (batch.length === 0) return
    several = batch.length > 1
    begun = performance.now()
    running++
    try {
      const taken = await takeTogether(
        db,
        batch.map(({ asked }) => asked),
      )
      batch.forEach(({ resolve }, i) => {
        resolve(taken[i]!)
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running--
      if (waiting.length > 0) countSoon()
    }
  }

  return {
    take: (asked) =>
      new Promise((resolve, reject) => {
        waiting.push({ asked, resolve, reject })
        if (running === 0 || performance.now() - begun > PATIENCE_MS) countSoon()
      }),
  }
}

/**
 * As `takeAll`, for each caller at once where all of his fit: one row that is written many times in a statement is most
 * of what counting takes. He is told what he would have been told one by one at the time of the last.
 */
async function takeTogether(db: Db, asked: readonly Asked[]): Promise<Taken[]> {
  const groups = [...Map.groupBy(asked.keys(), (i) => groupOf(asked[i]!)).values()]
  if (groups.length === asked.length) return takeAll(db, asked)
  const sums = groups.map((group): Asked => {
    const all = group.map((i) => asked[i]!)
    const at = new Date(Math.max(...all.map((one) => one.at.getTime())))
    return { ...all[0]!, at, cost: all.reduce((sum, { cost }) => sum + cost, 0) }
  })
  const together = await takeAll(db, sums)
  const taken: Taken[] = []
  const apart: number[] = []
  for (const [g, group] of groups.entries()) {
    const { passed, filled, used } = together[g]!
    if (!passed) apart.push(...group)
    else {
      let later = sums[g]!.cost
      for (const i of group) {
        later -= asked[i]!.cost
        taken[i] = { passed, filled: filled - later, used: used - later }
      }
    }
  }
  if (apart.length > 0) {
    const one = await takeAll(
      db,
      apart.map((i) => asked[i]!),
    )
    for (const [n, i] of apart.entries()) taken[i] = one[n]!
  }
  return taken
}

/** What is handed back is not taken together with what is spent. */
const groupOf = ({ who, cost, capacity, drain, daily }: Asked) =>
  `${who} ${capacity} ${drain} ${daily} ${cost < 0}`

/**
 * Takes one after the other, in the order in which they came for each caller. A count that a crash of Postgres forgets
 * is no loss, and waiting for the disk would be most of what a question takes.
 */
async function takeAll(db: Db, asked: readonly Asked[]): Promise<Taken[]> {
  const of = <T>(read: (one: Asked) => T) => asked.map(read)
  // By caller, so that statements of several processes lock rows in the same order.
  const rows = await db.$queryRaw<Row[]>`
    SELECT k.place::int, t.passed, trim_scale(t.filled)::text AS filled, trim_scale(t.used)::text AS used
    FROM set_config('synchronous_commit', 'off', true),
      LATERAL (SELECT * FROM unnest(${of((a) => a.who)}::text[], ${of((a) => a.cost)}::numeric[], ${of((a) => a.capacity)}::numeric[],
        ${of((a) => a.drain * MS_PER_S)}::numeric[], ${of((a) => a.daily)}::numeric[], ${of((a) => a.at)}::timestamptz[])
        WITH ORDINALITY AS k(who, cost, capacity, drain, daily, at, place) ORDER BY k.who, k.place) AS k,
      LATERAL take_cost(k.who, k.cost, k.capacity, k.drain, k.daily, k.at) AS t`
  const taken: Taken[] = []
  for (const { place, passed, filled, used } of rows)
    taken[place - 1] = { passed, filled: Number(filled), used: Number(used) }
  return taken
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
