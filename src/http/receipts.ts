/** /receipts/{id}: the bytes of an answer for machines, a page about it for browsers. */

import { Traces } from '../domain/read/traces.ts'
import type { Receipts, StoredReceipt } from '../domain/receipts/receipts.ts'
import { AppError } from '../errors.ts'
import { hasAsOf, withoutAsOf } from '../graphql/as-of.ts'
import { RECEIPTS_PATH } from '../graphql/plugins/use-receipts.ts'
import { sha256 } from '../lib/ids.ts'
import { diffJson, type Json } from '../lib/json-diff.ts'
import { problem } from './problem.ts'
import { missingPage, type ReceiptView, receiptPage, type Today } from './receipt-page.ts'
import { RECEIPT_POLICY } from './receipt-style.ts'
import { hasTag, originOf } from './request-parts.ts'

/** How many milliseconds a page waits for the answer of today before it does without. */
const TODAY_MS = 5_000

const PATH = new RegExp(`^${RECEIPTS_PATH}/([^/]+?)(\\.json)?$`)

interface Question {
  query: string
  operationName: string | null
  variables: unknown
}

export interface ReceiptRoutes {
  receipts: Receipts
  endpoint: string
  publicUrl?: string | undefined
  /** Asks as any client does, within the same limits. */
  ask(question: Question, signal: AbortSignal, traces: Traces): Promise<Response>
  /** Milliseconds to wait for it. */
  patience?: number
}

interface Answer {
  data?: Json
  errors?: { message: string }[]
  extensions?: { revision?: number }
}

/** @returns null when the path is not below `/receipts`. */
export function createReceipts({ receipts, endpoint, publicUrl, ask, patience = TODAY_MS }: ReceiptRoutes) {
  return async (request: Request, url: URL, signal: AbortSignal): Promise<Response | null> => {
    const [, id, asJson] = PATH.exec(url.pathname) ?? []
    if (id === undefined) return null
    const wantsPage = !asJson && (request.headers.get('accept') ?? '').includes('text/html')
    const found = await receipts.find(id)
    if (!found) return wantsPage ? page(404, missingPage(), request) : refusal(missing())
    if (wantsPage) {
      const view = await viewOf(found, url, signal)
      return page('body' in view.answer ? 200 : 451, receiptPage(view), request, found.revision)
    }
    return found.body ? bytes(found.body, found.revision, request) : refusal(withheld(found.redactedIn!))
  }

  async function viewOf(found: StoredReceipt, url: URL, signal: AbortSignal): Promise<ReceiptView> {
    const { id, madeAt, query, operationName, body, redactedIn } = found
    const variables = (found.variables ?? {}) as Json
    const traces = new Traces()
    const link = new URLSearchParams({ query })
    if (Object.keys(variables as object).length > 0) link.set('variables', JSON.stringify(variables, null, 2))
    if (!hasAsOf(query, operationName)) link.set('asOf', String(found.revision))
    let answer: ReceiptView['answer'] = { withheldIn: redactedIn! }
    if (body) {
      const text = Buffer.from(body).toString('utf8')
      const { data } = JSON.parse(text) as { data: Json }
      const today = await todayOf(data, { query, operationName, variables }, signal, traces)
      // Entities are not written down with a receipt: those that the question finds today stand for them.
      const sources = await receipts.sources(found, [...traces.entities])
      answer = { body: text, hash: sha256(body), today, sources }
    }
    return {
      id,
      madeAt,
      query,
      variables,
      revision: await receipts.revision(found),
      origin: originOf(url, publicUrl),
      tryUrl: `${endpoint}?${link}`,
      answer,
    }
  }

  /** What the same question gives today; a failure is told, for the receipt stands without it. */
  async function todayOf(
    then: Json,
    question: Question,
    signal: AbortSignal,
    traces: Traces,
  ): Promise<Today> {
    const late = AbortSignal.timeout(patience)
    const gaveUp = new Promise<null>((resolve) => late.addEventListener('abort', () => resolve(null)))
    const asked = { ...question, query: withoutAsOf(question.query, question.operationName) }
    const response = await Promise.race([ask(asked, AbortSignal.any([signal, late]), traces), gaveUp])
    if (!response) return { problem: `The answer took longer than ${patience / 1000} seconds.` }
    const { data, errors, extensions } = (await response.json()) as Answer
    if (errors || data === undefined || extensions?.revision === undefined)
      return { problem: errors?.[0]?.message ?? 'There was no answer.' }
    return { revision: extensions.revision, changes: diffJson(then, data) }
  }
}

const missing = () =>
  new AppError('NOT_FOUND', `There is no such receipt: ${RECEIPTS_PATH}/{id} takes an id as it was given.`)

const withheld = (revision: number) =>
  new AppError(
    'WITHHELD',
    `The answer of this receipt was withheld on legal demand, in revision ${revision}.`,
  )

/** The same address gives a page to browsers. */
function refusal(error: AppError): Response {
  const response = problem(error)
  response.headers.set('vary', 'Accept')
  return response
}

function bytes(body: Uint8Array, revision: number, request: Request): Response {
  const etag = `"${sha256(body)}"`
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    etag,
    'x-revision': String(revision),
    // The bytes never change. Yet they may have to be withheld one day, and then must not be handed out for a year.
    'cache-control': 'public, max-age=86400',
    vary: 'Accept',
  }
  if (hasTag(request, etag)) return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers })
}

function page(status: number, text: string, request: Request, revision?: number): Response {
  return new Response(request.method === 'HEAD' ? null : text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': RECEIPT_POLICY,
      'referrer-policy': 'same-origin',
      ...(revision === undefined ? {} : { 'x-revision': String(revision) }),
      vary: 'Accept',
    },
  })
}
