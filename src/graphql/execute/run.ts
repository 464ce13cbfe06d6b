/**
 * Runs queries, as the specification of GraphQL says and as `execute` of graphql-js does, which the tests hold it to: what
 * is asked was found before (`plan.ts`), what is known is written at once, and what a promise brings is written into its
 * place later, so that there are no promises of objects and lists.
 */
import {
  type DocumentNode,
  defaultTypeResolver,
  type ExecutionResult,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  isObjectType,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql'
import { type Container, isGone, type Place, pathTo, takeAway } from './place.ts'
import { type FieldPlan, type Plan, planOf, type Returns } from './plan.ts'
import { argsOf, infoOf, type Run } from './state.ts'

/** A query that can be run, for its variables fit. */
export interface Prepared {
  plan: Plan
  variables: Record<string, unknown>
}

/** @returns null where variables do not fit, which whoever runs the rest is to tell. */
export function prepare(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Record<string, unknown> | null | undefined,
): Prepared | null {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? {})
  return coerced ? { plan: planOf(schema, document, operation, coerced), variables: coerced } : null
}

/** @returns at once where nothing had to be waited for. */
export function run(
  { plan, variables }: Prepared,
  context: unknown,
): ExecutionResult | Promise<ExecutionResult> {
  const run: Run = {
    ...{ plan, variables, context },
    ...{ args: [], infos: [], errors: [], pending: 0, done: null },
  }
  const result: { data: Record<string, unknown> | null } = { data: {} }
  const place: Place = { container: result, key: 'data', above: null, nullable: true, gone: false }
  runFields(run, plan.fields, undefined, result.data as Container, place)
  const answer = () => (run.errors.length ? { errors: run.errors, ...result } : result)
  if (run.pending === 0) return answer()
  return new Promise((resolve) => {
    run.done = () => resolve(answer())
  })
}

function runFields(
  run: Run,
  fields: readonly FieldPlan[],
  parent: unknown,
  into: Container,
  place: Place,
): void {
  for (let i = 0; i < fields.length; i++) {
    runField(run, fields[i]!, parent, into, place)
    // What is null needs no further field.
    if (place.gone) return
  }
}

function runField(run: Run, field: FieldPlan, parent: unknown, into: Container, place: Place): void {
  const { key, returns } = field
  try {
    const value = field.resolve(parent, argsOf(run, field), run.context, infoOf(run, field))
    if (isThenable(value)) wait(run, field, returns, value, into, key, place)
    else put(run, field, returns, value, into, key, place)
  } catch (error) {
    fail(run, field, returns, error, into, key, place)
  }
}

/** Writes what a promise brings; keys keep the order of the question. */
function wait(
  run: Run,
  field: FieldPlan,
  returns: Returns,
  value: PromiseLike<unknown>,
  into: Container,
  key: string | number,
  place: Place,
): void {
  into[key] = undefined
  run.pending++
  value.then(
    (settled) => {
      if (!isGone(place)) {
        try {
          put(run, field, returns, settled, into, key, place)
        } catch (error) {
          fail(run, field, returns, error, into, key, place)
        }
      }
      if (--run.pending === 0) run.done?.()
    },
    (error: unknown) => {
      if (!isGone(place)) fail(run, field, returns, error, into, key, place)
      if (--run.pending === 0) run.done?.()
    },
  )
}

/** @throws what makes the value none of its type. */
function put(
  run: Run,
  field: FieldPlan,
  returns: Returns,
  value: unknown,
  into: Container,
  key: string | number,
  place: Place,
): void {
  if (value === null || value === undefined) {
    if (returns.nonNull)
      throw new Error(
        `Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`,
      )
    into[key] = null
    return
  }
  if (value instanceof Error) throw value
  if (returns.kind === 'leaf') {
    into[key] = serialized(returns.type, value)
    return
  }
  const own: Place = { container: into, key, above: place, nullable: !returns.nonNull, gone: false }
  if (returns.kind === 'list') putList(run, field, returns.item, value, own)
  else putObject(run, field, typeOf(run, field, returns, value), value, own)
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const written = type.serialize(value)
  if (written === null || written === undefined)
    throw new Error(`Expected \`${type.name}.serialize\` to return non-nullable value.`)
  return written
}

function putList(run: Run, field: FieldPlan, item: Returns, value: unknown, own: Place): void {
  if (typeof value !== 'object' || typeof (value as Iterable<unknown>)[Symbol.iterator] !== 'function')
    throw new Error(
      `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.definition.name}".`,
    )
  const list: unknown[] = []
  own.container[own.key] = list
  let i = 0
  for (const one of value as Iterable<unknown>) {
    try {
      if (isThenable(one)) wait(run, field, item, one, list as never, i, own)
      else put(run, field, item, one, list as never, i, own)
    } catch (error) {
      fail(run, field, item, error, list as never, i, own)
    }
    if (own.gone) return
    i++
  }
}

function putObject(run: Run, field: FieldPlan, type: GraphQLObjectType, value: unknown, own: Place): void {
  const is = type.isTypeOf?.(value, run.context, infoOf(run, field))
  if (is === false) throw new Error(`Expected value of type "${type.name}".`)
  const object: Container = {}
  own.container[own.key] = object
  runFields(run, field.below(type), value, object, own)
}

/** The type of an object, which its value must tell at once. */
function typeOf(
  run: Run,
  field: FieldPlan,
  returns: Extract<Returns, { kind: 'object' | 'abstract' }>,
  value: unknown,
): GraphQLObjectType {
  if (returns.kind === 'object') return returns.type
  const { type } = returns
  const resolve = type.resolveType ?? defaultTypeResolver
  const name = resolve(value, run.context, infoOf(run, field), type)
  const found = typeof name === 'string' ? run.plan.schema.getType(name) : undefined
  if (isObjectType(found) && run.plan.schema.isSubType(type, found)) return found
  throw new Error(
    `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${field.parentType.name}.${field.definition.name}".`,
  )
}

/** Notes an error at its place; what must not be null takes what it stands in with it. */
function fail(
  run: Run,
  field: FieldPlan,
  returns: Returns,
  error: unknown,
  into: Container,
  key: string | number,
  place: Place,
): void {
  run.errors.push(locatedError(error, field.nodes, pathTo(place, key)))
  if (returns.nonNull) takeAway(place)
  else into[key] = null
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function'
