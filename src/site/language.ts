/** The languages of pages, and how addresses name them: English ones are plain, Chinese ones stand below /zh. */

export type Language = 'en' | 'zh'

/** The language of an address, and the rest of its path: `/zh/models/x` → `zh`, `/models/x`. */
export function languageOf(pathname: string): { language: Language; path: string } {
  if (pathname === '/zh') return { language: 'zh', path: '/' }
  if (pathname.startsWith('/zh/')) return { language: 'zh', path: pathname.slice(3) }
  return { language: 'en', path: pathname }
}

/** The address of a page in a language: `zh`, `/models/x` → `/zh/models/x`. */
export function inLanguage(language: Language, path: string): string {
  if (language === 'en') return path
  return path === '/' ? '/zh' : `/zh${path}`
}
