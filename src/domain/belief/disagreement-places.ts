/** Rules that find a number of a disagreement at another time or in another place. Pure; their order: `disagreement-kind.ts`. */
import { periodText } from '../../lib/period.ts'
import { isDated, startOf } from './dated.ts'
import {
  amounts,
  type Contested,
  dayText,
  isEqual,
  type Likely,
  type Place,
  type PriceContext,
  type Stated,
  type StatedPrice,
  stands,
  told,
} from './disagreement.ts'

const isSameOffer = (a: Place, b: Place) => a.offer === b.offer && a.terms === b.terms

/** The source of the odd number has input and output, and that of the other one has them exchanged. */
export function swapped(odd: Stated, other: Stated, { price, instant }: Contested): Likely | null {
  const meter = price && { input: 'output', output: 'input' }[price.meter]
  if (!meter) return null
  const beside = price.siblings.filter(
    (s) => s.meter === meter && isSameOffer(s, price) && stands(s, instant),
  )
  const own = beside.find((s) => s.source === odd.source && isEqual(s, other))
  const its = beside.find((s) => s.source === other.source && isEqual(s, odd))
  if (!own || !its) return null
  const reason = `${told(odd)} and ${told(other)} stand the other way round for the meter ${meter}.`
  return { kind: 'SWAPPED', reason, evidence: [own.id, its.id] }
}

/** A statement older than the day on which the other number began, as its source says, cannot have known of it. */
export function olderThanStart(odd: Stated, other: Stated, { instant }: Contested): Likely | null {
  const [seen, began] = [odd.statedOn, other.statedFrom]
  if (!seen || !began || seen >= began || !stands(other, instant)) return null
  const reason =
    `${told(other)} holds since ${dayText(began)}, as its source says; ` +
    `${told(odd)} was last seen before that, on ${dayText(seen)}.`
  return { kind: 'DIFFERENT_DATES', reason, evidence: [] }
}

/** The number is the one that is stated for another time than that of the answer. */
export function otherTime(odd: Stated, other: Stated, { claims, instant }: Contested): Likely | null {
  const then = claims.filter((c) => isEqual(c, odd) && !stands(c, instant) && c.periods.every(isDated))
  const found = then.find((c) => c.source === other.source) ?? then[0]
  if (!found) return null
  const who = found.source === odd.source ? 'its source' : found.sourceName
  const reason = `${told(odd)} is what ${who} ${timeText(found, instant)}.`
  return { kind: 'DIFFERENT_DATES', reason, evidence: [found.id] }
}

function timeText({ periods, statedFrom }: Stated, instant: number): string {
  const last = periods.at(-1)
  if (last) {
    const words = periodText({ from: last.validFrom, to: last.validTo, precision: 'DAY' })
    return startOf(last) > instant ? `announces ${words}` : `states for an earlier time, ${words}`
  }
  return statedFrom
    ? `had announced for ${dayText(statedFrom)}, and called off`
    : 'stated and replaced on the same day'
}

/**
 * The number is the price of the same meter under other conditions, as another source than its own states it. Regions
 * among each other may well cost the same; without a region it is another price.
 */
export function otherConditions(odd: Stated, other: Stated, { price, instant }: Contested): Likely | null {
  const found = elsewhere(odd, other, instant, price, (s, own) => {
    if (s.meter !== own.meter) return false
    const isSame = s.terms === own.terms && s.lifetime === own.lifetime
    return s.offer === own.offer ? !isSame : isSame && s.endpoint === own.endpoint && s.isBase !== own.isBase
  })
  if (!found) return null
  const where = found.conditions ? `under other conditions (${found.conditions})` : 'without conditions'
  const reason = `${told(odd)} equals the price ${where}, as ${found.sourceName} states it.`
  return { kind: 'TIER_AS_BASE', reason, evidence: [found.id] }
}

/** The number is the price of another meter of the offer, on the same side of it. */
export function otherMeter(odd: Stated, other: Stated, { price, instant }: Contested): Likely | null {
  const found = elsewhere(
    odd,
    other,
    instant,
    price,
    (s, own) => isSameOffer(s, own) && s.meter !== own.meter && isSameSide(s.meter, own.meter),
  )
  if (!found) return null
  const reason = `${told(odd)} equals the price of the meter ${found.meter} of the same offer, as ${found.sourceName} states it.`
  return { kind: 'OTHER_METER', reason, evidence: [found.id] }
}

/** Round numbers are many: of two sides, such as input and output, they often agree by chance. */
function isSameSide(a: string, b: string): boolean {
  const side = (meter: string) => /^(input|output|cache-read|cache-write)/.exec(meter)?.[1] ?? meter
  // What is cached costs as much as what is not where a source knows of no discount.
  const isCache = (meter: string) => meter.startsWith('cache-')
  return side(a) === side(b) || (isCache(a) && side(b) === 'input') || (side(a) === 'input' && isCache(b))
}

/**
 * The number among what the seller asks otherwise. A source that gives one number for both places holds them equal, which
 * explains nothing.
 * @returns preferably as the source of the other number states it, and that of the fewest conditions.
 */
function elsewhere(
  odd: Stated,
  other: Stated,
  instant: number,
  price: PriceContext | null,
  isThere: (s: StatedPrice, own: PriceContext) => boolean,
): StatedPrice | null {
  const found = price?.siblings.filter(
    (s) => s.source !== odd.source && isThere(s, price) && stands(s, instant) && isEqual(s, odd),
  )
  const order = (s: StatedPrice) => (s.source === other.source ? 0 : 1000) + s.conditions.length
  return found?.toSorted((a, b) => order(a) - order(b))[0] ?? null
}

/** Where more sellers than this ask the same, it is likely the maker's price, which they pass on. */
const RESELLERS_MAX = 2
/** What makers ask themselves has fewer digits than what resellers work out. */
const RESELLERS_DIGITS = 3

/**
 * The number, given for the maker's own offer, is the price of one or two other sellers, as another source than its own
 * states it. It has more digits than the other number, which no seller asks, and no more sources stand behind it. And
 * another number of its source, in which the two sources differ as well, is that seller's too.
 */
export function resale(odd: Stated, other: Stated, contested: Contested): Likely | null {
  const { price, answer, rivals, instant } = contested
  if (!price?.isMakersOwn || !price.isBase || !hasMoreDigits(odd, other)) return null
  const there = price.elsewhere.filter((s) => s.isBase && s.terms === price.terms && stands(s, instant))
  const same = there.filter((s) => s.meter === price.meter && s.lifetime === price.lifetime)
  const found = same.filter((s) => s.source !== odd.source && isEqual(s, odd))
  const sellers = [...new Set(found.map((s) => s.sellerName))].sort()
  if (sellers.length === 0 || sellers.length > RESELLERS_MAX || same.some((s) => isEqual(s, other)))
    return null
  const behind = (s: Stated) => new Set([answer, ...rivals].filter((r) => isEqual(r, s)).map((r) => r.source))
  if (behind(odd).size > behind(other).size) return null
  const rest = price.siblings.filter((s) => isSameOffer(s, price) && stands(s, instant))
  const second = rest.find(
    (s) =>
      s.source === odd.source &&
      rest.some((o) => o.source === other.source && o.factId === s.factId && !isEqual(o, s)) &&
      there.some((t) => t.meter === s.meter && found.some((f) => f.offer === t.offer) && isEqual(t, s)),
  )
  if (!second) return null
  const reason =
    `${told(odd)} equals the price of the same model and meter at ${sellers.join(' and ')}, ` +
    `and so does what its source states for the meter ${second.meter}.`
  return { kind: 'RESELLER_PRICE', reason, evidence: [...found.map((s) => s.id), second.id] }
}

function hasMoreDigits(odd: Stated, other: Stated): boolean {
  const pair = amounts(odd, other)
  const [own, its] = pair?.map((n) => n.precision()) ?? []
  return own !== undefined && own >= RESELLERS_DIGITS && own > its!
}

/** Nothing tells but that the name under which the offer is sold has meant several versions. */
export function movingName(odd: Stated, other: Stated, { price }: Contested): Likely | null {
  if (!price?.movingName) return null
  const reason =
    `${told(odd)} and ${told(other)} are asked under the name ${price.movingName}, which moves from version to ` +
    'version; the sources may mean different ones.'
  return { kind: 'MOVING_NAME', reason, evidence: [] }
}
