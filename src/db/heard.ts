/**
 * Whether all processes that answer have heard of a revision, so that nobody who is told of it gets an older answer.
 *
 * Each of them holds a shared lock (see `listen.ts`) of the number of the revision that it knows, and answers by none
 * that it does not hold. When it hears of a newer one it forgets the old one first and changes its lock then, so whoever
 * holds no older number sends nothing older. What a process knows it knows for `SURE_MS`, counted from when it asked;
 * after that it asks again. So whoever has not changed its lock so long after a commit does not go by what it knew.
 * A lock ends with its connection, whichever way that ends.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type AsOf, isSameState } from './as-of.ts'
import type { Db } from './client.ts'

/** The first of the two numbers of the lock; the second is that of the revision. */
export const HELD = 4_021_967
/** For how long a process goes by what it was told, and how long a writer waits for one that does not change its lock. */
export const SURE_MS = 2_000
const PAUSE_MOST_MS = 25

/** @param late how many processes did not say in time that they know of the revision; undefined where the database did not tell. */
export type Unheard = (late: number | undefined, revision: number | undefined) => void

interface Row {
  revision: number
  /** The process of Postgres that serves a listener which is behind, and where that is; null where none is behind. */
  pid: number | null
  held: number
}

interface Known {
  /** What was waited for last, so that many who are told of one revision wait once. */
  last?: { of: AsOf; done: Promise<void> }
  /** Those that were waited for in vain, and where they stand: they send nothing by what they know until they move. */
  deaf: Set<string>
  unheard?: Unheard
}

const all = new WeakMap<Db, Known>()

function knownOf(db: Db): Known {
  const known = all.get(db) ?? { deaf: new Set() }
  all.set(db, known)
  return known
}

/** Who is told when a process did not hear of a revision in time. */
export function onUnheard(db: Db, unheard: Unheard): void {
  knownOf(db).unheard = unheard
}

/**
 * Resolves when no process answers from a revision that is older than the newest one of now, after `SURE_MS` at the
 * latest. Never within a transaction: others do not hear of what it has not committed. It does not throw, for what was
 * written is written.
 * @param of the revision that is to be told, where it is known.
 */
export function heard(db: Db, of?: AsOf): Promise<void> {
  const known = knownOf(db)
  if (!of) return wait(db, known)
  if (!known.last || !isSameState(known.last.of, of)) known.last = { of, done: wait(db, known) }
  return known.last.done
}

async function wait(db: Db, known: Known): Promise<void> {
  const ended = new AbortController()
  const time = delay(SURE_MS, 'late' as const, { signal: ended.signal }).catch(() => 'late' as const)
  let revision: number | undefined
  let late: string[] | undefined
  for (let pause = 1; ; pause = Math.min(2 * pause, PAUSE_MOST_MS)) {
    const rows = await Promise.race([behind(db).catch(() => null), time])
    if (rows === 'late') break
    if (rows) {
      // Later ones are for those who make them to wait for.
      revision ??= rows[0]?.revision ?? 0
      late = rows.flatMap(({ pid, held }) => (pid !== null && held < revision! ? [`${pid} at ${held}`] : []))
      const there = new Set(late)
      for (const one of known.deaf) if (!there.has(one)) known.deaf.delete(one)
      late = late.filter((one) => !known.deaf.has(one))
      if (late.length === 0) break
    }
    await Promise.race([delay(pause), time])
  }
  ended.abort()
  if (late?.length === 0) return
  for (const one of late ?? []) known.deaf.add(one)
  known.unheard?.(late?.length, revision)
}

/** One row for each listener that is behind the newest revision; one of nobody where none is, none for an empty ledger. */
const behind = (db: Db) => db.$queryRaw<Row[]>`
  SELECT n."number" AS revision, l.pid, l.objid::int AS held
  FROM (SELECT "number" FROM "Revision" ORDER BY "number" DESC LIMIT 1) n
  LEFT JOIN (SELECT l.* FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.classid = ${HELD} AND l.objsubid = 2 AND l.granted) l ON l.objid::int < n."number"`
