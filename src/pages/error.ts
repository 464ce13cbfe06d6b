/** What a person sees who asked for a page that is not there. */
import { html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { layout } from '../site/layout.ts'
import { said } from './brief.ts'
import { link } from './page.ts'
import { searchForm } from './parts.ts'
import { wordsOf } from './words.ts'

/** Pages whose own search takes the place of that in the header. */
const HAS_NO_SEARCH = new Set(['/', '/search'])

export interface Failure {
  status: number
  /** Public, in English. */
  message: string
  /** Seconds after which the same may succeed. */
  retryAfterS: number | null
}

export function errorPage(failure: Failure, language: Language, path: string, origin: string): string {
  const words = wordsOf(language)
  const { status, message, retryAfterS } = failure
  const title =
    status === 404
      ? words.notFoundTitle
      : status === 429
        ? words.limitedTitle
        : status < 500
          ? words.invalidTitle
          : words.failedTitle
  const today = { language, asOf: null }
  return layout(
    {
      language,
      path,
      title,
      description: title,
      head: html`<meta name="robots" content="noindex">`,
      revision: null,
      main: html`<p class="crumbs">${words.errorTitle(String(status))}</p><h1>${title}</h1>${status === 404 && html`<p class="lead">${words.notFoundText}</p>`}
${status !== 404 && html`<p>${language === 'zh' && html`${words.apiSays} `}${said(message, language)}</p>`}${retryAfterS !== null && html`<p>${words.limitedText(String(retryAfterS))}</p>`}
<p>${words.trySearch}</p>${HAS_NO_SEARCH.has(path) && searchForm(today, '')}<p><a href="${link(today, '/')}">${words.home}</a></p>`,
    },
    origin,
  )
}
