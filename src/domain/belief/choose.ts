/** Applies the rule of conditions: which price, or which prices, a meter's quantity pays. Pure. */
import { Decimal } from '../../lib/decimal.ts'
import { conditionTexts, notesOn, thresholdText, tierText, whyNone } from './condition-texts.ts'
import { type Option, type Part, passes, type Request, STANDARD, type Threshold } from './conditions.ts'

/**
 * The price, or the prices, that a meter's quantity pays; parts add up to the quantity.
 * @param options the offer's prices for this meter, those included that are not known for the day.
 */
export function choose<T extends Option>(
  options: readonly T[],
  request: Request,
  quantity: Decimal,
): Part<T>[] {
  const ofTier = options.filter((o) => o.tier === request.tier && o.state !== 'UNKNOWN')
  const isInherited = ofTier.length === 0 && request.tier !== STANDARD
  const pool = options.filter((o) => o.tier === (isInherited ? STANDARD : request.tier))
  const held = pool.filter((o) => o.state === 'PRICED' && holds(o, request)).sort(bestFirst)
  const top = held[0]
  if (!top) return [{ quantity, ...whyNone(options, pool) }]
  const parts = divide(held, request, quantity)
  const notes = notesOn(options, pool, top, request)
  return parts.map(({ option, quantity: part, below }) => {
    if (!option) {
      const reason = `It has a price for ${thresholdText(below!)} only; this is what lies below.`
      return { quantity: part, option: null, kind: 'CONDITIONS', reason }
    }
    const rule = [tierText(request, isInherited), ...conditionTexts(option, request, below)].filter(Boolean)
    return {
      quantity: part,
      option,
      rule: [...(rule.length ? rule : ['the plain price']), ...notes].join('; '),
    }
  })
}

function holds({ window, threshold, cacheLifetime }: Option, request: Request): boolean {
  if (window && (request.time === null || !isWithin(request.time, window))) return false
  if (threshold && !passes(threshold, request)) return false
  return cacheLifetime === null || cacheLifetime === request.cacheLifetime
}

/** `from` belongs to the window, `to` does not; the same time twice is the whole day. */
function isWithin(time: string, { from, to }: { from: string; to: string }): boolean {
  return from < to ? from <= time && time < to : time >= from || time < to
}

function minutesOf({ window }: Option): number {
  if (!window) return Number.POSITIVE_INFINITY
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  return (minutes(window.to) - minutes(window.from) + 1440) % 1440 || 1440
}

function bestFirst(a: Option, b: Option): number {
  const [x, y] = [minutesOf(a), minutesOf(b)]
  if (x !== y) return x - y
  const amount = (o: Option) => o.threshold?.amount ?? new Decimal(-1)
  return (
    amount(b).cmp(amount(a)) ||
    Number(a.cacheLifetime === null) - Number(b.cacheLifetime === null) ||
    (a.id < b.id ? -1 : 1)
  )
}

interface Division<T> {
  option: T | null
  quantity: Decimal
  /** The threshold up to which this part goes; null for the last. */
  below: Threshold | null
}

/** @param held the options that hold, best first; at least one. */
function divide<T extends Option>(
  held: readonly T[],
  { counted }: Request,
  quantity: Decimal,
): Division<T>[] {
  const base = held.find((o) => !o.threshold?.isExcess) ?? null
  const counts = held.find((o) => o.threshold?.isExcess)?.threshold?.counts
  const steps: T[] = []
  for (const o of held) {
    const t = o.threshold
    if (!t?.isExcess || t.counts !== counts || steps.some((s) => s.threshold!.amount.eq(t.amount))) continue
    // What is chosen by the time of day, or for the whole of a longer request, is not divided by less.
    if (base && minutesOf(o) > minutesOf(base)) continue
    if (base?.threshold?.counts === counts && t.amount.lte(base.threshold.amount)) continue
    steps.push(o)
  }
  if (steps.length === 0 || quantity.isZero()) return [{ option: base ?? held[0]!, quantity, below: null }]
  const whole = counted[counts!]
  const upTo = (o: T) => {
    const { amount } = o.threshold!
    if (whole.eq(quantity)) return amount
    // No finer than the quantity is given, so that the parts of whole tokens are whole; they still add up.
    return quantity.mul(amount).div(whole).toDecimalPlaces(quantity.decimalPlaces())
  }
  const ascending = steps.sort((a, b) => a.threshold!.amount.cmp(b.threshold!.amount))
  const bounds = [new Decimal(0), ...ascending.map(upTo), quantity]
  return [base, ...ascending]
    .map((option, i) => ({
      option,
      quantity: bounds[i + 1]!.sub(bounds[i]!),
      below: ascending[i]?.threshold ?? null,
    }))
    .filter((part) => part.quantity.gt(0))
}
