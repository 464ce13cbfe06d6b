/** Costs of operations that come again: walking through a question takes as long as to answer a small one. */
import { Kind, type OperationDefinitionNode, type TypeNode } from 'graphql'

/** Costs of one operation that are remembered: few, for most have the same sizes each time. */
const COSTS_MAX = 20
/** Longer variables are those of many ids, and seldom come again. */
const KEY_CHARS = 500

const known = new WeakMap<OperationDefinitionNode, Map<string, number>>()

/**
 * The cost of an operation with these variables, computed where it is not known; what fails is computed each time.
 * @param compute throws for arguments that do not fit.
 */
export function knownCost(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  compute: () => number,
): number {
  const costs = known.get(operation) ?? new Map<string, number>()
  known.set(operation, costs)
  const key = sizesOf(operation, variables)
  let cost = costs.get(key)
  if (cost === undefined) {
    cost = compute()
    if (costs.size >= COSTS_MAX) costs.clear()
    if (key.length <= KEY_CHARS) costs.set(key, cost)
  }
  return cost
}

/** All that a cost may depend on: of a text only that it is one, for no field costs more for another name. */
function sizesOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify(
    variableDefinitions.map(({ variable, type }) => {
      const value = variables[variable.name.value]
      if (typeof value === 'string' && isText(type)) return 0
      // JSON would make null of it.
      return value === undefined ? 1 : [value]
    }),
  )
}

function isText(type: TypeNode): boolean {
  const bare = type.kind === Kind.NON_NULL_TYPE ? type.type : type
  return bare.kind === Kind.NAMED_TYPE && (bare.name.value === 'String' || bare.name.value === 'ID')
}
