/**
 * Tells of new revisions as soon as they are committed, by whichever process: Postgres' LISTEN on a connection of its
 * own. A connection that breaks is made anew, and whoever waits is woken then, for a notice may have been missed.
 */
import pg from 'pg'
import type { Tx } from './client.ts'

const CHANNEL = 'revision'
const RECONNECT_MS = 1_000

/** Wakes whoever listens, once the transaction is committed: there is something to do without a new revision. */
export async function wakeListeners(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`
}

export interface RevisionListener {
  /** Resolves at the next notice, or at the latest after `ms`, or when the signal aborts. */
  next(ms: number, signal?: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** @param failed told when the connection breaks; waiting goes on by time alone until it is back. */
export function listenToRevisions(url: string, failed: (error: unknown) => void): RevisionListener {
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const resume of waiting) resume()
  }
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function again(): void {
    client = undefined
    if (!closed) timer = setTimeout(connect, RECONNECT_MS)
  }

  async function connect(): Promise<void> {
    const own = new pg.Client({ connectionString: url, application_name: 'ai-economy-facts listener' })
    client = own
    let lost = false
    const lose = (error: unknown) => {
      if (lost) return
      lost = true
      if (!closed) failed(error)
      again()
      void own.end().catch(() => undefined)
    }
    own.on('error', lose)
    own.on('end', () => lose(new Error('the connection ended')))
    own.on('notification', wake)
    try {
      await own.connect()
      await own.query(`LISTEN ${CHANNEL}`)
      wake()
    } catch (error) {
      lose(error)
    }
  }
  void connect()

  return {
    next: (ms, signal) =>
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
      }),
    close: async () => {
      closed = true
      clearTimeout(timer)
      wake()
      await client?.end().catch(() => undefined)
    },
  }
}
