/** Answers a question from what is kept, else by asking, and keeps what may be kept. */
import { LRUCache } from 'lru-cache'
import type { AsOf } from '../../db/as-of.ts'
import type { Caller } from '../../domain/access/caller.ts'
import type { Answered, Given, Known } from '../../graphql/ask-known.ts'
import type { ServerContext } from '../../graphql/context.ts'
import type { Keep } from '../../graphql/plugins/use-keep.ts'
import type { AskedHeaders } from '../headers.ts'
import { nameFor } from './hits.ts'
import { type Question, questionOf } from './question.ts'
import { type Audience, responseOf, sentOf } from './send.ts'
import { type Answers, type Kept, keptOf, type Unkept } from './store.ts'

type Own = Pick<ServerContext, 'keep' | 'newest' | 'answered'>

interface Asked {
  request: Request
  url: URL
  caller: Caller
  /** Of a POST request. */
  body: Uint8Array | null
  /** Whether the caller may only ask registered documents. */
  isRestricted: boolean
  /** The text of a registered document that the caller may ask. */
  textOf: (hash: string) => Promise<string | null>
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
  /** Answers without yoga what it can. */
  askKnown: (given: Given, own: Own) => Promise<Known | null>
  /** Under which the server finds the answer to the same request again. */
  name?: string | undefined
}

/**
 * @param newest the newest revision, null while the ledger is empty.
 * @param ask asks GraphQL.
 */
export async function answerKept(
  answers: Answers,
  asked: Asked,
  newest: () => Promise<AsOf | null>,
  ask: (own: Own) => Promise<Response>,
): Promise<Response> {
  const { request, url, caller, body, isRestricted, textOf, signal, name } = asked
  const question = questionOf(request, url, caller.scopes, body)
  if (!question) return ask({})
  const { key, document, isByHash } = question
  // Why a document is not answered, GraphQL tells.
  if ((isByHash || isRestricted) && (await textOf(document)) === null) return ask({})
  const asOf = await newest()
  if (!asOf) return ask({})
  const result = await answers.take(key, asOf, signal, async () => {
    const known = isRestricted ? null : await makeKnown(request.headers, question, asked.askKnown, asOf)
    if (!known) return make(asked, ask, asOf)
    return 'answered' in known ? { answer: await ask(known), never: false } : known
  })
  if ('answer' in result) return result.answer
  // Before the application, nobody looks which documents a caller may ask.
  if (name !== undefined && !isRestricted) answers.name(nameFor(name, caller), key, isByHash)
  const audience = audienceOf(request.method, caller)
  return responseOf(await sentOf(result.kept, request.headers, audience, result.isHit))
}

/** Who may keep an answer to a caller. */
export const audienceOf = (method: string, { keyId }: Caller): Audience =>
  method === 'GET' && keyId === null ? 'shared' : 'own'

const acceptOf = (headers: AskedHeaders) => headers.get('accept') ?? ''

const KEPT_TYPE = /^application\/(graphql-response\+)?json\b/

/**
 * Content types by what was accepted, as yoga answered: what is negotiated, it alone decides.
 */
const types = new LRUCache<string, string>({ max: 50 })

/** Whether it is known in which type such a request is answered. */
export const knowsType = (headers: AskedHeaders): boolean => types.has(acceptOf(headers))

/**
 * Null for what is to be made by asking yoga, of which nothing was done or spent.
 * @param headers of a request of whoever may ask any document.
 * @returns the answer, or what yoga is to send.
 */
export async function makeKnown(
  headers: AskedHeaders,
  { given }: Question,
  askKnown: Asked['askKnown'],
  newest: AsOf,
): Promise<Kept | { answered: Answered } | null> {
  const type = types.get(acceptOf(headers))
  if (!given || type === undefined) return null
  const known = await askKnown(given, { newest })
  return known && 'body' in known ? keptOf(Buffer.from(known.body), type, known.isPinned) : known
}

async function make(
  { request }: Asked,
  ask: (own: Own) => Promise<Response>,
  newest: AsOf,
): Promise<Kept | Unkept<Response>> {
  const keep: Keep = { mayKeep: false, never: false, isPinned: false }
  const answer = await ask({ keep, newest })
  const type = answer.headers.get('content-type') ?? ''
  // Events and parts are streams, whatever they hold.
  if (!KEPT_TYPE.test(type)) return { answer, never: true }
  if (!keep.mayKeep || answer.status !== 200) return { answer, never: keep.never }
  types.set(acceptOf(request.headers), type)
  return keptOf(Buffer.from(await answer.arrayBuffer()), type, keep.isPinned)
}
