/** All pages, the address of each, and the document that it becomes. */
import { Kind, parse } from 'graphql'
import { html } from '../lib/html.ts'
import { layout } from '../site/layout.ts'
import { COUNTRY } from './country.ts'
import { CHECKS, CORRECTIONS, DISAGREEMENTS, PRICE_CHANGES } from './event-lists.ts'
import { FACT } from './fact.ts'
import { FACTS } from './facts-list.ts'
import { FRONT } from './front.ts'
import { headOf } from './head.ts'
import { HUB } from './hub.ts'
import { HUBS } from './hub-list.ts'
import { COUNTRIES, MODELS, PROVIDERS, SOURCES } from './lists.ts'
import { MODEL } from './model.ts'
import { type Context, link, type PageKind } from './page.ts'
import { asOfNote } from './parts.ts'
import { PROVIDER } from './provider.ts'
import { SEARCH } from './search.ts'
import { SOURCE } from './source.ts'

export const PAGES: readonly PageKind[] = [
  FRONT,
  FACT,
  FACTS,
  COUNTRY,
  PROVIDER,
  MODEL,
  HUB,
  SOURCE,
  COUNTRIES,
  PROVIDERS,
  MODELS,
  HUBS,
  SOURCES,
  SEARCH,
  PRICE_CHANGES,
  DISAGREEMENTS,
  CORRECTIONS,
  CHECKS,
]

/** The page of a path, and what stands in the place of its key; null where there is none. */
export function findPage(path: string): { kind: PageKind; key: string } | null {
  for (const kind of PAGES) {
    if (kind.pattern === path) return { kind, key: '' }
    const [before = '', after] = kind.pattern.split('{}')
    if (after === undefined || !path.startsWith(before)) continue
    const key = path.slice(before.length)
    if (key !== '' && !key.includes('/')) return { kind, key: decoded(key) }
  }
  return null
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

/** Where the question of a page opens in GraphiQL, and with `&format=csv` downloads. */
export function askUrl(query: string, variables: Record<string, unknown>, asOf: number): string {
  const search = new URLSearchParams({ query })
  if (Object.keys(variables).length > 0) search.set('variables', JSON.stringify(variables))
  search.set('asOf', String(asOf))
  return `/graphql?${search}`
}

/** Whether the answer to a question is one table: it has one root field. */
export function isOneTable(query: string): boolean {
  const operation = parse(query).definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION)
  return operation?.selectionSet.selections.length === 1
}

/** @returns null where there is nothing under the key; an address where it has another by now. */
export function renderPage(
  kind: PageKind,
  data: unknown,
  context: Context,
): { body: string } | { movedTo: string } | null {
  const rendered = kind.render(data, context)
  if (!rendered) return null
  if (rendered.movedTo) return { movedTo: link(context, rendered.movedTo) }
  const { language, path, chosen, asOf, origin, revision } = context
  const search = new URLSearchParams({ ...chosen, ...(asOf === null ? {} : { asOf: String(asOf) }) })
  return {
    body: layout(
      {
        language,
        path,
        search: search.size > 0 ? `?${search}` : '',
        title: rendered.title,
        description: rendered.description,
        head: headOf(rendered, context),
        main: html`${asOfNote(context)}${rendered.main}`,
        revision: revision.number,
        asOf,
        askUrl: context.askUrl,
      },
      origin,
    ),
  }
}
