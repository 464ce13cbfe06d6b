/** A chart for the pages of others: the picture and where it comes from. No script, and nothing of another host. */
import { createHash } from 'node:crypto'
import type { ChartSource } from '../charts/chart.ts'
import { html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { SITE } from '../site/layout.ts'
import { link, type Pictures, picture } from './chart-parts.ts'
import { CHART_WORDS } from './chart-words.ts'

const STYLE =
  'html{color-scheme:light dark}body{margin:0;font:13px/1.4 system-ui,sans-serif}img{display:block;width:100%;height:auto}p,ul{margin:.4rem .6rem;padding:0}li{display:inline;list-style:none}li+li::before{content:"; "}details{margin:0 .6rem}summary{padding:.2rem 0}'

/** May stand in any page; what it shows comes from here alone. */
export const EMBED_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
].join('; ')

/** Pixels that it needs below the picture. */
export const EMBED_FOOT = 64

export interface EmbedView {
  language: Language
  title: string
  alt: string
  /** Of the page of the chart. */
  page: string
  pictures: Pictures
  sources: readonly ChartSource[]
}

export function chartEmbed({ language, title, alt, page, pictures, sources }: EmbedView): string {
  const out = html` target="_blank"`
  const items = sources.map(({ title, url }) => html`<li>${link(url, title, out)}</li>`)
  // The style must be byte for byte what the policy allows.
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>`.text
    .concat(STYLE, '</style></head>\n<body><main>')
    .concat(
      html`${picture(pictures, alt)}
<p><a href="${page}" target="_blank" rel="noopener">${title} – ${SITE}</a></p>
<details><summary>${CHART_WORDS[language].sources}</summary><ul>${items}</ul></details>`.text,
    )
    .concat('</main></body>\n</html>\n')
}
