/** Rules that set the numbers of a disagreement against each other. Pure; their order stands in `disagreement-kind.ts`. */
import { converter } from '../../kinds/units.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'
import { amounts, type Contested, isEqual, type Likely, type Stated, stands, told } from './disagreement.ts'

/** Decimal places of cents: to fewer, prices are not rounded. */
const CENTS = 2

/** The number is the other one with fewer decimal places. */
export function rounded(odd: Stated, other: Stated): Likely | null {
  const [own, its] = amounts(odd, other)!
  const places = Math.max(CENTS, own.decimalPlaces())
  if (own.isZero() || its.decimalPlaces() <= places || !its.toDecimalPlaces(places).eq(own)) return null
  return {
    kind: 'ROUNDED',
    reason: `${told(odd)} is ${told(other)} rounded to ${places} decimals.`,
    evidence: [],
  }
}

/** The same number is stated in another currency. */
export function otherCurrency(odd: Stated, _other: Stated, { claims, instant }: Contested): Likely | null {
  const found = claims.find(
    (c) =>
      c.source !== odd.source &&
      stands(c, instant) &&
      isOtherCurrency(c.value.unit, odd.value.unit) &&
      isEqual({ ...c, value: { ...c.value, unit: odd.value.unit } }, odd),
  )
  if (!found) return null
  const reason = `${told(odd)} has the number of ${told(found)}, which is another currency.`
  return { kind: 'CURRENCY', reason, evidence: [found.id] }
}

function isOtherCurrency(a: string, b: string): boolean {
  const parts = (unit: string) => /^([A-Z]{3})(\/.*)?$/.exec(unit)
  const [x, y] = [parts(a), parts(b)]
  return !!x && !!y && x[1] !== y[1] && x[2] === y[2] && converter(a, b) === null
}

/** What a euro has cost in dollars for years. */
const EURO = { low: new Decimal('1.05'), high: new Decimal('1.2') }

/**
 * One factor near the price of a euro turns every price that one source states of the offer into that of the other; at
 * least two different ones, for any two numbers have some factor. Prices are rounded to cents at the least. A seller who
 * sits where the dollar is money has no other prices to convert.
 */
export function exchangeRate(odd: Stated, other: Stated, contested: Contested): Likely | null {
  const pairs = pairsOf(odd, other, contested)
  const different = new Set(pairs.map((p) => `${p.own} ${p.its}`)).size
  if (different < 2 || contested.price?.sellersCurrency === 'USD') return null
  const factors = pairs.map(({ own, its }) => factorsOf(own, its))
  if (factors.some((f) => f === null)) return null
  const low = Decimal.max(EURO.low, ...factors.map((f) => f!.low))
  const high = Decimal.min(EURO.high, ...factors.map((f) => f!.high))
  if (low.gt(high) || isSurcharge(pairs)) return null
  const range = low.toSignificantDigits(3).eq(high.toSignificantDigits(3))
    ? short(low)
    : `${short(low)} to ${short(high)}`
  const reason =
    `All ${pairs.length} prices that ${odd.sourceName} and ${other.sourceName} both state of this offer differ by one ` +
    `factor, ${range}, which is about what a euro costs in dollars: ${told(odd)} and ${told(other)}.`
  return { kind: 'CURRENCY', reason, evidence: pairs.flatMap((p) => p.ids) }
}

const short = (value: Decimal) => canonical(value.toSignificantDigits(3))

interface Both {
  own: Decimal
  its: Decimal
  ids: readonly string[]
}

/** The prices of the offer that the sources of both numbers state, this one first; of each fact one number or none. */
function pairsOf(odd: Stated, other: Stated, { price, instant }: Contested): Both[] {
  const [own, its] = amounts(odd, other)!
  const pairs: Both[] = [{ own, its, ids: [] }]
  const beside = price?.siblings.filter(
    (s) => s.offer === price.offer && s.factId !== odd.factId && stands(s, instant),
  )
  for (const all of Map.groupBy(beside ?? [], (s) => s.factId).values()) {
    const [a, b] = [odd, other].map(({ source }) => onlyOne(all.filter((x) => x.source === source)))
    const pair = a && b && amounts(a, b)
    if (pair) pairs.push({ own: pair[0], its: pair[1], ids: [a.id, b.id] })
  }
  return pairs
}

/** Which of several numbers a source means, nobody knows, and the order in which they come must not decide it. */
function onlyOne(all: readonly Stated[]): Stated | undefined {
  const [first] = all
  return first && all.every((x) => isEqual(x, first)) ? first : undefined
}

/** By which factors the smaller may have become the larger; null where that is not the odd number. */
function factorsOf(own: Decimal, its: Decimal): { low: Decimal; high: Decimal } | null {
  if (its.lte(0) || own.lte(its)) return null
  const half = new Decimal(10).pow(-Math.max(2, own.decimalPlaces(), its.decimalPlaces())).div(2)
  return { low: own.sub(half).div(its), high: own.add(half).div(its) }
}

/** The very same round factor on every price, such as a tenth more for a region, is no exchange rate. */
function isSurcharge(pairs: readonly Both[]): boolean {
  const [first] = pairs
  const isRound = first!.own.div(first!.its).mul(20).isInteger()
  return isRound && pairs.every((p) => p.own.mul(first!.its).eq(p.its.mul(first!.own)))
}

const NEAR = new Decimal('0.01')

/** Within one per cent of 10, 100, 1,000 and so on. */
export function powerOfTen(odd: Stated, other: Stated, contested: Contested): Likely | null {
  const [own, its] = amounts(odd, other)!
  const power = powerOf(own, its)
  if (power === null || power < 0) return null
  const beside = pairsOf(odd, other, contested).slice(1)
  const shared = beside.filter((p) => powerOf(p.own, p.its) === power)
  const agreeing = beside.filter((p) => p.own.eq(p.its))
  const times = `${told(odd)} is ${(10 ** power).toLocaleString('en-GB')} times ${told(other)}`
  if (agreeing.length > 0 && shared.length === 0) {
    const reason = `${times}, while ${counted(agreeing.length)} of the offer agree${agreeing.length === 1 ? 's' : ''}.`
    return { kind: 'DECIMAL_SLIP', reason, evidence: agreeing.flatMap((p) => p.ids) }
  }
  const also =
    shared.length > 0
      ? `, and so ${shared.length === 1 ? 'is' : 'are'} ${counted(shared.length)} of the offer`
      : ''
  return { kind: 'FACTOR_OF_TEN', reason: `${times}${also}.`, evidence: shared.flatMap((p) => p.ids) }
}

const counted = (n: number) => (n === 1 ? 'another price' : `${n} other prices`)

/** The exponent of the power of ten that one number is of the other, at least 1 or at most -1; null for other ratios. */
function powerOf(own: Decimal, its: Decimal): number | null {
  if (own.lte(0) || its.lte(0)) return null
  const power = own.div(its).log(10).round().toNumber()
  const off = own.div(its).div(new Decimal(10).pow(power)).sub(1).abs()
  return power === 0 || off.gt(NEAR) ? null : power
}
