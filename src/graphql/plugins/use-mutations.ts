/** Lets mutations through that may be made, before anything is read: of today, by a key whose scope reaches. */
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { requireScope } from '../../domain/access/caller.ts'
import { AppError } from '../../errors.ts'
import type { ServerContext } from '../context.ts'
import type { MutationScope } from '../mutation.ts'

/** What a mutation answers may hold a secret, and is the answer to no other request. */
const NOT_KEPT = { http: { headers: { 'cache-control': 'no-store' } } }

/** Comes behind `useLimits` and before `useBudget`: who may not write is refused without a statement. */
export function useMutations(fail: (error: unknown) => unknown): Plugin<ServerContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const operation = getOperationAST(args.document, args.operationName)
      if (operation?.operation !== 'mutation') return undefined
      const { scopes, keyId, asOf } = args.contextValue as unknown as ServerContext
      try {
        for (const scope of scopesOf(args.schema, args.document, operation))
          requireScope({ scopes, keyId }, scope)
        if (typeof asOf === 'string')
          throw new AppError(
            'BAD_ARGUMENT',
            'The past cannot be changed: send a mutation without ?asOf= in the URL.',
          )
      } catch (error) {
        setResultAndStopExecution({ errors: [fail(error)], extensions: NOT_KEPT } as never)
        return undefined
      }
      return {
        onExecuteDone({ result, setResult }) {
          if (!(Symbol.asyncIterator in result))
            setResult({ ...result, extensions: { ...result.extensions, ...NOT_KEPT } } as never)
        },
      }
    },
  }
}

/** Those of all mutations that the operation selects, in a fragment too, skipped or not. */
function scopesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<MutationScope> {
  const alone = separateOperations(document)[operation.name?.value ?? ''] ?? document
  const info = new TypeInfo(schema)
  const scopes = new Set<MutationScope>()
  visit(
    alone,
    visitWithTypeInfo(info, {
      Field() {
        const field = info.getFieldDef()
        if (!field || info.getParentType() !== schema.getMutationType() || field.name.startsWith('__')) return
        const { scope } = field.extensions
        if (!scope) throw new Error(`the mutation ${field.name} names no scope`)
        scopes.add(scope as MutationScope)
      },
    }),
  )
  return scopes
}
