/**
 * A cited source as every style needs it, and its form in CSL-JSON, the exchange format of reference managers.
 * Pure: access date and revision are handed in. Publishers stand as authors, for our sources name organisations, not
 * people, and always as `literal`: an organisation has no first and last name.
 */

import type { SourceKind } from '../kinds/vocabulary.ts'
import type { Precision } from '../lib/period.ts'

export interface CitedItem {
  /** The key of the entry in every style, so that a document that cites it goes on working. */
  slug: string
  title: string
  titleZh?: string | null
  url: string | null
  kind: SourceKind
  publisher: string
  publishedOn: Date | null
  /** How precisely `publishedOn` is known; a day when left out. */
  precision?: Precision | null
  accessedOn: Date | null
  /** Where in the source: `Pricing table, row deepseek-chat`. */
  locator?: string | null
  note?: string | null
  /** `revision 3`, for what has editions. */
  version?: string | null
}

/** A date in CSL: `[2026, 3]` is a month; two parts are a range. */
type CslDate = { 'date-parts': number[][] } | { literal: string }
export interface CslItem {
  id: string
  type: string
  title: string
  author: { literal: string }[]
  issued?: CslDate
  accessed?: CslDate
  URL?: string
  version?: string
  genre?: string
  note?: string
  annote?: string
}

/** CSL has no price page, so one is a web page; an `article` of CSL would be a preprint. */
const CSL_TYPES: Record<SourceKind, string> = {
  ARTICLE: 'article-newspaper',
  PRICE_PAGE: 'webpage',
  DATASET: 'dataset',
  REPORT: 'report',
  SPEECH: 'speech',
  OFFICIAL_DOCUMENT: 'document',
  WEB_PAGE: 'webpage',
  EDITORIAL: 'document',
}

/** The months of a calendar unit that is longer than a month and shorter than a year. */
const UNIT_MONTHS: Partial<Record<Precision, number>> = { QUARTER: 3, HALF_YEAR: 6 }

/** Text on one line, without characters that no format can carry. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

/** The Chinese title stands behind the English one, so that a reader finds the original: `New targets [新目标]`. */
export function fullTitle(item: CitedItem): string {
  const { title, titleZh } = item
  return oneLine(titleZh && !title.includes(titleZh) ? `${title} [${titleZh}]` : title)
}

/** Year, month and day of the publication, as far as they are known; empty when undated. */
export function issuedParts(item: CitedItem): number[] {
  if (!item.publishedOn) return []
  const parts = dayParts(item.publishedOn)
  if (item.precision === 'MONTH') return parts.slice(0, 2)
  const isLonger = item.precision === 'YEAR' || (item.precision && UNIT_MONTHS[item.precision])
  return isLonger ? parts.slice(0, 1) : parts
}

export function dayParts(date: Date): number[] {
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}

function issued(item: CitedItem): CslDate | undefined {
  if (!item.publishedOn) return undefined
  const months = item.precision && UNIT_MONTHS[item.precision]
  if (!months) return { 'date-parts': [issuedParts(item)] }
  const [year, month] = dayParts(item.publishedOn)
  return {
    'date-parts': [
      [year!, month!],
      [year!, month! + months - 1],
    ],
  }
}

export function toCsl(item: CitedItem): CslItem {
  const date = issued(item)
  return {
    id: item.slug,
    type: CSL_TYPES[item.kind],
    title: fullTitle(item),
    author: [{ literal: oneLine(item.publisher) }],
    ...(date && { issued: date }),
    ...(item.accessedOn && { accessed: { 'date-parts': [dayParts(item.accessedOn)] } }),
    ...(item.url && { URL: item.url }),
    ...(item.version && { version: item.version }),
    ...(item.locator && { note: oneLine(item.locator) }),
    ...(item.note && { annote: oneLine(item.note) }),
  }
}
