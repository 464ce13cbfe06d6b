/**
 * Tells of new revisions as soon as they are committed, by whichever process: Postgres' LISTEN on a connection of its
 * own. A connection that breaks is made anew, and whoever waits is woken then, for a notice may have been missed.
 */
import pg from 'pg'
import type { AsOf } from './as-of.ts'
import type { Tx } from './client.ts'
import { HELD, SURE_MS } from './heard.ts'
import { newestIn } from './newest.ts'

const CHANNEL = 'revision'
const RECONNECT_MS = 1_000
const CONNECT_MS = 5_000
/** How often the connection is tried; one that is dead without saying so brings no notices. */
const BEAT_MS = 1_000
/** Without an answer for so long, it counts as dead. */
const SILENT_MS = 2_000

/** Wakes whoever listens, once the transaction is committed: there is something to do without a new revision. */
export async function wakeListeners(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`
}

export interface RevisionListener {
  /** Resolves at the next notice, or at the latest after `ms`, or when the signal aborts. */
  next(ms: number, signal?: AbortSignal): Promise<void>
  /** The newest revision; null whenever that is not known for sure, and the database is to be asked. */
  newest(): AsOf | null
  /** How often there was a notice, or a time without any: what was known before may not be true any more. */
  notices(): number
  close(): Promise<void>
}

/**
 * @param failed told when the connection breaks; waiting goes on by time alone until it is back.
 * @param answers whether anybody is answered by what `newest` says: then writers wait until it has moved on.
 */
export function listenToRevisions(
  url: string,
  failed: (error: unknown) => void,
  answers = true,
): RevisionListener {
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const resume of waiting) resume()
  }
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let newest: AsOf | null = null
  let notices = 0
  /** When that was asked which the newest revision answers. */
  let confirmed = -Infinity
  /** The question for the newest revision that was asked last. */
  let asked = 0

  function again(): void {
    client = undefined
    if (!closed) timer = setTimeout(connect, RECONNECT_MS)
  }

  async function connect(): Promise<void> {
    const own = new pg.Client({
      connectionString: url,
      application_name: 'ai-economy-facts listener',
      connectionTimeoutMillis: CONNECT_MS,
    })
    client = own
    let lost = false
    let beat: NodeJS.Timeout | undefined
    const lose = (error: unknown) => {
      if (lost) return
      lost = true
      newest = null
      notices++
      clearTimeout(beat)
      if (!closed) failed(error)
      again()
      void own.end().catch(() => undefined)
    }
    let line: Promise<unknown> = Promise.resolve()
    /** A connection takes one statement after the other. */
    const inLine = <T>(ask: () => Promise<T>): Promise<T> => {
      const answer = line.then(ask)
      line = answer.catch(() => undefined)
      return answer
    }
    /** The revision that writers see this process at. */
    let held: number | null = null
    const hold = (revision: number) => {
      const before = held
      if (revision === before || !answers) return
      held = revision
      const lock = inLine(() => own.query('SELECT pg_advisory_lock_shared($1, $2)', [HELD, revision]))
      // Behind the new one: whoever looks in between sees a process that is late, never none.
      const unlock = inLine(() => own.query('SELECT pg_advisory_unlock_shared($1, $2)', [HELD, before]))
      Promise.all([lock, unlock]).catch(lose)
    }
    const find = async (): Promise<void> => {
      const turn = ++asked
      // The answer may have waited long to be read, and is as old as its question.
      const at = performance.now()
      const heldThen = held
      let isBack = false
      // Where this process itself was busy for so long, the answer has come and only waits to be read.
      const late = () => setImmediate(() => isBack || lose(new Error('the connection is silent')))
      const silent = setTimeout(late, SILENT_MS)
      const row = await inLine(() => newestIn(own)).finally(() => {
        isBack = true
        clearTimeout(silent)
      })
      // A notice that came meanwhile has asked again.
      if (turn !== asked || lost) return
      newest = null
      if (row && answers && row.number !== heldThen) {
        // Writers that came meanwhile did not wait for this process, so what it was told may be old already.
        hold(row.number)
        return find()
      }
      confirmed = at
      newest = row ? { revision: row.number, time: row.time } : null
    }
    const beats = () => {
      beat = setTimeout(() => find().then(beats, lose), BEAT_MS)
      beat.unref()
    }
    own.on('error', lose)
    own.on('end', () => lose(new Error('the connection ended')))
    own.on('notification', ({ payload }) => {
      notices++
      if (payload) {
        newest = null
        hold(Number(payload))
        find().catch(lose)
      }
      wake()
    })
    try {
      await own.connect()
      await own.query(`LISTEN ${CHANNEL}`)
      await find()
      notices++
      wake()
      beats()
    } catch (error) {
      lose(error)
    }
  }
  void connect()

  const next: RevisionListener['next'] = (ms, signal) =>
    new Promise((resolve) => {
      const resume = () => {
        clearTimeout(late)
        waiting.delete(resume)
        signal?.removeEventListener('abort', resume)
        resolve()
      }
      const late = setTimeout(resume, ms)
      waiting.add(resume)
      if (signal?.aborted) resume()
      else signal?.addEventListener('abort', resume)
    })

  return {
    next,
    newest: () => (performance.now() - confirmed < SURE_MS ? newest : null),
    notices: () => notices,
    close: async () => {
      closed = true
      clearTimeout(timer)
      wake()
      await client?.end().catch(() => undefined)
    },
  }
}
