/**
 * The one table of error codes. A code never changes its meaning; its text may improve. Every error that a
 * caller can see is an `AppError` with one of these; everything else is masked as INTERNAL.
 */
export const ERROR_CODES = {
  GRAPHQL_PARSE_FAILED: { status: 400, meaning: 'The document is not GraphQL, or is too long.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, meaning: 'The document asks for what the schema does not have.' },
  BAD_REQUEST: { status: 400, meaning: 'The HTTP request is not one that this endpoint understands.' },
  BAD_ARGUMENT: { status: 400, meaning: 'An argument or variable has a value that is not allowed.' },
  INCOMMENSURABLE_UNITS: {
    status: 400,
    meaning: 'The value measures something else than the unit that it was asked for in.',
  },
  EXCHANGE_RATE_MISSING: {
    status: 400,
    meaning: 'A value was asked for in another currency, and no exchange rate covers its period.',
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    meaning: 'The query would read more than the limit; ask for smaller pages.',
  },
  QUERY_TOO_DEEP: { status: 400, meaning: 'The query is nested more deeply than the limit.' },
  UNKNOWN_REVISION: { status: 400, meaning: 'There is no such revision.' },
  CURSOR_INVALID: { status: 400, meaning: 'The cursor was not made by this list, or was cut.' },
  CURSOR_TOO_OLD: {
    status: 410,
    meaning:
      'The change feed no longer reaches back to this cursor: take a full copy, which names the cursor to go on from.',
  },
  UNAUTHENTICATED: { status: 401, meaning: 'This needs a key, or the key sent is not a valid one.' },
  FORBIDDEN: { status: 403, meaning: 'The key is valid, but does not have the scope that this needs.' },
  NOT_FOUND: { status: 404, meaning: 'There is nothing under this address or id.' },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 404,
    meaning: 'No document is registered under this hash; send the text beside it.',
  },
  PERSISTED_QUERY_MISMATCH: { status: 400, meaning: 'The hash is not that of the text sent beside it.' },
  DOCUMENT_NOT_REGISTERED: {
    status: 403,
    meaning: 'The caller may only ask registered documents, and this is none.',
  },
  LICENCE_WITHHELD: { status: 451, meaning: 'The licence of the source does not let us pass the value on.' },
  WITHHELD: { status: 451, meaning: 'It was here, and has since been withheld on legal demand.' },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    meaning:
      'The idempotency key was used for something else within a day; take another for each thing to do.',
  },
  METHOD_NOT_ALLOWED: { status: 405, meaning: 'The address does not take this HTTP method.' },
  PAYLOAD_TOO_LARGE: { status: 413, meaning: 'The body of the request is larger than the limit.' },
  RATE_LIMITED: {
    status: 429,
    meaning:
      'More was asked for than the limit of this address or key allows; the text says when to ask again.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    meaning:
      'As many subscriptions and followed change feeds are open as the caller, or the whole server, may have.',
  },
  TIMEOUT: { status: 504, meaning: 'The answer took longer than the limit; ask for less.' },
  UNAVAILABLE: {
    status: 503,
    meaning: 'The database cannot be reached, or what was asked for is still being made; try again later.',
  },
  INTERNAL: { status: 500, meaning: 'Something went wrong here; the id finds it in our log.' },
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/**
 * An error for the caller. `message` is public; `internal` is only logged.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly internal: unknown

  constructor(code: ErrorCode, message: string, internal?: unknown) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.internal = internal
  }

  get status(): number {
    return ERROR_CODES[this.code].status
  }
}

/** Says when to ask again, which the header Retry-After repeats. */
export class RateLimited extends AppError {
  readonly retryAfterS: number

  constructor(message: string, retryAfterS: number) {
    super('RATE_LIMITED', message)
    this.retryAfterS = retryAfterS
  }
}

/** What was asked for is still being made; says when to ask again, as `RateLimited` does. */
export class NotReady extends AppError {
  readonly retryAfterS: number

  constructor(message: string, retryAfterS: number) {
    super('UNAVAILABLE', message)
    this.retryAfterS = retryAfterS
  }
}

/** Seconds after which the same request may well succeed; null where it will not. */
export function retryAfter(error: AppError): number | null {
  if (error instanceof RateLimited || error instanceof NotReady) return error.retryAfterS
  if (error.code === 'TOO_MANY_STREAMS') return 30
  return error.code === 'UNAVAILABLE' ? 5 : null
}

/** @param id under which the log holds what really happened. */
export function internalError(id: string): AppError {
  return new AppError('INTERNAL', `Something went wrong here. If you report it, name this id: ${id}.`)
}
