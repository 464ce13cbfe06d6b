/** Queries are run by plans that were made for their documents; what writes or listens, as yoga does. */
import { type ExecutionArgs, getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { prepare, run } from '../execute/run.ts'

export function usePlans(): Plugin {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const operation = getOperationAST(args.document, args.operationName)
      if (operation?.operation !== OperationTypeNode.QUERY) return
      setExecuteFn((given: ExecutionArgs) => {
        const { schema, document, variableValues, contextValue } = given
        const prepared = prepare(schema, document, operation, variableValues)
        return prepared ? run(prepared, contextValue) : executeFn(given as never)
      })
    },
  }
}
