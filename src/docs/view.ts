/** A page of the documentation as HTML: its text, what it has, and the list of all pages. */
import { Html, html } from '../lib/html.ts'
import { layout } from '../site/layout.ts'
import { type Heading, renderMarkdown } from './markdown.ts'
import { DOCS, DOCS_SECTION, type DocPage, markdownOf, markdownPath } from './page.ts'
import { REFERENCE } from './reference-type.ts'

/** From how many headings on a page lists them. */
const CONTENTS_FROM = 3

/** @param pages all pages, for the list beside the text. */
export function docView(page: DocPage, pages: readonly DocPage[], origin: string): string {
  const { html: text, headings } = renderMarkdown(markdownOf(page, origin))
  const titleEnd = text.text.indexOf('</h1>') + '</h1>'.length
  return layout(
    {
      language: 'en',
      path: page.path,
      isOnlyHere: true,
      title: page.title,
      description: page.description,
      head: html`<link rel="alternate" type="text/markdown" href="${markdownPath(page.path)}">`,
      revision: null,
      main: html`<div class="docs"><article>
${trail(page)}
${new Html(text.text.slice(0, titleEnd))}
${page.path !== DOCS && contents(headings)}
${new Html(text.text.slice(titleEnd))}
<p class="docs-as"><a href="${markdownPath(page.path)}" type="text/markdown">This page as Markdown</a></p>
</article>
${navigation(page, pages)}</div>`,
    },
    origin,
  )
}

function trail({ path, section }: DocPage): Html {
  if (path === DOCS) return html`<p class="docs-trail"><a href="#docs-pages">All pages</a></p>`
  const up = path.startsWith(`${REFERENCE}/`) && html` › <a href="${REFERENCE}">${section}</a>`
  return html`<p class="docs-trail"><a href="${DOCS}">Documentation</a>${up || ` › ${section}`} · <a href="#docs-pages">All pages</a></p>`
}

function contents(headings: readonly Heading[]): Html | null {
  const own = headings.filter(({ depth }) => depth === 2)
  if (own.length < CONTENTS_FROM) return null
  return html`<nav class="docs-contents" aria-label="On this page"><ul>${own.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>`
}

function navigation(current: DocPage, pages: readonly DocPage[]): Html {
  // Pages of single types stand in the index of the reference.
  const listed = pages.filter(({ path }) => !/\/reference\/[A-Z]/.test(path))
  const sections = Map.groupBy(listed, ({ section }) => section)
  return html`<nav class="docs-pages" id="docs-pages" aria-label="Documentation" tabindex="-1">${[
    ...sections,
  ].map(
    ([section, own]) =>
      html`${section !== DOCS_SECTION && html`<h2>${section}</h2>`}<ul>${own.map(({ path, title }) => html`<li><a href="${path}"${path === current.path && html` aria-current="page"`}>${title}</a></li>`)}</ul>`,
  )}</nav>`
}
