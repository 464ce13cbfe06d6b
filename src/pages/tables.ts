/** Lists of entities and events: the frame of such a page, its form of filters, its table. */
import { type Html, html, type Part } from '../lib/html.ts'
import { inLanguage } from '../site/language.ts'
import { keepAsOf } from '../site/layout.ts'
import { scrolling } from './brief.ts'
import { dataset } from './head.ts'
import type { Context, Rendered } from './page.ts'
import { pager, takeAway } from './parts.ts'
import { grouped } from './quantity.ts'
import { wordsOf } from './words.ts'

export interface ListPage<T> {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  nodes: T[]
}

/** A choice of a form: a text, or one of some values. */
export interface Choice {
  name: string
  label: string
  /** Values with their labels; without them a text is asked for. */
  options?: readonly (readonly [value: string, label: string])[]
}

function filterForm(choices: readonly Choice[], context: Context): Html {
  const { language, path, chosen, asOf } = context
  const words = wordsOf(language)
  return html`<form class="filter" action="${inLanguage(language, path)}" aria-label="${words.filter}">${choices.map(
    ({ name, label, options }) => {
      const value = chosen[name] ?? ''
      const field = options
        ? html`<select id="f-${name}" name="${name}"><option value="">${words.all}</option>${options.map(([code, text]) => html`<option value="${code}"${code === value && html` selected`}>${text}</option>`)}</select>`
        : html`<input id="f-${name}" name="${name}" value="${value}" maxlength="200">`
      return html`<div><label for="f-${name}">${label}</label>${field}</div>`
    },
  )}${keepAsOf(asOf)}<button>${words.filter}</button></form>`
}

/** Rows of cells, the first a heading of its row. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return scrolling(
    caption,
    html`<table class="stack"><caption class="hidden">${caption}</caption><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(
      ([first, ...cells]) =>
        html`<tr><th scope="row">${first!}</th>${cells.map((cell, i) => html`<td data-label="${columns[i + 1]!}">${cell}</td>`)}</tr>`,
    )}</tbody></table>`,
  )
}

/** @param body between the form and the links to other pages of the list. */
export function listPage(
  {
    title,
    description,
    form = [],
    before = null,
    body,
    page,
    chart,
  }: {
    title: string
    description: string
    form?: readonly Choice[]
    before?: Part
    body: Html
    page: ListPage<unknown>
    chart?: { path: string; alt: string }
  },
  context: Context,
): Rendered {
  const words = wordsOf(context.language)
  return {
    title,
    description,
    head: {
      chart: chart && { ...chart, search: '' },
      data: [dataset(context, { name: title, description })],
    },
    main: html`<h1>${title}</h1><p class="lead">${description}</p>${before}${form.length > 0 && filterForm(form, context)}
<p class="soft">${words.total(grouped(String(page.totalCount)))}</p>${page.nodes.length === 0 ? html`<p>${words.nothingFits}</p>` : html`<h2 class="hidden">${words.theList}</h2>${body}`}${pager(page.pageInfo, title, context)}
${takeAway(context)}`,
  }
}

/** A filter of the API from what was chosen; what was not is left out. */
export function filterOf(entries: Readonly<Record<string, unknown>>): { filter?: Record<string, unknown> } {
  const given = Object.entries(entries).filter(([, value]) => value !== undefined)
  return given.length === 0 ? {} : { filter: Object.fromEntries(given) }
}

/** `after` where it was given. */
export const afterOf = ({ after }: Readonly<Record<string, string>>) => (after ? { after } : {})

/** `true`, `false`, or undefined for anything else. */
export const flagOf = (text: string | undefined) =>
  text === 'yes' ? true : text === 'no' ? false : undefined

/** The beginning of a name, as filters take it. */
export const prefixOf = (text: string | undefined) => (text ? { prefix: text } : undefined)
