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
  const own = language === 'zh' ? { ...parameters, lang: 'zh' } : parameters
  const to = (format: string, more: Record<string, string> = {}) =>
    outside(context, `/charts/${name}.${format}`, { ...own, ...more })
  return html`<figure><picture><source srcset="${to('svg', { theme: 'dark' })}" media="(prefers-color-scheme: dark)"><img src="${to('svg')}" width="${SIZE.width}" height="${SIZE.height}" alt="${alt}" loading="lazy"></picture>
<figcaption><ul class="links" aria-label="${words.share}"><li><a href="${outside(context, inLanguage(language, `/charts/${name}`), parameters)}">${words.chart}</a></li><li><a href="${to('png')}">${words.chartPng}</a></li><li><a href="${to('csv')}">${words.chartCsv}</a></li><li><a href="${outside(context, `/embed/${name}`, own)}">${words.embed}</a></li></ul></figcaption></figure>`
}
