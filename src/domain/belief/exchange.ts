/** Money of one currency in another, by rates that sources state for a period. Pure. */
import { quantityText, type Spoken } from '../../kinds/format.ts'
import { type CurrencyChange, currencyChange, isCurrency } from '../../kinds/unit-words.ts'
import { rescaled, sameDimensions, type UnitForm, unitForm } from '../../kinds/units.ts'
import type { Decimal } from '../../lib/decimal.ts'
import { combine, type Interval, intervalOf, KEPT_DIGITS, mapped, rounded, spokenOf } from './interval.ts'

/** A rate of exchange, and for when it was stated. */
export interface Rate {
  claimId: string
  /** `USD/EUR`: dollars per euro. */
  unit: string
  value: Spoken
  from: Date
  to: Date
}

/** A span of time: the end does not belong to it. */
export interface Span {
  from: Date
  to: Date
}

/** Both currencies of a rate; null for any other unit. */
function pairOf(unit: string): [top: string, bottom: string] | null {
  const [top, bottom, more] = unit.split('/')
  return more === undefined && top && bottom && isCurrency(top) && isCurrency(bottom) ? [top, bottom] : null
}

/**
 * The rates that lead from one currency to another: one, or two by way of a currency that both have. Of several, those
 * whose period is the shortest that still covers the span; then the alphabet of their ids.
 */
export function ratesBetween(rates: readonly Rate[], span: Span, from: string, to: string): Rate[] | null {
  const covering = rates.filter(
    (r) => r.from <= span.from && r.to >= span.to && intervalOf(r.value).low.gt(0),
  )
  const pairs = covering.flatMap((rate) => {
    const pair = pairOf(rate.unit)
    return pair ? [{ rate, pair }] : []
  })
  const other = (pair: readonly string[], one: string) =>
    pair[0] === one ? pair[1]! : pair[1] === one ? pair[0]! : null
  const direct = pairs.flatMap(({ rate, pair }) => (other(pair, from) === to ? [[rate]] : []))
  const chains = pairs.flatMap(({ rate, pair }) => {
    const middle = other(pair, from)
    if (middle === null || middle === to) return []
    return pairs.flatMap((next) => (other(next.pair, middle) === to ? [[rate, next.rate]] : []))
  })
  const [best] = (direct.length > 0 ? direct : chains).sort(
    (a, b) => length(a) - length(b) || (name(a) < name(b) ? -1 : 1),
  )
  return best ?? null
}

const length = (rates: readonly Rate[]) =>
  rates.reduce((sum, r) => sum + r.to.getTime() - r.from.getTime(), 0)
const name = (rates: readonly Rate[]) => rates.map((r) => r.claimId).join()

export interface Exchanged {
  value: Spoken
  /** Of each rate, whether the value was divided by it. */
  divided: boolean[]
}

/**
 * The value in the unit of the other currency. Bounds of the value and of the rates are carried through.
 * @param rates that lead from the one currency to the other.
 * @returns null where units differ in more than a currency.
 */
export function exchanged(q: Spoken, own: string, wanted: string, rates: readonly Rate[]): Exchanged | null {
  const [ownForm, wantedForm] = [unitForm(own), unitForm(wanted)]
  const change = ownForm && wantedForm && currencyChange(ownForm, wantedForm)
  if (!change) return null
  const divided: boolean[] = []
  let [value, at]: [Interval, string] = [intervalOf(q), change.from]
  for (const rate of rates) {
    const [top, bottom] = pairOf(rate.unit)!
    // Dollars become euros when they are divided by dollars per euro; what is paid for a dollar is multiplied.
    const isDivided = (top === at) === change.power > 0
    for (let i = 0; i < Math.abs(change.power); i++)
      value = combine(value, intervalOf(rate.value), isDivided ? over : times)
    divided.push(isDivided)
    at = top === at ? bottom : top
  }
  const swapped = inCurrency(ownForm, change)
  if (at !== change.to || !sameDimensions(swapped, wantedForm)) return null
  const scaled = mapped(value, (x) => rescaled(x, swapped, wantedForm))
  // So many digits are no hedge of ours.
  return { value: spokenOf({ ...rounded(scaled, KEPT_DIGITS), isAbout: scaled.isAbout }), divided }
}

const times = (a: Decimal, b: Decimal) => a.mul(b)
const over = (a: Decimal, b: Decimal) => a.div(b)

function inCurrency(form: UnitForm, { from, to }: CurrencyChange): UnitForm {
  const { [from]: power, ...others } = form.dimensions
  return { ...form, dimensions: { ...others, [to]: power! } }
}

/** `0.0806 US dollars per kilowatt-hour ÷ 1.0817 US dollars per euro`: the computation with its numbers, without the result. */
export function exchangeText(
  given: { value: Spoken; unit: { code: string; name: string } },
  rates: readonly { value: Spoken; unit: { code: string; name: string }; isDivided: boolean }[],
): string {
  const steps = rates.map(
    ({ value, unit, isDivided }) => `${isDivided ? '÷' : '×'} ${quantityText(value, unit)}`,
  )
  return [quantityText(given.value, given.unit), ...steps].join(' ')
}
