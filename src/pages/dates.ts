/** Days and periods in words. */
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { periodZh } from './periods-zh.ts'

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

/** The period of a claim; in English, and saying so, where no Chinese pattern knows it. */
export function periodText({ periodText }: When, language: Language): Html {
  if (language === 'en') return html`${periodText}`
  const text = periodZh(periodText)
  return text === null ? html`<span lang="en">${periodText}</span>` : html`${text}`
}
