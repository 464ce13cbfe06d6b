/**
 * Tells all who listen of each revision, in order and once. However many they are, one of them waits and one statement
 * reads what is new: that is done for all who have come equally far.
 */
import type { Db } from '../../db/client.ts'
import { heard } from '../../db/heard.ts'
import { either } from '../../lib/either.ts'
import type { Revision } from './rows.ts'

/** How long a notice of a new revision may be missing before the database is asked. */
const POLL_MS = 1_000
/** Revisions that are read at once by who has been away for long. */
const PAGE = 100

export interface RevisionFeed {
  /** Resolves when there is a revision after the given one, or the signal is aborted. */
  newerThan(revision: number, gone: AbortSignal): Promise<void>
  /**
   * Every revision after the given one, for as long as anybody listens. It ends when the server stops, and breaks off
   * with the failure when the database cannot be asked.
   * @param ended called once, however it ends; `return()` ends it at once, also while it waits.
   */
  follow(after: number, ended: () => void): AsyncIterableIterator<Revision, void, void>
}

export interface FeedOptions {
  db: Db
  /** Resolves when there may be a new revision, at the latest after so many milliseconds. */
  nextRevision: (ms: number, signal: AbortSignal) => Promise<void>
  /** Aborted when the server stops. */
  stopping: AbortSignal
}

export function createRevisionFeed({ db, nextRevision, stopping }: FeedOptions): RevisionFeed {
  let waking: Promise<void> | undefined
  /** What was read since the last notice, by where it begins. */
  const read = new Map<number, Promise<Revision[]>>()

  function woken(): Promise<void> {
    waking ??= nextRevision(POLL_MS, stopping).then(() => {
      waking = undefined
      read.clear()
    })
    return waking
  }

  async function page(after: number): Promise<Revision[]> {
    const found = await db.revision.findMany({
      where: { number: { gt: after } },
      orderBy: { number: 'asc' },
      take: PAGE,
    })
    const last = found.at(-1)
    // Whoever is told asks for it next, whichever server answers.
    if (last) await heard(db, { revision: last.number, time: last.time })
    return found
  }

  function since(after: number): Promise<Revision[]> {
    const known = read.get(after)
    if (known) return known
    const found = page(after)
    read.set(after, found)
    return found
  }

  /** The next revisions; none only when the signal is aborted. */
  async function next(after: number, gone: AbortSignal): Promise<Revision[]> {
    while (!gone.aborted) {
      // Waiting begins before reading: what is committed in between is not missed until the next notice.
      const news = woken()
      const found = await since(after)
      if (found.length > 0) return found
      await either(news, gone)
    }
    return []
  }

  async function* revisions(from: number, gone: AbortSignal): AsyncGenerator<Revision, void, void> {
    for (let after = from; !gone.aborted; ) {
      for (const revision of await next(after, gone)) {
        if (gone.aborted) return
        yield revision
        after = revision.number
      }
    }
  }

  return {
    newerThan: async (revision, gone) => {
      await next(revision, gone)
    },
    follow(after, ended) {
      const left = new AbortController()
      const inner = revisions(after, AbortSignal.any([left.signal, stopping]))
      let open = true
      const close = () => {
        if (open) ended()
        open = false
      }
      return {
        [Symbol.asyncIterator]() {
          return this
        },
        async next() {
          try {
            const result = await inner.next()
            if (result.done) close()
            return result
          } catch (error) {
            close()
            throw error
          }
        },
        // A generator would only hear of it at its next revision.
        async return() {
          left.abort()
          close()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
