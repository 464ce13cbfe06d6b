/** What a page is: an address, a saved question, and the HTML that its answer makes. */
import { type Html, html } from '../lib/html.ts'
import { inLanguage, type Language } from '../site/language.ts'

/** What a page knows of its address and of the ledger. */
export interface Context {
  language: Language
  /** Without the language: `/models/gpt-5.4`. */
  path: string
  /** Of the path, decoded: what stands for `{}` in the page's pattern. */
  key: string
  /** Parameters of the address that the page knows, empty ones left out. */
  chosen: Readonly<Record<string, string>>
  /** Asked for by `?asOf=`; null for the newest. */
  asOf: number | null
  /** Scheme and host. */
  origin: string
  /** From which the page is made. */
  revision: { number: number; time: Date }
  /** The page's own question in GraphiQL and, with a format, as a download. */
  askUrl: string
  /** Whether its answer is one table, as a CSV must be. */
  isOneTable: boolean
}

/** What a page says about itself to machines. */
interface Head {
  /** The chart of the page, without its ending: `/charts/china-daily-tokens`, with its own parameters. */
  chart?: { path: string; search: string; alt: string } | undefined
  /** JSON-LD objects, without their context. */
  data?: readonly object[]
}

export interface Rendered {
  title: string
  description: string
  main: Html
  head?: Head
  /** Addressed otherwise today: the page's path. Nothing else is sent then. */
  movedTo?: string
}

export interface PageKind<Data = unknown> {
  /** `/models/{}` takes one segment; without it the path is fixed. */
  pattern: string
  /** Parameters of the address that change the page, `asOf` apart. */
  parameters: readonly string[]
  /** The path that a key of another spelling leads to, before anything is asked; null for a key as it should be. */
  otherPath?(key: string): string | null
  /** A document with one named operation. Chinese pages ask for more, where the API has no text in Chinese. */
  query(language: Language): string
  variables(
    key: string,
    chosen: Readonly<Record<string, string>>,
    revision: { number: number; time: Date },
  ): Record<string, unknown>
  /** Null where there is nothing under the key. */
  render(data: Data, context: Context): Rendered | null
}

/** What a page renders that has another address by now. */
export function movedTo(path: string): Rendered {
  return { title: '', description: '', main: html``, movedTo: path }
}

/** The address of a page in the language, and as of the revision, of the page that links to it. */
export function link(
  { language, asOf }: Pick<Context, 'language' | 'asOf'>,
  path: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const search = new URLSearchParams(given)
  if (asOf !== null) search.set('asOf', String(asOf))
  return `${inLanguage(language, path)}${search.size > 0 ? `?${search}` : ''}`
}

/** The address of something outside the pages, such as a chart, as of the same revision. */
export function outside(
  { asOf }: Pick<Context, 'asOf'>,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(parameters)
  if (asOf !== null) search.set('asOf', String(asOf))
  return `${path}${search.size > 0 ? `?${search}` : ''}`
}
