/** Lays the claims of one fact along valid time and says which answers when. Pure. */
import type { CarryForward } from '../../kinds/facts.ts'
import { type Candidate, type Contest, compareCandidates, type Step } from './rule.ts'

interface Dated {
  validFrom: Date | null
  validTo: Date | null
}

const isDated = (c: Dated) => c.validFrom !== null || c.validTo !== null
const startOf = (c: Dated) => c.validFrom?.getTime() ?? -Infinity
const endOf = (c: Dated) => c.validTo?.getTime() ?? Infinity

/**
 * The dated claims that speak about an instant: those whose period contains it; where none does and values of
 * this kind carry forward, those of the period that ended last before it.
 * @param instant milliseconds, or -Infinity for the time before every stated start.
 */
export function standingAt<T extends Dated>(claims: readonly T[], instant: number, carry: CarryForward): T[] {
  const dated = claims.filter(isDated)
  const covering = dated.filter((c) => startOf(c) <= instant && instant < endOf(c))
  if (covering.length > 0 || carry === 'STATED') return covering
  const ended = dated.filter((c) => endOf(c) <= instant)
  const last = Math.max(...ended.map(endOf))
  return ended.filter((c) => endOf(c) === last)
}

export interface ResolvedPeriod extends Dated, Contest {
  decidedBy: Step
}

/**
 * The preferred claim for each period, in order of time, without overlaps; neighbours with the same claim are
 * one period. With no dated claim at all, the best undated one answers, in a single period without bounds.
 */
export function resolveTimeline(claims: readonly Candidate[], carry: CarryForward): ResolvedPeriod[] {
  const independent = claims.filter((c) => !c.isRepeat)
  // All repeat something: their original was superseded or answers another question, so they speak themselves.
  const candidates = independent.length > 0 ? independent : claims
  const dated = candidates.filter(isDated)
  if (candidates.length === 0) return []
  if (dated.length === 0) return [{ validFrom: null, validTo: null, ...prefer(candidates) }]

  const bounds = [...new Set(dated.flatMap((c) => [startOf(c), endOf(c)]))].filter((b) => b !== Infinity)
  bounds.sort((a, b) => a - b)
  const periods: ResolvedPeriod[] = []
  for (const [i, start] of bounds.entries()) {
    const standing = standingAt(dated, start, carry)
    if (standing.length === 0) continue
    const end = bounds[i + 1]
    const validFrom = start === -Infinity ? null : new Date(start)
    const validTo = end === undefined ? null : new Date(end)
    const next = { validFrom, validTo, ...prefer(standing) }
    const before = periods.at(-1)
    // Without bounds on both sides it would look undated.
    const unbounded = before?.validFrom === null && validTo === null
    if (before && !unbounded && before.claim.id === next.claim.id && before.validTo?.getTime() === start) {
      periods[periods.length - 1] = {
        ...(before.rivals >= next.rivals ? before : next),
        validFrom: before.validFrom,
        validTo,
      }
    } else {
      periods.push(next)
    }
  }
  return periods
}

function prefer(candidates: readonly Candidate[]): Contest & { decidedBy: Step } {
  const [first, second = null] = [...candidates].sort((a, b) => compareCandidates(a, b).order)
  const claim = first!
  const decidedBy = second ? compareCandidates(claim, second).step : 'ONLY'
  return { claim, second, decidedBy, rivals: candidates.length - 1, undated: 0 }
}

/** The undated claims are rivals in the newest period that has begun at an instant; says so there. */
export function withUndated(
  periods: ResolvedPeriod[],
  claims: readonly Candidate[],
  now: Date,
): ResolvedPeriod[] {
  const newest = periods.findLast((p) => (p.validFrom?.getTime() ?? -Infinity) <= now.getTime())
  const undated = claims.filter((c) => !c.isRepeat && !isDated(c) && c.id !== newest?.claim.id).length
  if (newest && isDated(newest.claim)) newest.undated = undated
  return periods
}

/** Ends of periods are exclusive, so "at" a day asks for its last millisecond: on a day of change the later value. */
export function endOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + 86_400_000 - 1
}
