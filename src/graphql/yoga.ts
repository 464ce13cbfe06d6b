/** The GraphQL endpoint as a fetch handler. */
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Db } from '../db/client.ts'
import { createReader, newestRevision } from '../domain/read/reader.ts'
import { searchNames } from '../domain/read/search.ts'
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
    cors: false,
    maskedErrors: { maskError: mask, errorMessage: '' },
    context: () => makeContext(db),
    plugins: [
      useErrorCodes(),
      // Before execution: what is refused reads nothing.
      useLimits(),
      // After execution.
      useRevision(),
    ],
  })
}

async function makeContext(db: Db): Promise<Context> {
  const asOf = await newestRevision(db)
  if (!asOf) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
  return {
    read: createReader(db, asOf),
    search: (text, first) => searchNames(db, asOf, text, first),
    scopes: ['read'],
    givenAt: new WeakMap(),
  }
}
