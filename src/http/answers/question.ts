/** What an answer depends on, read from a request before GraphQL sees it. */
import { hash } from 'node:crypto'

const PARAMETERS = new Set(['query', 'operationName', 'variables', 'extensions', 'documentId', 'asOf'])
/** Anything else in `extensions` changes what is answered, or how. */
const PLAIN_EXTENSIONS = new Set(['persistedQuery'])
/** What writes or listens; a query in which the words stand as well is only not kept. */
const NO_QUERY = /\b(mutation|subscription)\b/

interface Question {
  query?: unknown
  documentId?: unknown
  operationName?: unknown
  variables?: unknown
  extensions?: unknown
}

/**
 * The key of the answer: equal for all requests that must get the same bytes, whatever their method and headers.
 * Null for a request whose answer is not kept.
 * @param scopes what the caller may do.
 * @param body of a POST request; null for GET.
 */
export function answerKey(
  { headers }: Pick<Request, 'headers'>,
  url: URL,
  scopes: readonly string[],
  body: Uint8Array | null,
): string | null {
  const accept = headers.get('accept') ?? ''
  if (headers.has('x-receipt') || accept.includes('text/event-stream')) return null
  const names = [...url.searchParams.keys()]
  if (names.some((name) => !PARAMETERS.has(name)) || new Set(names).size !== names.length) return null
  const question = body ? posted(headers, url, body) : gotten(url)
  if (!question) return null
  const { query = null, documentId = null, operationName = null } = question
  const variables = isEmpty(question.variables) ? null : question.variables
  const extensions = plain(question.extensions)
  if (!extensions || (typeof query === 'string' && NO_QUERY.test(query))) return null
  const parts = [accept, url.searchParams.get('asOf'), [...scopes].sort(), query, documentId]
  return hash('sha256', JSON.stringify([...parts, operationName, variables, extensions]), 'base64')
}

function posted(headers: Headers, url: URL, body: Uint8Array): Question | null {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  // Parts of a question in both places are for GraphQL to judge.
  if ([...url.searchParams.keys()].some((name) => name !== 'asOf')) return null
  if ((headers.get('content-type') ?? '').includes('application/graphql')) return { query: text }
  const question = parsed(text)
  const isPlain =
    question !== null && Object.keys(question).every((name) => PARAMETERS.has(name) && name !== 'asOf')
  return isPlain ? question : null
}

function gotten(url: URL): Question | null {
  const given = (name: string) => url.searchParams.get(name) ?? undefined
  const variables = given('variables')
  const extensions = given('extensions')
  const values = { variables: parsed(variables || '{}'), extensions: parsed(extensions || '{}') }
  if (!values.variables || !values.extensions) return null
  const question: Question = { query: given('query'), documentId: given('documentId'), ...values }
  const operationName = given('operationName')
  return operationName === undefined ? question : { ...question, operationName }
}

const isEmpty = (value: unknown) =>
  typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : !value

/** The parts that name a document; null where there are others. */
function plain(extensions: unknown): object | null {
  if (extensions === null || extensions === undefined) return {}
  if (typeof extensions !== 'object' || Array.isArray(extensions)) return null
  return Object.keys(extensions).every((name) => PLAIN_EXTENSIONS.has(name)) ? extensions : null
}

/** An object of JSON; null for whatever is none. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
