/** All pages of the documentation, and what stands under an address below /docs. */
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import { schema } from '../graphql/schema.ts'
import { changelogPage } from './changelog.ts'
import { guidePages } from './guides.ts'
import { indexPage } from './index-page.ts'
import { llmsFullText, llmsText } from './llms.ts'
import { DOCS, type DocPage, markdownOf } from './page.ts'
import { referencePages } from './reference.ts'
import { docView } from './view.ts'

interface Document {
  type: 'text/html' | 'text/markdown' | 'text/plain'
  /** @param origin scheme and host, for the addresses in it. */
  text(origin: string): string
}

export interface Docs {
  pages: readonly DocPage[]
  /** What stands under a path; null where nothing does. */
  find(pathname: string): Document | null
}

let made: Docs | undefined

/** Made once in a process: the same code and files make the same pages. What guides lack is noticed at the start. */
export function docsOnce(): Docs {
  made ??= createDocs()
  return made
}

function createDocs(): Docs {
  const own = [...guidePages(), changelogPage(isInSchema), ...referencePages(schema)]
  const pages = [indexPage(own), ...own]
  const byPath = new Map(pages.map((page) => [page.path, page]))
  return {
    pages,
    find(pathname) {
      if (pathname === '/llms.txt') return { type: 'text/plain', text: (at) => llmsText(pages, at) }
      if (pathname === '/llms-full.txt') return { type: 'text/plain', text: (at) => llmsFullText(pages, at) }
      if (!isDocsPath(pathname)) return null
      const page = byPath.get(pathname)
      if (page) return { type: 'text/html', text: (at) => docView(page, pages, at) }
      const source = pathname.endsWith('.md') && byPath.get(pathname.slice(0, -3))
      return source ? { type: 'text/markdown', text: (at) => markdownOf(source, at) } : null
    },
  }
}

export const isDocsPath = (pathname: string) =>
  pathname === DOCS || pathname === `${DOCS}.md` || pathname.startsWith(`${DOCS}/`)

function isInSchema(name: string, member?: string): boolean {
  const type = schema.getType(name)
  if (!type || member === undefined) return type !== undefined
  if (isEnumType(type)) return type.getValue(member) != null
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return false
  return member in type.getFields()
}
