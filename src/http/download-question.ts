/** The question of a request, as it must be known beside its answer. */
import { type DocumentNode, parse } from 'graphql'
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
}

/** Null for what GraphQL will refuse in its own words. */
export function askedOf({ request, url, body }: Sent): Asked | null {
  try {
    const { searchParams: given } = url
    const params: Record<string, unknown> =
      body !== null
        ? bodyOf(request, body)
        : {
            query: given.get('query'),
            operationName: given.get('operationName'),
            variables: JSON.parse(given.get('variables') || '{}'),
          }
    const { query, operationName, variables } = params
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
