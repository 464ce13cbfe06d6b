/** Finds the revision that an operation reads, and gives the resolvers a reader of it. */
import {
  type DocumentNode,
  type ExecutionArgs,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Db } from '../../db/client.ts'
import { createReader } from '../../domain/read/reader.ts'
import type { ChooseDb } from '../../domain/read/reads.ts'
import { type AskedRevision, findRevision } from '../../domain/read/revisions.ts'
import { createSharedRows } from '../../domain/read/shared.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Context, ServerContext } from '../context.ts'

/** @throws through the context, so that a failure is an error of the whole request. */
export function useAsOf(
  db: Db,
  choose: ChooseDb,
  clock: Clock,
  fail: (error: unknown) => unknown,
): Plugin<ServerContext> {
  const shared = createSharedRows()
  return {
    async onExecute({ args, extendContext, setResultAndStopExecution }) {
      const asked = askedRevision(args as never, (args.contextValue as ServerContext).asOf ?? null)
      // Variables that do not fit are the executor's to report.
      if (!asked) return
      try {
        if (asked instanceof AppError) throw asked
        const { traces, receipt, newest } = args.contextValue as unknown as Context & ServerContext
        const isNewest = asked.revision === null && !asked.time
        const asOf = isNewest && newest ? newest : await findRevision(db, asked, clock.now())
        // What is pinned must know of all that was redacted until it is.
        const from = receipt ? db : await choose(asOf, isNewest ? asOf : undefined)
        const read = createReader(from, asOf, traces, db, shared(asOf))
        extendContext({ isPinned: !isNewest, read } as never)
      } catch (error) {
        setResultAndStopExecution({ errors: [fail(error)] } as never)
      }
    },
  }
}

type Args = Pick<ExecutionArgs, 'schema' | 'operationName' | 'variableValues'> & { document: DocumentNode }

/** What the directive and the URL ask for; null when the operation will fail anyway. */
function askedRevision(args: Args, inUrl: string | null): AskedRevision | AppError | null {
  const operation = getOperationAST(args.document, args.operationName)
  if (!operation) return null
  const variables = getVariableValues(
    args.schema,
    operation.variableDefinitions ?? [],
    args.variableValues ?? {},
  )
  if (variables.errors) return null
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
