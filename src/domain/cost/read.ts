/** Costs read from the ledger: of one offer, and of many. */
import { AppError } from '../../errors.ts'
import { Decimal } from '../../lib/decimal.ts'
import type { UnpricedKind } from '../belief/conditions.ts'
import { mergedModel, modelOf } from '../read/model.ts'
import type { OfferPriceRow } from '../read/price-loaders.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow, Model, PriceRow, QuantityRow } from '../read/rows.ts'
import { chosenOffer, knownFor, type OfferArgs, type OfferOption, offerAmong, optionOf } from './offers.ts'
import { type Draft, quoteOf } from './quote.ts'
import type { Moment, Usage } from './usage.ts'

/** What a request costs at one offer, with its trace. Nothing of it is kept. */
export interface Quote {
  model: string
  seller: string
  offer: string
  day: string
  tier: string
  promptTokens: string
  total: QuantityRow | null
  lines: QuoteLine[]
  unpriced: UnpricedUsage[]
}

export interface QuoteLine {
  meter: string
  /** Canonical decimal, in what the meter counts. */
  quantity: string
  price: QuantityRow
  amount: QuantityRow
  /** Why this price was taken. */
  rule: string
  claim: ClaimRow
  fact: PriceRow
}

export interface UnpricedUsage {
  meter: string
  quantity: string
  kind: UnpricedKind
  reason: string
  /** The price and the claim that say so, where some do. */
  fact: PriceRow | null
  claim: ClaimRow | null
}

/** Most quotes of a comparison. */
export const MOST_QUOTES = 100

/** @returns null where the model has no such offer. */
export async function costOf(
  read: Reader,
  named: Model,
  usage: Usage,
  moment: Moment,
  args: OfferArgs,
): Promise<Quote | null> {
  const { model, choice } = await chosenOffer(read, named, args)
  const { instant } = moment
  const all = await read.pricesOfModel.load({ model: model.slug, seller: choice.seller, instant })
  const rows = offerAmong(all, choice)
  if (rows.length === 0) return null
  return quoted(
    read,
    rows,
    quoteOf(rows.map(optionOf), usage, await knownFor(read, usage, rows)),
    usage,
    moment,
  )
}

/**
 * What a request costs at all offers that are bound to no region and no plan: the cheapest that is priced in full
 * first, then those of which a part is not priced. Currencies are not converted: what is in dollars comes first.
 * @param names slugs or aliases of models; null for the whole market, of which offers that price nothing are left out.
 * @throws AppError BAD_ARGUMENT for a name that no model has.
 */
export async function compareCosts(
  read: Reader,
  names: readonly string[] | null,
  usage: Usage,
  moment: Moment,
  first: number,
): Promise<Quote[]> {
  const rows = await (names ? pricesOf(read, names, moment) : marketOf(read, usage, moment))
  const known = await knownFor(read, usage, rows)
  const drafts = [...Map.groupBy(rows, (r) => r.offerSlug).values()].map((ofOffer) => ({
    ofOffer,
    draft: quoteOf(ofOffer.map(optionOf), usage, known),
  }))
  const told = names ? drafts : drafts.filter(({ draft }) => draft.total !== null)
  const placed = told.map((one) => ({ ...one, place: placeOf(one.draft) }))
  placed.sort((a, b) => cheapestFirst(a.place, b.place) || makersOwnFirst(a.ofOffer[0]!, b.ofOffer[0]!))
  return Promise.all(
    placed.slice(0, first).map(({ ofOffer, draft }) => quoted(read, ofOffer, draft, usage, moment)),
  )
}

async function pricesOf(
  read: Reader,
  names: readonly string[],
  { instant }: Moment,
): Promise<OfferPriceRow[]> {
  const models = await Promise.all(names.map((name) => knownModel(read, name)))
  const slugs = [...new Set(models.map((m) => m.slug))]
  const rows = await Promise.all(
    slugs.map((model) => read.pricesOfModel.load({ model, seller: null, instant })),
  )
  return rows.flat().filter((r) => r.region === null && r.plan === null)
}

async function knownModel(read: Reader, name: string): Promise<Model> {
  const model = await modelOf(read, name)
  if (!model) throw new AppError('BAD_ARGUMENT', `There is no model "${name}".`)
  return (await mergedModel(read, model)) ?? model
}

async function marketOf(read: Reader, usage: Usage, { instant }: Moment): Promise<OfferPriceRow[]> {
  return read.pricesOfMarket.load({ instant, meters: [...usage.quantities.keys()], tier: usage.tier })
}

interface Place {
  /** Parts that are not priced. */
  missing: number
  currency: string
  amount: Decimal
}

function placeOf({ total, unpriced }: Draft<OfferOption>): Place {
  return {
    missing: total === null ? Number.POSITIVE_INFINITY : unpriced.length,
    currency: total?.unitCode === 'USD' ? '' : (total?.unitCode ?? ''),
    // Of a range the dearer end, for that may have to be paid.
    amount: new Decimal(total?.point ?? total?.high ?? total?.low ?? 0),
  }
}

function cheapestFirst(a: Place, b: Place): number {
  if (a.missing !== b.missing) return a.missing - b.missing
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  return a.amount.cmp(b.amount)
}

function makersOwnFirst(a: OfferPriceRow, b: OfferPriceRow): number {
  return Number(b.isMakersOwn) - Number(a.isMakersOwn) || (a.offerSlug < b.offerSlug ? -1 : 1)
}

/** The quote with the claims behind it. */
export async function quoted(
  read: Reader,
  [row]: readonly OfferPriceRow[],
  draft: Draft<OfferOption>,
  { tier }: Usage,
  { day }: Moment,
): Promise<Quote> {
  const claimOf = async ({ row: { claimId } }: OfferOption) =>
    claimId === null ? null : read.claim.load(claimId)
  const [lines, unpriced] = await Promise.all([
    Promise.all(
      draft.lines.map(async ({ option, ...line }) => ({
        ...line,
        claim: (await claimOf(option))!,
        fact: option.row,
      })),
    ),
    Promise.all(
      draft.unpriced.map(async ({ option, ...part }) => ({
        ...part,
        claim: option && (await claimOf(option)),
        fact: option?.row ?? null,
      })),
    ),
  ])
  const { modelSlug: model, sellerSlug: seller, offerSlug: offer } = row!
  return {
    model,
    seller,
    offer,
    day,
    tier,
    promptTokens: draft.promptTokens,
    total: draft.total,
    lines,
    unpriced,
  }
}
