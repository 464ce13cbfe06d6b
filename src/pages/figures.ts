/** The pictures of charts in pages, with the ways to take them along. */
import { type Html, html } from '../lib/html.ts'
import { inLanguage } from '../site/language.ts'
import { type Context, outside } from './page.ts'
import { wordsOf } from './words.ts'

/** Of the picture, as charts are drawn when nothing else is asked for. */
const SIZE = { width: 800, height: 500 }

/** @param parameters of the chart, such as `fact`. */
export function chartFigure(
  name: string,
  parameters: Readonly<Record<string, string>>,
  alt: string,
  context: Context,
): Html {
  const { language } = context
  const words = wordsOf(language)
  const own: Record<string, string> = language === 'zh' ? { ...parameters, lang: 'zh' } : { ...parameters }
  const file = (format: string, more: Record<string, string> = {}) =>
    outside(context, `/charts/${name}.${format}`, { ...own, ...more })
  const dark = '(prefers-color-scheme: dark)'
  const narrow = '(max-width: 40rem)'
  return html`<figure><picture><source srcset="${file('svg', { width: '380', theme: 'dark' })}" media="${dark} and ${narrow}"><source srcset="${file('svg', { width: '380' })}" media="${narrow}"><source srcset="${file('svg', { theme: 'dark' })}" media="${dark}"><img src="${file('svg')}" width="${SIZE.width}" height="${SIZE.height}" alt="${alt}"></picture>
<figcaption><ul class="links" aria-label="${words.share}"><li><a href="${outside(context, inLanguage(language, `/charts/${name}`), parameters)}">${words.chart}</a></li><li><a href="${file('png')}">${words.chartPng}</a></li><li><a href="${outside(context, `/charts/${name}.csv`, parameters)}">${words.chartCsv}</a></li><li><a href="${outside(context, `/embed/${name}`, own)}">${words.embed}</a></li></ul></figcaption></figure>`
}
