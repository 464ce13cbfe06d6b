/** Codes for what validation finds: a value has the same code in the document as in a variable. */
import type { GraphQLError, OperationDefinitionNode, ValidationContext } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { AppError } from '../../errors.ts'
import { graphqlError } from '../errors.ts'

export function useErrorCodes(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(KnownOperationTypeRule)
      return ({ result }) => {
        for (const { originalError, extensions } of result as readonly GraphQLError[]) {
          if (originalError instanceof AppError) extensions.code = originalError.code
        }
      }
    },
  }
}

/** Refuses mutations and subscriptions, which the schema does not have; graphql-js would only find out when executing. */
function KnownOperationTypeRule(context: ValidationContext) {
  return {
    OperationDefinition(node: OperationDefinitionNode) {
      if (context.getSchema().getRootType(node.operation)) return
      const message = `This API only reads: it has no operation of the type ${node.operation}.`
      context.reportError(graphqlError(new AppError('GRAPHQL_VALIDATION_FAILED', message)))
    },
  }
}
