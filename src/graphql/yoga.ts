/** The GraphQL endpoint as a fetch handler. */
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Db } from '../db/client.ts'
import { keyReader } from '../domain/access/key-reader.ts'
import type { Places } from '../domain/access/places.ts'
import type { Documents } from '../domain/documents/documents.ts'
import type { ReadSubmitted } from '../domain/ledger/submit.ts'
import type { ChooseDb } from '../domain/read/reads.ts'
import type { RevisionFeed } from '../domain/read/revision-feed.ts'
import { Traces } from '../domain/read/traces.ts'
import type { Receipts } from '../domain/receipts/receipts.ts'
import type { AddressRules } from '../domain/webhooks/address.ts'
import type { Clock } from '../lib/clock.ts'
import { SizedResponse } from '../lib/sized-response.ts'
import { type AskKnown, createAskKnown, useAnswered } from './ask-known.ts'
import type { Context, ServerContext } from './context.ts'
import { type LogFailure, maskError } from './errors.ts'
import { createReaders, useAsOf } from './plugins/use-as-of.ts'
import { useBudget } from './plugins/use-budget.ts'
import { useDocuments, useRegistration } from './plugins/use-documents.ts'
import { asksDryRun, useDryRun, useDryRunOfQueries } from './plugins/use-dry-run.ts'
import { useErrorCodes } from './plugins/use-error-codes.ts'
import { useKeep } from './plugins/use-keep.ts'
import { useKeyless } from './plugins/use-keyless.ts'
import { useLimits } from './plugins/use-limits.ts'
import { useMutations } from './plugins/use-mutations.ts'
import { createParsed } from './plugins/use-parsed.ts'
import { usePlans } from './plugins/use-plans.ts'
import { asksReceipt, useReceipts } from './plugins/use-receipts.ts'
import { useRevision } from './plugins/use-revision.ts'
import { useSubscriptions } from './plugins/use-subscriptions.ts'
import { schema } from './schema.ts'

export interface YogaOptions {
  db: Db
  /** Where a request reads the ledger. */
  choose: ChooseDb
  clock: Clock
  addresses: AddressRules
  endpoint: string
  receipts: Receipts
  documents: Documents
  /** See `useDocuments`. */
  ownQuestions: () => Iterable<string>
  /** What subscriptions tell of. */
  feed: RevisionFeed
  /** How many streams may be open, these and others. */
  places: Places
  /** Reads what partners submit; formats are no part of GraphQL. */
  readSubmitted: ReadSubmitted
  log: LogFailure
}

export interface Graphql {
  yoga: YogaServerInstance<ServerContext, Context>
  /** See `createAskKnown`. */
  askKnown: AskKnown
}

export function createGraphql({
  db,
  choose,
  clock,
  addresses,
  endpoint,
  receipts,
  documents,
  ownQuestions,
  feed,
  places,
  readSubmitted,
  log,
}: YogaOptions): Graphql {
  const mask = maskError(log)
  const parsed = createParsed()
  const readers = createReaders(db, choose, clock)
  const server = { db, clock, keys: keyReader(db), readSubmitted, addresses }
  const yoga = createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: endpoint,
    landingPage: false,
    graphiql: false,
    batching: false,
    multipart: false,
    logging: false,
    cors: false,
    maskedErrors: { maskError: mask, errorMessage: '' },
    // `useParsed` does it within bounds.
    parserAndValidationCache: false,
    // Events are read as they are taken; yoga's own stream reads on for a client that takes none.
    fetchAPI: { ReadableStream, Response: SizedResponse },
    context: (request) => ({
      ...makeContext(request, asksReceipt(request.request.headers, request.params.extensions)),
      dryRun: asksDryRun(request.params.extensions),
      server,
    }),
    plugins: [
      useDocuments(documents, ownQuestions),
      useKeyless(),
      useErrorCodes(),
      parsed.plugin,
      useAnswered(),
      usePlans(),
      // Before execution: what is refused reads nothing.
      useDryRunOfQueries(),
      useLimits(),
      useMutations(mask),
      useBudget(mask),
      useSubscriptions({ db, feed, places, fail: mask }),
      useRegistration(documents, log),
      useAsOf(readers, mask),
      // After execution.
      useRevision(),
      useDryRun(),
      useReceipts(receipts, mask),
      useKeep(),
    ],
  })
  const askKnown = createAskKnown({
    ...{ schema, parsed, readers, mask },
    contextOf: (own) => ({ ...own, ...makeContext(own, false), dryRun: false, server }),
  })
  return { yoga, askKnown }
}

/** All but `read`, which depends on the operation and is added by `useAsOf`. */
function makeContext(
  { signal, scopes, keyId, account, budget, traces: given, lists }: ServerContext,
  receipt: boolean,
): Context {
  const traces = given ?? (receipt ? new Traces() : undefined)
  return {
    scopes,
    keyId,
    account,
    wrote: { revision: 0 },
    ...(budget ? { budget } : {}),
    items: { count: 0 },
    ...(signal ? { signal } : {}),
    ...(traces ? { traces } : {}),
    ...(lists ? { lists } : {}),
    receipt,
    described: new Map(),
    givenAt: new WeakMap(),
  } as Omit<Context, 'read' | 'dryRun'> as Context
}
