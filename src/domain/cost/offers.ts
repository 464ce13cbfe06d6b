/** The prices of offers at a moment, read and brought into the form that costs are computed from. */
import { Decimal } from '../../lib/decimal.ts'
import { mergedModel, mergedProvider } from '../read/model.ts'
import type { OfferPriceRow } from '../read/price-loaders.ts'
import type { Reader } from '../read/reader.ts'
import type { Model, QuantityRow } from '../read/rows.ts'
import type { Known, PricedOption } from './quote.ts'
import type { Usage } from './usage.ts'

export interface OfferOption extends PricedOption {
  row: OfferPriceRow
}

/** Which of a model's offers: the maker's own where no seller is named; what else is left out, the offer lacks. */
export interface OfferArgs {
  seller?: string | null | undefined
  endpoint?: string | null | undefined
  region?: string | null | undefined
  plan?: string | null | undefined
}

export interface OfferChoice extends OfferArgs {
  seller: string
}

/** The offer that a caller means; for merged models and sellers, that of what they turned out to be. */
export async function chosenOffer(
  read: Reader,
  named: Model,
  args: OfferArgs,
): Promise<{ model: Model; choice: OfferChoice }> {
  const model = (await mergedModel(read, named)) ?? named
  const seller = args.seller ?? model.makerSlug
  const provider = await read.provider.load(seller)
  const merged = provider && (await mergedProvider(read, provider))
  return { model, choice: { ...args, seller: merged?.slug ?? seller } }
}

export function optionOf(row: OfferPriceRow): OfferOption {
  const { id, meterCode, tier, promptAbove, windowFrom, windowTo, cacheLifetime } = row
  const value = quantityOfRow(row)
  return {
    id,
    meter: meterCode,
    tier,
    threshold:
      promptAbove === null
        ? null
        : {
            amount: new Decimal(promptAbove),
            isInclusive: row.comparison === 'AT_LEAST',
            counts: row.thresholdCounts ?? 'PROMPT',
            isExcess: row.thresholdScope === 'EXCESS',
          },
    window: windowFrom !== null && windowTo !== null ? { from: windowFrom, to: windowTo } : null,
    cacheLifetime,
    state: value ? 'PRICED' : row.form === 'NOT_OFFERED' ? 'NOT_OFFERED' : 'UNKNOWN',
    value,
    row,
  }
}

function quantityOfRow({ form, low, point, high, qualifier, unitCode }: OfferPriceRow): QuantityRow | null {
  return form === 'NUMBER' ? { low, point, high, qualifier: qualifier!, unitCode: unitCode! } : null
}

/** The prices of one offer among those of its model; empty where there is no such offer. */
export function offerAmong(rows: readonly OfferPriceRow[], choice: OfferChoice): OfferPriceRow[] {
  return rows.filter(
    (r) =>
      r.sellerSlug === choice.seller &&
      r.endpoint === (choice.endpoint ?? null) &&
      r.region === (choice.region ?? null) &&
      r.plan === (choice.plan ?? null),
  )
}

/** What quoting needs to know beside the prices themselves. */
export async function knownFor(read: Reader, usage: Usage, rows: readonly OfferPriceRow[]): Promise<Known> {
  const meters = await Promise.all([...usage.quantities.keys()].map((code) => read.meter.load(code)))
  const codes = new Set(rows.map((r) => r.unitCode?.slice(0, r.unitCode.indexOf('/')) ?? ''))
  const currencies = await Promise.all([...codes].map((code) => read.unit.load(code)))
  return {
    meters: new Map(meters.flatMap((m) => (m ? [[m.code, m]] : []))),
    currencies: new Set(currencies.flatMap((unit) => (unit ? [unit.code] : []))),
  }
}
