/** How many times dearer the models of one country's makers are than those of another's, by today's list prices. */
import { AppError } from '../../errors.ts'
import { factOf } from '../../kinds/facts.ts'
import type { Verdict } from '../../kinds/vocabulary.ts'
import { FormulaError } from '../belief/formula.ts'
import { type Interval, intervalOf, spokenOf } from '../belief/interval.ts'
import { judge } from '../belief/verdict.ts'
import type { Moment } from '../cost/usage.ts'
import { quantityOf } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow, Country, QuantityRow } from '../read/rows.ts'
import {
  attempted,
  type Computation,
  computation,
  counted,
  type Draft,
  type Operand,
  shown,
  textOf,
  without,
} from './computation.ts'
import { extremesOf, gapOf } from './formulas.ts'
import { knownCountry } from './operands.ts'
import {
  type ListPrice,
  ofUnknownCountry,
  PRICE_SETS,
  type PriceSet,
  type Side,
  sideOf,
} from './price-sets.ts'
import { type Summary, summaryOf } from './statistics.ts'

export interface PriceGapArgs {
  /** The country whose makers' prices are divided, and that by whose makers' prices. */
  of: string
  by: string
  meter: string
  set: PriceSet
}

export interface PriceSide extends Side {
  country: Country
  unit: string
  makers: string[]
  /** Null where there is no price. */
  summary: Summary | null
}

/** What sources state of the same gap, judged by what the list prices give. */
export interface StatedGap {
  claim: ClaimRow
  verdict: Verdict
  explanation: string
}

export interface PriceGap {
  numerator: PriceSide
  denominator: PriceSide
  ratio: Computation
  /** From the cheapest by the dearest to the dearest by the cheapest; null where there is no ratio. */
  extremes: QuantityRow | null
  stated: StatedGap[]
}

/** Fewer prices have quartiles that say little. */
const FEW = 4
/** Most statements that are listed of one gap. */
const STATED_MAX = 100
/** What sources state of it: an indicator of the group of models that come from a country. */
const STATED = 'output-price-advantage'
/** It is the advantage over American models by its definition, in times: of no other gap, and in no other unit. */
const STATED_OF = { country: 'US', meter: 'output', unit: 'x' }

const FORMULA =
  'The median list price of the one side by that of the other. Low: the lower quartile of the one by the upper quartile of the other; high: the upper quartile by the lower. Quartiles lie at (n − 1) × quarters ÷ 4 of the sorted prices, between two of them in proportion.'

/** @throws AppError NOT_FOUND, BAD_ARGUMENT when both countries are the same. */
export async function priceGap(read: Reader, args: PriceGapArgs, moment: Moment): Promise<PriceGap> {
  const [of, by, meter] = await Promise.all([
    knownCountry(read, args.of),
    knownCountry(read, args.by),
    read.meter.load(args.meter),
  ])
  if (!meter) throw new AppError('NOT_FOUND', `There is no meter "${args.meter}"; \`meters\` lists them.`)
  if (of.code === by.code) throw new AppError('BAD_ARGUMENT', '`of` and `by` must be two countries.')
  const rows = await read.listPrices.load({
    ...{ instant: moment.instant, meter: meter.code },
    countries: [of.code, by.code],
  })
  const sides = [of, by].map((country): PriceSide => {
    const side = sideOf(rows, country.code, args.set, meter.unitCode, moment.day)
    const summary = side.prices.length > 0 ? summaryOf(side.prices.map((p) => intervalOf(p.quantity))) : null
    const makers = [...new Set(side.prices.map((p) => p.maker))].sort()
    return { ...side, country, unit: meter.unitCode, makers, summary }
  })
  const [numerator, denominator] = sides as [PriceSide, PriceSide]
  const value = gapBetween(numerator, denominator)
  const draft: Draft = {
    name: 'price-gap',
    formula: FORMULA,
    assumptions: [
      `List prices of ${meter.name} at the makers' own offers without region and plan, standard tier, without conditions, in ${meter.unitCode}, as they held on ${moment.day}; nothing is converted. Makers belong to the country of their headquarters.`,
      `Which models: ${PRICE_SETS[args.set]}`,
      'Every model counts once and alike, however much it is used, and nothing is adjusted for what the models can do.',
    ],
    warnings: [...sides.flatMap(doubtsOf), ...nowhere(ofUnknownCountry(rows))],
  }
  const isStated = of.code === STATED_OF.country && meter.code === STATED_OF.meter
  const ratio = await ratioBetween(read, draft, sides, value)
  return {
    numerator,
    denominator,
    ratio,
    extremes: typeof value === 'string' ? null : extremesBetween(numerator, denominator),
    stated: isStated ? await statedOf(read, by, value, ratio) : [],
  }
}

function gapBetween({ summary: a, country }: PriceSide, other: PriceSide): Interval | string {
  const lacking = a ? (other.summary ? null : other.country) : country
  if (lacking) return `The ledger holds no such list price of a maker that is known to be in ${lacking.name}.`
  return attempted(() => gapOf(a!, other.summary!))
}

function extremesBetween(a: PriceSide, b: PriceSide): QuantityRow | null {
  try {
    return shown(extremesOf(a.summary!, b.summary!), 'x')
  } catch (error) {
    if (error instanceof FormulaError) return null
    throw error
  }
}

async function ratioBetween(
  read: Reader,
  draft: Draft,
  sides: readonly PriceSide[],
  value: Interval | string,
): Promise<Computation> {
  const cited = sides.flatMap(({ prices }, i) =>
    prices.map((price) => operandOf(`${i === 0 ? 'numerator' : 'denominator'} ${price.model}`, price)),
  )
  // Whoever traces what an answer is made of must see all of them.
  if (read.isTraced) await Promise.all(cited.map(({ claim }) => read.claim.load(claim!.id)))
  if (typeof value === 'string') return without(draft, cited, value)
  const medians = sides.map(({ summary, unit }): Operand => {
    const quantity = { ...spokenOf(summary!.median), unitCode: unit }
    return { name: 'median', quantity, claim: null }
  })
  const show = ([a, b]: readonly string[]) =>
    `${a} (median of ${sides[0]!.prices.length}) ÷ ${b} (median of ${sides[1]!.prices.length})`
  return computation(read, draft, medians, value, 'x', show, cited)
}

/** Prices are as their sellers list them: what is doubted of single claims is told at the claims. */
const operandOf = (name: string, { claimId, quantity }: ListPrice): Operand => ({
  name,
  quantity,
  claim: { id: claimId, basis: 'STATED', corroboration: 'CONFIRMED', periodText: '' },
})

function doubtsOf({ country, unit, prices, outsideSet, otherUnit, free, promotional }: PriceSide): string[] {
  const told = (count: number, what: string) =>
    count > 0 ? [`${country.name}: ${counted(count, 'model')} left out, ${what}.`] : []
  const { length } = prices
  return [
    ...(length > 0 && length < FEW
      ? [`${country.name}: ${counted(length, 'price')} only, so its quartiles say little.`]
      : []),
    ...(promotional > 0
      ? [
          `${country.name}: ${counted(promotional, 'price')} ${promotional === 1 ? 'is promotional, and counts as a list price' : 'are promotional, and count as list prices'}.`,
        ]
      : []),
    ...told(outsideSet, 'not of the chosen set'),
    ...told(otherUnit, `with no price in ${unit}`),
    ...told(free, 'free of charge'),
  ]
}

const nowhere = (count: number) =>
  count > 0 ? [`${counted(count, 'model')} of makers whose country is not known: on neither side.`] : []

/** What is stated of the models of the cheaper side's country, beside American ones. */
async function statedOf(
  read: Reader,
  { code }: Country,
  value: Interval | string,
  ratio: Computation,
): Promise<StatedGap[]> {
  const subject = `group/origin-${code.toLowerCase()}`
  const { id } = factOf({ kind: 'INDICATOR', subject, metric: STATED })
  const claims = [...(await read.claimsOfFact.load(id))]
  // Repeats say nothing of their own and come last.
  claims.sort((a, b) => Number(a.repeatOfId !== null) - Number(b.repeatOfId !== null))
  return Promise.all(
    claims.slice(0, STATED_MAX).flatMap((claim) => {
      const quantity = quantityOf(claim)
      return quantity?.unitCode === STATED_OF.unit ? [judged(read, claim, quantity, value, ratio)] : []
    }),
  )
}

async function judged(
  read: Reader,
  claim: ClaimRow,
  quantity: QuantityRow,
  value: Interval | string,
  ratio: Computation,
): Promise<StatedGap> {
  const said = await textOf(read, quantity)
  if (typeof value === 'string' || !ratio.value)
    return { claim, verdict: 'UNCONFIRMED', explanation: `${said}: ${ratio.reason}` }
  const { verdict, why } = judge(value, quantity)
  return {
    claim,
    verdict,
    explanation: `List prices give ${await textOf(read, ratio.value)}; ${said} is asserted: ${why}.`,
  }
}
