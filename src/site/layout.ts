/** What all pages share: head, header, navigation, footer. Works without a script. */
import { type Html, html, type Part } from '../lib/html.ts'
import { inLanguage, type Language } from './language.ts'
import { STYLE } from './style.ts'

export const SITE = 'AI Economy Facts'

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%231f3a5f'/%3E%3Cpath fill='%23fff' d='M7 18h4v7H7zM14 13h4v12h-4zM21 7h4v18h-4z'/%3E%3C/svg%3E"

export interface Page {
  language: Language
  /** Without the language: `/models/gpt-5.4`. */
  path: string
  /** Whether there is no such page in the other language, as of the documentation: then none is offered. */
  isOnlyHere?: boolean
  /** Query parameters that links to the same page in the other language keep, such as `asOf`. */
  search?: string
  /** Without the name of the site. */
  title: string
  /** One sentence for search engines and previews. */
  description: string
  main: Html
  /** What stands in the head besides: JSON-LD, Open Graph, feeds. */
  head?: Part
  /** Of the ledger, from which the page was made; null where it has none, as in the documentation. */
  revision: number | null
  /** The past revision that links to other pages keep; null or left out for the newest. */
  asOf?: number | null | undefined
  /** Opens the saved question of the page in GraphiQL. */
  askUrl?: string | undefined
}

/** Of the site, as it stands in the head of every page. */
const BARS = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="6" fill="#1f3a5f"/><path fill="#fff" d="M7 18h4v7H7zM14 13h4v12h-4zM21 7h4v18h-4z"/></svg>`

const MAIN_NAV = ['countries', 'models', 'providers', 'hubs', 'sources'] as const
const MORE_NAV = ['price-changes', 'disagreements', 'checks', 'corrections'] as const

const WORDS = {
  en: {
    skip: 'Skip to the content',
    other: '中文',
    home: 'Front page',
    models: 'Models',
    countries: 'Countries',
    providers: 'Providers',
    hubs: 'Hubs',
    sources: 'Sources',
    priceChanges: 'Price changes',
    disagreements: 'Disagreements',
    corrections: 'Corrections',
    checks: 'Checks',
    charts: 'Charts',
    docs: 'Documentation',
    ask: 'Ask (GraphiQL)',
    asked: 'The query behind this page',
    search: 'Search',
    find: 'Models, providers, sources …',
    revision: 'Revision',
    licence: 'Our compilation is under CC BY 4.0; each source keeps its own terms.',
  },
  zh: {
    skip: '跳到正文',
    other: 'English',
    home: '首页',
    models: '模型',
    countries: '国家与地区',
    providers: '供应商',
    hubs: '算力枢纽',
    sources: '来源',
    priceChanges: '价格变动',
    disagreements: '分歧',
    corrections: '更正',
    checks: '核验',
    charts: '图表',
    docs: '文档',
    ask: '查询（GraphiQL）',
    asked: '本页背后的查询',
    search: '搜索',
    find: '模型、供应商、来源……',
    revision: '修订',
    licence: '本站汇编采用 CC BY 4.0 许可；各来源保留其自身条款。',
  },
} as const

/** The whole document. @param origin scheme and host, for canonical addresses. */
export function layout(page: Page, origin: string): string {
  const {
    language,
    path,
    isOnlyHere = false,
    search = '',
    title,
    description,
    main,
    head = null,
    revision,
  } = page
  const words = WORDS[language]
  const other: Language = language === 'en' ? 'zh' : 'en'
  const pinned = typeof page.asOf === 'number' ? `?asOf=${page.asOf}` : ''
  const to = (target: string) => `${inLanguage(language, target)}${pinned}`
  const item = (target: string, word: string) =>
    html`<li><a href="${to(target)}"${path === target && html` aria-current="page"`}>${word}</a></li>`
  const label = { 'price-changes': words.priceChanges, ...words }
  const code = (of: Language) => (of === 'zh' ? 'zh-Hans' : 'en')
  // The style must be byte for byte what the policy allows.
  return html`<!doctype html>
<html lang="${code(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path === '/' ? title : `${title} – ${SITE}`}</title>
<meta name="description" content="${description}">
<link rel="canonical" href="${origin}${inLanguage(language, path)}${search}">
${
  !isOnlyHere &&
  html`<link rel="alternate" hreflang="en" href="${origin}${inLanguage('en', path)}${search}">
<link rel="alternate" hreflang="zh-Hans" href="${origin}${inLanguage('zh', path)}${search}">`
}
<link rel="icon" href="${ICON}">
${head}
<style>`.text
    .concat(STYLE, '</style>\n</head>\n<body>\n')
    .concat(
      html`<a class="skip" href="#main">${words.skip}</a>
<header class="site"><p class="brand"><a href="${to('/')}">${BARS}${SITE}</a></p>
<nav aria-label="${SITE}"><ul>${MAIN_NAV.map((name) => item(`/${name}`, words[name]))}${item('/charts', words.charts)}<li><a href="/docs">${words.docs}</a></li><li><a href="/graphql">${words.ask}</a></li>${!isOnlyHere && html`<li><a href="${inLanguage(other, path)}${search}" hreflang="${code(other)}" lang="${code(other)}">${words.other}</a></li>`}</ul></nav>
${path !== '/' && path !== '/search' && html`<form class="find" role="search" action="${inLanguage(language, '/search')}"><label class="hidden" for="q">${words.search}</label><input id="q" name="q" type="search" placeholder="${words.find}" maxlength="200" required>${keepAsOf(page.asOf)}<button>${words.search}</button></form>`}</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer><ul>${MORE_NAV.map((name) => item(`/${name}`, label[name]))}${page.askUrl !== undefined && html`<li><a href="${page.askUrl}">${words.asked}</a></li>`}</ul>
<p>${revision !== null && html`${words.revision} ${revision}. `}${words.licence}</p></footer>
`.text,
    )
    .concat('</body>\n</html>\n')
}

/** What a form sends besides, so that its answer stays with the revision. */
export function keepAsOf(asOf: number | null | undefined): Html {
  return html`${typeof asOf === 'number' && html`<input type="hidden" name="asOf" value="${asOf}">`}`
}
