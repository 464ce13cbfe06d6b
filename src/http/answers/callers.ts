/** Callers whose keys were checked a moment ago, so that a kept answer is sent without a statement. */
import { LRUCache } from 'lru-cache'
import type { Caller } from '../../domain/access/caller.ts'

/** A key that expires is refused after so long at the latest; one that is revoked, as soon as the notice of it comes. */
const MAX_AGE_MS = 1_000
const MAX_CALLERS = 1_000

export interface KnownCallers {
  /** @param credential the header that carries the key. */
  of(credential: string): Caller | undefined
  /**
   * Checks the key, and remembers whose it is.
   * @param isQuestion one for which a check of a moment ago will do.
   */
  checked(credential: string | undefined, isQuestion: boolean, check: () => Promise<Caller>): Promise<Caller>
}

/** @param notices see `RevisionListener`. */
export function knownCallers(notices: () => number): KnownCallers {
  const known = new LRUCache<string, { caller: Caller; notices: number }>({
    max: MAX_CALLERS,
    ttl: MAX_AGE_MS,
  })
  const of = (credential: string) => {
    const found = known.get(credential)
    return found?.notices === notices() ? found.caller : undefined
  }
  return {
    of,
    checked: async (credential, isQuestion, check) => {
      const one = isQuestion && credential !== undefined ? of(credential) : undefined
      // Who may do more than read is checked anew, for a key that was just revoked must not write.
      if (one?.scopes.every((scope) => scope === 'read')) return one
      const before = notices()
      const caller = await check()
      if (credential !== undefined) known.set(credential, { caller, notices: before })
      return caller
    },
  }
}
