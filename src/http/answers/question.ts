/** What an answer depends on, read from a request before GraphQL sees it. */
import { hash } from 'node:crypto'
import { askedHash } from '../../graphql/asked-document.ts'
import { sha256 } from '../../lib/ids.ts'
import { written } from '../../lib/written.ts'
import type { AskedHeaders } from '../headers.ts'

const PARAMETERS = new Set(['query', 'operationName', 'variables', 'extensions', 'documentId', 'asOf'])
/** Anything else in `extensions` changes what is answered, or how. */
const PLAIN_EXTENSIONS = new Set(['persistedQuery'])
/** What writes or listens; a query in which the words stand as well is only not kept. */
const NO_QUERY = /\b(mutation|subscription)\b/

interface Parameters {
  query?: unknown
  documentId?: unknown
  operationName?: unknown
  variables?: unknown
  extensions?: unknown
}

export interface Question {
  /** SHA-256 of its document. */
  document: string
  /** Whether the document is named by that hash, and has to be registered. */
  isByHash: boolean
  /** What it asks by text; null where its document is named by a hash. */
  given: Parameters | null
  /** Of the answer: equal for all requests that must get the same bytes, whatever their method and headers. */
  key: string
}

/**
 * Null for a request whose answer is not kept.
 * @param scopes what the caller may do.
 * @param body of a POST request; null for GET.
 */
export function questionOf(
  { method, headers }: { method: string; headers: AskedHeaders },
  url: URL,
  scopes: readonly string[],
  body: Uint8Array | null,
): Question | null {
  const accept = headers.get('accept') ?? ''
  if (method !== 'GET' && method !== 'POST') return null
  if (headers.has('x-receipt') || accept.includes('text/event-stream')) return null
  const names = [...url.searchParams.keys()]
  if (names.some((name) => !PARAMETERS.has(name)) || new Set(names).size !== names.length) return null
  const given = body ? posted(headers, url, body) : gotten(url)
  const document = given && documentOf(given)
  if (!document) return null
  const { operationName = null } = given
  const variables = isEmpty(given.variables) ? null : given.variables
  const asOf = url.searchParams.get('asOf')
  const parts = [document.hash, operationName, variables, asOf, accept, [...scopes].sort()]
  const text = written(parts)
  if (text === null) return null
  const { isByHash } = document
  return {
    ...{ document: document.hash, isByHash, given: isByHash ? null : given },
    key: hash('sha256', text, 'base64'),
  }
}

/** Null for what is refused, is registered by being asked, or is no query. */
function documentOf({ query, documentId, extensions }: Parameters) {
  if (!isPlain(extensions)) return null
  let asked: string | null
  try {
    asked = askedHash({ documentId, extensions })
  } catch {
    return null
  }
  if (asked !== null) return query ? null : { hash: asked, isByHash: true }
  if (typeof query !== 'string' || NO_QUERY.test(query) || !query.isWellFormed()) return null
  return { hash: sha256(query), isByHash: false }
}

function posted(headers: AskedHeaders, url: URL, body: Uint8Array): Parameters | null {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  // Parts of a question in both places are for GraphQL to judge.
  if ([...url.searchParams.keys()].some((name) => name !== 'asOf')) return null
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() === 'application/graphql') return { query: text }
  const given = parsed(text)
  const isKnown =
    given !== null && Object.keys(given).every((name) => PARAMETERS.has(name) && name !== 'asOf')
  return isKnown ? given : null
}

function gotten(url: URL): Parameters | null {
  const given = (name: string) => url.searchParams.get(name) ?? undefined
  const variables = parsed(given('variables') || '{}')
  const extensions = parsed(given('extensions') || '{}')
  if (!variables || !extensions) return null
  const [query, documentId, operationName] = [given('query'), given('documentId'), given('operationName')]
  return { query, documentId, operationName, variables, extensions }
}

const isEmpty = (value: unknown) =>
  typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : !value

/** Whether there is nothing in it but what names a document. */
function isPlain(extensions: unknown): boolean {
  if (extensions === null || extensions === undefined) return true
  if (typeof extensions !== 'object' || Array.isArray(extensions)) return false
  return Object.keys(extensions).every((name) => PLAIN_EXTENSIONS.has(name))
}

/** A number that is none when it is read, and would be written as null. */
const HUGE_NUMBER = /\d[eE]\+?\d{3}/

/** An object of JSON; null for whatever is none. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    if (HUGE_NUMBER.test(text)) return null
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
