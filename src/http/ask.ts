/** Asks our own GraphQL, as pages and charts do: the same schema, limits and budget as for any other client. */
import type { Caller } from '../domain/access/caller.ts'
import type { Budget } from '../domain/access/limits.ts'
import type { Traces } from '../domain/read/traces.ts'
import { AppError, ERROR_CODES, type ErrorCode, RateLimited } from '../errors.ts'
import type { Graphql } from '../graphql/yoga.ts'

/** A saved question; the same text opens in GraphiQL. */
interface Question {
  query: string
  variables?: Readonly<Record<string, unknown>> | undefined
  operationName?: string | undefined
  /** Asks for a receipt of the answer. */
  extensions?: { receipt: true } | undefined
}

/** On whose behalf something is asked. */
export interface Behalf {
  caller: Caller
  /** See `ServerContext`. */
  client: string
  budget?: Budget | undefined
  signal: AbortSignal
}

interface Answered<T> {
  data: T
  /** Of the ledger, from which it was answered. */
  revision: number
  /** The id of the receipt, where one was asked for. */
  receipt?: string | undefined
}

/**
 * @param revision as of which is asked; null for the newest.
 * @throws AppError with the code and text of the first error; an answer with an error is none.
 */
export type Ask = <T>(question: Question, behalf: Behalf, revision: number | null) => Promise<Answered<T>>

interface Body {
  data?: unknown
  errors?: { message: string; extensions: { code: string } }[]
  extensions?: { revision?: number; receipt?: { id: string } }
}

export function createAsk(yoga: Graphql['yoga'], endpoint: string): Ask {
  return async <T>(question: Question, behalf: Behalf, revision: number | null) => {
    const { caller, client, budget, signal } = behalf
    const request = new Request(`http://localhost${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify(question),
    })
    const response = await yoga.fetch(request, {
      ...{ signal, scopes: caller.scopes, keyId: caller.keyId, account: caller.account, client },
      asOf: revision === null ? null : String(revision),
      ...(budget ? { budget } : {}),
    })
    const { data, errors, extensions } = (await response.json()) as Body
    const error = errors?.[0]
    if (error) throw failure(error.message, error.extensions.code, response)
    if (!data || extensions?.revision === undefined)
      throw new AppError('UNAVAILABLE', 'There was no answer. Try again in a moment.')
    return { data: data as T, revision: extensions.revision, receipt: extensions.receipt?.id }
  }
}

/** Asks whatever was asked for a receipt once more, on nobody's behalf. */
export const askForReceipts =
  (yoga: Graphql['yoga'], endpoint: string) =>
  async (question: object, signal: AbortSignal, traces: Traces): Promise<Response> =>
    yoga.fetch(
      new Request(`http://localhost${endpoint}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
      }),
      { signal, traces, scopes: ['read'], keyId: null, client: 'receipts', account: null },
    )

function failure(message: string, code: string, response: Response): AppError {
  if (code === 'RATE_LIMITED')
    return new RateLimited(message, Number(response.headers.get('retry-after') ?? 60))
  return new AppError(code in ERROR_CODES ? (code as ErrorCode) : 'INTERNAL', message)
}
