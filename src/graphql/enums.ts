/** GraphQL enums, made from the vocabularies, so that a word is described in one place. */
import { COMPARISON_REASONS, COMPARISON_VERDICTS } from '../domain/belief/comparability.ts'
import { UNPRICED_KINDS } from '../domain/belief/conditions.ts'
import { CAUSES } from '../domain/cost/bill.ts'
import { PRICE_SETS } from '../domain/derived/price-sets.ts'
import { PRICE_STATES } from '../domain/read/belief.ts'
import * as words from '../kinds/vocabulary.ts'
import { builder } from './builder.ts'

export function enumOf<T extends Record<string, string>>(name: string, description: string, vocabulary: T) {
  const values = Object.fromEntries(
    Object.entries(vocabulary).map(([word, text]) => [word, { description: text }]),
  )
  return builder.enumType(name, {
    description,
    values: values as { [K in keyof T & string]: { description: string } },
  })
}

export const ComparisonVerdictEnum = enumOf(
  'ComparisonVerdict',
  'Whether facts are comparable.',
  COMPARISON_VERDICTS,
)
export const ComparisonReasonEnum = enumOf(
  'ComparisonReasonCode',
  'What may speak against comparing facts.',
  COMPARISON_REASONS,
)
export const QualifierEnum = enumOf('Qualifier', 'How a source hedges its number.', words.QUALIFIERS)
export const BasisEnum = enumOf('Basis', 'How a value came about.', words.BASES)
export const CorroborationEnum = enumOf(
  'Corroboration',
  'What other sources say of a claim, as our editors found.',
  words.CORROBORATIONS,
)
export const FactKindEnum = enumOf('FactKind', 'Kinds of fact.', words.FACT_KINDS)
export const VerdictEnum = enumOf('Verdict', 'What a check found.', words.VERDICTS)
export const CheckMethodEnum = enumOf('CheckMethod', 'How a check was made.', words.CHECK_METHODS)
export const CorrectionReasonEnum = enumOf(
  'CorrectionReason',
  'Why a claim ceased to stand.',
  words.CORRECTION_REASONS,
)
export const CitationRoleEnum = enumOf('CitationRole', 'What a source is to a claim.', words.CITATION_ROLES)
export const PublisherKindEnum = enumOf('PublisherKind', 'Kinds of publisher.', words.PUBLISHER_KINDS)
export const SourceKindEnum = enumOf('SourceKind', 'Kinds of source.', words.SOURCE_KINDS)
export const ProviderKindEnum = enumOf('ProviderKind', 'What a provider does.', words.PROVIDER_KINDS)
export const GroupKindEnum = enumOf('ModelGroupKind', 'By what models are grouped.', words.GROUP_KINDS)
export const HubKindEnum = enumOf('HubKind', 'Kinds of computing hub.', words.HUB_KINDS)
export const HubStatusEnum = enumOf('HubStatus', 'Whether a hub computes.', words.HUB_STATUSES)
export const HubRoleEnum = enumOf(
  'HubRole',
  'The part of a hub in East Data, West Computation.',
  words.HUB_ROLES,
)
export const FlowStrengthEnum = enumOf('FlowStrength', 'How firmly a flow is stated.', words.FLOW_STRENGTHS)
export const SectorEnum = enumOf('EnergySector', 'Who pays an electricity rate.', words.SECTORS)
export const UsagePeriodEnum = enumOf(
  'UsagePeriod',
  'The span that token usage is counted over.',
  words.USAGE_PERIODS,
)
export const TopicCategoryEnum = enumOf(
  'TopicCategory',
  'What kind of statement an assertion is.',
  words.TOPIC_CATEGORIES,
)
export const PriceStateEnum = enumOf(
  'PriceState',
  'Free, not offered and unknown are three different things.',
  PRICE_STATES,
)
export const DatePrecisionEnum = enumOf('DatePrecision', 'How precisely a period is known.', {
  INSTANT: 'To the minute, in UTC.',
  DAY: 'A calendar day, in UTC.',
  WEEK: 'A week that begins on the day given.',
  MONTH: 'A calendar month.',
  QUARTER: 'A quarter of a year.',
  HALF_YEAR: 'A half of a year.',
  YEAR: 'A calendar year.',
  UNDATED: 'The source states no time.',
})
export const DecidedByEnum = enumOf(
  'DecidedBy',
  'The step of the rule that told the preferred claim from the next best.',
  {
    ONLY: 'There was no other claim.',
    RANK: "The editors' rank of the source for this kind of fact.",
    ORIGINAL: 'An original statement before one passed on or derived.',
    STANDING: 'An official or first-party source before others.',
    NEWEST: 'The newest statement.',
    TIE: 'The first in the alphabet of sources and keys, when all else is equal.',
  },
)
export const CitationStyleEnum = enumOf('CitationStyle', 'How a citation is written.', words.CITATION_STYLES)
export const DirectionEnum = enumOf('OrderDirection', 'Which end of an order comes first.', {
  ASC: 'The smallest first.',
  DESC: 'The largest first.',
})
export const ThresholdComparisonEnum = enumOf('ThresholdComparison', 'Which requests exceed a threshold.', {
  ABOVE: 'Those of more than the amount; one of exactly the amount does not.',
  AT_LEAST: 'Those of the amount or more.',
})
export const ModelAliasKindEnum = enumOf('ModelAliasKind', 'What kind of name a seller uses for a model.', {
  MOVING: 'Means the newest version, so it moves from model to model: "mistral-large-latest".',
  REDIRECT: 'Leads to another model since its own was retired.',
  SNAPSHOT: 'Names one dated version.',
  VARIANT: 'Names a plan or a variant of serving: ":free".',
  REGIONAL: 'Names the region in which requests run: "us.".',
  RENAMED: 'Another spelling of the same name.',
  THRESHOLD: 'Names the price of long prompts: "-272k".',
})
export const ThresholdCountsEnum = enumOf('ThresholdCounts', 'What a threshold looks at.', {
  PROMPT: 'The tokens of the whole prompt, cached ones included.',
  OUTPUT: 'The generated tokens.',
  TOTAL: 'The tokens of prompt and output together.',
  SECONDS: 'The seconds of sound or moving pictures that the meter itself counts.',
})
export const ThresholdScopeEnum = enumOf('ThresholdScope', 'What a threshold reprices.', {
  REQUEST: 'The whole request, the part below the threshold included.',
  EXCESS: 'Only the part above the threshold.',
})
export const UnpricedKindEnum = enumOf(
  'UnpricedKind',
  'Why a part of a request could not be priced; none of these is zero.',
  UNPRICED_KINDS,
)
export const InvoiceCauseKindEnum = enumOf(
  'InvoiceCauseKind',
  'What may have gone wrong with a bill.',
  CAUSES,
)
export const PriceSetEnum = enumOf('PriceSet', 'Which models of two countries are compared.', PRICE_SETS)
