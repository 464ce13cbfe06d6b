/**
 * Answers as bytes. Between two revisions an answer is a function of document, variables, scopes and revision, so it is
 * kept under these until there is a newer revision, and sent again without being asked for once more.
 */
import { LRUCache } from 'lru-cache'

/** An answer that was made. */
interface Made {
  body: Buffer<ArrayBuffer>
  /** Its content type. */
  type: string
  /** Whether the question names its revision itself. */
  isPinned: boolean
}

export interface Kept extends Made {
  /** Of the body, without quotes. */
  tag: string
  /** Compressed copies, once somebody wanted one. */
  br?: Buffer<ArrayBuffer>
  gzip?: Buffer<ArrayBuffer>
}

/** Where answers are kept for other processes too. It may forget, fail and be away at any time. */
export interface SecondLevel {
  get(revision: number, key: string): Promise<Kept | null>
  set(revision: number, key: string, entry: Kept): void
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
   * @param revision the newest one, whichever the question reads: what is kept of older ones ends with it.
   */
  take<T>(
    key: string,
    revision: number,
    make: () => Promise<Kept | Unkept<T>>,
  ): Promise<{ kept: Kept; isHit: boolean } | { answer: T }>
  /** The same without waiting; undefined where nothing is kept. */
  at(key: string, revision: number): Kept | undefined
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
/** As long as a process remembers a registered document. */
const BY_HASH_MS = 30_000
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
  const making = new Map<string, Promise<Kept | null>>()
  let generation = 0

  /** Whether the revision is the newest that was ever heard of. */
  function turn(revision: number): boolean {
    if (revision > generation) {
      generation = revision
      kept.clear()
      making.clear()
    }
    return revision === generation
  }

  async function found<T>(key: string, revision: number, make: () => Promise<Kept | Unkept<T>>) {
    const far = await second?.get(revision, key)
    const made = far ?? (await make())
    if (!('body' in made)) {
      if (made.never) never.set(key, true)
      return made
    }
    if (revision === generation) kept.set(key, made)
    if (!far) second?.set(revision, key, made)
    return made
  }

  return {
    async take<T>(key: string, revision: number, make: () => Promise<Kept | Unkept<T>>) {
      const here = turn(revision) ? kept.get(key) : undefined
      if (here) return { kept: here, isHit: true }
      // Who waits for another's answer that comes to nothing makes one alone.
      const isAlone = revision !== generation || never.has(key)
      const started = isAlone ? undefined : making.get(key)
      const theirs = await started
      if (theirs) return { kept: theirs, isHit: true }
      const result = found(key, revision, make)
      if (isAlone || started) return told(await result)
      const shared = result.then(
        (made) => ('body' in made ? made : null),
        () => null,
      )
      making.set(key, shared)
      const done = () => {
        if (making.get(key) === shared) making.delete(key)
      }
      return told(await result.finally(done))
    },
    at: (key, revision) => (turn(revision) ? kept.get(key) : undefined),
    name: (request, key, isByHash) => {
      names.set(request, key, isByHash ? { ttl: BY_HASH_MS } : {})
    },
    named: (request) => names.get(request),
    size: () => kept.calculatedSize + names.calculatedSize,
  }
}

const told = <T>(made: Kept | Unkept<T>) =>
  'body' in made ? { kept: made, isHit: false } : { answer: made.answer }
