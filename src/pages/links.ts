/** Links to the pages of entities; what has no page of its own is named only. */
import { type Html, html } from '../lib/html.ts'
import { type Named, nameOf } from './fact-names.ts'
import { type Context, link } from './page.ts'

const FOLDERS: Readonly<Record<string, string>> = {
  Country: '/countries',
  Provider: '/providers',
  Model: '/models',
  Hub: '/hubs',
  Source: '/sources',
}

/** Null for types without a page. */
export function entityPath({ __typename = '', slug, code }: Named): string | null {
  const folder = FOLDERS[__typename]
  return folder === undefined ? null : `${folder}/${encodeURIComponent(slug ?? code ?? '')}`
}

export function entityLink(named: Named, context: Context): Html {
  const path = entityPath(named)
  const name = nameOf(named, context.language)
  return path === null ? name : html`<a href="${link(context, path)}">${name}</a>`
}
