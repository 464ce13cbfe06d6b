/** Small parts that several pages share: forms, pages of lists, what to take along, the note on the past. */
import { type Html, html } from '../lib/html.ts'
import { inLanguage } from '../site/language.ts'
import { keepAsOf } from '../site/layout.ts'
import { timeText } from './dates.ts'
import { type Context, link } from './page.ts'
import { wordsOf } from './words.ts'

export function searchForm({ language, asOf }: Pick<Context, 'language' | 'asOf'>, text: string): Html {
  const words = wordsOf(language)
  return html`<form class="find" role="search" action="${inLanguage(language, '/search')}"><label class="hidden" for="q">${words.search}</label><input id="q" name="q" type="search" value="${text}" placeholder="${words.searchHint}" maxlength="200" required>${keepAsOf(asOf)}<button>${words.search}</button></form>`
}

/** Links through the pages of a list; nothing where there is one. */
export function pager(
  { hasNextPage, endCursor }: { hasNextPage: boolean; endCursor: string | null },
  label: string,
  context: Context,
): Html {
  const words = wordsOf(context.language)
  const { after, ...kept } = context.chosen
  if (!hasNextPage && !after) return html``
  return html`<nav class="pager" aria-label="${label}">${after !== undefined && html`<a href="${link(context, context.path, kept)}">${words.firstPage}</a>`}${hasNextPage && html`<a rel="next" href="${link(context, context.path, { ...kept, after: endCursor! })}">${words.nextPage}</a>`}</nav>`
}

/** What a reader can take along: a link that stays, the data, the question. */
export function takeAway(context: Context, more: readonly Html[] = []): Html {
  const { language, path, chosen, revision, askUrl } = context
  const words = wordsOf(language)
  const pinned = { ...context, asOf: revision.number }
  const data = (format: string) => `${askUrl}&format=${format}`
  return html`<section aria-labelledby="take"><h2 id="take">${words.takeAway}</h2>
<p><a href="${link(pinned, path, chosen)}">${words.permalink(String(revision.number))}</a> ${words.permalinkText}</p>
<ul class="links">${more}${context.isOneTable && html`<li><a href="${data('csv')}">${words.asCsv}</a></li>`}<li><a href="${data('xlsx')}">${words.asXlsx}</a></li><li><a href="${askUrl}">${words.queryBehind}</a></li></ul></section>`
}

/** Stands on top of pages of the past. */
export function asOfNote(context: Context): Html {
  const { language, path, chosen, revision, asOf } = context
  if (asOf === null) return html``
  const words = wordsOf(language)
  return html`<div class="note differs" role="note"><p>${words.asOfNote(String(revision.number), timeText(revision.time, language))} <a href="${link({ language, asOf: null }, path, chosen)}">${words.asOfToday}</a></p></div>`
}
