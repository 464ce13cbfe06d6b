/** The question of a request, as it must be known beside its answer. */
import { type DocumentNode, parse } from 'graphql'
import { askedHash } from '../graphql/asked-document.ts'
import { LIMITS } from '../graphql/limits.ts'

export interface Asked {
  query: string
  operationName: string | null
  variables: Record<string, unknown>
}

interface Sent {
  request: Request
  url: URL
  /** Of a POST. */
  body: string | null
  /** Of a registered document; null where there is none. */
  textOf(hash: string): Promise<string | null>
}

/** Null for what GraphQL will refuse in its own words. */
export async function askedOf({ request, url, body, textOf }: Sent): Promise<Asked | null> {
  try {
    const { searchParams: given } = url
    const params: Record<string, unknown> =
      body !== null
        ? bodyOf(request, body)
        : {
            query: given.get('query'),
            operationName: given.get('operationName'),
            variables: JSON.parse(given.get('variables') || '{}'),
            extensions: JSON.parse(given.get('extensions') || '{}'),
            documentId: given.get('documentId'),
          }
    const { operationName, variables } = params
    const hash = params.query ? null : askedHash(params)
    const query = hash === null ? params.query : await textOf(hash)
    if (typeof query !== 'string') return null
    return {
      query,
      operationName: typeof operationName === 'string' ? operationName : null,
      variables: (variables ?? {}) as Asked['variables'],
    }
  } catch {
    return null
  }
}

export function documentOf(query: string): DocumentNode | null {
  if (query.length > LIMITS.documentChars) return null
  try {
    return parse(query, { maxTokens: LIMITS.tokens })
  } catch {
    return null
  }
}

/** `application/graphql` is the query alone. */
function bodyOf({ headers }: Request, body: string): Record<string, unknown> {
  const isQuery = headers.get('content-type')?.toLowerCase().startsWith('application/graphql')
  return isQuery ? { query: body } : JSON.parse(body)
}
