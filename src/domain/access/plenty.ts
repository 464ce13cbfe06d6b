/**
 * Who has so much left, by what this process was last told, that a question may be worked on while it is counted. What is
 * let begin so never comes to more than what was left then, so nobody gets work done for nothing by asking much at once.
 */
import { LRUCache } from 'lru-cache'
import type { Taken } from './limit-store.ts'

/** Share of a limit that may be spent, with all that is being counted, before one waits to be told. */
const SHARE = 0.5
/** Others may have spent it meanwhile, through other processes. */
const MAX_AGE_MS = 1_000
const MAX_CALLERS = 1_000

interface Known extends Pick<Taken, 'filled' | 'used'> {
  /** Parts that are being counted. */
  open: number
  since: number
}

/** In parts, as `limit-store.ts` reckons. */
interface Wanted {
  cost: number
  capacity: number
  daily: number | null
}

export interface Plenty {
  learn(who: string, taken: Taken): void
  /** Null for whoever is to wait; else to be called once the cost is counted. */
  claim(who: string, wanted: Wanted): (() => void) | null
}

export function createPlenty(): Plenty {
  const known = new LRUCache<string, Known>({ max: MAX_CALLERS })
  return {
    learn(who, { passed, filled, used }) {
      if (!passed) return void known.delete(who)
      const before = known.get(who)
      const now = { filled, used, since: performance.now() }
      // The same object, for those who hold it take away from it what they have put in.
      if (before) Object.assign(before, now)
      else known.set(who, { ...now, open: 0 })
    },
    claim(who, { cost, capacity, daily }) {
      const found = known.get(who)
      if (!found || performance.now() - found.since > MAX_AGE_MS) return null
      const fits = (spent: number, limit: number) => spent + found.open + cost <= limit * SHARE
      if (!fits(found.filled, capacity) || (daily !== null && !fits(found.used, daily))) return null
      found.open += cost
      return () => {
        found.open -= cost
      }
    },
  }
}
