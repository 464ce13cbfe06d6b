/** All charts as pictures. */
import { html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { layout } from '../site/layout.ts'
import { type Pictures, picture } from './chart-parts.ts'
import { CHART_WORDS } from './chart-words.ts'

export interface GalleryItem {
  title: string
  description: string
  /** Of its page. */
  href: string
  /** Whether something was chosen for it that a reader must choose. */
  isExample: boolean
  pictures: Pictures
}

export function chartGallery(
  items: readonly GalleryItem[],
  language: Language,
  revision: number,
  origin: string,
): string {
  const words = CHART_WORDS[language]
  const main = html`<h1>${words.charts}</h1>
<p class="lead">${words.lead}</p>
<ul class="gallery">${items.map(
    ({ title, description, href, isExample, pictures }) =>
      html`<li><h2><a href="${href}">${title}</a></h2><p>${description}${isExample && html` ${words.needs}.`}</p>
<a href="${href}">${picture(pictures, title, true)}</a></li>`,
  )}</ul>`
  const page = { language, path: '/charts', title: words.charts, description: words.lead, main, revision }
  return layout(page, origin)
}
