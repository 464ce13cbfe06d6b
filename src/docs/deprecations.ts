/** What is deprecated in a schema, and the day from which each may go. */
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'

export interface Deprecation {
  type: string
  /** `Query.models`, `Query.models(filter:)`, `PriceState.FREE`. */
  path: string
  /** `2027-12-01`; clients may rely on it until then. */
  day: string
  reason: string
}

/** @throws Error where a reason names no day, which the change policy promises. */
export function deprecationsOf(schema: GraphQLSchema): Deprecation[] {
  const found: Deprecation[] = []
  const note = (type: string, path: string, reason: string | null | undefined) => {
    if (!reason) return
    const day = /\b2\d{3}-\d\d-\d\d\b/.exec(reason)?.[0]
    if (!day) throw new Error(`The deprecation of ${path} names no day: ${reason}`)
    found.push({ type, path, day, reason })
  }
  for (const type of Object.values(schema.getTypeMap())) {
    const { name } = type
    if (name.startsWith('__')) continue
    if (isEnumType(type))
      for (const value of type.getValues()) note(name, `${name}.${value.name}`, value.deprecationReason)
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        note(name, `${name}.${field.name}`, field.deprecationReason)
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) {
      note(name, `${name}.${field.name}`, field.deprecationReason)
      for (const arg of field.args) note(name, `${name}.${field.name}(${arg.name}:)`, arg.deprecationReason)
    }
  }
  return found
}
