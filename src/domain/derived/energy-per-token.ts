/** How much electricity a million tokens take: as the caller says, or as all sources of the ledger together do. */
import { AppError } from '../../errors.ts'
import { Decimal, parseDecimal } from '../../lib/decimal.ts'
import { FormulaError } from '../belief/formula.ts'
import type { Interval } from '../belief/interval.ts'
import type { At } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import { counted, type Operand, shown } from './computation.ts'
import { between, converted, hull } from './formulas.ts'
import { given, operandOf } from './operands.ts'

/** The metric of published measurements and estimates. */
const METRIC = 'energy-per-million-output-tokens'
const UNIT = 'kWh/Mtok'
/** More than a household uses in a month, for a million tokens: somebody mixed up units. */
const MOST = 1_000_000

/** Decimals as text. */
export interface RangeArgs {
  low: string
  high: string
}

export interface EnergyPerTokens {
  operand: Operand
  /** The claims behind it; empty where the caller gave it. */
  claims: Operand[]
  assumption: string
  warnings: string[]
}

/**
 * @param args kWh per million tokens; without them, from the lowest to the highest number of all answers to the metric.
 * @returns null where nothing was given and the ledger holds none.
 * @throws AppError BAD_ARGUMENT.
 */
export async function energyPerTokens(
  read: Reader,
  args: RangeArgs | null | undefined,
  at: At,
): Promise<EnergyPerTokens | null> {
  if (args) return assumed(rangeOf('energyPerMillionTokens', args, MOST))
  const ids = await read.numbersOfMetric.load({ metric: METRIC, at })
  const claims = await Promise.all(ids.map((id) => read.claim.load(id)))
  const known = claims.flatMap((claim) => operandOf('energy per million tokens', claim) ?? [])
  const bounded = known.flatMap((operand) => {
    const value = inUnit(operand)
    return value?.low.isFinite() && value.high.isFinite() && value.low.gt(0) ? [{ operand, value }] : []
  })
  if (bounded.length === 0) return null
  const range = hull(bounded.map(({ value }) => value))
  const leftOut = ids.length - bounded.length
  return {
    operand: given('energy per million tokens', shown({ ...range, openLow: false, openHigh: false }, UNIT)),
    claims: bounded.map(({ operand }) => operand),
    assumption: `Electricity for a million output tokens as all ${bounded.length} published numbers of the ledger together: from the lowest to the highest. They are of different models, computers and boundaries, and none may be the model's own.`,
    warnings:
      leftOut > 0
        ? [`${counted(leftOut, 'number')} of energy per token left out: without bounds, or in another unit.`]
        : [],
  }
}

function inUnit({ quantity }: Operand): Interval | null {
  try {
    return converted(quantity, quantity.unitCode, UNIT)
  } catch (error) {
    if (error instanceof FormulaError) return null
    throw error
  }
}

function assumed([low, high]: [Decimal, Decimal]): EnergyPerTokens {
  return {
    operand: given('energy per million tokens', { ...between(low, high), unitCode: UNIT }),
    claims: [],
    assumption: 'Electricity for a million tokens as the question gives it.',
    warnings: [],
  }
}

/** @throws AppError BAD_ARGUMENT. */
function rangeOf(name: string, { low, high }: RangeArgs, most: number): [Decimal, Decimal] {
  const ends = [positive(`${name}.low`, low, most), positive(`${name}.high`, high, most)] as const
  if (ends[0].gt(ends[1]))
    throw new AppError('BAD_ARGUMENT', `\`${name}.low\` must not be above \`${name}.high\`.`)
  return [...ends]
}

/** @throws AppError BAD_ARGUMENT. */
export function positive(name: string, text: string, most: number | string): Decimal {
  const number = parseDecimal(text)
  if (!number || number.lte(0) || number.gt(most) || number.decimalPlaces() > 12)
    throw new AppError(
      'BAD_ARGUMENT',
      `\`${name}\` is a number above 0 and at most ${new Decimal(most).toFixed()}, with at most twelve decimal places.`,
    )
  return number
}
