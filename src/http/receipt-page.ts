/** The page of a receipt for people: the answer, what it rests on, and how today differs. Needs no script. */
import type { SourceBehind, SourceUse } from '../domain/receipts/behind.ts'
import { type Html, html } from '../lib/html.ts'
import type { Change, Json, JsonPath } from '../lib/json-diff.ts'
import { answerTable, isObject, words } from './answer-table.ts'
import { STYLE } from './receipt-style.ts'

/** The same question asked of the newest revision; or why it could not be answered. */
export type Today = { revision: number; changes: readonly Change[] } | { problem: string }

export interface ReceiptView {
  id: string
  madeAt: Date
  query: string
  variables: Json
  revision: { number: number; time: Date; summary: string }
  /** Scheme and host, to print the address. */
  origin: string
  /** Where the query opens in GraphiQL, as of the revision. */
  tryUrl: string
  /** What was sent; or the revision that withheld it. */
  answer:
    | { body: string; hash: string; today: Today; sources: readonly SourceBehind[] }
    | { withheldIn: number }
}

/** Values and changes that a page shows; all of them are in the JSON. */
const MAX_VALUES = 2000
const MAX_CHANGES = 300

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%231f3a5f'/%3E%3Cpath fill='%23fff' d='M7 18h4v7H7zM14 13h4v12h-4zM21 7h4v18h-4z'/%3E%3C/svg%3E"

const TITLE = 'AI Economy Facts'

export function receiptPage(view: ReceiptView): string {
  const { answer } = view
  const main = 'body' in answer ? whole(view, answer) : withheld(view, answer.withheldIn)
  return document(`Receipt of revision ${view.revision.number}`, main)
}

export function missingPage(): string {
  return document(
    'No such receipt',
    html`<h1>No such receipt</h1>
<p>There is no receipt under this address. The id of a receipt has 26 characters after <code>rcp_</code>; if one of them was changed or is missing, ask whoever gave you the address.</p>
<nav aria-label="Where to go"><ul><li><a href="/graphql">Ask the API</a></li></ul></nav>`,
  )
}

function document(title: string, main: Html): string {
  // The style must be byte for byte what the policy allows.
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${TITLE}</title>
<link rel="icon" href="${ICON}">
<style>`.text
    .concat(STYLE, '</style>\n</head>\n<body>\n')
    .concat(html`<header><p class="brand">${TITLE}</p></header>\n<main>\n${main}\n</main>\n`.text)
    .concat('</body>\n</html>\n')
}

type Answered = Extract<ReceiptView['answer'], { body: string }>

function whole(view: ReceiptView, { body, hash, today, sources }: Answered): Html {
  const { data } = JSON.parse(body) as { data: { [key: string]: Json } }
  const table = answerTable(data, MAX_VALUES)
  return html`<h1>An answer, kept as it was given</h1>
<p>Whatever is corrected later, this receipt goes on showing what was answered from revision ${view.revision.number}, and how the answer of today differs.</p>
${facts(view, html`<dt>SHA-256</dt><dd><code>${hash}</code> (${Buffer.byteLength(body).toLocaleString('en-GB')} bytes)</dd>`)}
${links(view, true)}
<section aria-labelledby="since"><h2 id="since">Since then</h2>${since(today)}</section>
${question(view)}
<section aria-labelledby="answer"><h2 id="answer">The answer</h2>${table.html}
${table.cut && html`<p class="none">More values are in the JSON below.</p>`}
<details><summary>The answer as JSON</summary><pre tabindex="0">${JSON.stringify(JSON.parse(body), null, 2)}</pre></details></section>
<section aria-labelledby="sources"><h2 id="sources">Its sources</h2>${sourceList(sources, view.revision.number)}</section>
${howToCite(view)}`
}

function withheld(view: ReceiptView, revision: number): Html {
  return html`<h1>An answer that was withheld</h1>
<p class="state differs">On legal demand the answer was taken away, in revision ${revision} of the ledger. What was asked stays.</p>
${facts(view, html``)}
${links(view, false)}
${question(view)}`
}

function facts({ id, madeAt, revision }: ReceiptView, more: Html): Html {
  return html`<dl><dt>Receipt</dt><dd><code>${id}</code></dd>
<dt>Made</dt><dd>${moment(madeAt)}</dd>
<dt>Answered from</dt><dd>revision ${revision.number}, made ${moment(revision.time)}: ${revision.summary}</dd>
${more}</dl>`
}

function links({ id, tryUrl }: ReceiptView, hasAnswer: boolean): Html {
  return html`<nav aria-label="This receipt"><ul>
${hasAnswer && html`<li><a href="/receipts/${id}.json">The bytes as JSON</a></li>`}
<li><a href="${tryUrl}">Ask again in GraphiQL</a></li>${hasAnswer && html`<li><a href="#cite">How to cite</a></li>`}</ul></nav>`
}

function moment(time: Date): Html {
  const iso = time.toISOString()
  const day = time.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  return html`<time datetime="${iso}">${day}, ${iso.slice(11, 16)} UTC</time>`
}

function since(today: Today): Html {
  if ('problem' in today)
    return html`<p class="state differs">The question could not be asked again: ${today.problem}</p>`
  const { changes, revision } = today
  if (changes.length === 0)
    return html`<p class="state">Nothing has changed since: revision ${revision}, the newest, gives the same answer.</p>`
  const rows = changes.slice(0, MAX_CHANGES).map(
    ({
      path,
      before,
      after,
    }) => html`<tr role="row"><th role="rowheader" scope="row">${words(pathText(path))}</th>
<td role="cell" class="gone" data-label="then">${changed(before)}</td><td role="cell" class="new" data-label="now">${changed(after)}</td></tr>`,
  )
  const count = changes.length === 1 ? '1 value differs' : `${changes.length} values differ`
  return html`<p class="state differs">In revision ${revision}, the newest, ${count}.</p>
<table class="rows" role="table"><caption>What differs; items of lists are counted from 1, new ones as they stand now</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Where</th><th role="columnheader" scope="col">Then</th><th role="columnheader" scope="col">Now</th></tr></thead>
<tbody role="rowgroup">${rows}</tbody></table>
${changes.length > MAX_CHANGES && html`<p class="none">${changes.length - MAX_CHANGES} more differ.</p>`}`
}

const pathText = (path: JsonPath) =>
  path.map((key) => (typeof key === 'number' ? String(key + 1) : key)).join(' › ')

function changed(value: Json | undefined): Html {
  if (value === undefined) return html`<span class="none">not in the answer</span>`
  if (value === null) return html`<span class="none">none</span>`
  return words(typeof value === 'string' ? value : JSON.stringify(value))
}

function question({ query, variables }: ReceiptView): Html {
  const given = variables !== null && isObject(variables) && Object.keys(variables).length > 0
  return html`<section aria-labelledby="asked"><h2 id="asked">What was asked</h2>
<pre tabindex="0" aria-label="GraphQL query">${query.trim()}</pre>
${given && html`<p>with these variables:</p><pre tabindex="0" aria-label="Variables">${JSON.stringify(variables, null, 2)}</pre>`}</section>`
}

const USES: readonly [use: SourceUse, heading: string][] = [
  ['PREFERRED', 'Sources of the answer'],
  ['COMPARED', 'Sources compared with them'],
  ['DESCRIBES', 'Sources of descriptions'],
]

function sourceList(sources: readonly SourceBehind[], revision: number): Html {
  if (sources.length === 0)
    return html`<p>No claim was read for this answer: it holds names and the like, and no number that a source states.</p>`
  const groups = USES.map(([use, heading]) => {
    const items = sources.filter((s) => s.use === use)
    return items.length > 0 && html`<h3>${heading}</h3><ol class="sources">${items.map(sourceItem)}</ol>`
  })
  return html`<p>As they stood at revision ${revision}, each with the line to print beside its numbers.</p>${groups}`
}

function sourceItem({ url, title, titleZh, attribution, licence }: SourceBehind): Html {
  return html`<li>${link(url, title)}${titleZh && html` <bdi lang="zh">${titleZh}</bdi>`}
<small>${attribution}${licence && html`. Terms: ${link(licence.url, licence.name)}`}</small></li>`
}

/** Only addresses of the web become links, whatever a source gives as its own. */
function link(url: string | null, text: string): Html {
  return url && /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noopener">${text}</a>` : html`${text}`
}

function howToCite({ id, madeAt, revision, origin }: ReceiptView): Html {
  const day = madeAt.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })
  const [date, year] = day.split(', ')
  return html`<section aria-labelledby="cite"><h2 id="cite">How to cite it</h2>
<p>${TITLE}. (${year!}, ${date!}). <cite>Answer from revision ${revision.number}</cite> [Data set]. Receipt ${id}. ${origin}/receipts/${id}</p>
<p>Beside a number, name its source too, with the line that stands above. Our compilation is under CC BY 4.0.</p></section>`
}
