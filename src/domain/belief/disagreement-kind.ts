/**
 * Why the answers to one fact may differ: a guess from what is stated around it, with its reason. Pure. Nothing is
 * decided by it; which answer is preferred is the matter of `rule.ts`.
 *
 * The answer is paired with the rival that lies farthest from it (of several of one number, with each in turn). The rules
 * are tried in the order of `RULES`, either number of the pair in turn as the odd one, and the first that fits is told:
 *
 * 1. SWAPPED needs four numbers to fit crosswise, which hardly happens by chance.
 * 2. DIFFERENT_DATES comes next, for what was said of another day is no contradiction at all: one statement is older than
 *    the start that the other states, or its number is that of an earlier, a later or a called-off time.
 * 3. TIER_AS_BASE, OTHER_METER and RESELLER_PRICE find the very number in another place, the nearest place first: the
 *    same meter under other conditions, another meter of the same side, the same meter at another seller.
 * 4. ROUNDED, CURRENCY, DECIMAL_SLIP and FACTOR_OF_TEN only set numbers against each other.
 * 5. MOVING_NAME looks at no number at all, so it comes last.
 */
import { Decimal } from '../../lib/decimal.ts'
import { amounts, type Contested, type Likely, type Stated, told } from './disagreement.ts'
import {
  movingName,
  olderThanStart,
  otherConditions,
  otherMeter,
  otherTime,
  resale,
  swapped,
} from './disagreement-places.ts'
import { exchangeRate, otherCurrency, powerOfTen, rounded } from './disagreement-ratios.ts'

const RULES: readonly ((odd: Stated, other: Stated, contested: Contested) => Likely | null)[] = [
  swapped,
  olderThanStart,
  otherTime,
  otherConditions,
  otherMeter,
  resale,
  rounded,
  otherCurrency,
  exchangeRate,
  powerOfTen,
  movingName,
]

/** Null where no rival gives another number that can be compared. */
export function likelyKind(contested: Contested): Likely | null {
  const { answer } = contested
  const pairs = contested.rivals
    .map((rival) => ({ rival, distance: distance(rival, answer) }))
    .filter((pair) => pair.distance !== null)
    .sort((a, b) => b.distance!.comparedTo(a.distance!))
  const [widest] = pairs
  if (!widest) return null
  // A rival that lies nearer explains nothing of how far the answers lie apart.
  for (const { rival } of pairs.filter((pair) => pair.distance!.eq(widest.distance!))) {
    for (const rule of RULES) {
      const found = rule(rival, answer, contested) ?? rule(answer, rival, contested)
      if (found) return { ...found, evidence: [...new Set([rival.id, answer.id, ...found.evidence])] }
    }
  }
  const evidence = [widest.rival.id, answer.id]
  return { kind: 'UNKNOWN', reason: whatDiffers(widest.rival, answer), evidence }
}

function whatDiffers(rival: Stated, answer: Stated): string {
  const both = `${told(rival)} and ${told(answer)} differ`
  if (rival.source === answer.source) return `${both}, though one source states both.`
  const isZero = amounts(rival, answer)!.some((n) => n.isZero())
  return isZero
    ? `${both}; zero may mean that it is free, or that a field was left empty.`
    : `${both}, and no rule tells why.`
}

/** How many times the larger is the smaller, infinite against zero; null where they agree or cannot be compared. */
function distance(a: Stated, b: Stated): Decimal | null {
  const pair = amounts(a, b)
  if (!pair || pair[0].eq(pair[1])) return null
  const [low, high] = pair[0].lt(pair[1]) ? pair : [pair[1], pair[0]]
  // Against zero there are no times: such a pair is the farthest of all.
  return low.lte(0) ? new Decimal(Number.POSITIVE_INFINITY) : high.div(low)
}
