/** What the pages of entities share: terms, lists of names, the foot with sources and what to take along. */
import { type Html, html, type Part } from '../lib/html.ts'
import { type CitationRow, citations } from './claims.ts'
import { type Named, nameOf } from './fact-names.ts'
import { entityLink } from './links.ts'
import type { Context } from './page.ts'
import { wordsOf } from './words.ts'

/** A list of terms; those without a value are left out. */
export function terms(pairs: readonly (readonly [term: string, value: Part | undefined])[]): Html {
  const known = pairs.filter(
    ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
  )
  return known.length === 0
    ? html``
    : html`<dl class="terms">${known.map(([term, value]) => html`<dt>${term}</dt><dd>${value!}</dd>`)}</dl>`
}

export function nameList(named: readonly Named[], type: string, context: Context): Html {
  return html`<ul class="list">${named.map((one) => html`<li>${entityLink({ __typename: type, ...one }, context)}</li>`)}</ul>`
}

export function nameSection(
  id: string,
  heading: string,
  { nodes, totalCount }: { nodes: readonly Named[]; totalCount: number },
  type: string,
  context: Context,
): Html {
  if (totalCount === 0) return html``
  const words = wordsOf(context.language)
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading} (${totalCount})</h2>${nameList(nodes, type, context)}${totalCount > nodes.length && html`<p>${words.firstOf(String(nodes.length))}</p>`}</section>`
}

/** Who says what stands in the description itself. */
export function provenanceSection(provenance: readonly CitationRow[], context: Context): Html {
  const words = wordsOf(context.language)
  if (provenance.length === 0) return html``
  return html`<section aria-labelledby="provenance"><h2 id="provenance">${words.provenance}</h2>${citations(provenance, context)}</section>`
}

/** A name beside the others that something goes by. */
export function otherNames(
  aliases: readonly string[],
  shown: readonly (string | null)[],
  { language }: Context,
): Html | null {
  const others = [...new Set(aliases)].filter((alias) => !shown.includes(alias))
  return others.length === 0
    ? null
    : html`${others.map((name, i) => html`${i > 0 && ', '}${nameOf({ name }, language)}`)}`
}
