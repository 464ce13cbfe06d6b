/** How many long-lived answers one caller, and all of them together, may have open at this server. */
import { AppError } from '../../errors.ts'

export interface Places {
  /**
   * Takes a place.
   * @param who a caller, as limits tell them apart.
   * @returns gives the place back; a second call does nothing.
   * @throws AppError TOO_MANY_STREAMS
   */
  enter(who: string): () => void
}

export function createPlaces(max: { caller: number; server: number }): Places {
  const taken = new Map<string, number>()
  let all = 0
  return {
    enter(who) {
      const own = taken.get(who) ?? 0
      if (own >= max.caller)
        throw new AppError(
          'TOO_MANY_STREAMS',
          `You have ${own} subscriptions and followed feeds open, and no more are allowed. End one first.`,
        )
      if (all >= max.server)
        throw new AppError(
          'TOO_MANY_STREAMS',
          `This server has as many subscriptions and followed feeds open as it takes. Try again later, or ask now and then instead.`,
        )
      all++
      taken.set(who, own + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        all--
        const rest = taken.get(who)! - 1
        if (rest === 0) taken.delete(who)
        else taken.set(who, rest)
      }
    },
  }
}
