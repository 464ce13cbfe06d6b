/**
 * Plain questions, answered without a `Request` and a `Response`: making these is much of what a small question takes.
 * It takes the steps of the application in their order and by its functions. Whatever is out of the ordinary it leaves to
 * the application, untouched where that is known before anything is spent, and with all that came of it where it is not.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { AsOf } from '../../db/as-of.ts'
import type { Caller } from '../../domain/access/caller.ts'
import type { Budget, Limiter } from '../../domain/access/limits.ts'
import { allowedTo, type DocumentsMode } from '../../domain/documents/allowed.ts'
import type { Answered, AskKnown } from '../../graphql/ask-known.ts'
import { refuseKeyInAddress, sendsKey } from '../authorize.ts'
import { clientAddress, clientOf } from '../caller.ts'
import { formOf } from '../download-format.ts'
import { ENDPOINT } from '../endpoint.ts'
import { finish } from '../finish.ts'
import { isJson, serverContextOf } from '../graphql.ts'
import { type AskedHeaders, askedHeaders } from '../headers.ts'
import { limitTime } from '../limit-time.ts'
import type { NoteAnswer } from '../note-answer.ts'
import { tellLimits } from '../rate-limit-headers.ts'
import { audienceOf, knowsType, makeKnown } from './answer.ts'
import { nameFor, type Passed } from './hits.ts'
import { type Question, questionOf } from './question.ts'
import { type Sent, sentOf } from './send.ts'
import type { Answers } from './store.ts'

/** A whole answer. */
export type Written = Pick<Sent, 'status' | 'body'> & { headers: Map<string, string> }

/** What came of a request so far, for the application to send. */
export interface Begun {
  id: string
  started: number
  /** Absent where the time was up, for then nobody is told what is left. */
  of?: { caller: Caller; budget: Budget | undefined }
  outcome: { answered?: Answered; failed?: { error: unknown } }
}

/** What is known of a request before the application sees it. */
export interface Handed {
  /** See `Passed`. */
  name?: string
  /** What came of it, to be sent. */
  begun?: Begun
}

/** Null at once for what is the application's alone, and later for that of which nothing was done or spent. */
export type Direct = (request: IncomingMessage, passed: Passed) => Promise<Written | Begun | null> | null

interface DirectOptions {
  answers: Answers
  /** The newest revision, null where it is not known for sure. */
  newest: () => AsOf | null
  askKnown: AskKnown
  documentsMode: DocumentsMode
  limiter: Limiter | undefined
  trustProxy: boolean
  /** Runs work as that of the request with the id, see `createApp`. */
  runAs: <T>(id: string, work: () => Promise<T>) => Promise<T>
  note: NoteAnswer
}

interface Plain {
  method: string
  headers: AskedHeaders
  url: URL
  caller: Caller
  name: string
  question: Question
  newest: AsOf
  address: string
}

export function createDirect(options: DirectOptions): Direct {
  const { answers, newest, askKnown, documentsMode, limiter, trustProxy, runAs, note } = options

  function plainOf(request: IncomingMessage, { name, body, caller }: Passed): Plain | null {
    const asOf = newest()
    if (!asOf || name === undefined || !caller) return null
    // Who may do more than read is checked anew, see `KnownCallers`.
    if (caller.scopes.some((scope) => scope !== 'read') || allowedTo(caller, documentsMode) !== null)
      return null
    const { method = '' } = request
    const headers = askedHeaders(request.headers)
    const url = knowsType(headers) ? addressOf(request) : null
    if (!url || url.pathname !== ENDPOINT) return null
    refuseKeyInAddress(url)
    if (formOf(method, headers.get('accept'), url.searchParams) !== 'json') return null
    if (method === 'POST' && !isJson(headers)) return null
    const question = questionOf({ method, headers }, url, caller.scopes, body ?? null)
    if (!question?.given) return null
    const address = clientAddress(headers, request.socket.remoteAddress, trustProxy)
    return { method, headers, url, caller, name, question, newest: asOf, address }
  }

  async function made(plain: Plain, budget: Budget | undefined, signal: AbortSignal) {
    const { method, headers, url, caller, name, question, address } = plain
    const client = clientOf(caller, address)
    const server = serverContextOf({ url, caller, client, budget, signal }, null)
    const result = await answers.take(question.key, plain.newest, signal, async () => {
      const known = await makeKnown(
        headers,
        question,
        (given, own) => askKnown(given, { ...server, ...own }),
        plain.newest,
      )
      return known && 'body' in known ? known : { answer: known, never: false }
    })
    if ('answer' in result) return result.answer
    answers.name(nameFor(name, caller), question.key, question.isByHash)
    const sent = await sentOf(result.kept, headers, audienceOf(method, caller), result.isHit)
    const told = new Map(Object.entries(sent.headers))
    tellLimits(told, budget)
    return { status: sent.status, headers: told, body: sent.body }
  }

  async function answer(plain: Plain): Promise<Written | Begun | null> {
    const { method, headers, url, caller, address } = plain
    const [id, started] = [randomUUID(), performance.now()]
    const budget = limiter?.budgetOf(caller, address)
    const begun = (outcome: Begun['outcome']): Begun => ({ id, started, of: { caller, budget }, outcome })
    const outcome = await runAs(id, () =>
      limitTime<Written | Begun | { answered: Answered } | null>(
        (signal) => made(plain, budget, signal).catch((error) => begun({ failed: { error } })),
        (error) => ({ id, started, outcome: { failed: { error } } }),
      ),
    )
    if (!outcome || 'outcome' in outcome) return outcome
    if ('answered' in outcome) return begun(outcome)
    const { status } = outcome
    finish(outcome.headers, { id, path: ENDPOINT, status, hasKey: sendsKey({ headers }) })
    const { pathname } = url
    note({
      ...{ id, client: address, method, pathname, path: ENDPOINT },
      ...{ status, headers: outcome.headers, started },
    })
    return outcome
  }

  return (request, passed) => {
    let plain: Plain | null
    try {
      plain = plainOf(request, passed)
    } catch {
      // Refused, in words of the application.
      return null
    }
    return plain && answer(plain)
  }
}

/** As the application is told it; null where it is none, or where its text might be read as another. */
function addressOf({ headers: { host }, url = '' }: IncomingMessage): URL | null {
  const text = `http://${host}${url}`
  return host === undefined || text.includes('#') ? null : URL.parse(text)
}
