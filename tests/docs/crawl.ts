/** All pages of the documentation, found as a reader finds them: by following links from its first page. */
import type { App } from '../../src/http/app.ts'

export interface Crawled {
  path: string
  status: number
  html: string
  /** Addresses within the site that the page links to, without the fragment; and the fragments. */
  links: { path: string; fragment: string }[]
  ids: string[]
}

export const ORIGIN = 'http://test'

const isDocs = (path: string) => path === '/docs' || path.startsWith('/docs/')
const decoded = (text: string) => text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

/** Every page below /docs, by its path, also those that answer with an error. */
export async function crawl(app: App): Promise<Map<string, Crawled>> {
  const found = new Map<string, Crawled>()
  const waiting = ['/docs']
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (found.has(path)) continue
    const response = await app(new Request(ORIGIN + path))
    const html = await response.text()
    const links = [...html.matchAll(/ (?:href|action|src)="([^"]*)"/g)]
      .map(([, href]) => new URL(decoded(href!), ORIGIN + path))
      .filter((url) => url.origin === ORIGIN)
      .map((url) => ({ path: url.pathname + url.search, fragment: decodeURIComponent(url.hash.slice(1)) }))
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => decoded(id!))
    found.set(path, { path, status: response.status, html, links, ids })
    waiting.push(...links.map((link) => link.path).filter((next) => isDocs(next) && !next.endsWith('.md')))
  }
  return found
}

export interface Block {
  page: string
  language: string
  /** The name of a file of the sample project. */
  file?: string
  text: string
}

/** Fenced blocks of a page's Markdown, in their order. */
export function blocksOf(page: string, markdown: string): Block[] {
  return [...markdown.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, info, text]) => {
    const [language = '', file] = info!.trim().split(' ')
    return { page, language, ...(file ? { file } : {}), text: text! }
  })
}
