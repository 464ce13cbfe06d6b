/** What pages and embeds of charts share: the picture for every screen, and the sources. */
import type { ChartSource } from '../charts/chart.ts'
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'

/** Addresses of the same picture. */
export interface Pictures {
  light: string
  dark: string
  /** For narrow screens. */
  narrow?: { light: string; dark: string }
}

/** Pixels of a window up to which the narrow picture is shown. */
const NARROW = '(max-width: 560px)'
const DARK = '(prefers-color-scheme: dark)'

/** As wide as its place, whatever the style of the page says. */
export function picture(pictures: Pictures, alt: string, lazy = false): Html {
  const { light, dark, narrow } = pictures
  return html`<picture>${
    narrow !== undefined &&
    html`<source media="${NARROW} and ${DARK}" srcset="${narrow.dark}"><source media="${NARROW}" srcset="${narrow.light}">`
  }<source media="${DARK}" srcset="${dark}"><img src="${light}" alt="${alt}" width="100%"${lazy && html` loading="lazy"`}></picture>`
}

/** As it is read aloud: each part a sentence, for titles have no full stop. */
export function altText(parts: readonly string[], language: Language): string {
  const stop = language === 'zh' ? '。' : '.'
  return parts
    .map((part) => (/[.!?。！？]$/.test(part) ? part : part + stop))
    .join(language === 'zh' ? '' : ' ')
}

/** Only addresses of the web become links, whatever a source gives as its own. */
export function link(url: string | null, text: string, attributes: Html | null = null): Html {
  return url && /^https?:\/\//i.test(url)
    ? html`<a href="${url}" rel="noopener"${attributes}>${text}</a>`
    : html`${text}`
}

export function sourceItems(sources: readonly ChartSource[], terms: string): Html[] {
  return sources.map(
    ({ title, url, attribution, licence }) =>
      html`<li>${link(url, title)} <small>${attribution}${licence && html`. ${terms}: ${licence}`}</small></li>`,
  )
}
