/**
 * Answers as bytes. Between two revisions an answer is a function of document, variables, scopes and revision, so it is
 * kept under these until there is a newer revision, and sent again without being asked for once more.
 */
import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { type AsOf, isSameState } from '../../db/as-of.ts'
import { AppError } from '../../errors.ts'
import { either } from '../../lib/either.ts'

export interface Kept {
  body: Buffer<ArrayBuffer>
  /** Its content type. */
  type: string
  /** Whether the question names its revision itself. */
  isPinned: boolean
  /** Of the body, without quotes. */
  tag: string
  /** Compressed copies, once somebody wanted one. */
  br?: Buffer<ArrayBuffer>
  gzip?: Buffer<ArrayBuffer>
}

/** An answer that was made, with its tag. */
export const keptOf = (body: Buffer<ArrayBuffer>, type: string, isPinned: boolean): Kept => ({
  ...{ body, type, isPinned },
  tag: hash('sha256', body, 'base64url').slice(0, 27),
})

/** Where answers are kept for other processes too. It may forget, fail and be away at any time. */
export interface SecondLevel {
  get(newest: AsOf, key: string): Promise<Kept | null>
  set(newest: AsOf, key: string, entry: Kept): void
}

/** What came of making an answer that may not be kept: whoever waited for it makes one of their own. */
export interface Unkept<T> {
  answer: T
  /** Never, whatever comes of it the next time; so nobody waits for it again. */
  never: boolean
}

export interface Answers {
  /**
   * The kept answer of the newest revision, else what `make` gives; many who ask at once wait for one.
   * @param newest the newest revision, whichever the question reads: what is kept of older ones ends with it.
   * @param signal ends the waiting for another's answer.
   */
  take<T>(
    key: string,
    newest: AsOf,
    signal: AbortSignal,
    make: () => Promise<Kept | Unkept<T>>,
  ): Promise<{ kept: Kept; isHit: boolean } | { answer: T }>
  /** The same without waiting; undefined where nothing is kept. */
  at(key: string, newest: AsOf): Kept | undefined
  /**
   * Remembers under which key the answer to a request is, by the bytes of the request; for one that names a document by
   * its hash not for long, for the document may be removed.
   */
  name(request: string, key: string, isByHash: boolean): void
  named(request: string): string | undefined
  /** Bytes that are held now. */
  size(): number
}

/** What an entry takes beside its bodies. */
const OVERHEAD = 1_000
/** Of all bytes, those for names of requests. */
const NAMES_SHARE = 0.1
/** Removing a document takes that much longer than the process forgets it. */
const BY_HASH_MS = 1_000
const NEVER_MAX = 2_000

/** @param maxBytes of all that is held, compressed copies counted by estimate. */
export function createAnswers(maxBytes: number, second?: SecondLevel): Answers {
  const kept = new LRUCache<string, Kept>({
    maxSize: maxBytes * (1 - NAMES_SHARE),
    sizeCalculation: ({ body }) => Math.ceil(body.length * 1.6) + OVERHEAD,
  })
  const names = new LRUCache<string, string>({
    maxSize: maxBytes * NAMES_SHARE,
    sizeCalculation: (_key, request) => request.length + 200,
  })
  /** Keys of what is never kept. */
  const never = new LRUCache<string, true>({ max: NEVER_MAX })
  const making = new Map<string, Promise<void>>()
  let generation: AsOf = { revision: 0, time: new Date(0) }

  /** Whether the revision is the newest that was ever heard of. */
  function turn(newest: AsOf): boolean {
    if (newest.revision < generation.revision) return false
    if (!isSameState(newest, generation)) {
      generation = newest
      kept.clear()
      making.clear()
    }
    return true
  }

  async function found<T>(key: string, of: AsOf, make: () => Promise<Kept | Unkept<T>>) {
    const far = second && (await second.get(of, key).catch(() => null))
    const made = far ?? (await make())
    if (!('body' in made)) {
      if (made.never) never.set(key, true)
      return made
    }
    if (turn(of)) kept.set(key, made)
    if (!far) second?.set(of, key, made)
    return made
  }

  return {
    async take<T>(key: string, newest: AsOf, signal: AbortSignal, make: () => Promise<Kept | Unkept<T>>) {
      for (;;) {
        const isNewest = turn(newest)
        const here = isNewest ? kept.get(key) : undefined
        if (here) return { kept: here, isHit: true }
        const started = isNewest && !never.has(key) ? making.get(key) : undefined
        if (!started) {
          const result = found(key, newest, make)
          if (!isNewest || never.has(key)) return told(await result)
          const shared = result.then(
            () => undefined,
            () => undefined,
          )
          making.set(key, shared)
          const done = () => {
            if (making.get(key) === shared) making.delete(key)
          }
          // Who is no longer waited for holds nobody up.
          signal.addEventListener('abort', done, { once: true })
          return told(await result.finally(done).finally(() => signal.removeEventListener('abort', done)))
        }
        // Where nothing comes of it, the next in line makes one.
        await either(started, signal)
        if (signal.aborted) throw new AppError('TIMEOUT', 'The answer took too long and was given up.')
      }
    },
    at: (key, newest) => (turn(newest) ? kept.get(key) : undefined),
    name: (request, key, isByHash) => {
      names.set(request, key, isByHash ? { ttl: BY_HASH_MS } : {})
    },
    named: (request) => names.get(request),
    size: () => kept.calculatedSize + names.calculatedSize,
  }
}

const told = <T>(made: Kept | Unkept<T>) =>
  'body' in made ? { kept: made, isHit: false } : { answer: made.answer }
