/** `/graphql`: questions by GET and POST, events for who listens, and GraphiQL for a browser. */
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import type { Caller } from '../domain/access/caller.ts'
import type { Budget } from '../domain/access/limits.ts'
import { type Allowed, allowedTo, type DocumentsMode } from '../domain/documents/allowed.ts'
import type { Documents } from '../domain/documents/documents.ts'
import { AppError } from '../errors.ts'
import type { Answered, Given } from '../graphql/ask-known.ts'
import type { ServerContext } from '../graphql/context.ts'
import { LIMITS } from '../graphql/limits.ts'
import type { Graphql } from '../graphql/yoga.ts'
import { answerKept } from './answers/answer.ts'
import type { Answers } from './answers/store.ts'
import { readBody } from './body.ts'
import { downloadRoute } from './download.ts'
import { formOf } from './download-format.ts'
import { eventStream, isEventStream } from './event-stream.ts'
import type { Graphiql } from './graphiql.ts'
import type { AskedHeaders } from './headers.ts'
import { problem } from './problem.ts'

interface Asked {
  request: Request
  url: URL
  caller: Caller
  /** See `ServerContext`. */
  client: string
  budget?: Budget | undefined
  signal: AbortSignal
  /** See `Asked` of `answers/answer.ts`. */
  name?: string | undefined
  /** What came of the question already, to be sent. */
  answered?: Answered | undefined
}

interface Answering {
  graphql: Graphql
  graphiql: Graphiql
  db: Db
  documents: Documents
  documentsMode: DocumentsMode
  /** See `AppOptions`. */
  publicUrl?: string | undefined
  answers?: Answers | undefined
  /** The newest revision; null while the ledger is empty. */
  newest: () => Promise<AsOf | null>
}

/** @throws AppError for what GraphQL is not asked at all. */
export async function graphqlRoute(asked: Asked, answering: Answering): Promise<Response> {
  const answer = await answerTo(asked, answering)
  return isEventStream(answer) ? eventStream(answer) : answer
}

async function answerTo(asked: Asked, answering: Answering): Promise<Response> {
  const { request, url, caller, signal, answered } = asked
  const { graphiql } = answering
  const { yoga, askKnown } = answering.graphql
  const { method, headers } = request
  const allowedDocuments = allowedTo(caller, answering.documentsMode)
  const server = serverContextOf(asked, allowedDocuments)
  const textOf = async (hash: string) => {
    const text = await answering.documents.text(hash, allowedDocuments)
    // GraphQL tells why, and need not look again.
    if (text === null) server.missingDocument = hash
    return text
  }
  if (url.searchParams.getAll('asOf').length > 1)
    throw new AppError('BAD_ARGUMENT', 'Give ?asOf= once: it is the number of one revision.')
  const form = formOf(method, headers.get('accept'), url.searchParams)
  if (form === 'page') return graphiql.page(request)
  if (method !== 'POST') checkParameters(url.searchParams)
  else if (!isJson(headers)) return notJson()
  const body = method === 'POST' ? await readBody(request, LIMITS.bodyBytes) : null
  // What asks for a form in the address may accept whatever it likes.
  const isNegotiated = form === 'json' && !url.searchParams.has('format')
  // GraphQL takes no HEAD, and what a table's headers say is known once it is there.
  const isHead = method === 'HEAD' && form !== 'json'
  // Made when it is needed, for what is kept, or known, asks nothing.
  const question = () => {
    const own = new Headers(headers)
    if (!isNegotiated) own.set('accept', 'application/graphql-response+json')
    return new Request(request.url, { method: isHead ? 'GET' : method, headers: own, body })
  }
  if (form === 'json') {
    const put = async (more: object) => yoga.fetch(question(), { ...server, ...more })
    if (answered) return put({ answered })
    const { answers, newest } = answering
    const isRestricted = allowedDocuments !== null
    const plain = {
      ...{ request, url, caller, body },
      ...{ name: asked.name, isRestricted, textOf, signal },
      askKnown: (given: Given, more: object) => askKnown(given, { ...server, ...more }),
    }
    return answers && isNegotiated ? answerKept(answers, plain, newest, put) : put({})
  }
  const { db, publicUrl } = answering
  const answer = await downloadRoute({
    ...{ db, request, url, form, publicUrl, textOf },
    body: body === null ? null : Buffer.from(body).toString('utf8'),
    endpoint: url.pathname,
    ask: async (traces, lists) => yoga.fetch(question(), { ...server, traces, lists }),
  })
  return isHead ? new Response(null, answer) : answer
}

/** What GraphQL is told of a request. */
export function serverContextOf(
  { url, caller, client, budget, signal }: Pick<Asked, 'url' | 'caller' | 'client' | 'budget' | 'signal'>,
  allowedDocuments: Allowed,
): ServerContext {
  const { scopes, keyId, account } = caller
  return {
    ...{ signal, scopes, keyId, account, client },
    asOf: url.searchParams.get('asOf'),
    allowedDocuments,
    ...(budget ? { budget } : {}),
  }
}

/** A form of another site can only send form types and plain text; asking for JSON keeps it out. */
export function isJson(headers: AskedHeaders): boolean {
  const type = (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  return type === 'application/json' || type === 'application/graphql'
}

function notJson(): Response {
  const refused = problem(
    new AppError('BAD_REQUEST', 'Send the query as JSON, with the header content-type: application/json.'),
  )
  return new Response(refused.body, { status: 415, headers: refused.headers })
}

/** Parameters of a GET request that hold JSON. */
function checkParameters(parameters: URLSearchParams): void {
  for (const name of ['variables', 'extensions']) {
    try {
      JSON.parse(parameters.get(name) || '{}')
    } catch {
      throw new AppError('BAD_REQUEST', `The parameter ${name} is not valid JSON.`)
    }
  }
}
