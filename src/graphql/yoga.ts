/** The GraphQL endpoint as a fetch handler. */
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Db } from '../db/client.ts'
import { createReader, newestRevision } from '../domain/read/reader.ts'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'
import { type LogFailure, maskError } from './errors.ts'
import { useErrorCodes } from './plugins/use-error-codes.ts'
import { useLimits } from './plugins/use-limits.ts'
import { useRevision } from './plugins/use-revision.ts'
import { schema } from './schema.ts'

export interface YogaOptions {
  db: Db
  endpoint: string
  log: LogFailure
}

/** What a request brings along from HTTP. */
export interface ServerContext {
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** What the caller may do. */
  scopes: readonly string[]
}

export function createGraphql({
  db,
  endpoint,
  log,
}: YogaOptions): YogaServerInstance<ServerContext, Context> {
  const mask = maskError(log)
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: endpoint,
    landingPage: false,
    graphiql: false,
    batching: false,
    multipart: false,
    logging: false,
    cors: false,
    maskedErrors: { maskError: mask, errorMessage: '' },
    // It would keep a thousand documents of any size, refused ones too: gigabytes for whoever sends them.
    parserAndValidationCache: false,
    context: (server) => makeContext(db, server),
    plugins: [
      useErrorCodes(),
      // Before execution: what is refused reads nothing.
      useLimits(),
      // After execution.
      useRevision(),
    ],
  })
}

async function makeContext(db: Db, { signal, scopes }: ServerContext): Promise<Context> {
  const asOf = await newestRevision(db)
  if (!asOf) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
  return {
    read: createReader(db, asOf),
    scopes,
    items: { count: 0 },
    ...(signal ? { signal } : {}),
    givenAt: new WeakMap(),
  }
}
