/** How much of a token's price is electricity, under assumptions that the answer names. */
import { AppError } from '../../errors.ts'
import type { OfferArgs } from '../cost/offers.ts'
import type { Moment } from '../cost/usage.ts'
import type { At } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import { attempted, type Computation, computation, type Draft, inputsOf, without } from './computation.ts'
import { energyPerTokens, type RangeArgs } from './energy-per-token.ts'
import { electricityShare, isDollars } from './formulas.ts'
import { type AtPlace, rateAt, rateOfCountry } from './hub-rates.ts'
import { dayText, knownCountry } from './operands.ts'
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
  const [place, price, energy] = await Promise.all([
    placeOf(read, args, at),
    plainPriceOf(read, named, args, METER, moment),
    energyPerTokens(read, args.energyPerMillionTokens, at),
  ])
  const { rate } = place
  const draft: Draft = {
    name: 'electricity-share',
    formula: FORMULA,
    assumptions: [
      ...(energy ? [energy.assumption] : []),
      place.text(rate),
      `The list price of output tokens in the standard tier, without conditions, by ${dayText(moment.day)}.`,
      'All electricity is that which the number for a million tokens counts: training, idle computers and cooling belong to it only as far as its source counts them.',
    ],
    warnings: energy?.warnings ?? [],
  }
  const operands = [...(energy?.claims ?? []), rate?.operand, price].filter((o) => o != null)
  if (!energy)
    return without(draft, operands, 'The ledger holds no energy per token; give `energyPerMillionTokens`.')
  if (!rate) return without(draft, operands, place.lacking)
  if (!price) return without(draft, operands, `No such price of ${named.name} is known at that offer.`)
  if (!isDollars(price.quantity.unitCode) || !isDollars(rate.operand.quantity.unitCode))
    return without(
      draft,
      operands,
      'Price and rate are not both in US dollars, and currencies are not converted.',
    )
  const parts = [energy.operand, rate.operand, price]
  const [e, r, p] = inputsOf(parts)
  return computation(
    read,
    draft,
    parts,
    attempted(() => electricityShare(e!, r!, p!)),
    '%',
    ([a, b, c]) => `${a} × ${b} ÷ ${c}`,
    operands,
  )
}

interface Place {
  rate: AtPlace | null
  text(rate: AtPlace | null): string
  lacking: string
}

async function placeOf(read: Reader, { country, hub, sector }: ShareArgs, at: At): Promise<Place> {
  if (typeof country === 'string' && typeof hub !== 'string') {
    const { code, name } = await knownCountry(read, country)
    const words = sector.toLowerCase().replace('_', ' ')
    return {
      rate: await rateOfCountry(read, code, sector, at),
      text: () => `Electricity at the rate of sector ${words} in ${name}, by ${dayText(at)}.`,
      lacking: `The ledger holds no electricity rate of sector ${words} for the whole of ${name}.`,
    }
  }
  if (typeof hub === 'string' && typeof country !== 'string') {
    const row = await read.hub.load(hub)
    if (!row) throw new AppError('NOT_FOUND', `There is no hub "${hub}".`)
    return {
      rate: await rateAt(read, row, at),
      text: (rate) =>
        `Electricity at the rate that is known nearest to ${row.name}: ${rate?.area ?? 'that of the whole country'}, by ${dayText(at)}.`,
      lacking: `The ledger holds no electricity rate for ${row.name} or its country.`,
    }
  }
  throw new AppError('BAD_ARGUMENT', 'Give one of `country` and `hub`: where the electricity is bought.')
}
