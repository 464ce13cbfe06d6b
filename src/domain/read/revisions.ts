/** Finds the state of the ledger that a request reads. */
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { WRITER_LOCK } from '../ledger/lock.ts'

/** What a request asks of the recorded clock; nothing means the newest revision. */
export interface AskedRevision {
  revision?: number | null
  /** The newest revision that had been made by then. */
  time?: Date | null
}

/**
 * The revision that a request reads.
 * @param now no revision of the future is promised, for what it will be nobody knows.
 * @throws AppError UNKNOWN_REVISION; UNAVAILABLE while the ledger is empty.
 */
export async function findRevision(db: Db, asked: AskedRevision, now: Date): Promise<AsOf> {
  const { revision: number, time } = asked
  if (time && time > now)
    throw new AppError(
      'UNKNOWN_REVISION',
      `${time.toISOString()} lies in the future; ask for a time that has passed.`,
    )
  // A revision that is being made has a time already, so an answer by time could differ from the next one.
  if (time && (await isBeingWritten(db)))
    throw new AppError(
      'UNAVAILABLE',
      'A revision is being made right now. Ask again in a moment, or by number.',
    )
  const where = typeof number === 'number' ? { number: inRange(number) } : time ? { time: { lte: time } } : {}
  const row = await db.revision.findFirst({ where, orderBy: { number: 'desc' } })
  if (row) return { revision: row.number, time: row.time }
  const newest = await newestOf(db)
  const asking =
    typeof number === 'number' ? `no revision ${number}` : `no revision at ${time!.toISOString()} yet`
  throw new AppError('UNKNOWN_REVISION', `There is ${asking}; the newest is ${newest.revision}.`)
}

/** What an integer column of Postgres holds; no revision has a number outside. */
const inRange = (number: number) => (Math.abs(number) <= 2_147_483_647 ? Math.trunc(number) : -1)

async function isBeingWritten(db: Db): Promise<boolean> {
  const [held] = await db.$queryRaw<{ held: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
      WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${WRITER_LOCK} AND l.granted) AS held`
  return held!.held
}

/** The newest revision, or null while the ledger is empty. */
export async function newestRevision(db: Db): Promise<AsOf | null> {
  const row = await db.revision.findFirst({ orderBy: { number: 'desc' } })
  return row && { revision: row.number, time: row.time }
}

/** The newest revision. @throws AppError UNAVAILABLE while the ledger is empty. */
export async function newestOf(db: Db): Promise<AsOf> {
  const newest = await newestRevision(db)
  if (!newest) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
  return newest
}
