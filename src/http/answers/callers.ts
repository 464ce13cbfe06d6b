/** Callers whose keys were checked a moment ago, so that a kept answer is sent without a statement. */
import { LRUCache } from 'lru-cache'
import type { Caller } from '../../domain/access/caller.ts'

/** A key that expires is refused after so long at the latest; one that is revoked, as soon as the notice of it comes. */
const MAX_AGE_MS = 1_000
/** From then on it is checked anew when somebody asks with it, who need not wait for that. */
const AGAIN_MS = 750
const MAX_CALLERS = 1_000

export interface KnownCallers {
  /** @param credential the header that carries the key. */
  of(credential: string): Caller | undefined
  /**
   * Checks the key, and remembers whose it is.
   * @param isQuestion one for which a check of a moment ago will do.
   * @param check is called again later, and should hold on to little.
   */
  checked(credential: string | undefined, isQuestion: boolean, check: () => Promise<Caller>): Promise<Caller>
}

interface Known {
  caller: Caller
  notices: number
  since: number
  check: () => Promise<Caller>
  /** It is being checked again. */
  isAsked: boolean
}

/** @param notices see `RevisionListener`. */
export function knownCallers(notices: () => number): KnownCallers {
  const known = new LRUCache<string, Known>({ max: MAX_CALLERS })
  const youngerThan = (credential: string, age: number) => {
    const found = known.get(credential)
    return found?.notices === notices() && performance.now() - found.since < age ? found : undefined
  }
  const remember = (credential: string, caller: Caller, before: number, check: () => Promise<Caller>) =>
    known.set(credential, { caller, check, notices: before, since: performance.now(), isAsked: false })

  async function checkAgain(credential: string, found: Known): Promise<void> {
    found.isAsked = true
    const before = notices()
    // What was checked by somebody else meanwhile is the newer word.
    const isStill = () => known.peek(credential) === found
    try {
      const caller = await found.check()
      if (isStill()) remember(credential, caller, before, found.check)
    } catch {
      // Whoever asks next is told why.
      if (isStill()) known.delete(credential)
    }
  }

  return {
    of: (credential) => {
      const found = youngerThan(credential, MAX_AGE_MS)
      if (found && !found.isAsked && performance.now() - found.since >= AGAIN_MS)
        void checkAgain(credential, found)
      return found?.caller
    },
    checked: async (credential, isQuestion, check) => {
      const one = isQuestion && credential !== undefined ? youngerThan(credential, AGAIN_MS) : undefined
      // Who may do more than read is checked anew, for a key that was just revoked must not write.
      if (one?.caller.scopes.every((scope) => scope === 'read')) return one.caller
      const before = notices()
      try {
        const caller = await check()
        if (credential !== undefined) remember(credential, caller, before, check)
        return caller
      } catch (error) {
        if (credential !== undefined) known.delete(credential)
        throw error
      }
    },
  }
}
