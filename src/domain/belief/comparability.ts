/** Whether numbers of several facts may be set beside each other, and what speaks against it. Pure. */
import { isCommensurable } from '../../kinds/unit-words.ts'
import { unitForm } from '../../kinds/units.ts'

export const COMPARISON_VERDICTS = {
  COMPARABLE: 'Nothing that the ledger knows speaks against it.',
  WARNING:
    'The numbers can be set beside each other, but they do not say the same; the reasons tell in what.',
  REFUSED: 'The numbers are not comparable, so that no values and ratios are given.',
} as const
export type ComparisonVerdict = keyof typeof COMPARISON_VERDICTS

export const COMPARISON_REASONS = {
  NO_VALUE: 'A fact has no number: it is unknown, not offered, withheld or a text. Refuses.',
  DIFFERENT_DIMENSIONS: 'The units measure different things. Refuses.',
  EXCHANGE_RATE_MISSING: 'Currencies differ, and no exchange rate covers the period of a value. Refuses.',
  DIFFERENT_COVERAGE:
    'Not the same is counted. Refuses where the numbers are shares, factors or counts; warns of amounts.',
  DIFFERENT_METRICS:
    'Not the same is measured. Refuses where the numbers are shares, factors or counts; warns of amounts.',
  DIFFERENT_CURRENCIES: 'Values were converted by the exchange rates that the text names. Warns.',
  DIFFERENT_PERIOD_BASES: 'Counted over spans of different length, such as a week and a day. Warns.',
  DIFFERENT_TIMES: 'The periods of the values do not overlap. Warns.',
  UNDATED: 'A value has no date, others have one. Warns.',
  WHOLESALE_AGAINST_RETAIL: 'One is a price among traders, another what customers pay. Warns.',
  DIFFERENT_SECTORS: 'Electricity rates of different customers. Warns.',
  DIFFERENT_BANDS: 'Electricity rates of different classes of consumption. Warns.',
  DIFFERENT_METERS: 'Prices of different things, such as input and output tokens. Warns.',
  DIFFERENT_CONDITIONS: 'Prices under different conditions, such as a batch tier. Warns.',
  PROJECTED_AGAINST_MEASURED: 'One is a forecast, another is not. Warns.',
} as const
export type ComparisonReasonCode = keyof typeof COMPARISON_REASONS

/** What is looked at of a fact's answer; null what its kind does not have. */
export interface Compared {
  unit: { code: string; dimension: string }
  /** Null for an undated value; open ends are infinite. In milliseconds. */
  span: { from: number; to: number } | null
  periodText: string
  isProjected: boolean
  /** What is measured, in words: "share of tokens". */
  metric: string
  coverage: Coverage | null
  /** `DAY`, of token usage. */
  usagePeriod: string | null
  sector: string | null
  /** The class of consumption; empty for all. */
  band: string | null
  /** Of an electricity price, whether it is one among traders. */
  isWholesale: boolean | null
  meter: string | null
  /** Of a price, empty for the plain one. */
  conditions: string | null
}

interface Coverage {
  code: string
  name: string
  platform: string | null
  models: string | null
  tokenizer: string | null
}

export interface Reason {
  code: ComparisonReasonCode
  verdict: Exclude<ComparisonVerdict, 'COMPARABLE'>
  text: string
  /** Places of the facts that are not as the first one. */
  odd: readonly number[]
}

/** What speaks against comparing; nothing of rates of exchange, which have to be looked up. */
export function reasonsAgainst(facts: readonly Compared[]): Reason[] {
  const reasons: Reason[] = []
  const [first] = facts
  const differ = <Value>(
    code: ComparisonReasonCode,
    of: (fact: Compared) => Value | null,
    text: (values: readonly Value[]) => string,
    verdict: Reason['verdict'] = 'WARNING',
  ) => {
    const values = facts.map(of)
    const odd = places(values, (value) => value !== null && values[0] !== null && value !== values[0])
    if (odd.length > 0) reasons.push({ code, verdict, odd, text: text(distinct(values)) })
  }
  const strange = places(facts, (fact) => !isCommensurable(fact.unit.code, first!.unit.code))
  if (strange.length > 0) {
    const units = distinct(facts.map(({ unit }) => `${unit.code} (${unit.dimension})`))
    const text = `The units measure different things: ${listed(units)}.`
    reasons.push({ code: 'DIFFERENT_DIMENSIONS', verdict: 'REFUSED', odd: strange, text })
  }
  // A unit such as % or x does not say of what; tokens and kilowatt-hours do.
  const isBare = Object.keys(unitForm(first!.unit.code)?.dimensions ?? {}).length === 0
  const firmly = isBare ? 'REFUSED' : 'WARNING'
  const why = isBare
    ? 'shares, factors and counts of different things are not comparable'
    : 'the amounts hold different things'
  const coverages = facts.map(({ coverage }) => coverage?.code ?? '')
  const uncovered = places(coverages, (code) => code !== coverages[0])
  if (uncovered.length > 0) {
    const text = `What is counted differs: ${listed(distinct(facts.map(({ coverage }) => coverageText(coverage))))}; ${why}.`
    reasons.push({ code: 'DIFFERENT_COVERAGE', verdict: firmly, odd: uncovered, text })
  }
  differ(
    'DIFFERENT_METRICS',
    (f) => f.metric,
    (all) => `Different things are measured: ${listed(all)}; ${why}.`,
    firmly,
  )
  differ(
    'DIFFERENT_PERIOD_BASES',
    (f) => f.usagePeriod?.toLowerCase() ?? null,
    (all) =>
      `Counted per ${listed(all, ' and per ')}: the conversion takes each for the mean of the others, and a week has busy and quiet days.`,
  )
  differ(
    'WHOLESALE_AGAINST_RETAIL',
    (f) => f.isWholesale,
    () => 'A wholesale price is set beside what customers pay, which has grid fees and taxes in it.',
  )
  differ(
    'DIFFERENT_SECTORS',
    (f) => f.sector,
    (all) => `The rates are of different customers: ${listed(all)}.`,
  )
  differ(
    'DIFFERENT_BANDS',
    (f) => f.band,
    (all) => `The rates are of different classes: ${listed(all.map((band) => band || 'all'))}.`,
  )
  differ(
    'DIFFERENT_METERS',
    (f) => f.meter,
    (all) => `The prices are of different things: ${listed(all)}.`,
  )
  differ(
    'DIFFERENT_CONDITIONS',
    (f) => f.conditions,
    (all) => `The prices hold under different conditions: ${listed(all.map((text) => text || 'none'))}.`,
  )
  differ(
    'PROJECTED_AGAINST_MEASURED',
    (f) => f.isProjected,
    () => 'Forecasts are set beside what has been stated of the past.',
  )
  return [...reasons, ...ofTimes(facts)]
}

function ofTimes(facts: readonly Compared[]): Reason[] {
  const reasons: Reason[] = []
  const undated = places(facts, ({ span }) => span === null)
  if (undated.length > 0 && undated.length < facts.length)
    reasons.push({ code: 'UNDATED', verdict: 'WARNING', odd: undated, text: 'Not all values have a date.' })
  const dated = facts.filter(({ span }) => span !== null)
  const apart = (a: Compared, b: Compared) => a.span!.to <= b.span!.from || b.span!.to <= a.span!.from
  if (dated.some((a) => dated.some((b) => apart(a, b)))) {
    const [first] = dated
    const odd = places(
      facts,
      (fact) => fact.span !== null && dated.some((other) => apart(fact, other)) && fact !== first,
    )
    const text = `The values are of different times: ${listed(distinct(dated.map(({ periodText }) => periodText)))}.`
    reasons.push({ code: 'DIFFERENT_TIMES', verdict: 'WARNING', odd, text })
  }
  return reasons
}

/** The verdict that follows: the gravest of its reasons. */
export function verdictOf(reasons: readonly Reason[]): ComparisonVerdict {
  if (reasons.some(({ verdict }) => verdict === 'REFUSED')) return 'REFUSED'
  return reasons.length > 0 ? 'WARNING' : 'COMPARABLE'
}

/** `OpenRouter, top ten models (platform: OpenRouter; models: the ten most used)`. */
function coverageText(coverage: Coverage | null): string {
  if (!coverage) return 'no stated coverage'
  const parts = (['platform', 'models', 'tokenizer'] as const).flatMap((part) =>
    coverage[part] === null ? [] : [`${part}: ${coverage[part]}`],
  )
  return parts.length ? `“${coverage.name}” (${parts.join('; ')})` : `“${coverage.name}”`
}

function places<T>(values: readonly T[], isOdd: (value: T) => boolean): number[] {
  return values.flatMap((value, i) => (isOdd(value) ? [i] : []))
}

const distinct = <T>(values: readonly (T | null)[]): T[] => [
  ...new Set(values.filter((v): v is T & {} => v !== null)),
]

function listed(texts: readonly string[], and = ' and '): string {
  return [texts.slice(0, -1).join(', '), texts.at(-1)!].filter(Boolean).join(and)
}
