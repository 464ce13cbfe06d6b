/** What a page of the documentation is: Markdown, from which the page for people is made. */

export interface DocPage {
  /** `/docs/errors`; the Markdown stands under the same address with `.md`. */
  path: string
  title: string
  /** One sentence for lists, search engines and `llms.txt`. */
  description: string
  /** Heading under which lists name it: `Guides`. */
  section: string
  /** Without the title; addresses of the server as `ADDRESS`. Made when it is asked for: there are hundreds of pages. */
  markdown(): string
}

/** How texts name the server's address; a page is told with the address under which it was asked for. */
export const ADDRESS = 'http://127.0.0.1:4000'
/** The same in commands of partners, who never run beside it. */
const FROM = '--from https://facts.example.org'

export const DOCS = '/docs'
/** Of the first page. */
export const DOCS_SECTION = 'Documentation'

/** The whole page as Markdown. @param origin scheme and host. */
export function markdownOf(page: DocPage, origin: string): string {
  return `# ${page.title}\n\n${page.markdown().trim()}\n`
    .replaceAll(ADDRESS, origin)
    .replaceAll(FROM, `--from ${origin}`)
}

/** The address of a page as Markdown. */
export const markdownPath = (path: string) => `${path}.md`
