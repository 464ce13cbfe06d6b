/** What one run of a plan knows, and what it gives to resolvers. */
import { type GraphQLError, type GraphQLResolveInfo, getArgumentValues } from 'graphql'
import type { FieldPlan, Plan } from './plan.ts'

export interface Run {
  plan: Plan
  variables: Record<string, unknown>
  context: unknown
  /** By the ids of fields; arguments that do not fit are an error of each. */
  args: (Record<string, unknown> | undefined)[]
  infos: (GraphQLResolveInfo | undefined)[]
  errors: GraphQLError[]
  /** Promises that are waited for. */
  pending: number
  done: (() => void) | null
}

/** @throws GraphQLError for arguments that do not fit. */
export function argsOf(run: Run, field: FieldPlan): Record<string, unknown> {
  const { id, definition, nodes, isVariable } = field
  let args = isVariable ? run.args[id] : field.args
  if (args) return args
  args = Object.freeze(getArgumentValues(definition, nodes[0]!, run.variables))
  if (isVariable) run.args[id] = args
  else field.args = args
  return args
}

/** The same for all parents: see `FieldPlan.path`. */
export function infoOf(run: Run, field: FieldPlan): GraphQLResolveInfo {
  const known = run.infos[field.id]
  if (known) return known
  const { schema, fragments, operation } = run.plan
  const { definition, nodes, parentType, path, id } = field
  const info: GraphQLResolveInfo = {
    ...{ fieldName: definition.name, fieldNodes: nodes, returnType: definition.type, parentType, path },
    ...{ schema, fragments, operation, rootValue: undefined, variableValues: run.variables },
  }
  run.infos[id] = info
  return info
}
