/** Short names of facts for rows of pictures, where their whole questions do not fit. */
import type { Language } from '../site/language.ts'

/** To append to a saved question, which names `...FigureFact` where it asks for a fact. */
export const FACT_FRAGMENT = `
fragment FigureFact on Fact {
  id question
  ... on Price { model { name nameZh } seller { name nameZh } meter { name nameZh } conditions { text } }
  ... on EnergyRate { country { name nameZh } area sector }
  ... on TokenUsage { period subject { ...FigureUser } counted: coverageDetail { name } }
  ... on Indicator { metric { name nameZh } of: subject { ...FigureSubject } coverageDetail { name } }
}
fragment FigureUser on TokenUsageSubject {
  ... on Country { name nameZh } ... on Model { name nameZh } ... on ModelGroup { name nameZh }
  ... on Provider { name nameZh }
}
fragment FigureSubject on FactSubject {
  ... on Cluster { name nameZh } ... on Country { name nameZh } ... on Hub { name nameZh }
  ... on Model { name nameZh } ... on ModelGroup { name nameZh } ... on Provider { name nameZh }
  ... on Publisher { name nameZh } ... on Source { name: title nameZh: titleZh }
}`

interface Named {
  name: string
  nameZh: string | null
}

export interface FactData {
  id: string
  question: string
  model?: Named
  seller?: Named
  meter?: Named
  conditions?: { text: string }
  country?: Named
  area?: string | null
  sector?: string
  period?: string
  subject?: Named
  counted?: { name: string }
  coverageDetail?: { name: string } | null
  metric?: Named
  of?: Named
}

const SECTORS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  INDUSTRIAL: { en: 'electricity, industry', zh: '工业电价' },
  BUSINESS: { en: 'electricity, businesses', zh: '工商业电价' },
  COMMERCIAL: { en: 'electricity, commerce', zh: '商业电价' },
  DATA_CENTRE: { en: 'electricity, data centres', zh: '数据中心电价' },
  WHOLESALE: { en: 'electricity, wholesale', zh: '批发电价' },
}
const PERIODS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  DAY: { en: 'tokens per day', zh: '日词元量' },
  WEEK: { en: 'tokens per week', zh: '周词元量' },
  MONTH: { en: 'tokens per month', zh: '月词元量' },
  YEAR: { en: 'tokens per year', zh: '年词元量' },
}

/** `DeepSeek V4 Pro at DeepSeek: output tokens`; the question itself for what has no shorter name. */
export function factName(fact: FactData, language: Language): string {
  const zh = language === 'zh'
  const said = ({ name, nameZh }: Named) => (zh ? (nameZh ?? name) : name)
  const join = (subject: string, what: string, details: readonly (string | null | undefined)[]) => {
    const more = details.filter(Boolean).join(', ')
    return `${subject}${zh ? '：' : ': '}${what}${more && (zh ? `（${more}）` : ` (${more})`)}`
  }
  const {
    model,
    seller,
    meter,
    conditions,
    country,
    area,
    sector,
    period,
    subject,
    counted,
    coverageDetail,
    metric,
    of,
  } = fact
  if (model && seller && meter)
    return join(zh ? `${said(model)}，${said(seller)}` : `${said(model)} at ${said(seller)}`, said(meter), [
      conditions?.text,
    ])
  if (country && sector) return join(said(country), SECTORS[sector]?.[language] ?? sector, [area])
  if (subject && period) return join(said(subject), PERIODS[period]?.[language] ?? period, [counted?.name])
  if (of && metric) return join(said(of), said(metric), [coverageDetail?.name])
  return fact.question
}
