/** Several facts beside each other in one unit, where that can be done, with what speaks against it. */
import { AppError } from '../../errors.ts'
import { quantityText, type Spoken } from '../../kinds/format.ts'
import { isCurrency } from '../../kinds/unit-words.ts'
import { unitForm } from '../../kinds/units.ts'
import {
  type Compared,
  type ComparisonReasonCode,
  type ComparisonVerdict,
  type Reason,
  reasonsAgainst,
  verdictOf,
} from '../belief/comparability.ts'
import { combine, intervalOf, rounded, spokenOf } from '../belief/interval.ts'
import { type At, preferredClaim, quantityOf } from './belief.ts'
import { inUnit, unitOf } from './convert.ts'
import { conditionsText } from './describe.ts'
import type { Reader } from './reader.ts'
import type { ClaimRow, FactRow, QuantityRow } from './rows.ts'

export interface ComparisonRow {
  verdict: ComparisonVerdict
  reasons: { code: ComparisonReasonCode; verdict: Reason['verdict']; text: string; facts: FactRow[] }[]
  /** Of all values; null where it is refused. */
  unitCode: string | null
  items: ComparedRow[]
}

export interface ComparedRow {
  fact: FactRow
  claim: ClaimRow | null
  /** In the common unit. */
  value: QuantityRow | null
  /** To the first fact. */
  ratio: QuantityRow | null
}

interface Answer {
  fact: FactRow
  claim: ClaimRow | null
  given: QuantityRow | null
}

/**
 * @param unit of all values; null takes that of the first fact.
 * @throws AppError BAD_ARGUMENT for a unit that there is not, INCOMMENSURABLE_UNITS for one that none of the values is of.
 */
export async function compareFacts(
  read: Reader,
  facts: readonly FactRow[],
  at: At,
  unit: string | null,
): Promise<ComparisonRow> {
  const answers = await Promise.all(
    facts.map(async (fact): Promise<Answer> => {
      const claim = await preferredClaim(read, fact.id, at)
      return { fact, claim, given: quantityOf(claim) }
    }),
  )
  const reasons = await reasonsOf(read, answers)
  if (verdictOf(reasons) === 'REFUSED') return comparison(answers, reasons)
  const wanted = unit ?? answers[0]!.given!.unitCode
  const converted = await Promise.all(answers.map(({ given }) => inCommon(read, given!, wanted)))
  const missing = converted.flatMap((value, i) =>
    value instanceof AppError ? [{ i, text: value.message }] : [],
  )
  if (missing.length > 0) {
    const odd = missing.map(({ i }) => i)
    const text = missing[0]!.text
    return comparison(answers, [...reasons, { code: 'EXCHANGE_RATE_MISSING', verdict: 'REFUSED', odd, text }])
  }
  const values = converted as QuantityRow[]
  return comparison(answers, [...reasons, ...(await ofRates(read, values))], values)
}

function comparison(
  answers: readonly Answer[],
  reasons: readonly Reason[],
  values?: QuantityRow[],
): ComparisonRow {
  return {
    verdict: verdictOf(reasons),
    reasons: reasons.map(({ odd, ...reason }) => ({ ...reason, facts: odd.map((i) => answers[i]!.fact) })),
    unitCode: values?.[0]?.unitCode ?? null,
    items: answers.map(({ fact, claim }, i) => {
      const value = values?.[i] ?? null
      return { fact, claim, value, ratio: value && (i === 0 ? ONE : ratioOf(value, values![0]!)) }
    }),
  }
}

/** What a fact is to itself, also where it has bounds. */
const ONE: QuantityRow = { low: null, point: '1', high: null, qualifier: 'EXACT', unitCode: 'x' }
/** Digits of a ratio. */
const RATIO_DIGITS = 12

function ratioOf(value: Spoken, first: Spoken): QuantityRow | null {
  const divisor = intervalOf(first)
  if (divisor.low.lte(0) && divisor.high.gte(0)) return null
  const ratio = combine(intervalOf(value), divisor, (a, b) => a.div(b))
  if (!ratio.low.isFinite() && !ratio.high.isFinite()) return null
  return { ...spokenOf({ ...rounded(ratio, RATIO_DIGITS), isAbout: ratio.isAbout }), unitCode: 'x' }
}

/** The error where a rate is missing; others are of whoever asked. */
async function inCommon(read: Reader, given: QuantityRow, unit: string): Promise<QuantityRow | AppError> {
  try {
    return await inUnit(read, given, unit)
  } catch (error) {
    if (error instanceof AppError && error.code === 'EXCHANGE_RATE_MISSING') return error
    throw error
  }
}

async function reasonsOf(read: Reader, answers: readonly Answer[]): Promise<Reason[]> {
  const empty = answers.flatMap(({ given }, i) => (given ? [] : [i]))
  if (empty.length > 0) {
    const text = `${empty.length === 1 ? 'One of the facts has' : `${empty.length} of the facts have`} no number to compare.`
    return [{ code: 'NO_VALUE', verdict: 'REFUSED', odd: empty, text }]
  }
  return reasonsAgainst(await Promise.all(answers.map((answer) => comparedOf(read, answer))))
}

async function ofRates(read: Reader, values: readonly QuantityRow[]): Promise<Reason[]> {
  const odd = values.flatMap(({ conversion }, i) => (conversion ? [i] : []))
  // All of one currency by one rate: their ratios are what they were.
  const used = values.map(({ conversion }) => conversion?.rates.map(({ claimId }) => claimId).join())
  const isOneCurrency = new Set(values.map((value) => currenciesOf(value.given ?? value))).size === 1
  if (odd.length === 0 || (isOneCurrency && new Set(used).size === 1)) return []
  const rates = await Promise.all(
    values.flatMap(({ conversion }) =>
      (conversion?.rates ?? []).map(
        async ({ value, unit, claim }) =>
          `${quantityText(value, await unitOf(read, unit))} (${claim.periodText})`,
      ),
    ),
  )
  const how = isOneCurrency ? 'Values of one currency are converted' : 'The currencies differ; converted'
  const text = `${how} by ${[...new Set(rates)].join(', ')}.`
  return [{ code: 'DIFFERENT_CURRENCIES', verdict: 'WARNING', odd, text }]
}

/** `EUR` of euros per kilowatt-hour. */
const currenciesOf = ({ unitCode }: QuantityRow): string =>
  Object.keys(unitForm(unitCode)?.dimensions ?? {})
    .filter(isCurrency)
    .sort()
    .join()

const NONE = {
  ...{ coverage: null, usagePeriod: null, sector: null, band: null, isWholesale: null },
  ...{ meter: null, conditions: null },
}

async function comparedOf(read: Reader, { fact, claim, given }: Answer): Promise<Compared> {
  const { validFrom, validTo, periodText, basis } = claim!
  const isDated = validFrom !== null || validTo !== null
  const answer = {
    unit: await unitOf(read, given!.unitCode),
    span: isDated ? { from: validFrom?.getTime() ?? -Infinity, to: validTo?.getTime() ?? Infinity } : null,
    ...{ periodText, isProjected: basis === 'PROJECTED' },
  }
  switch (fact.kind) {
    case 'PRICE': {
      const [meter, offer] = await Promise.all([
        read.meter.load(fact.meterCode),
        read.offer.load(fact.offerSlug),
      ])
      const more = { region: offer!.region, plan: offer!.plan, isInclusive: claim!.comparison === 'AT_LEAST' }
      return {
        ...answer,
        ...NONE,
        metric: 'price',
        meter: meter!.name,
        conditions: conditionsText(fact, more),
      }
    }
    case 'ENERGY_RATE': {
      const { sector, band } = fact
      const isWholesale = /wholesale/i.test(`${sector} ${band}`)
      return {
        ...answer,
        ...NONE,
        metric: 'electricity price',
        sector: sector.toLowerCase().replaceAll('_', ' '),
        band: band ?? '',
        isWholesale,
      }
    }
    case 'TOKEN_USAGE': {
      const coverage = await read.coverage.load(fact.coverageCode)
      return { ...answer, ...NONE, metric: 'token usage', coverage, usagePeriod: fact.period }
    }
    case 'INDICATOR': {
      const [metric, coverage] = await Promise.all([
        read.metric.load(fact.metricCode),
        fact.coverageCode ? read.coverage.load(fact.coverageCode) : null,
      ])
      return { ...answer, ...NONE, metric: metric!.name, coverage }
    }
    case 'ASSERTION':
      return { ...answer, ...NONE, metric: 'statement' }
  }
}
