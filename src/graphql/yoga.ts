/** The GraphQL endpoint as a fetch handler. */
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Db } from '../db/client.ts'
import { createReader, newestRevision } from '../domain/read/reader.ts'
import { searchNames } from '../domain/read/search.ts'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'
import { graphqlError, type LogFailure, maskError } from './errors.ts'
import { databaseFailure } from '../db/failures.ts'
import { useLimits } from './plugins/use-limits.ts'
import { useRevision } from './plugins/use-revision.ts'
import { schema } from './schema.ts'

/** Headers that a page of another origin may read. */
const EXPOSED = ['ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id']

export interface YogaOptions {
  db: Db
  endpoint: string
  log: LogFailure
}

export function createGraphql({ db, endpoint, log }: YogaOptions): YogaServerInstance<object, Context> {
  const mask = maskError(log)
  return createYoga<object, Context>({
    schema,
    graphqlEndpoint: endpoint,
    landingPage: false,
    graphiql: false,
    batching: false,
    multipart: false,
    logging: false,
    // Any origin may read, none with credentials: there are none to send but keys in headers.
    cors: { origin: '*', credentials: false, methods: ['GET', 'POST', 'OPTIONS'], exposedHeaders: EXPOSED, maxAge: 86_400 },
    maskedErrors: { maskError: mask, errorMessage: '' },
    context: () => makeContext(db),
    plugins: [
      // Before execution: what is refused reads nothing.
      useLimits(),
      // After execution.
      useRevision(),
    ],
  })
}

async function makeContext(db: Db): Promise<Context> {
  try {
    const asOf = await newestRevision(db)
    if (!asOf) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
    return {
      read: createReader(db, asOf),
      search: (text, first) => searchNames(db, asOf, text, first),
      scopes: ['read'],
      givenAt: new WeakMap(),
    }
  } catch (error) {
    const known = error instanceof AppError ? error : databaseFailure(error)
    if (known) throw graphqlError(known)
    throw error
  }
}
