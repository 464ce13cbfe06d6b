/** How fast a series grows: the months after which it doubles. */
import { AppError } from '../../errors.ts'
import { type At, historyOf } from '../read/belief.ts'
import { BELIEF_LIMIT } from '../read/period-loaders.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow } from '../read/rows.ts'
import { attempted, type Computation, computation, counted, type Draft, without } from './computation.ts'
import { doublingTime, FEWEST_POINTS, type Point, spanOf, stepsOf } from './formulas.ts'
import { type Known, operandOf } from './operands.ts'

export interface Doubling {
  overall: Computation
  /** The fastest and the slowest of the steps between neighbours. */
  steps: Computation
}

const OVERALL =
  'Months between the ends × log 2 ÷ log (last ÷ first): the time to double at the constant rate that leads from the first value to the last.'
const STEPS = 'The same between each value and the next: the shortest and the longest time of all steps.'

/**
 * The series is that of the claims which answer the fact, one for each period; between two days where they are given.
 * @param from the first day, inclusive; and `to`, the last.
 * @throws AppError BAD_ARGUMENT for an empty span.
 */
export async function doublingOf(read: Reader, factId: string, from: At, to: At): Promise<Doubling> {
  if (from !== null && to !== null && from >= to)
    throw new AppError('BAD_ARGUMENT', '`to` must be a later day than `from`.')
  const history = await historyOf(read, factId, BELIEF_LIMIT)
  const within = history.filter((claim) => isWithin(claim, from, to))
  const series = within.flatMap((claim) => {
    const operand = operandOf(claim.periodText, claim)
    const point = operand && pointOf(operand)
    return operand && point ? [{ operand, point }] : []
  })
  const leftOut = within.length - series.length
  const draft = (name: string, formula: string): Draft => ({
    name,
    formula,
    assumptions: [
      'A value stands for the middle of the period that its source states; at the ends of the series it may belong to any moment of it.',
      ...(from || to ? [`Only values from ${from ?? 'the beginning'} to ${to ?? 'the end'}.`] : []),
    ],
    warnings:
      leftOut > 0 ? [`${counted(leftOut, 'value')} left out: projections, undated, or no numbers.`] : [],
  })
  const points = series.map(({ point }) => point)
  const operands = series.map(({ operand }) => operand)
  return {
    overall: await overallOf(read, draft('doubling-time', OVERALL), operands, points),
    steps: await stepsBetween(read, draft('doubling-time-of-steps', STEPS), operands, points),
  }
}

async function overallOf(read: Reader, draft: Draft, operands: Known[], points: Point[]) {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2)
    return without(draft, operands, 'The series has fewer than two dated numbers in this span.')
  const value = attempted(() => doublingTime(first, last, spanOf(first, last)))
  const ends = [
    { ...operands[0]!, name: 'from' },
    { ...operands.at(-1)!, name: 'to' },
  ]
  const span = attempted(() => spanOf(first, last))
  const periods = typeof span === 'string' ? '' : `${span.point!.toSignificantDigits(4).toFixed()} months`
  return computation(read, draft, ends, value, 'mo', ([a, b]) => `${periods} × log 2 ÷ log (${b} ÷ ${a})`)
}

async function stepsBetween(read: Reader, draft: Draft, operands: Known[], points: Point[]) {
  if (points.length < FEWEST_POINTS)
    return without(draft, operands, `The series has fewer than ${FEWEST_POINTS} dated numbers in this span.`)
  const value = attempted(() => stepsOf(points))
  return computation(
    read,
    draft,
    operands,
    value,
    'mo',
    (texts) => `the steps between ${texts.length} values`,
  )
}

function pointOf({ claim, quantity }: Known): Point | null {
  const { validFrom, validTo, basis } = claim
  if (basis === 'PROJECTED' || !validFrom) return null
  const from = validFrom.getTime()
  return { value: quantity, unit: quantity.unitCode, from, to: validTo?.getTime() ?? from }
}

/** Whether it begins on one of the days. */
function isWithin({ validFrom }: ClaimRow, from: At, to: At): boolean {
  if (!validFrom) return from === null && to === null
  const day = validFrom.toISOString().slice(0, 10)
  return (from === null || day >= from) && (to === null || day <= to)
}
