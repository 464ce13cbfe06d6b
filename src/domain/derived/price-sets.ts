/** Which list prices of two countries' makers are put beside each other. Pure. */
import type { QuantityRow } from '../read/rows.ts'
import type { ListPriceRow } from './loaders.ts'

export const PRICE_SETS = {
  NEWEST_OF_FAMILIES:
    "Of each family of a maker's models those that were released last, on one day, by the day that is read. Models of which no family or no day of release is known are left out.",
  ALL_ON_OFFER:
    'All models for which a price of the makers themselves holds on that day, old and new, small and large. Those that are sold no more are among them where no source tells the end of their price.',
} as const
export type PriceSet = keyof typeof PRICE_SETS

/** A model with its one list price. */
export interface ListPrice {
  model: string
  maker: string
  claimId: string
  quantity: QuantityRow
  /** A price for a while, below what is usual. */
  isPromotional: boolean
  family: string | null
  releasedOn: string | null
}

export interface Side {
  prices: ListPrice[]
  /** Models with a price that are not of the set. */
  outsideSet: number
  /** Models that are sold in another currency or unit only. */
  otherUnit: number
  /** Models that are free. */
  free: number
  /** Prices of the set that are promotional. */
  promotional: number
}

/**
 * One price for each model: of several services of its maker the one without a name of its own, else the first by name.
 * @param day the last on which a model may have been released.
 */
export function sideOf(
  rows: readonly ListPriceRow[],
  country: string,
  set: PriceSet,
  unit: string,
  day: string,
): Side {
  const numbers = rows.filter((r) => r.makerCountry === country && r.form === 'NUMBER')
  const byModel = [...Map.groupBy(numbers, (r) => r.modelSlug).values()]
  const own = byModel.map((of) => of.filter((r) => r.unitCode === unit).sort(plainFirst)[0])
  const prices = own.filter((row) => row !== undefined).map(listPrice)
  const priced = prices.filter(({ quantity }) => quantity.point !== '0')
  const chosen = set === 'ALL_ON_OFFER' ? priced : newestOf(priced, day)
  return {
    prices: chosen,
    outsideSet: priced.length - chosen.length,
    otherUnit: byModel.length - prices.length,
    free: prices.length - priced.length,
    promotional: chosen.filter((p) => p.isPromotional).length,
  }
}

/** How many models with a price are of makers whose country is not known, so that they belong to no side. */
export function ofUnknownCountry(rows: readonly ListPriceRow[]): number {
  const unknown = rows.filter((r) => r.makerCountry === null && r.form === 'NUMBER')
  return new Set(unknown.map((r) => r.modelSlug)).size
}

const plainFirst = (a: ListPriceRow, b: ListPriceRow) =>
  Number(a.endpoint !== null) - Number(b.endpoint !== null) || (a.offerSlug < b.offerSlug ? -1 : 1)

function listPrice(row: ListPriceRow): ListPrice {
  const { low, point, high } = row
  return {
    model: row.modelSlug,
    maker: row.makerSlug,
    claimId: row.claimId!,
    isPromotional: row.promotional === true,
    quantity: { low, point, high, qualifier: row.qualifier!, unitCode: row.unitCode! },
    family: row.familySlug,
    releasedOn: row.releasedOn,
  }
}

function newestOf(prices: readonly ListPrice[], day: string): ListPrice[] {
  const known = prices.filter((p) => p.family !== null && p.releasedOn !== null && p.releasedOn <= day)
  const families = Map.groupBy(known, (p) => `${p.maker} ${p.family}`)
  return [...families.values()].flatMap((family) => {
    const last = family
      .map((p) => p.releasedOn!)
      .sort()
      .at(-1)
    return family.filter((p) => p.releasedOn === last)
  })
}
