/** The pages for people: from the address to the question, from its answer to the bytes that are kept. */

import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import { newestOf } from '../domain/read/revisions.ts'
import { AppError, retryAfter } from '../errors.ts'
import { errorPage } from '../pages/error.ts'
import { type Context, link, type PageKind } from '../pages/page.ts'
import { askUrl, findPage, isOneTable, renderPage } from '../pages/pages.ts'
import { robots, sitemap } from '../pages/sitemap.ts'
import { languageOf } from '../site/language.ts'
import { PAGE_POLICY } from '../site/style.ts'
import type { Ask, Behalf } from './ask.ts'
import type { Keeper, Made } from './kept.ts'
import { problem } from './problem.ts'
import { originOf } from './request-parts.ts'

export interface PageRoutes {
  db: Db
  ask: Ask
  keeper: Keeper
  /** Where readers reach the server; what they called it when unset. */
  publicUrl?: string | undefined
  /** An error as callers may see it. */
  known(error: unknown): AppError
}

const HTML = { 'content-type': 'text/html; charset=utf-8' }
const GUARDS = { 'content-security-policy': PAGE_POLICY, 'referrer-policy': 'same-origin' }

/** Characters of a parameter that a page takes; GraphQL has limits of its own. */
const PARAMETER_CHARS = 500

export interface Pages {
  /** Null when the path is that of no page. Errors are pages too, for whoever can read them. */
  answer(request: Request, url: URL, behalf: Behalf): Promise<Response | null>
  /** An error as a page for people, as the same JSON as everywhere for others. */
  refuse(error: AppError, request: Request, url: URL): Response
}

export function createPages({ db, ask, keeper, publicUrl, known }: PageRoutes): Pages {
  async function answer(request: Request, url: URL, behalf: Behalf): Promise<Response | null> {
    const { language, path } = languageOf(url.pathname)
    if (url.pathname === '/robots.txt') return plain(robots(originOf(url, publicUrl)), 'text/plain')
    if (url.pathname === '/sitemap.xml') return plain(sitemap(originOf(url, publicUrl)), 'application/xml')
    // Whatever leads there is a mistake, and no second address of a page.
    const found = url.pathname.includes('//') ? null : findPage(path)
    if (!found) return null
    const { kind, key } = found
    try {
      const asOf = asOfAsked(url.searchParams)
      const newest = await newestOf(db)
      const chosen = chosenOf(kind, url.searchParams)
      const other = kind.otherPath?.(key) ?? null
      if (other !== null) return moved(link({ language, asOf }, other, chosen))
      const address = { language, path, key, chosen, asOf, origin: originOf(url, publicUrl) }
      const keptUnder = JSON.stringify(['page', address, newest.revision])
      return await keeper.answer(request, keptUnder, () => make(kind, address, newest, behalf), asOf !== null)
    } catch (error) {
      return refuse(known(error), request, url)
    }
  }

  function refuse(error: AppError, request: Request, url: URL): Response {
    if (!(request.headers.get('accept') ?? '').includes('text/html')) return problem(error)
    const { language, path } = languageOf(url.pathname)
    const retryAfterS = retryAfter(error)
    const failure = { status: error.status, message: error.message, retryAfterS }
    return new Response(
      request.method === 'HEAD' ? null : errorPage(failure, language, path, originOf(url, publicUrl)),
      {
        status: error.status,
        headers: {
          ...HTML,
          ...GUARDS,
          'cache-control': 'no-store',
          vary: 'Accept',
          ...(retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) }),
        },
      },
    )
  }

  async function make(
    kind: PageKind,
    address: Omit<Context, 'revision' | 'askUrl' | 'isOneTable'>,
    newest: AsOf,
    behalf: Behalf,
  ): Promise<Made> {
    const { key, chosen, asOf } = address
    const number = asOf ?? newest.revision
    const revision = { number, time: await timeOf(number, newest, behalf) }
    const variables = kind.variables(key, chosen, revision)
    const query = kind.query(address.language)
    const { data } = await ask({ query, variables }, behalf, number)
    const context = {
      ...address,
      revision,
      askUrl: askUrl(query, variables, number),
      isOneTable: isOneTable(query),
    }
    const made = renderPage(kind, data, context)
    if (!made) throw new AppError('NOT_FOUND', 'There is nothing under this address.')
    const headers = { ...HTML, ...GUARDS, 'x-revision': String(revision.number) }
    if ('movedTo' in made) return { body: '', headers: { ...headers, location: made.movedTo }, status: 301 }
    return { body: made.body, headers }
  }

  async function timeOf(number: number, newest: AsOf, behalf: Behalf): Promise<Date> {
    if (number === newest.revision) return newest.time
    const { data } = await ask<{ revision: { time: string } }>(
      { query: '{ revision { time } }' },
      behalf,
      number,
    )
    return new Date(data.revision.time)
  }

  return { answer, refuse }
}

/** @throws AppError BAD_ARGUMENT for what is no number; whether there is such a revision, the answer tells. */
function asOfAsked(search: URLSearchParams): number | null {
  const text = search.get('asOf')
  if (text === null || text === '') return null
  if (!/^\d{1,9}$/.test(text)) throw new AppError('BAD_ARGUMENT', '`asOf` takes the number of a revision.')
  return Number(text)
}

/** What the page knows of the parameters sent, in the order in which it knows them. */
function chosenOf({ parameters }: PageKind, search: URLSearchParams): Record<string, string> {
  const given = parameters.flatMap((name) => {
    const value = search.get(name)?.trim() ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  const long = given.find(([, value]) => value.length > PARAMETER_CHARS)
  if (long) throw new AppError('BAD_ARGUMENT', `\`${long[0]}\` is longer than ${PARAMETER_CHARS} characters.`)
  return Object.fromEntries(given)
}

const moved = (location: string) => new Response(null, { status: 301, headers: { ...GUARDS, location } })

const plain = (body: string, type: string) =>
  new Response(body, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' },
  })
