/** Lays the claims of one fact along valid time and says which answers when. Pure. */
import type { CarryForward } from '../../kinds/facts.ts'
import { type Dated, endOf, isDated, startOf } from './dated.ts'
import { type Candidate, type Contest, compareCandidates, type Step } from './rule.ts'

const bestFirst = (a: Candidate, b: Candidate) => compareCandidates(a, b).order

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
 * @param suspect ids of claims that cannot be preferred.
 */
export function resolveTimeline(
  claims: readonly Candidate[],
  carry: CarryForward,
  suspect: ReadonlySet<string> = new Set(),
): ResolvedPeriod[] {
  const independent = claims.filter((c) => !c.isRepeat)
  // All repeat something: their original was superseded or answers another question, so they speak themselves.
  const standingClaims = independent.length > 0 ? independent : claims
  // Sorted once: whatever stands at an instant is a part of it, in the same order.
  const candidates = standingClaims.filter((c) => !suspect.has(c.id)).sort(bestFirst)
  const aside = standingClaims.filter((c) => suspect.has(c.id)).sort(bestFirst)
  const dated = candidates.filter(isDated)
  if (candidates.length === 0) return []
  if (dated.length === 0) return [{ validFrom: null, validTo: null, ...prefer(candidates), suspect: aside }]

  const bounds = [...new Set(dated.flatMap((c) => [startOf(c), endOf(c)]))].filter((b) => b !== Infinity)
  bounds.sort((a, b) => a - b)
  const runs: Run[] = []
  for (const [i, start] of bounds.entries()) {
    const [claim, ...rivals] = standingAt(dated, start, carry)
    if (!claim) continue
    const end = bounds[i + 1]
    const beside = aside.filter((c) => isDated(c) && startOf(c) < (end ?? Infinity) && endOf(c) > start)
    const before = runs.at(-1)
    // Without bounds on both sides it would look undated.
    const unbounded = before?.start === -Infinity && end === undefined
    if (before && !unbounded && before.claim.id === claim.id && before.end === start) {
      before.end = end
      for (const c of rivals) before.rivals.set(c.id, c)
      for (const c of beside) before.suspect.set(c.id, c)
    } else {
      runs.push({ claim, start, end, rivals: byId(rivals), suspect: byId(beside) })
    }
  }
  return runs.map((run) => ({
    validFrom: run.start === -Infinity ? null : new Date(run.start),
    validTo: run.end === undefined ? null : new Date(run.end),
    ...prefer([run.claim, ...[...run.rivals.values()].sort(bestFirst)]),
    suspect: [...run.suspect.values()].sort(bestFirst),
  }))
}

/** The time for which one claim answers, with all that stood beside it in some part of it. */
interface Run {
  claim: Candidate
  start: number
  end: number | undefined
  rivals: Map<string, Candidate>
  suspect: Map<string, Candidate>
}

/** A claim of a data file stands once for each time for which it held, and is one rival all the same. */
const byId = (claims: readonly Candidate[]) => new Map(claims.map((c) => [c.id, c]))

/** @param candidates the best first. */
function prefer(candidates: readonly Candidate[]): Omit<Contest, 'suspect'> & { decidedBy: Step } {
  const [claim, ...rivals] = candidates
  const decidedBy = rivals[0] ? compareCandidates(claim!, rivals[0]).step : 'ONLY'
  return { claim: claim!, decidedBy, rivals, undated: [] }
}

/** The undated claims are rivals in the newest period that has begun at an instant; says so there. */
export function withUndated(
  periods: ResolvedPeriod[],
  claims: readonly Candidate[],
  now: Date,
  suspect: ReadonlySet<string> = new Set(),
): ResolvedPeriod[] {
  const newest = periods.findLast((p) => startOf(p) <= now.getTime())
  if (!newest || !isDated(newest.claim)) return periods
  const undated = claims.filter((c) => !c.isRepeat && !isDated(c)).sort(bestFirst)
  newest.undated = undated.filter((c) => !suspect.has(c.id))
  newest.suspect = [...newest.suspect, ...undated.filter((c) => suspect.has(c.id))]
  return periods
}

/** Ends of periods are exclusive, so "at" a day asks for its last millisecond: on a day of change the later value. */
export function endOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + 86_400_000 - 1
}

/**
 * The period that answers at the end of a day; without one the newest that has begun by `now`, the time of the
 * revision, never the wall clock.
 * @param periods newest first.
 */
export function answeringAt<T extends Dated>(periods: readonly T[], day: string | null, now: Date): T | null {
  const instant = day === null ? now.getTime() : endOfDay(day)
  const newest = periods.find((p) => startOf(p) <= instant)
  if (!newest || day === null) return newest ?? null
  // An undated claim opens no period, so it does not say what held on a given day.
  return isDated(newest) && endOf(newest) > instant ? newest : null
}
