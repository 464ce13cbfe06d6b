/** The page of a chart: picture, numbers, sources, and everything to take it along. Needs no script. */
import type { Parameter, Table } from '../charts/chart.ts'
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { inLanguage } from '../site/language.ts'
import { layout, SITE } from '../site/layout.ts'
import { altText, type Pictures, picture, sourceItems } from './chart-parts.ts'
import { CHART_WORDS } from './chart-words.ts'

export interface ChartView {
  language: Language
  /** Scheme and host. */
  origin: string
  name: string
  title: string
  description: string
  table: Table
  revision: { number: number; time: string }
  pictures: Pictures
  /** Parameters of the address, `?fact=…`, or nothing. */
  search: string
  /** The same with the revision. */
  heldSearch: string
  parameters: readonly (Parameter & { value: string })[]
  /** The id of the receipt that it is drawn from. */
  receipt: string | null
  /** Whether the address names a revision. */
  held: boolean
  query: string
  links: {
    svg: string
    png: string
    json: string
    csv: string
    graphiql: string
    oembed: string
    embed: string
  }
}

export function chartPage(view: ChartView): string {
  const { language, origin, name, title, description, table, revision, search, links } = view
  const words = CHART_WORDS[language]
  const main = html`<h1>${title}</h1>
<p class="lead">${description}</p>
${standing(view)}
<figure>${picture(view.pictures, altOf(view))}</figure>
${choose(view)}
${notes(table, language)}
<section aria-labelledby="data"><h2 id="data">${words.data}</h2>${dataTable(table, language, title)}</section>
<section aria-labelledby="sources"><h2 id="sources">${words.sources}</h2><ol class="sources">${sourceItems(table.sources, words.terms)}</ol></section>
${take(view)}
<section aria-labelledby="question"><h2 id="question">${words.question}</h2>
<p><a href="${links.graphiql}">${words.graphiql}</a> (${words.revision} ${revision.number})</p>
<pre tabindex="0">${view.query.trim()}</pre></section>`
  const address = `${origin}${inLanguage(language, `/charts/${name}`)}${search}`
  const head = html`<link rel="alternate" type="application/json+oembed" href="${origin}${links.oembed}" title="${title}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="${SITE}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${address}">
<meta property="og:image" content="${origin}${links.png}">
<meta name="twitter:card" content="summary_large_image">`
  const page = { language, path: `/charts/${name}`, search, title, description, main, head }
  return layout({ ...page, revision: revision.number }, origin)
}

const altOf = ({ title, description, table, language }: ChartView) =>
  altText([title, description, ...table.notes.map((note) => note[language])], language)

function standing({ language, receipt, held, revision, name }: ChartView): Html | false {
  const words = CHART_WORDS[language]
  const newest = html`<a href="${inLanguage(language, `/charts/${name}`)}">${words.newest}</a>`
  if (receipt) return html`<p>${words.pinned} <a href="/receipts/${receipt}">${receipt}</a>. ${newest}</p>`
  return held && html`<p>${words.held(revision.number)} ${newest}</p>`
}

function choose({ language, name, parameters, receipt }: ChartView): Html | false {
  const words = CHART_WORDS[language]
  if (parameters.length === 0 || receipt) return false
  const fields = parameters.map(
    ({ name: parameter, description, value }) =>
      html`<p><label for="p-${parameter}">${description}</label> <input id="p-${parameter}" name="${parameter}" value="${value}"></p>`,
  )
  return html`<form class="filter" action="${inLanguage(language, `/charts/${name}`)}" aria-label="${words.choose}">${fields}<p><button>${words.show}</button></p></form>`
}

function notes({ notes: all, withheld }: Table, language: Language): Html | false {
  const words = CHART_WORDS[language]
  if (all.length === 0 && withheld === 0) return false
  const items = [...all.map((note) => note[language]), ...(withheld > 0 ? [words.withheld(withheld)] : [])]
  return html`<section aria-labelledby="notes"><h2 id="notes">${words.notes}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></section>`
}

/** Without what is empty, and without ids, which are for machines: CSV and JSON have all of it. */
function dataTable({ columns, rows }: Table, language: Language, title: string): Html {
  const shown = columns.filter(({ name }) => rows.some((row) => row[name] != null && !isGlobalId(row[name])))
  const heads = shown.map(({ label }) => html`<th scope="col">${label[language]}</th>`)
  const lines = rows.map(
    (row) => html`<tr>${shown.map(({ name }) => html`<td>${cell(row[name] ?? null, language)}</td>`)}</tr>`,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div>`
}

function cell(value: string | null, language: Language): Html {
  if (value === null) return html`<span class="soft">${CHART_WORDS[language].none}</span>`
  if (/^https?:\/\//.test(value))
    return html`<a href="${value}" rel="noopener">${URL.parse(value)?.host ?? value}</a>`
  // The beginning of a day in UTC is how the API tells a day.
  const [, day] = /^(\d{4}-\d\d-\d\d)T00:00:00(?:\.000)?Z$/.exec(value) ?? []
  return day ? html`<time datetime="${day}">${day}</time>` : html`${value}`
}

const isGlobalId = (value: string) =>
  /^[A-Z][A-Za-z]+:[a-z]{3}_/.test(Buffer.from(value, 'base64').toString('latin1'))

function take(view: ChartView): Html {
  const { language, origin, name, links, title, revision, receipt, search, heldSearch } = view
  const words = CHART_WORDS[language]
  const path = inLanguage(language, `/charts/${name}`)
  const code = html`<iframe src="${origin}${links.embed}" title="${title}" width="100%" height="560" style="border:0" loading="lazy"></iframe>`
  const [date, year] = [revision.time.slice(5, 10), revision.time.slice(0, 4)]
  return html`<section aria-labelledby="take"><h2 id="take">${words.take}</h2>
<h3>${words.files}</h3>
<p>${words.picture} <a href="${links.svg}" download>SVG</a>, <a href="${links.png}" download>PNG</a>; <a href="${links.csv}">CSV</a>; <a href="${links.json}">${words.json}</a></p>
<h3>${words.cite}</h3>
<p>${SITE}. (${year}-${date}). <cite>${title}</cite> [Chart, revision ${revision.number}]. ${origin}${path}${receipt ? search : heldSearch}. CC BY 4.0.</p>
${!receipt && html`<form method="post" action="${path}/pin${heldSearch}"><p><button>${words.pin}</button> ${words.pinHelp}</p></form>`}
<h3>${words.embed}</h3>
<pre class="wrap" tabindex="0">${code.text}</pre>
<p>${words.embedHelp}</p></section>`
}
