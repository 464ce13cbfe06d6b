/**
 * Which claims of a fact are suspect: so far off their rivals, or off the value before them, that a wrong unit is
 * likely. A function of the fact's claims alone, so that it does not depend on the order in which they arrive. Pure.
 */
import { unitForm } from '../../kinds/units.ts'
import { Decimal } from '../../lib/decimal.ts'
import { endOf, isDated, startOf } from './dated.ts'
import type { Interval } from './interval.ts'
import { intervalIn } from './measured.ts'
import { byName, type Candidate } from './rule.ts'

export const PLAUSIBILITY_RULE = {
  id: 'plausibility-2',
  subject: 'plausibility',
  version: 2,
  text:
    'Numbers of one fact are taken in the order of their standing: the lower rank, an original, an official or ' +
    'first-party source, the older statement, the order of names. A number is SUSPECT when it is 10 or more times off every ' +
    'number of another source that came before it in this order, held at the same time and is not suspect itself; or, for ' +
    'kinds of fact that declare a plausible step, so many times off the value before it in valid time. Token counts are ' +
    'suspect too when they differ by the factor of a week, month or year to a day. A number that its importer doubted when ' +
    'reading it, such as an output that costs nothing where the input has a price, is suspect as well. A first-party or official source, a ' +
    'second publisher that states the same number within 5 per cent, or a note of our editors lifts the mark. What is computed neither lifts a ' +
    'mark nor is a rival to anything. Values in units ' +
    'that cannot be converted are not compared, and a bound such as "more than" counts as its number.',
} as const

/** From here on two numbers are too far apart. */
const FAR = new Decimal(10)
const SAME = new Decimal('1.05')

export interface Suspicion {
  claim: Candidate
  /** The claim that it was compared with, and how many times the larger is the smaller; null where it was doubted for itself. */
  beside: { against: Candidate; isRival: boolean; factor: Decimal } | null
  /** What it may come from, or why it was doubted. */
  cause: string | null
}

/** @param step how many times a value of this kind may plausibly change at once; null where it may change at will. */
export function suspicions(claims: readonly Candidate[], step: number | null): Suspicion[] {
  const doubted = claims
    .filter((c) => c.doubt && !c.isRepeat && !isLifted(c, claims))
    .map((claim) => ({ claim, beside: null, cause: claim.doubt! }))
  const aside = new Set(doubted.map((s) => s.claim.id))
  const numbers = claims.filter(
    (c) =>
      !c.isRepeat && !aside.has(c.id) && c.value && bounds(intervalIn(c.value, c.value.unit)!).high.gt(0),
  )
  const accepted: Candidate[] = []
  const found: Suspicion[] = []
  for (const claim of [...numbers].sort(byStanding)) {
    // An undated number says nothing against a dated one, for it may hold at another time; nor does what was computed.
    const rivals = accepted.filter(
      (a) =>
        !a.isDerived &&
        a.sourceSlug !== claim.sourceSlug &&
        meet(a, claim) &&
        (isDated(a) || !isDated(claim)),
    )
    const suspicion = offAll(claim, rivals, true, FAR)
    if (suspicion && !isLifted(claim, numbers)) found.push(suspicion)
    else accepted.push(claim)
  }
  const leapt = step === null ? [] : leaps(accepted, numbers, new Decimal(step))
  return onceEach([...doubted, ...found, ...leapt])
}

/** A claim of a data file stands here once for each time for which it held. */
function onceEach(found: readonly Suspicion[]): Suspicion[] {
  return [...new Map(found.map((s) => [s.claim.id, s] as const).toReversed()).values()].toReversed()
}

/** Values that leap from the one before them. */
function leaps(accepted: readonly Candidate[], numbers: readonly Candidate[], step: Decimal): Suspicion[] {
  const dated = accepted.filter(isDated)
  dated.sort((a, b) => startOf(a) - startOf(b) || byStanding(a, b))
  const held: Candidate[] = []
  const found: Suspicion[] = []
  for (const claim of dated) {
    const last = Math.max(...held.filter((h) => startOf(h) < startOf(claim)).map(startOf))
    const before = held.filter((h) => startOf(h) === last)
    const suspicion = offAll(claim, before, false, step)
    if (suspicion && !isLifted(claim, numbers)) found.push(suspicion)
    else if (!claim.isDerived) held.push(claim)
  }
  return found
}

/** Who is believed first where two numbers cannot both be right. Not the newest: what arrives late must explain itself. */
function byStanding(a: Candidate, b: Candidate): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  if (a.isOriginal !== b.isOriginal) return a.isOriginal ? -1 : 1
  if (a.isOfficial !== b.isOfficial) return a.isOfficial ? -1 : 1
  const [x, y] = [a.statedOn?.getTime() ?? Infinity, b.statedOn?.getTime() ?? Infinity]
  if (x !== y) return x < y ? -1 : 1
  return byName(a, b)
}

function isLifted(claim: Candidate, numbers: readonly Candidate[]): boolean {
  if (claim.isOfficial || claim.plausible !== null) return true
  // What was computed may have been computed from the very claim, so it neither confirms nor is confirmed.
  if (claim.isDerived) return false
  return numbers.some((other) => {
    if (
      other.isRepeat ||
      other.isDerived ||
      other.publisherSlug === claim.publisherSlug ||
      !meet(other, claim)
    )
      return false
    if (isZero(claim)) return isZero(other)
    const pair = other.value && compared(claim, other)
    return !!pair && !isApart(pair, SAME, true)
  })
}

const isZero = ({ value }: Candidate) => value?.qualifier === 'EXACT' && new Decimal(value.point!).isZero()

/** Null unless it is too far off each of them that it can be compared with. */
function offAll(
  claim: Candidate,
  others: readonly Candidate[],
  isRival: boolean,
  far: Decimal,
): Suspicion | null {
  // Of those below it and of those above it the nearest; divisions are left for these two.
  let [below, above]: [Pair | null, Pair | null] = [null, null]
  for (const against of others) {
    const pair = compared(claim, against)
    if (!pair) continue
    if (!isApart(pair, far) && !(isRival && likelyCause(timesApart(pair), claim)?.isPeriod)) return null
    if (pair.other.high.lt(pair.own.low)) {
      if (!below || pair.other.high.gt(below.other.high)) below = pair
    } else if (!above || pair.other.low.lt(above.other.low)) above = pair
  }
  const pairs = [below, above].filter((p) => p !== null)
  const [nearest] = pairs
    .map((pair) => ({ against: pair.against, factor: timesApart(pair) }))
    .sort((a, b) => a.factor.comparedTo(b.factor))
  if (!nearest) return null
  return { claim, beside: { isRival, ...nearest }, cause: likelyCause(nearest.factor, claim)?.text ?? null }
}

/** Both may hold at one time; an undated claim may hold at any. */
function meet(a: Candidate, b: Candidate): boolean {
  if (!isDated(a) || !isDated(b)) return true
  return startOf(a) < endOf(b) && startOf(b) < endOf(a)
}

interface Bounds {
  low: Decimal
  high: Decimal
}
/** Two numbers in the unit of the first. */
interface Pair {
  against: Candidate
  own: Bounds
  other: Bounds
}

/** The bounds that are stated; "more than 140" is taken at 140. */
function bounds({ low, high }: Interval): Bounds {
  return { low: low.isFinite() ? low : high, high: high.isFinite() ? high : low }
}

/** Null where the two cannot be compared. */
function compared(claim: Candidate, against: Candidate): Pair | null {
  const { unit } = claim.value!
  const [own, other] = [intervalIn(claim.value!, unit), intervalIn(against.value!, unit)]
  if (!own || !other) return null
  const pair = { against, own: bounds(own), other: bounds(other) }
  return pair.own.low.lte(0) || pair.other.low.lte(0) ? null : pair
}

/** Whether the larger is so many times the smaller or more, at the ends that are nearest; `beyond`: only if more. */
function isApart({ own, other }: Pair, times: Decimal, beyond = false): boolean {
  const reaches = (high: Decimal, low: Decimal) =>
    high.gt(low) && (beyond ? high.gt(low.mul(times)) : high.gte(low.mul(times)))
  return reaches(own.low, other.high) || reaches(other.low, own.high)
}

/** How many times the larger is the smaller, at the ends that are nearest; 1 where they overlap. */
function timesApart({ own, other }: Pair): Decimal {
  if (own.low.gt(other.high)) return own.low.div(other.high)
  return other.low.gt(own.high) ? other.low.div(own.high) : new Decimal(1)
}

interface Cause {
  factor: number
  text: string
  /** Of which dimension the unit must be; null for any. */
  of?: 'tok' | 'money'
  isPeriod?: true
}

/** What turns one number into the other. The nearest within 5 per cent is named, periods within 1 per cent. */
const CAUSES: readonly Cause[] = [
  { factor: 7, text: 'a count per week taken for one per day', of: 'tok', isPeriod: true },
  { factor: 30.436875, text: 'a count per month taken for one per day', of: 'tok', isPeriod: true },
  { factor: 365.2425, text: 'a count per year taken for one per day', of: 'tok', isPeriod: true },
  { factor: 10, text: 'a shifted decimal point, or 万亿 (a trillion, 10^12) misread by one place' },
  { factor: 100, text: 'cents taken for dollars', of: 'money' },
  { factor: 1e3, text: 'a price per thousand tokens taken for one per million', of: 'money' },
  { factor: 1e6, text: 'a price per token taken for one per million tokens', of: 'money' },
  { factor: 1e3, text: 'a thousandfold scale misread: 千万亿 is 10^15, 万亿 10^12, a billion 10^9' },
  { factor: 1e4, text: '万 (10^4) lost or added: 万亿 is 10^12, 亿 10^8' },
  { factor: 1e6, text: '兆 misread: 10^12 in Taiwan and Japan, 10^6 on the mainland' },
]

function likelyCause(factor: Decimal, { value }: Candidate): Cause | null {
  const dimensions = Object.keys(unitForm(value!.unit)?.dimensions ?? {})
  const isMoney = dimensions.some((d) => /^[A-Z]{3}$/.test(d))
  const of = isMoney ? 'money' : dimensions.includes('tok') && dimensions.includes('time') ? 'tok' : null
  const off = (cause: Cause) => factor.div(cause.factor).sub(1).abs()
  const fitting = CAUSES.filter((c) => (!c.of || c.of === of) && off(c).lte(c.isPeriod ? 0.01 : 0.05))
  return fitting.sort((x, y) => off(x).comparedTo(off(y)))[0] ?? null
}
