/** Callers whose keys were checked a moment ago, so that a kept answer is sent without a statement. */
import { LRUCache } from 'lru-cache'
import type { Caller } from '../../domain/access/caller.ts'

/** A key that expires is refused after so long at the latest; one that is revoked, as soon as the notice of it comes. */
const MAX_AGE_MS = 1_000
/** From then on it is checked anew, by one who asks: else all who ask at once would have to. */
const AGAIN_MS = 750
const MAX_CALLERS = 1_000

export interface KnownCallers {
  /**
   * Undefined also for one who is to check a key again, while it is still known to others.
   * @param credential the header that carries the key.
   * @param checks whether who is told so does check it; else the next one is told so too.
   */
  of(credential: string, checks?: boolean): Caller | undefined
  /**
   * Checks the key, and remembers whose it is.
   * @param isQuestion one for which a check of a moment ago will do.
   */
  checked(credential: string | undefined, isQuestion: boolean, check: () => Promise<Caller>): Promise<Caller>
}

interface Known {
  caller: Caller
  notices: number
  since: number
  /** Somebody was sent to check it. */
  isAsked: boolean
}

/** @param notices see `RevisionListener`. */
export function knownCallers(notices: () => number): KnownCallers {
  const known = new LRUCache<string, Known>({ max: MAX_CALLERS })
  const youngerThan = (credential: string, age: number) => {
    const found = known.get(credential)
    return found?.notices === notices() && performance.now() - found.since < age ? found : undefined
  }
  return {
    of: (credential, checks = true) => {
      const found = youngerThan(credential, MAX_AGE_MS)
      if (found && !found.isAsked && performance.now() - found.since >= AGAIN_MS) {
        found.isAsked = checks
        return undefined
      }
      return found?.caller
    },
    checked: async (credential, isQuestion, check) => {
      const one = isQuestion && credential !== undefined ? youngerThan(credential, AGAIN_MS) : undefined
      // Who may do more than read is checked anew, for a key that was just revoked must not write.
      if (one?.caller.scopes.every((scope) => scope === 'read')) return one.caller
      const before = notices()
      try {
        const caller = await check()
        if (credential !== undefined)
          known.set(credential, { caller, notices: before, since: performance.now(), isAsked: false })
        return caller
      } catch (error) {
        if (credential !== undefined) known.delete(credential)
        throw error
      }
    },
  }
}
