/** Tells what a question would cost, and of which revision, without answering it: `"extensions": { "dryRun": true }`. */
import { getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { AppError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { requestError } from '../errors.ts'

/** @throws AppError BAD_ARGUMENT for what is neither yes nor no: who asks wrongly must not run what they did not mean to. */
export function asksDryRun(extensions: unknown): boolean {
  const given = (extensions as { dryRun?: unknown } | null | undefined)?.dryRun ?? false
  if (typeof given === 'boolean') return given
  throw new AppError('BAD_ARGUMENT', 'A dry run is asked for by true: extensions.dryRun.')
}

/** Comes first: what is refused here, no other plugin sees. */
export function useDryRunOfQueries(): Plugin<Context> {
  const message = 'Only a query has a dry run: send a mutation or a subscription without extensions.dryRun.'
  const refused = { errors: [requestError(new AppError('BAD_ARGUMENT', message))] } as never
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { dryRun } = args.contextValue as unknown as Context
      const operation = getOperationAST(args.document, args.operationName)?.operation
      if (dryRun && operation && operation !== 'query') setResultAndStopExecution(refused)
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      if ((args.contextValue as unknown as Context).dryRun) setResultAndStopExecution(refused)
    },
  }
}

/** Comes behind those that find cost and revision, and before those that do something with an answer. */
export function useDryRun(): Plugin<Context> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      if ((args.contextValue as unknown as Context).dryRun)
        setResultAndStopExecution({ data: null, extensions: { dryRun: true } } as never)
    },
  }
}
