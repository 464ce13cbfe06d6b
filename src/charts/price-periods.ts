/** When each price of a series held, so that the steps of a picture meet. */
import type { ClaimData } from './cited.ts'

export interface HistoricClaim extends ClaimData {
  /** Of a price file the times follow from its editions, and a value may come back. */
  periods: readonly { validFrom: string | null; validTo: string | null }[]
}

export interface PricePeriod {
  claim: HistoricClaim
  /** ISO 8601; null where it is not known when it began. */
  from: string | null
  /** Null where it has not ended. */
  to: string | null
  /** Begins after the time of the revision. */
  announced: boolean
}

/**
 * @param history what was preferred, oldest first; a claim that answered again stands there again.
 * @param now ISO 8601, of the revision.
 */
export function periodsOf(history: readonly HistoricClaim[], now: string): PricePeriod[] {
  const met = new Map<string, number>()
  const stated = history.map((claim) => {
    const times = met.get(claim.id) ?? 0
    met.set(claim.id, times + 1)
    const known = claim.periods.length > 0 ? claim.periods : [claim]
    const { validFrom, validTo } = known[Math.min(times, known.length - 1)]!
    return { claim, from: validFrom, to: validTo }
  })
  const placed: PricePeriod[] = []
  for (const { claim, from, to } of stated) {
    const before = placed.at(-1)
    // What stood before and answers again goes on where the other one ended.
    const start = before && (from === null || from < (before.from ?? '')) ? before.to : from
    if (before && start !== null && (before.to === null || before.to > start)) before.to = start
    placed.push({ claim, from: start, to, announced: start !== null && start > now })
  }
  return placed
}
