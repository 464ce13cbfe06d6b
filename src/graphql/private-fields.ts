/** Fields that tell about the caller, or only to some: nothing that outlives the request may hold them. */
import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

/** The mark, as the `extensions` option of a field: `t.field({ extensions: PRIVATE, … })`. */
export const PRIVATE = { private: true }

/** The first private field that an operation selects, in a fragment too: `Query.me`; null when it selects none. */
export function privateFieldOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string | null {
  const alone = separateOperations(document)[operation.name?.value ?? ''] ?? document
  const info = new TypeInfo(schema)
  let found: string | null = null
  visit(
    alone,
    visitWithTypeInfo(info, {
      Field() {
        const field = info.getFieldDef()
        if (field?.extensions.private) found ??= `${info.getParentType()!.name}.${field.name}`
      },
    }),
  )
  return found
}
