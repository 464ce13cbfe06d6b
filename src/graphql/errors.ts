/** The only place that makes GraphQL errors: every one has a code from the table, and tells nothing internal. */
import { type ASTNode, GraphQLError } from 'graphql'
import { databaseFailure } from '../db/failures.ts'
import { AppError, ERROR_CODES, type ErrorCode, internalError, retryAfter } from '../errors.ts'

/** Notes an error that the caller does not see in full; returns the id under which the log holds it. */
export type LogFailure = (error: unknown) => string

export function graphqlError(error: AppError, at?: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(at && placeOf(at)),
    extensions: { code: error.code },
  })
}

/** An error of the whole request, with the status of its code. */
export function requestError(error: AppError): GraphQLError {
  const seconds = retryAfter(error)
  const headers = seconds === null ? {} : { headers: { 'retry-after': String(seconds) } }
  return new GraphQLError(error.message, {
    extensions: { code: error.code, http: { status: error.status, ...headers } },
  })
}

/** For whoever has the document at hand, without a code. */
export function errorAt(node: ASTNode | undefined, message: string): GraphQLError {
  return new GraphQLError(message, { nodes: node ?? null })
}

/**
 * The words that Apollo's clients wait for, to send the text beside the hash. It may be registered a moment later, so no
 * cache may keep this.
 */
export function notFoundError(): GraphQLError {
  const code: ErrorCode = 'PERSISTED_QUERY_NOT_FOUND'
  const headers = { 'cache-control': 'no-store' }
  // Clients that read JSON alone give up at a status of an error before they read its code.
  const http = { status: ERROR_CODES[code].status, spec: true, headers }
  return new GraphQLError('PersistedQueryNotFound', { extensions: { code, http } })
}

/**
 * Makes any error fit for the caller. Our own pass with their codes; graphql's own (syntax, validation,
 * variables) get one; everything else becomes INTERNAL with an id that is in the log.
 */
export function maskError(log: LogFailure): (error: unknown) => GraphQLError {
  return (error) => {
    const located = error instanceof GraphQLError ? error : undefined
    const original = located?.originalError ?? (located ? undefined : error)
    // Without a place in the answer it failed as a whole.
    const whole = (known: AppError) => (located ? graphqlError(known, located) : requestError(known))
    if (original instanceof AppError) return whole(original)
    if (located && (original === undefined || original === null || original instanceof GraphQLError))
      return coded(located)
    const failure = databaseFailure(original)
    const id = log(original)
    return whole(failure ?? internalError(id))
  }
}

function coded(error: GraphQLError): GraphQLError {
  const given = error.extensions.code
  const nested = error.originalError?.cause
  if (nested instanceof AppError) return graphqlError(nested, error)
  // What yoga's parser of bodies threw; its text is not for the caller.
  if ('originalError' in error.extensions) return requestError(new AppError('BAD_REQUEST', error.message))
  // Yoga's refusal of a mutation by GET, which has the status but not our code for it.
  if ((error.extensions.http as { status?: number } | undefined)?.status === 405)
    return new GraphQLError(error.message, {
      extensions: { ...error.extensions, code: 'METHOD_NOT_ALLOWED' },
    })
  if (typeof given === 'string' && given in ERROR_CODES) return error
  // Left over are variables that do not fit, and requests that are none.
  const code: ErrorCode =
    error.message.startsWith('Variable ') || error.nodes ? 'BAD_ARGUMENT' : 'BAD_REQUEST'
  return new GraphQLError(error.message, { ...placeOf(error), extensions: { ...error.extensions, code } })
}

/** Where in the document and in the answer an error belongs. */
function placeOf(error: GraphQLError) {
  return {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
  }
}
