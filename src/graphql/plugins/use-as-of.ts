/** Finds the revision that an operation reads, and gives the resolvers a reader of it. */
import {
  type DocumentNode,
  type ExecutionArgs,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { createReader, type Reader } from '../../domain/read/reader.ts'
import type { ChooseDb } from '../../domain/read/reads.ts'
import { type AskedRevision, findRevision } from '../../domain/read/revisions.ts'
import { createSharedRows } from '../../domain/read/shared.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Context, ServerContext } from '../context.ts'

/** What an operation reads by; null where its variables do not fit, which the executor is to report. */
export type Readers = (
  args: ReadersArgs,
  context: Pick<Context, 'receipt' | 'traces'> & Pick<ServerContext, 'asOf' | 'newest'>,
) => Promise<{ isPinned: boolean; read: Reader } | null>

/** @throws AppError for a revision that there is not, or that is asked for in two ways. */
export function createReaders(db: Db, choose: ChooseDb, clock: Clock): Readers {
  const shared = createSharedRows()
  /** What a number stands for holds as long as there is no newer revision: after a restored backup, another may have it. */
  const find = async (asked: AskedRevision, newest: AsOf | undefined) => {
    const isByNumber = typeof asked.revision === 'number' && !asked.time
    const found = newest && isByNumber ? shared(newest)?.table('Revision') : undefined
    const key = String(asked.revision)
    const known = found?.get(key) as AsOf | undefined
    if (known) return known
    const asOf = await findRevision(db, asked, clock.now())
    found?.set(key, asOf)
    return asOf
  }
  return async (args, { asOf: inUrl = null, traces, receipt, newest }) => {
    const asked = askedRevision(args, inUrl)
    if (!asked) return null
    if (asked instanceof AppError) throw asked
    const isNewest = asked.revision === null && !asked.time
    const asOf = isNewest && newest ? newest : await find(asked, newest)
    // What is pinned must know of all that was redacted until it is.
    const from = receipt ? db : await choose(asOf, isNewest ? asOf : undefined)
    return { isPinned: !isNewest, read: createReader(from, asOf, traces, db, shared(asOf, newest)) }
  }
}

/** @param fail makes a failure an error of the whole request. */
export function useAsOf(readers: Readers, fail: (error: unknown) => unknown): Plugin<ServerContext> {
  return {
    async onExecute({ args, extendContext, setResultAndStopExecution }) {
      try {
        const found = await readers(args as never, args.contextValue as never)
        if (found) extendContext(found as never)
      } catch (error) {
        setResultAndStopExecution({ errors: [fail(error)] } as never)
      }
    },
  }
}

export type ReadersArgs = Pick<ExecutionArgs, 'schema' | 'operationName' | 'variableValues'> & {
  document: DocumentNode
  /** The variables, where it is known that they fit. */
  coerced?: Record<string, unknown>
}

/** What the directive and the URL ask for; null when the operation will fail anyway. */
function askedRevision(args: ReadersArgs, inUrl: string | null): AskedRevision | AppError | null {
  const operation = getOperationAST(args.document, args.operationName)
  if (!operation) return null
  const variables = args.coerced
    ? { coerced: args.coerced }
    : getVariableValues(args.schema, operation.variableDefinitions ?? [], args.variableValues ?? {})
  if (!variables.coerced) return null
  const given = getDirectiveValues(args.schema.getDirective('asOf')!, operation, variables.coerced)
  const bad = (message: string) => new AppError('BAD_ARGUMENT', message)
  if (typeof given?.revision === 'number' && given.time)
    return bad('@asOf takes a revision or a time, not both.')
  const directive: AskedRevision = {
    revision: (given?.revision as number | undefined) ?? null,
    time: given?.time ? new Date(given.time as string) : null,
  }
  if (inUrl === null) return directive
  if (!/^\d{1,10}$/.test(inUrl)) return bad('?asOf= in the URL is the number of a revision, such as ?asOf=3.')
  if (directive.time || (directive.revision !== null && directive.revision !== Number(inUrl)))
    return bad('@asOf and ?asOf= ask for different states of the ledger. Give one of both.')
  return { revision: Number(inUrl) }
}
