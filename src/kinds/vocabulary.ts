/**
 * The closed sets of words used in the ledger, each with the text that the GraphQL schema and the seeds'
 * error messages show. Open sets (meters, units, metrics, coverages, topics) are rows of data, never enums.
 */

export const FACT_KINDS = {
  PRICE: 'What one meter of an offer costs, for example output tokens of DeepSeek V3.2 at DeepSeek.',
  ENERGY_RATE: 'What electricity costs a sector in a country or area.',
  TOKEN_USAGE: 'How many tokens a country, provider, model or group of models uses or makes per period.',
  INDICATOR: 'Any other measured quantity: shares, downloads, capacities, growth rates.',
  ASSERTION: 'A statement without a number: an opinion, a cause, a policy, a description.',
} as const

export const QUALIFIERS = {
  EXACT: 'The number as stated, without hedging.',
  ABOUT: 'Stated as approximate, for example "roughly 100 trillion".',
  AT_LEAST: 'The number or more; `low` holds it.',
  AT_MOST: 'The number or less; `high` holds it.',
  MORE_THAN: 'Strictly more than the number, for example "passed 140 trillion"; `low` holds it.',
  LESS_THAN: 'Strictly less than the number; `high` holds it.',
  RANGE: 'Between `low` and `high`; `point` is set where the source names a central value.',
} as const

export const BASES = {
  STATED: 'The source states the value.',
  DERIVED: 'Computed from other stated values; the note says how.',
  ESTIMATED: 'The source calls it an estimate.',
  PROJECTED: 'A forecast or scenario for a time after the statement.',
} as const

export const CORROBORATIONS = {
  CONFIRMED: 'An independent or original source agrees.',
  REPEATED: 'Only repeats of the same statement were found.',
  UNCONFIRMED: 'Nothing was found that supports or refutes it.',
  CONTRADICTED: 'Another source, or arithmetic on the same source, contradicts it.',
  MIS_SCOPED: 'The number is real, but belongs to another subject, period or population.',
  ROUNDED: 'True but loosely rounded.',
  OPINION: 'An opinion or forecast that no source can confirm.',
} as const

export const VERDICTS = {
  CONSISTENT: 'What is asserted fits what was computed, within its own qualifier.',
  ROUNDED: 'The asserted number is the computed one, rounded: 1,400 told as 1,000.',
  CONTRADICTED: 'What is asserted does not fit what was computed.',
  MIS_SCOPED: 'The number is real, but belongs to another subject, period or population.',
  SUSPECT: 'So far off that a wrong unit or a misread number is likely; it is not preferred until confirmed.',
  UNCONFIRMED: 'Nothing that we hold confirms or refutes it.',
  CONFIRMED: 'The original of another publisher states the same.',
} as const

export const CHECK_METHODS = {
  COMPUTED: 'The asserted number is compared with one that is computed from other claims.',
  DATES: 'What is said to come first is compared, by date, with what is said to follow.',
  SCOPE: 'Our editors compared what a number is said to measure with what it measures.',
  ANOMALY: 'A value was compared with its rivals, or with the one before it, when it arrived.',
} as const

export const CORRECTION_REASONS = {
  SOURCE_REVISED: 'The source itself changed its number.',
  OUR_ERROR: 'We had recorded the source wrongly.',
  UNIT_ERROR: 'The number was recorded in a wrong unit.',
  WRONG_SUBJECT: 'The number belongs to another subject, period or population.',
  SOURCE_WITHDRAWN: 'The source took its statement back.',
  RECOMPUTED: 'An input of a derived value was corrected, so the value was computed anew.',
  LEGAL_DEMAND: 'The content had to be taken away; what remains is a digest of it.',
} as const

export const CITATION_ROLES = {
  ORIGINAL: 'The source that made the statement.',
  REPEATS: "A source that passes on another's statement.",
  DISPUTES: 'A source that says otherwise.',
  DERIVES: 'A source whose numbers the value was computed from.',
  EDITORIAL: 'Background knowledge of our own editors; treat as unconfirmed.',
} as const

export const PUBLISHER_KINDS = {
  OFFICIAL: 'A government body or a national statistics office.',
  INTERGOVERNMENTAL: 'A body of several states, such as the International Energy Agency.',
  COMPANY: 'A company that speaks about its own products or numbers.',
  PRESS: 'A newspaper, broadcaster, news agency or newsletter.',
  RESEARCH: 'A research firm, bank, investor or institute.',
  TRACKER: 'A site or repository that collects the prices or numbers of others.',
  COMMUNITY: 'A blog, forum or personal site.',
  EDITORIAL: 'Our own editors.',
} as const

export const SOURCE_KINDS = {
  ARTICLE: 'A newspaper or magazine article, or a blog post.',
  PRICE_PAGE: 'A page on which a seller lists its prices.',
  DATASET: 'A data file, table or machine-readable repository.',
  REPORT: 'A report or study.',
  SPEECH: 'A speech, press conference or briefing.',
  OFFICIAL_DOCUMENT: 'A law, plan, approval letter or official notice.',
  WEB_PAGE: 'Any other page.',
  EDITORIAL: 'Background knowledge of our own editors.',
} as const

export const PROVIDER_KINDS = {
  LAB: 'Makes models.',
  CLOUD: 'Sells computing or models of others in its own data centres.',
  AGGREGATOR: 'Passes requests on to several sellers.',
  CHIP_MAKER: 'Makes the accelerators.',
  DATA_CENTRE: 'Runs data centres for others, telecom operators included.',
  DEVICE_MAKER: 'Makes phones, cars or other devices.',
  REPOSITORY: 'Hosts model files for download.',
} as const

export const GROUP_KINDS = {
  FAMILY: 'All versions of one model line, for example Qwen.',
  ORIGIN: 'All models whose makers sit in one country.',
  SELECTION: 'Models chosen by another criterion that the definition gives.',
} as const

export const HUB_KINDS = {
  NATIONAL_HUB: 'One of the eight national hubs of East Data, West Computation.',
  DATA_CENTRE: 'A single site.',
  CLOUD_REGION: "A region of a cloud provider, for example Google's europe-west3 in Frankfurt.",
  GPU_CLUSTER: 'One cluster of accelerators, for example a supercomputer; a site may hold several.',
} as const

export const HUB_STATUSES = {
  EXISTING: 'Computes today.',
  PLANNED: 'Announced or being built; nothing computes there yet.',
  DECOMMISSIONED: 'Computed once, and no longer does.',
} as const

export const HUB_ROLES = {
  DEMAND: 'The eastern demand side: computing is needed here.',
  SUPPLY: 'The western supply side: computing is offered here.',
  MIXED: 'Both.',
} as const

export const FLOW_STRENGTHS = {
  OFFICIAL: 'Stated in an official letter or notice.',
  PLANNED: 'Stated in a plan.',
  REPORTED: 'Reported by the press only.',
} as const

export const SECTORS = {
  INDUSTRIAL: 'Industry.',
  COMMERCIAL: 'Shops, offices and services.',
  BUSINESS: 'All customers but households, where a source does not tell industry and commerce apart.',
  DATA_CENTRE: 'Data centres, subsidies included where the source includes them.',
  WHOLESALE:
    'The day-ahead market, without grid fees, taxes and supplier margins: never to be mixed with retail rates.',
} as const

export const USAGE_PERIODS = {
  DAY: 'Tokens per day.',
  WEEK: 'Tokens per week.',
  MONTH: 'Tokens per month.',
  YEAR: 'Tokens per year.',
} as const

export const TOPIC_CATEGORIES = {
  OPINION: 'A judgement.',
  CAUSE: 'Why something happens.',
  FORECAST: 'What will happen.',
  POLICY: 'What a government does or plans.',
  EVENT: 'What happened, and when.',
  DESCRIPTION: 'What something is like: tenants, energy mix, architecture.',
  METHOD: 'How a number was obtained.',
} as const

export const CITATION_STYLES = {
  APA: 'A reference list in APA style, 7th edition: "OpenAI. (n.d.). API pricing. Retrieved May 1, 2026, from …".',
  CHICAGO:
    'A reference list in Chicago author-date style: "OpenAI. n.d. “API pricing.” Accessed May 1, 2026. …".',
  BIBTEX: 'BibTeX entries for LaTeX: "@misc{openai-api-pricing, …}"; the keys are the slugs of the sources.',
  CSL_JSON: 'The JSON text of an array of CSL-JSON items, as Zotero and Pandoc read it: "[{"id": …}]".',
  RIS: 'RIS records for reference managers such as EndNote; a line for each field, for example "PY" with the year.',
} as const

/** The keys of a vocabulary as a tuple, for zod and Pothos enums. */
export function words<T extends Record<string, string>>(
  vocabulary: T,
): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(vocabulary) as [keyof T & string, ...(keyof T & string)[]]
}

export type FactKind = keyof typeof FACT_KINDS
export type Qualifier = keyof typeof QUALIFIERS
export type Basis = keyof typeof BASES
export type Corroboration = keyof typeof CORROBORATIONS
export type Verdict = keyof typeof VERDICTS
export type CheckMethod = keyof typeof CHECK_METHODS
export type CorrectionReason = keyof typeof CORRECTION_REASONS
export type CitationRole = keyof typeof CITATION_ROLES
export type PublisherKind = keyof typeof PUBLISHER_KINDS
export type SourceKind = keyof typeof SOURCE_KINDS
export type ProviderKind = keyof typeof PROVIDER_KINDS
export type GroupKind = keyof typeof GROUP_KINDS
export type HubKind = keyof typeof HUB_KINDS
export type HubStatus = keyof typeof HUB_STATUSES
export type HubRole = keyof typeof HUB_ROLES
export type FlowStrength = keyof typeof FLOW_STRENGTHS
export type Sector = keyof typeof SECTORS
export type UsagePeriod = keyof typeof USAGE_PERIODS
export type TopicCategory = keyof typeof TOPIC_CATEGORIES
export type CitationStyle = keyof typeof CITATION_STYLES
