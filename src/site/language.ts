/** The languages of pages, and how addresses name them: English ones are plain, Chinese ones stand below /zh. */

export type Language = 'en' | 'zh'

/**
 * The language of an address, and the rest of its path: `/zh/models/x` → `zh`, `/models/x`. The path begins with one
 * slash whatever was sent: `//host/x` in a link would lead to another site.
 */
export function languageOf(pathname: string): { language: Language; path: string } {
  const whole = oneSlash(pathname)
  if (whole === '/zh') return { language: 'zh', path: '/' }
  if (whole.startsWith('/zh/')) return { language: 'zh', path: oneSlash(whole.slice(3)) }
  return { language: 'en', path: whole }
}

const oneSlash = (path: string) => path.replace(/^\/{2,}/, '/')

/** The address of a page in a language: `zh`, `/models/x` → `/zh/models/x`. */
export function inLanguage(language: Language, path: string): string {
  if (language === 'en') return path
  return path === '/' ? '/zh' : `/zh${path}`
}
