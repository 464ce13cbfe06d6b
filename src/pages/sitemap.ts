/** What search engines ask for first: what they may read, and where to begin. */
import { html } from '../lib/html.ts'
import { inLanguage } from '../site/language.ts'
import { PAGES } from './pages.ts'

/** Everything but answers of the API, whose number has no end. */
export function robots(origin: string): string {
  return `User-agent: *\nDisallow: /graphql\nDisallow: /search\nDisallow: /zh/search\nSitemap: ${origin}/sitemap.xml\n`
}

/** The lists, in both languages; they lead to everything else. */
export function sitemap(origin: string): string {
  const paths = PAGES.map(({ pattern }) => pattern).filter((p) => !p.includes('{}') && p !== '/search')
  const address = (language: 'en' | 'zh', path: string) => `${origin}${inLanguage(language, path)}`
  const entry = (path: string, language: 'en' | 'zh') =>
    html`<url><loc>${address(language, path)}</loc><xhtml:link rel="alternate" hreflang="en" href="${address('en', path)}"/><xhtml:link rel="alternate" hreflang="zh-Hans" href="${address('zh', path)}"/></url>
`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${paths.map((path) => [entry(path, 'en'), entry(path, 'zh')])}</urlset>`.text
  }\n`
}
