/** One number for a model: what a million tokens cost on average, at a given ratio of input to output. */
import { AppError } from '../../errors.ts'
import { Decimal, parseDecimal } from '../../lib/decimal.ts'
import { intervalOf, mapped, rounded, spokenOf } from '../belief/interval.ts'
import type { Reader } from '../read/reader.ts'
import type { Model, QuantityRow } from '../read/rows.ts'
import type { OfferArgs } from './offers.ts'
import { costOf, type Quote } from './read.ts'
import type { Moment, Usage } from './usage.ts'

/** Decimals as text. */
export interface BlendArgs {
  /** Parts of input and of output: 3 and 1. */
  inputParts: string
  outputParts: string
  /** The share of the input that is read from a cache, 0 to 1. */
  cacheShare: string
}

export interface BlendedPrice {
  /** Per million tokens; null where a part is not priced, for a mean of the rest would be another number. */
  value: QuantityRow | null
  /** In numbers: `(7.5 + 15) ÷ 4`. */
  arithmetic: string | null
  /** What a million tokens for each part cost together, from which it is computed. */
  quote: Quote
}

const MILLION = new Decimal(1e6)
const DIGITS = 30

/** @throws AppError BAD_ARGUMENT. */
function blendOf(args: BlendArgs): {
  usage: Pick<Usage, 'quantities' | 'promptTokens'>
  parts: Decimal
} {
  const input = part('inputParts', args.inputParts, 1e6)
  const output = part('outputParts', args.outputParts, 1e6)
  const share = part('cacheShare', args.cacheShare, 1)
  const parts = input.add(output)
  if (parts.isZero()) throw new AppError('BAD_ARGUMENT', '`inputParts` and `outputParts` are not both 0.')
  const cached = input.mul(share)
  const quantities = new Map(
    Object.entries({ input: input.sub(cached), 'cache-read': cached, output })
      .filter(([, quantity]) => quantity.gt(0))
      .map(([meter, quantity]) => [meter, quantity.mul(MILLION)]),
  )
  // Millions of tokens are no request: what is asked for is the price of many short ones.
  return { usage: { quantities, promptTokens: new Decimal(0) }, parts }
}

function part(name: string, text: string, most: number): Decimal {
  const number = parseDecimal(text)
  if (!number || number.lt(0) || number.gt(most) || number.decimalPlaces() > 6)
    throw new AppError(
      'BAD_ARGUMENT',
      `\`${name}\` is a number from 0 to ${most} with at most six decimal places.`,
    )
  return number
}

/** @returns null where the model has no such offer. */
export async function blendedPrice(
  read: Reader,
  model: Model,
  args: BlendArgs,
  tier: string,
  moment: Moment,
  offer: OfferArgs,
): Promise<BlendedPrice | null> {
  const { usage, parts } = blendOf(args)
  const whole = { ...usage, tier, time: null, day: null, cacheLifetime: null }
  const quote = await costOf(read, model, whole, moment, offer)
  if (!quote) return null
  const { total } = quote
  const unitCode = `${total?.unitCode}/Mtok`
  if (!total || quote.unpriced.length > 0 || !(await read.unit.load(unitCode)))
    return { value: null, arithmetic: null, quote }
  const mean = mapped(intervalOf(total), (amount) => amount.div(parts))
  const amounts = quote.lines.map(({ amount: { point, low, high } }) => point ?? `${low ?? ''}…${high ?? ''}`)
  return {
    value: { ...spokenOf(rounded(mean, DIGITS)), unitCode },
    arithmetic: `(${amounts.join(' + ')}) ÷ ${parts.toFixed()}`,
    quote,
  }
}
