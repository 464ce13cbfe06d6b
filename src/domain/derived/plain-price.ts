/** The list price of a model without conditions, and the ratios of such prices. */
import { AppError } from '../../errors.ts'
import { chosenOffer, type OfferArgs, offerAmong, optionOf } from '../cost/offers.ts'
import type { Moment } from '../cost/usage.ts'
import { modelOf } from '../read/model.ts'
import type { Reader } from '../read/reader.ts'
import type { Model } from '../read/rows.ts'
import {
  attempted,
  type Computation,
  computation,
  type Draft,
  inputsOf,
  step,
  without,
} from './computation.ts'
import { dayText, type Known, operandOf } from './operands.ts'

/** The plain price of a meter at an offer, the maker's own unless another is named; null where none is known. */
export async function plainPriceOf(
  read: Reader,
  named: Model,
  offer: OfferArgs,
  meter: string,
  { instant }: Moment,
): Promise<Known | null> {
  const { model, choice } = await chosenOffer(read, named, offer)
  const all = await read.pricesOfModel.load({ model: model.slug, seller: choice.seller, instant })
  const price = offerAmong(all, choice).find((row) => {
    const { meter: code, tier, threshold, window, cacheLifetime, state } = optionOf(row)
    const isPlain = tier === 'standard' && !threshold && !window && !cacheLifetime
    return code === meter && isPlain && state === 'PRICED'
  })
  return operandOf('price', price?.claimId ? await read.claim.load(price.claimId) : null)
}

/** Most pairs of models in one question. */
export const PAIRS_MAX = 20

/** Slugs or aliases of models. */
export interface PairArgs {
  numerator: string
  denominator: string
}

export interface PricePair {
  numerator: Model
  denominator: Model
  ratio: Computation
}

/**
 * How many times dearer one model is than another, each at its maker's own offer.
 * @throws AppError NOT_FOUND for a model that there is not.
 */
export async function pricePair(
  read: Reader,
  pair: PairArgs,
  meter: string,
  moment: Moment,
): Promise<PricePair> {
  const [numerator, denominator] = await Promise.all([
    knownModel(read, pair.numerator),
    knownModel(read, pair.denominator),
  ])
  const models = [numerator, denominator]
  const prices = await Promise.all(models.map((model) => plainPriceOf(read, model, {}, meter, moment)))
  const draft: Draft = {
    name: 'price-ratio',
    formula: 'The list price of the one model divided by that of the other.',
    assumptions: [
      `List prices of ${meter} at the makers' own offers without region and plan, standard tier, without conditions, by ${dayText(moment.day)}.`,
    ],
  }
  const operands = prices.flatMap((p, i) =>
    p ? [{ ...p, name: i === 0 ? 'numerator' : 'denominator' }] : [],
  )
  const lacking = models.find((_, i) => !prices[i])
  if (lacking) {
    const reason = `No such list price of ${lacking.name} at its maker is known.`
    return { numerator, denominator, ratio: without(draft, operands, reason) }
  }
  const value = attempted(() => step('ratio', inputsOf(operands), 'x'))
  const ratio = await computation(read, draft, operands, value, 'x', ([a, b]) => `${a} ÷ ${b}`)
  return { numerator, denominator, ratio }
}

/** @throws AppError NOT_FOUND. */
export async function knownModel(read: Reader, name: string): Promise<Model> {
  const model = await modelOf(read, name)
  if (!model) throw new AppError('NOT_FOUND', `There is no model "${name}".`)
  return model
}
