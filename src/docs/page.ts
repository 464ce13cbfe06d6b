/** What a page of the documentation is: Markdown, from which the page for people is made. */

export interface DocPage {
  /** `/docs/errors`; the Markdown stands under the same address with `.md`. */
  path: string
  title: string
  /** One sentence for lists, search engines and `llms.txt`. */
  description: string
  /** Heading under which lists name it: `Guides`. */
  section: string
  /** Without the title; addresses of the server as `ADDRESS`. */
  markdown: string
}

/** How texts name the server's address; a page is told with the address under which it was asked for. */
export const ADDRESS = 'http://127.0.0.1:4000'

export const DOCS = '/docs'

/** The whole page as Markdown. @param origin scheme and host. */
export function markdownOf(page: DocPage, origin: string): string {
  return `# ${page.title}\n\n${page.markdown.trim()}\n`.replaceAll(ADDRESS, origin)
}

/** The address of a page as Markdown. */
export const markdownPath = (path: string) => `${path}.md`
