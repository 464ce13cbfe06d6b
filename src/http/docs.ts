/** Routes of the documentation: /docs, its Markdown, /llms.txt; pages are made once for each address of the server. */

import { docsOnce, isDocsPath } from '../docs/docs.ts'
import type { Budget } from '../domain/access/limits.ts'
import { html } from '../lib/html.ts'
import { languageOf } from '../site/language.ts'
import { layout } from '../site/layout.ts'
import { PAGE_POLICY } from '../site/style.ts'
import { chargeMade } from './charge-refused.ts'
import type { Keeper } from './kept.ts'
import { originOf } from './request-parts.ts'

const PAGE_HEADERS = {
  'content-security-policy': PAGE_POLICY,
  'referrer-policy': 'same-origin',
}

/**
 * @param publicUrl where readers reach the server; what they called it when unset.
 * @returns an answer, or null for what is none of the documentation's.
 */
export function createDocsRoute(keeper: Keeper, publicUrl: string | undefined) {
  const docs = docsOnce()
  return async (request: Request, url: URL, budget?: Budget): Promise<Response | null> => {
    const { language, path } = languageOf(url.pathname)
    const origin = originOf(url, publicUrl)
    const isOurs = isDocsPath(path) || docs.find(path) !== null
    if (!isOurs) return null
    // There is no Chinese documentation, and links of the Chinese pages must lead somewhere.
    const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
    if (language !== 'en' || plain !== path)
      return new Response(null, { status: 302, headers: { location: `${plain}${url.search}` } })
    const found = docs.find(path)
    const text = found ? found.text : () => missingPage(origin)
    const type = found?.type ?? 'text/html'
    // Whatever does not exist would fill the memory.
    const make = async () => ({
      body: text(origin),
      headers: {
        'content-type': `${type}; charset=utf-8`,
        ...(type === 'text/html' ? PAGE_HEADERS : {}),
      },
      status: found ? 200 : 404,
    })
    const key = `docs ${origin} ${found ? path : '404'}`
    return keeper.answer(request, key, chargeMade(budget, make))
  }
}

function missingPage(origin: string): string {
  return layout(
    {
      language: 'en',
      path: '/docs',
      isOnlyHere: true,
      title: 'There is no such page',
      description: 'There is no such page in the documentation.',
      revision: null,
      main: html`<h1>There is no such page</h1>
<p>The <a href="/docs">documentation</a> has a list of all pages, the <a href="/docs/reference">reference</a> one for each type of the schema (names of types begin with a capital: <a href="/docs/reference/Price">Price</a>), and <a href="/docs/reference/a-to-z">all names from A to Z</a> are on one page.</p>`,
    },
    origin,
  )
}
