/** How much of a token's price is electricity, under assumptions that the answer names. */
import { AppError } from '../../errors.ts'
import type { OfferArgs } from '../cost/offers.ts'
import type { Moment } from '../cost/usage.ts'
import type { At } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import type { EnergyRateRow } from '../read/rows.ts'
import { attempted, type Computation, computation, type Draft, inputsOf, without } from './computation.ts'
import { energyPerTokens, type RangeArgs } from './energy-per-token.ts'
import { electricityShare, isDollars } from './formulas.ts'
import { type AtPlace, inDollars, rateAt, type Taken } from './hub-rates.ts'
import { answerOf, dayText, knownCountry } from './operands.ts'
import { knownModel, plainPriceOf } from './plain-price.ts'

export interface ShareArgs extends OfferArgs {
  model: string
  /** One of both: where the electricity is bought. */
  country?: string | null | undefined
  hub?: string | null | undefined
  sector: string
  energyPerMillionTokens?: RangeArgs | null | undefined
}

/** Measurements are of generating, so of what output is paid for. */
const METER = 'output'
const FORMULA =
  'Electricity for a million output tokens × what a kilowatt-hour costs ÷ what a million output tokens are sold for, in per cent.'

/**
 * @param at as the question gives it; null for the newest rates.
 * @throws AppError NOT_FOUND for a model, country or hub that there is not, BAD_ARGUMENT.
 */
export async function shareOfElectricity(
  read: Reader,
  args: ShareArgs,
  moment: Moment,
  at: At,
): Promise<Computation> {
  const named = await knownModel(read, args.model)
  const [place, known, energy] = await Promise.all([
    placeOf(read, args, at),
    plainPriceOf(read, named, args, METER, moment),
    energyPerTokens(read, args.energyPerMillionTokens, at),
  ])
  const { rate } = place
  const price = await inDollars(read, 'price', known?.claim ?? null)
  const draft: Draft = {
    name: 'electricity-share',
    formula: FORMULA,
    assumptions: [
      ...(energy ? [energy.assumption] : []),
      place.assumption,
      `The list price of output tokens in the standard tier, without conditions, by ${dayText(moment.day)}.`,
      'All electricity is that which the number for a million tokens counts: training, idle computers and cooling belong to it only as far as its source counts them.',
      ...(rate?.assumptions ?? []),
      ...(price?.assumptions ?? []),
    ],
    warnings: energy?.warnings ?? [],
  }
  const cited = [...(energy?.claims ?? []), ...(rate?.cited ?? []), ...(price?.cited ?? [])]
  if (!energy)
    return without(draft, cited, 'The ledger holds no energy per token; give `energyPerMillionTokens`.')
  if (!rate) return without(draft, cited, place.lacking)
  if (!price) return without(draft, cited, `No such price of ${named.name} is known at that offer.`)
  if (![price, rate].every(({ operand }) => isDollars(operand.quantity.unitCode)))
    return without(
      draft,
      cited,
      'Price and rate are not both known in US dollars: no rate of exchange covers the period of one of them.',
    )
  const parts = [energy.operand, rate.operand, price.operand]
  const [e, r, p] = inputsOf(parts)
  return computation(
    read,
    draft,
    parts,
    attempted(() => electricityShare(e!, r!, p!)),
    '%',
    ([a, b, c]) => `${a} × ${b} ÷ ${c}`,
    cited,
  )
}

interface Place {
  rate: Taken | null
  assumption: string
  lacking: string
}

async function placeOf(read: Reader, { country, hub, sector }: ShareArgs, at: At): Promise<Place> {
  if (typeof country === 'string' && typeof hub !== 'string') {
    const { code, name } = await knownCountry(read, country)
    const words = sector.toLowerCase().replace('_', ' ')
    const known = await answerOf(read, 'rate', { kind: 'ENERGY_RATE', country: code, sector }, at)
    return {
      rate: await inDollars(read, 'rate', known?.claim ?? null),
      assumption: `Electricity at the rate of sector ${words} in the whole of ${name}, by ${dayText(at)}.`,
      lacking: `The ledger holds no electricity rate of sector ${words} for the whole of ${name}.`,
    }
  }
  if (typeof hub === 'string' && typeof country !== 'string') {
    const row = await read.hub.load(hub)
    if (!row) throw new AppError('NOT_FOUND', `There is no hub "${hub}".`)
    const rate = await rateAt(read, row, at)
    return {
      rate,
      assumption: `Electricity at the rate that is known nearest to ${row.name}, ${placeText(rate)}, by ${dayText(at)}.`,
      lacking: `The ledger holds no electricity rate for ${row.name} or its country.`,
    }
  }
  throw new AppError('BAD_ARGUMENT', 'Give one of `country` and `hub`: where the electricity is bought.')
}

/** `that of data centres in Guizhou`. */
const placeText = (rate: AtPlace<EnergyRateRow> | null) =>
  rate
    ? `that of sector ${rate.fact.sector.toLowerCase().replace('_', ' ')} in ${rate.fact.area ?? 'the whole country'}`
    : 'of which there is none'
