/** `/graphql`: questions by GET and POST, events for who listens, and GraphiQL for a browser. */
import type { Caller } from '../domain/access/caller.ts'
import type { Budget } from '../domain/access/limits.ts'
import { AppError } from '../errors.ts'
import { LIMITS } from '../graphql/limits.ts'
import type { createGraphql } from '../graphql/yoga.ts'
import { readBody } from './body.ts'
import { eventStream, isEventStream } from './event-stream.ts'
import type { Graphiql } from './graphiql.ts'
import { problem } from './problem.ts'

interface Asked {
  request: Request
  url: URL
  caller: Caller
  /** See `ServerContext`. */
  client: string
  budget?: Budget | undefined
  signal: AbortSignal
}

interface Answering {
  yoga: ReturnType<typeof createGraphql>
  graphiql: Graphiql
}

/** @throws AppError for what GraphQL is not asked at all. */
export async function graphqlRoute(asked: Asked, answering: Answering): Promise<Response> {
  const answer = await answerTo(asked, answering)
  return isEventStream(answer) ? eventStream(answer) : answer
}

async function answerTo(asked: Asked, { yoga, graphiql }: Answering): Promise<Response> {
  const { request, url, caller, client, budget, signal } = asked
  const { method, headers } = request
  const { scopes, keyId, account } = caller
  const server = {
    ...{ signal, scopes, keyId, account, client },
    asOf: url.searchParams.get('asOf'),
    ...(budget ? { budget } : {}),
  }
  if (url.searchParams.getAll('asOf').length > 1)
    throw new AppError('BAD_ARGUMENT', 'Give ?asOf= once: it is the number of one revision.')
  const wantsPage = method === 'GET' || method === 'HEAD'
  if (wantsPage && (headers.get('accept') ?? '').includes('text/html')) return graphiql.page(request)
  if (method !== 'POST') {
    checkParameters(url.searchParams)
    return yoga.fetch(request, server)
  }
  // A form of another site can only send form types and plain text; asking for JSON keeps it out.
  const type = (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/json' && type !== 'application/graphql') {
    const refused = problem(
      new AppError('BAD_REQUEST', 'Send the query as JSON, with the header content-type: application/json.'),
    )
    return new Response(refused.body, { status: 415, headers: refused.headers })
  }
  const body = await readBody(request, LIMITS.bodyBytes)
  return yoga.fetch(new Request(request.url, { method, headers, body }), server)
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
