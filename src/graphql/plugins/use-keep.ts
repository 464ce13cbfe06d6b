/** Finds out whether an answer may be kept and sent to others who ask the same. */
import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationDefinitionNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context, ServerContext } from '../context.ts'
import { privateFieldOf } from '../private-fields.ts'

/** What is found out; the request brings it along empty. */
export interface Keep {
  /** A query without an error and without a private field. */
  mayKeep: boolean
  /** It never may: a mutation, or private fields. */
  never: boolean
  /** The question names the revision itself. */
  isPinned: boolean
}

type Started = Context & ServerContext & { isPinned?: boolean }

const nevers = new WeakMap<OperationDefinitionNode, boolean>()

/** Whether no answer to an operation may be kept: it is no query, or asks for private fields. */
export function isNeverKept(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  let found = nevers.get(operation)
  if (found === undefined) {
    found = operation.operation !== 'query' || privateFieldOf(schema, document, operation) !== null
    nevers.set(operation, found)
  }
  return found
}

/** Comes last: it looks at what the others have found and added. */
export function useKeep(): Plugin<ServerContext> {
  return {
    onExecute({ args }) {
      const { keep } = args.contextValue as unknown as Started
      const operation = getOperationAST(args.document, args.operationName)
      if (!keep || !operation) return undefined
      keep.never = isNeverKept(args.schema, args.document, operation)
      return {
        onExecuteDone({ result }) {
          const { isPinned = false, read, receipt, dryRun } = args.contextValue as unknown as Started
          const { data, errors } = result as { data?: unknown; errors?: readonly unknown[] }
          keep.isPinned = isPinned && !read?.tellsOfNewest()
          keep.mayKeep =
            !keep.never && !receipt && !dryRun && Boolean(read) && Boolean(data) && !errors?.length
        },
      }
    },
  }
}
