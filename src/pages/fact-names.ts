/** What a fact is about, in words: the API's question in English, and the same in Chinese from its typed parts. */
import { areaName } from '../kinds/areas.ts'
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { enumText } from './enums.ts'
import { METRICS_ZH } from './names-metrics.ts'
import { STATES_ZH } from './names-states.ts'
import { TOPICS_ZH } from './names-topics.ts'
import {
  AREAS_ZH,
  BANDS_ZH,
  COUNTRIES_ZH,
  COVERAGES_ZH,
  GROUPS_ZH,
  METERS_ZH,
  TIERS_ZH,
} from './names-vocabulary.ts'
import { grouped } from './quantity.ts'

export interface Named {
  __typename?: string
  slug?: string
  code?: string
  name?: string
  nameZh?: string | null
  title?: string
  titleZh?: string | null
}

export interface Conditions {
  text: string
  tier: string
  region: string | null
  cacheLifetime: string | null
  windowFrom: string | null
  windowTo: string | null
  threshold: { amount: string; comparison: string; counts: string; scope: string } | null
}

/** As the fragment `FactName` asks for it; what other kinds of fact have is left out. */
export interface FactName {
  __typename: string
  id: string
  question: string
  model?: Named
  seller?: Named
  meter?: Named
  conditions?: Conditions
  country?: Named
  area?: string | null
  sector?: string
  band?: string | null
  subject?: Named
  period?: string
  counted?: { code: string; name: string }
  coverageDetail?: { code: string; name: string } | null
  metric?: Named
  topic?: { code: string; name: string }
}

const NAMED = (type: string, key = 'slug') => `... on ${type} { ${key} name nameZh }`
const SUBJECT = `subject { __typename ${NAMED('Country', 'code')} ${['Provider', 'Model', 'ModelGroup'].map((t) => NAMED(t)).join(' ')}`
const WIDER = `${SUBJECT} ${['Hub', 'Cluster', 'Publisher'].map((t) => NAMED(t)).join(' ')} ... on Source { slug title titleZh } }`

/** What identifies a fact of each kind, its subject apart. */
export const OWN_PARTS = {
  prices: `model { slug name nameZh } seller { slug name nameZh } meter { code name nameZh } conditions { text tier region cacheLifetime windowFrom windowTo threshold { amount comparison counts scope } }`,
  energyRates: 'country { code name nameZh } area sector band',
  tokenUsage: 'period counted: coverageDetail { code name }',
  indicators: 'metric { code name nameZh } coverageDetail { code name }',
  assertions: 'topic { code name }',
} as const

/** Everything that identifies a fact, of whatever kind. */
export const FACT_PARTS = `fragment FactParts on Fact {
  ... on Price { ${OWN_PARTS.prices} }
  ... on EnergyRate { ${OWN_PARTS.energyRates} }
  ... on TokenUsage { ${SUBJECT} } ${OWN_PARTS.tokenUsage} }
  ... on Indicator { ${WIDER} ${OWN_PARTS.indicators} }
  ... on Assertion { ${WIDER} ${OWN_PARTS.assertions} }
}`

/**
 * The fragment `FactName`. In English the API's question says it all; Chinese is made of the parts, which cost ten
 * times as much.
 */
export function factName(language: Language): string {
  return language === 'en'
    ? 'fragment FactName on Fact { __typename id question }'
    : `fragment FactName on Fact { __typename id question ...FactParts }\n${FACT_PARTS}`
}

/** What something is called; in Chinese by its Chinese name where it has one. */
export function nameText(named: Named, language: Language): string {
  const plain = named.name ?? named.title ?? named.slug ?? ''
  if (language === 'en') return plain
  return named.nameZh ?? named.titleZh ?? inTables(named) ?? plain
}

const inTables = ({ slug = '', code = '' }: Named) =>
  METERS_ZH[code] ?? METRICS_ZH[code] ?? COUNTRIES_ZH[code] ?? GROUPS_ZH[slug]

/** The same, saying where it is in a language other than the page's. */
export function nameOf(named: Named, language: Language): Html {
  const text = nameText(named, language)
  return language === 'zh' && !/\p{Script=Han}/u.test(text)
    ? html`<span lang="en">${text}</span>`
    : html`${text}`
}

export function meterText(meter: Named, language: Language): string {
  return language === 'zh' ? (METERS_ZH[meter.code!] ?? nameText(meter, 'zh')) : meter.name!
}

/** The question that a fact answers, as a text for titles. */
export function factText(fact: FactName, language: Language): string {
  if (language === 'en') return fact.question
  return spaced(chinese(fact))
    .map(({ gap, part }) => `${gap}${partText(part)}`)
    .join('')
}

/** The same for the body of a page, where names that have no Chinese form say so. */
export function factOf(fact: FactName, language: Language): Html {
  if (language === 'en') return html`${fact.question}`
  return html`${spaced(chinese(fact)).map(({ gap, part }) => html`${gap}${typeof part === 'string' ? part : nameOf(part, 'zh')}`)}`
}

const partText = (part: string | Named) => (typeof part === 'string' ? part : nameText(part, 'zh'))

/** A space stands where Chinese meets Latin letters or digits, and nowhere else. */
function spaced(parts: readonly (string | Named)[]): { gap: string; part: string | Named }[] {
  return parts.map((part, i) => {
    const before = i === 0 ? '' : partText(parts[i - 1]!)
    const meeting = `${before.at(-1) ?? ''}${partText(part)[0] ?? ''}`
    return { gap: /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9)]\p{Script=Han}/u.test(meeting) ? ' ' : '', part }
  })
}

function chinese(fact: FactName): (string | Named)[] {
  const { __typename: kind, subject } = fact
  const of = subject ?? { name: '' }
  const coverage = coverageZh(fact)
  const suffix = coverage ? `（${coverage}）` : ''
  if (kind === 'Price') {
    const conditions = conditionsText(fact.conditions!, 'zh')
    const what = `的${meterText(fact.meter!, 'zh')}价格${conditions ? `（${conditions}）` : ''}`
    return [fact.model!, '在', fact.seller!, what]
  }
  if (kind === 'EnergyRate') {
    const area = fact.area ? (AREAS_ZH[fact.area] ?? STATES_ZH[fact.area] ?? ` ${areaName(fact.area)} `) : ''
    const band = fact.band ? `（${BANDS_ZH[fact.band] ?? fact.band}）` : ''
    return [fact.country!, `${area}${enumText('sector', fact.sector!, 'zh')}电价${band}`]
  }
  if (kind === 'TokenUsage') return [of, `${enumText('period', fact.period!, 'zh')}词元用量${suffix}`]
  if (kind === 'Indicator') return [of, '的', fact.metric!, suffix]
  return [of, `：${TOPICS_ZH[fact.topic!.code] ?? fact.topic!.name}`]
}

/** What the numbers of a fact cover. */
function coverageZh({ coverageDetail, counted }: FactName): string {
  const coverage = coverageDetail ?? counted
  return coverage ? (COVERAGES_ZH[coverage.code] ?? coverage.name) : ''
}

/** Under which conditions a price holds; empty for plain ones. */
export function conditionsText(conditions: Conditions, language: Language): string {
  if (language === 'en') return conditions.text
  const { tier, region, cacheLifetime, windowFrom, windowTo, threshold } = conditions
  return [
    tier === 'standard' ? '' : (TIERS_ZH[tier] ?? `${tier} 档`),
    threshold ? thresholdZh(threshold) : '',
    region ? `地区 ${region}` : '',
    windowFrom && windowTo ? `每日 ${windowFrom} 至 ${windowTo}（协调世界时）` : '',
    cacheLifetime ? `缓存 ${cacheLifetime}` : '',
  ]
    .filter(Boolean)
    .join('，')
}

const COUNTED_ZH: Record<string, string> = {
  PROMPT: '提示',
  OUTPUT: '输出',
  TOTAL: '提示与输出合计',
  SECONDS: '时长',
}

function thresholdZh({ amount, comparison, counts, scope }: NonNullable<Conditions['threshold']>): string {
  const bound = `${grouped(amount)} ${counts === 'SECONDS' ? '秒' : '个词元'}`
  const than = comparison === 'AT_LEAST' ? '达到' : '超过'
  return `${COUNTED_ZH[counts] ?? counts}${than} ${bound}${scope === 'EXCESS' ? '的部分' : ''}`
}
