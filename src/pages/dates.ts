/** Days and periods in words. The API tells periods in English; in Chinese they follow from the same dates. */
import type { Language } from '../site/language.ts'

/** As claims have them. */
export interface When {
  validFrom: string | null
  validTo: string | null
  precision: string
  periodText: string
}

const FORMATS = {
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
  zh: new Intl.DateTimeFormat('zh-CN', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
}

/** `22 May 2026`, `2026年5月22日`. @param date ISO, with or without a time. */
export function dayText(date: string | Date, language: Language): string {
  return FORMATS[language].format(new Date(date))
}

/** `29 November 2026, 15:04 UTC`. */
export function timeText(time: Date, language: Language): string {
  const clock = time.toISOString().slice(11, 16)
  return language === 'zh'
    ? `${dayText(time, 'zh')} ${clock}（协调世界时）`
    : `${dayText(time, 'en')}, ${clock} UTC`
}

export function periodText(when: When, language: Language): string {
  return language === 'en' ? when.periodText : chinese(when)
}

/** Ends are exclusive, so the last day of a period is the one before its end. */
function chinese({ validFrom, validTo, precision }: When): string {
  if (validFrom === null) return validTo === null ? '未注明日期' : `至${last(validTo, precision)}`
  const from = first(validFrom, precision)
  if (validTo === null) return `自${dayText(validFrom, 'zh')}起`
  const to = last(validTo, precision)
  return from === to ? from : `${from}至${to}`
}

function first(date: string, precision: string): string {
  return named(new Date(date), precision)
}

function last(end: string, precision: string): string {
  return named(new Date(Date.parse(end) - 1), precision)
}

function named(date: Date, precision: string): string {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1]
  if (precision === 'YEAR') return `${year}年`
  if (precision === 'HALF_YEAR') return `${year}年${month <= 6 ? '上' : '下'}半年`
  if (precision === 'QUARTER') return `${year}年第${'一二三四'[Math.ceil(month / 3) - 1]!}季度`
  if (precision === 'MONTH') return `${year}年${month}月`
  return dayText(date, 'zh')
}
