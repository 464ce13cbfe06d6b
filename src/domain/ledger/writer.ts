/** Writers of the ledger, which stand in line: one after the other, whoever they are, in whichever process. */
import type { Db, Tx } from '../../db/client.ts'
import { failureCode } from '../../db/failures.ts'
import { heard } from '../../db/heard.ts'
import { AppError } from '../../errors.ts'
import { WRITER_LOCK } from './lock.ts'

const TRANSACTION_LIMIT_MS = 30 * 60_000
/** SQLSTATE of a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03'
/** Prisma's code for a transaction that got no connection. */
const NO_CONNECTION = 'P2028'

/** How long a writer stands in line. Once it is its turn, it is never cut short: it writes all, or fails by itself. */
export interface Patience {
  /** Milliseconds that other processes may take. */
  lockMs: number
  /** Aborted when nobody waits for the answer any more; a turn that comes later is passed over. */
  signal?: AbortSignal | undefined
}

/** The last writer in line, of each client of a database. */
const lines = new WeakMap<Db, Promise<unknown>>()

/**
 * Runs work as the only writer, in one transaction. All that the work reads it reads by `tx`, in the state that it
 * changes; another connection could be the last one of the pool, and would be waited for without end. Resolves when all
 * processes that answer have heard of what was written, see `heard`: whoever is told of it then finds it everywhere.
 * @param patience as long as it takes when left out, as commands do.
 * @throws AppError UNAVAILABLE when it was not its turn in time, TIMEOUT when nobody waits any more. Nothing was written.
 */
export async function asWriter<T>(db: Db, work: (tx: Tx) => Promise<T>, patience?: Patience): Promise<T> {
  const result = await inTurn(db, work, patience)
  // Where nothing was written, it may be because another has just written the same. The next in line need not wait.
  await heard(db)
  return result
}

function inTurn<T>(db: Db, work: (tx: Tx) => Promise<T>, patience?: Patience): Promise<T> {
  if (!patience) return inTransaction(db, work, null)
  // Whoever waits in this process holds no connection, or a few writers would keep all readers out.
  const before = lines.get(db) ?? Promise.resolve()
  const turn = before.then(() => {
    refuseAborted(patience)
    return inTransaction(db, work, patience)
  })
  lines.set(
    db,
    turn.catch(() => undefined),
  )
  return turn
}

async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>, patience: Patience | null): Promise<T> {
  const maxWait = patience?.lockMs ?? TRANSACTION_LIMIT_MS
  let hasBegun = false
  try {
    return await db.$transaction(
      async (tx) => {
        hasBegun = true
        await takeLock(tx, patience?.lockMs ?? 0)
        if (patience) refuseAborted(patience)
        return work(tx)
      },
      { timeout: TRANSACTION_LIMIT_MS, maxWait },
    )
  } catch (error) {
    throw !hasBegun && failureCode(error) === NO_CONNECTION ? notInTime(error) : error
  }
}

/** @param lockMs 0 waits without end. */
async function takeLock(tx: Tx, lockMs: number): Promise<void> {
  const setLimits = (lock: number) =>
    tx.$executeRaw`SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', ${String(lock)}, true)`
  // Before the lock: waiting for another writer may take long too.
  await setLimits(lockMs)
  try {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITER_LOCK})`
  } catch (error) {
    throw failureCode(error) === LOCK_NOT_AVAILABLE ? notInTime(error) : error
  }
  if (lockMs > 0) await setLimits(0)
}

function notInTime(error: unknown): AppError {
  const message = 'Others are being served, so it was not your turn in time. Nothing was written; ask again.'
  return new AppError('UNAVAILABLE', message, error)
}

function refuseAborted({ signal }: Patience): void {
  if (signal?.aborted) throw new AppError('TIMEOUT', 'It was not your turn in time. Nothing was written.')
}
