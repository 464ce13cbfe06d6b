/** What the ledger answers to a fact's question: the preferred claim, its rivals and the series over time. */

import { KINDS } from '../../kinds/facts.ts'
import { answeringAt, endOfDay, standingAt } from '../belief/timeline.ts'
import type { AnswerRow } from './answer-loader.ts'
import type { MaybePromise } from './batch.ts'
import type { BriefClaim } from './brief-claims.ts'
import type { PeriodRow } from './period-loaders.ts'
import type { Reader } from './reader.ts'
import type { ClaimRow, FactRow, QuantityRow, ResolutionRow } from './rows.ts'

/** A day (`2026-04-10`), or null for the newest period that has begun by the revision's time. */
export type At = string | null

/** The period that answers: by the revision's time without `at`, never by the wall clock. */
export function periodAt<Period extends PeriodRow>(
  periods: readonly Period[],
  at: At,
  revisionTime: Date,
): Period | null {
  return answeringAt(periods, at, revisionTime)
}

/** The period that answers for a fact at a date, with its rule and reason; null when nothing is known. */
export async function resolutionOf(read: Reader, factId: string, at: At): Promise<ResolutionRow | null> {
  return periodAt(await read.resolutionsOfFact.load(factId), at, read.asOf.time)
}

export async function preferredClaim(read: Reader, factId: string, at: At): Promise<ClaimRow | null> {
  const answer = await preferredAnswer(read, factId, at)
  return answer && read.claim.load(answer.id)
}

/** As `preferredAnswer`, at once where the fact's page brought it along; as much of it as is asked for there. */
export function answerOf(read: Reader, fact: FactRow, at: At): MaybePromise<AnswerRow | null> {
  const { answered } = fact
  return answered?.at === at ? answered.answer : preferredAnswer(read, fact.id, at)
}

/** What the preferred claim says, where its times and its sources do not matter. */
function preferredAnswer(read: Reader, factId: string, at: At): MaybePromise<AnswerRow | null> {
  return read.isTraced ? tracedAnswer(read, factId, at) : read.answer({ fact: factId, at })
}

/** Reads the rivals too, so that they count as what the answer was made of. */
async function tracedAnswer(read: Reader, factId: string, at: At): Promise<AnswerRow | null> {
  const period = await resolutionOf(read, factId, at)
  return period && claimOfFact(read, factId, period.claimId)
}

/** A claim of a fact whose claims are read anyway; by id only when there are more than the limit. */
async function claimOfFact(read: Reader, factId: string, claimId: string): Promise<ClaimRow | null> {
  const claims = await read.claimsOfFact.load(factId)
  return claims.find((c) => c.id === claimId) ?? read.claim.load(claimId)
}

/**
 * All answers, preferred one first, then the newest; at a date, those that stood on it. Undated claims are
 * rivals in the newest dated period only.
 */
export async function claimsOf(read: Reader, fact: FactRow, at: At, first: number): Promise<ClaimRow[]> {
  const [claims, periods] = await Promise.all([
    read.claimsOfFact.load(fact.id),
    read.periodsOfFact.load(fact.id),
  ])
  const period = periodAt(periods, at, read.asOf.time)
  let standing = claims
  if (at !== null) {
    const newest = periodAt(periods, null, read.asOf.time)
    const times = claims.flatMap((claim) => claim.periods.map((p) => ({ ...p, claim })))
    const dated = standingAt(times, endOfDay(at), KINDS[fact.kind].carryForward).map((t) => t.claim)
    const isUndated = (c: ClaimRow) => c.series === null && c.precision === 'UNDATED'
    const undated = period !== null && period === newest ? claims.filter(isUndated) : []
    standing = [...dated, ...undated]
  }
  const preferred =
    period &&
    (standing.find((c) => c.id === period.claimId) ?? (await claimOfFact(read, fact.id, period.claimId)))
  const others = standing.filter((c) => c !== preferred)
  // Repeats say nothing of their own and come last.
  others.sort((a, b) => Number(a.repeatOfId !== null) - Number(b.repeatOfId !== null))
  return [...(preferred ? [preferred] : []), ...others].slice(0, first)
}

/** How claims are read where whole ones are not needed: with their citations, or without. */
export type Brief = keyof Reader['briefClaimsOfFact']

/** As `claimsOf` for the newest period, read in brief where that spares anything. */
export async function briefClaimsOf(
  read: Reader,
  fact: FactRow,
  first: number,
  how: Brief,
): Promise<readonly BriefClaim[]> {
  const found = await read.briefClaimsOfFact[how].load(fact.id)
  return found ? found.claims.slice(0, first) : claimsOf(read, fact, null, first)
}

/** As `historyOf`, read in brief where that spares anything. */
export async function briefHistoryOf(
  read: Reader,
  factId: string,
  first: number,
  how: Brief,
): Promise<readonly BriefClaim[]> {
  const found = await read.briefHistoryOfFact[how].load(factId)
  return found ? found.claims.slice(0, first) : historyOf(read, factId, first)
}

/**
 * The series: the preferred claim of each period, oldest first. A claim that answers again after another one did,
 * such as a list price after a promotion, is there again.
 */
export async function historyOf(read: Reader, factId: string, first: number): Promise<ClaimRow[]> {
  // Its claims are wanted all the same, and nothing is gained by waiting for their order.
  const [runs] = await Promise.all([runsOf(read, factId), read.claimsOfFact.load(factId)])
  const ids = runs.slice(0, first)
  const claims = await Promise.all(ids.map((id) => claimOfFact(read, factId, id)))
  return claims.filter((c) => c !== null)
}

/** How many claims the whole series has. */
export async function historyCountOf(read: Reader, factId: string): Promise<number> {
  return (await runsOf(read, factId)).length
}

/** The claims that answer, oldest period first; one that goes on answering is one, also where its period was cut. */
async function runsOf(read: Reader, factId: string): Promise<string[]> {
  const ids = [...(await read.periodsOfFact.load(factId))].reverse().map((p) => p.claimId)
  return ids.filter((id, i) => id !== ids[i - 1])
}

/** The other answers for a period, in the order of the rule; suspect ones last. */
export async function rivalsOf(read: Reader, period: ResolutionRow): Promise<ClaimRow[]> {
  const rivals = await Promise.all(period.rivalIds.map((id) => claimOfFact(read, period.factId, id)))
  return rivals.filter((c) => c !== null)
}

/** Whether a claim answers: at the date, or for any period when there is none. */
export async function isPreferred(read: Reader, claim: ClaimRow, at: At): Promise<boolean> {
  const periods = await read.periodsOfFact.load(claim.factId)
  if (at !== null) return periodAt(periods, at, read.asOf.time)?.claimId === claim.id
  return periods.some((p) => p.claimId === claim.id)
}

/** A claim's number; null for texts and for "not offered". */
export function quantityOf(claim: AnswerRow | null): QuantityRow | null {
  if (claim?.form !== 'NUMBER') return null
  const { id, low, point, high, qualifier, unitCode } = claim
  return { low, point, high, qualifier: qualifier!, unitCode: unitCode!, claimId: id }
}

export const PRICE_STATES = {
  PRICED: 'A price is known.',
  FREE: 'The seller asks nothing: the price is zero.',
  NOT_OFFERED: 'A source states that the seller does not offer this.',
  UNKNOWN: 'No claim answers for this time.',
} as const

/** Free, not offered and unknown are three different things. */
export function priceState(claim: AnswerRow | null): keyof typeof PRICE_STATES {
  if (!claim) return 'UNKNOWN'
  if (claim.form === 'NOT_OFFERED') return 'NOT_OFFERED'
  return claim.point === '0' ? 'FREE' : 'PRICED'
}
