/** Money from quantities and prices, exact, by the spelling of their units. Pure. */

import { multiplied, type UnitForm, unitForm } from '../../kinds/units.ts'
import { Decimal } from '../../lib/decimal.ts'
import { combine, type Interval, intervalOf, mapped, rounded } from '../belief/interval.ts'
import type { QuantityRow } from '../read/rows.ts'

/** Beyond so many digits an amount is rounded, and then told as "about". */
const DIGITS = 50
const SCALED = /^[kMGTPE]?(tok|char|px|B)$/

/**
 * What quantities of a meter are counted in: what its unit is divided by, without prefix. Tokens for `USD/Mtok`,
 * seconds for `USD/s`, pieces for `USD/1`, token-hours for `USD/Mtok/h`.
 * @returns null where a part of it is no unit.
 */
function countedIn(meterUnit: string): UnitForm | null {
  const forms = meterUnit
    .split('/')
    .slice(1)
    .map((atom) => unitForm(SCALED.exec(atom)?.[1] ?? atom))
  return forms.reduce<UnitForm | null>((all, form) => all && form && multiplied(all, form), unitForm('1'))
}

/** By the unit of a meter, of which a ledger has a few. */
const dimensions = new Map<string, string | null>()

/** The one dimension that a meter counts, `tok` or `time`; null where it counts several, or pieces. */
export function dimensionOf(meterUnit: string): string | null {
  let dimension = dimensions.get(meterUnit)
  if (dimension === undefined) {
    const [[name, power] = ['', 0], ...others] = Object.entries(countedIn(meterUnit)?.dimensions ?? {})
    dimension = power === 1 && others.length === 0 ? name : null
    dimensions.set(meterUnit, dimension)
  }
  return dimension
}

/** What a quantity costs; null where the price does not measure what the meter counts. */
export function amountOf(
  price: QuantityRow,
  quantity: Decimal,
  meterUnit: string,
): { currency: string; amount: Interval } | null {
  const money = moneyOf(price.unitCode, meterUnit)
  if (!money) return null
  // Divides once, so that what is exact stays exact. Nothing of a price without an upper bound costs nothing.
  const factor = (value: Decimal) =>
    quantity.isZero() ? quantity : value.mul(quantity).mul(money.numerator).div(money.denominator)
  return { currency: money.currency, amount: rounded(mapped(fromZero(intervalOf(price)), factor), DIGITS) }
}

type Money = Pick<UnitForm, 'numerator' | 'denominator'> & { currency: string }

/** By the unit of the price and that of the meter, of which a ledger has a few. */
const known = new Map<string, Money | null>()

/** What one of the price is for one of what the meter counts: the millionth part of a dollar. */
function moneyOf(unitCode: string, meterUnit: string): Money | null {
  const key = `${unitCode} ${meterUnit}`
  let money = known.get(key)
  if (money === undefined) {
    const [unit, counted] = [unitForm(unitCode), countedIn(meterUnit)]
    money = unit && counted && moneyIn(multiplied(unit, counted))
    known.set(key, money)
  }
  return money
}

function moneyIn({ numerator, denominator, dimensions }: UnitForm): Money | null {
  const [[currency, power] = ['', 0], ...others] = Object.entries(dimensions)
  const isMoney = power === 1 && others.length === 0 && /^[A-Z]{3}$/.test(currency)
  return isMoney ? { numerator, denominator, currency } : null
}

/** The sum of amounts; null of none. */
export function sumOf(amounts: readonly Interval[]): Interval | null {
  const [first, ...others] = amounts
  return first
    ? rounded(
        others.reduce((a, b) => combine(a, b, (x, y) => x.add(y)), first),
        DIGITS,
      )
    : null
}

/** No price is negative, so below "at most" there is an end. */
function fromZero(price: Interval): Interval {
  return price.low.isFinite() ? price : { ...price, low: new Decimal(0), openLow: false }
}
