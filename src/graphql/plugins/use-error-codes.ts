/** Codes for what validation finds: a value has the same code in the document as in a variable. */
import { type GraphQLError, isValueNode, Kind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { AppError } from '../../errors.ts'

export function useErrorCodes(): Plugin {
  return {
    onValidate() {
      return ({ result }) => {
        for (const error of result as readonly GraphQLError[]) {
          if (error.originalError instanceof AppError) error.extensions.code = error.originalError.code
          else if (isAboutValue(error)) error.extensions.code = 'BAD_ARGUMENT'
        }
      }
    },
  }
}

/** graphql-js reports a value that does not fit at the value itself, and all else at names, fields and definitions. */
function isAboutValue({ nodes }: GraphQLError): boolean {
  const node = nodes?.[0]
  if (!node || node.kind === Kind.VARIABLE) return false
  return node.kind === Kind.OBJECT_FIELD || isValueNode(node)
}
