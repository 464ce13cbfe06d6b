/**
 * Where it stands how much callers have spent: buckets, as `limits.ts` reckons with them. All amounts are whole parts of
 * a cost, of which a minute drains as many in each millisecond as it allows cost; so nothing is ever rounded, and every
 * store comes to the same.
 */

/** Parts of one cost. */
export const PARTS = 60_000

interface Take {
  /** Whose bucket: `key:<id>`, or `address:<hash>`. */
  who: string
  /** Parts to put in; negative hands back. */
  cost: number
  /** Parts that the bucket holds. */
  capacity: number
  /** Parts that drain in a millisecond. */
  drain: number
  /** Parts that may be put in on a day (UTC); null where no such limit is set. */
  daily: number | null
  /** By the clock of whoever asks; the bucket's own time never runs back. */
  at: Date
  /** Whether whoever asks has something to do meanwhile, so that a store may gather several. */
  patient?: boolean
}

export interface Taken {
  /** Whether it fitted; what did not changes nothing. */
  passed: boolean
  /** Parts in the bucket now. */
  filled: number
  /** Parts put in on this day. */
  used: number
}

export interface LimitStore {
  /** Atomic: whoever asks at the same time stands in line. */
  take(asked: Take): Promise<Taken>
}
