/** Runs subscriptions: who may begin one, and each event as an answer of its own, read at its revision. */
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Db } from '../../db/client.ts'
import type { Places } from '../../domain/access/places.ts'
import { createReader } from '../../domain/read/reader.ts'
import type { RevisionFeed } from '../../domain/read/revision-feed.ts'
import { newestRevision } from '../../domain/read/revisions.ts'
import type { Revision } from '../../domain/read/rows.ts'
import { AppError, type ErrorCode } from '../../errors.ts'
import type { Context, ServerContext } from '../context.ts'
import { requestError } from '../errors.ts'
import { LEAST } from './use-budget.ts'
import { costOf } from './use-limits.ts'

interface Options {
  db: Db
  feed: RevisionFeed
  /** How many may listen. */
  places: Places
  fail: (error: unknown) => GraphQLError
}

/** What the plugins before this one and yoga put there. */
type Started = Context & ServerContext & { cost: number; request: Request }

/** Comes behind `useLimits`, which puts the cost into the context. */
export function useSubscriptions(options: Options): Plugin<ServerContext & Context> {
  return {
    onSubscribe({ args, extendContext, setResultAndStopExecution, setSubscribeFn }) {
      const context = args.contextValue as unknown as Started
      const refused = refusal(context)
      if (refused) return setResultAndStopExecution({ errors: [requestError(refused)] })
      extendContext({
        revisionsAfter: (after) => begin(options, context, after),
      } as Partial<Context> as never)
      setSubscribeFn((started: ExecutionArgs) => events(options, started))
    },
  }
}

/** What a subscription cannot be asked for. */
function refusal({ asOf, receipt, request }: Started): AppError | null {
  if (typeof asOf === 'string')
    return new AppError('BAD_ARGUMENT', 'A subscription tells what comes: it takes no ?asOf=.')
  if (receipt)
    return new AppError(
      'BAD_ARGUMENT',
      'A receipt is of one answer, and a subscription has many: leave it out.',
    )
  const accepted = (request.headers.get('accept') ?? '*/*').toLowerCase().split(',')
  const takesEvents = accepted.some((type) => /^\s*(text\/event-stream|text\/\*|\*\/\*)\s*(;|$)/.test(type))
  return takesEvents
    ? null
    : new AppError('BAD_REQUEST', 'A subscription is answered by events: send accept: text/event-stream.')
}

/**
 * Takes a place and the cost, that of the revisions which the caller is behind included, and begins to listen.
 * @throws AppError TOO_MANY_STREAMS, RATE_LIMITED, UNKNOWN_REVISION, BAD_ARGUMENT
 */
async function begin({ db, feed, places }: Options, context: Started, after: number | null) {
  if (after !== null && after < 0) throw new AppError('BAD_ARGUMENT', '`after` is the number of a revision.')
  const leave = places.enter(context.client)
  try {
    const newest = (await newestRevision(db))?.revision ?? 0
    const from = after ?? newest
    if (from > newest)
      throw new AppError('UNKNOWN_REVISION', `There is no revision ${from}; the newest is ${newest}.`)
    await context.budget?.spend(Math.max(LEAST, context.cost) * Math.max(1, newest - from))
    return feed.follow(from, leave)
  } catch (error) {
    leave()
    throw error
  }
}

async function events({ db, fail }: Options, args: ExecutionArgs) {
  const context = args.contextValue as Started
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source))
    return { errors: source.errors!.map((error) => requestFailure(error, fail)) }
  const revisions = source[Symbol.asyncIterator]() as AsyncIterator<Revision, void, void>
  const answer = async (revision: Revision): Promise<ExecutionResult> => {
    const read = createReader(db, { revision: revision.number, time: revision.time })
    // Nothing of an event is kept for the next one: no row, no count of items.
    const own: Context = { ...context, read, items: { count: 0 }, givenAt: new WeakMap() }
    const result = await execute({ ...args, rootValue: revision, contextValue: own })
    return { ...result, extensions: { cost: costOf(context.cost), revision: revision.number } }
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next(): Promise<IteratorResult<ExecutionResult, void>> {
      const { done, value } = await revisions.next()
      return done ? { done, value: undefined } : { done: false, value: await answer(value) }
    },
    async return(): Promise<IteratorResult<ExecutionResult, void>> {
      await revisions.return?.()
      return { done: true, value: undefined }
    },
  }
}

/** What keeps a subscription from beginning has failed as a whole, though graphql-js puts it at the field. */
function requestFailure(error: GraphQLError, fail: Options['fail']): GraphQLError {
  const { originalError } = error
  if (originalError && !(originalError instanceof GraphQLError)) return fail(originalError)
  const { message, extensions } = fail(error)
  return requestError(new AppError(extensions.code as ErrorCode, message))
}
