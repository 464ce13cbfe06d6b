/** Refuses documents that ask too much, before anything is read. Order: tokens, names, depth, cost. */
import { complexityFromQuery } from '@pothos/plugin-complexity'
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type ParseOptions,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { AppError } from '../../errors.ts'
import { graphqlError, requestError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { withExtension } from './extension.ts'
import { knownCost } from './known-costs.ts'

export function useLimits(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string, options?: ParseOptions) => {
        if (source.length > LIMITS.documentChars) {
          const message = `The document has more than ${LIMITS.documentChars} characters.`
          throw graphqlError(new AppError('GRAPHQL_PARSE_FAILED', message))
        }
        // graphql-js counts while it reads, so a huge document costs no more than the limit.
        return parseFn(source, { ...options, maxTokens: LIMITS.tokens })
      })
    },
    onExecute(started) {
      const cost = checked(started)
      return cost === null ? undefined : withExtension(() => ({ cost: costOf(cost) }))
    },
    onSubscribe(started) {
      checked(started)
    },
  }
}

/** What plugins are told before an operation runs. */
interface Started {
  args: {
    schema: GraphQLSchema
    document: DocumentNode
    operationName?: string | null
    variableValues?: Record<string, unknown> | null
  }
  extendContext(extension: never): void
  setResultAndStopExecution(result: never): void
}

/** Puts the cost of the operation into the context; null where it is refused, or where there is none. */
function checked({ args, extendContext, setResultAndStopExecution }: Started): number | null {
  const operation = getOperationAST(args.document, args.operationName)
  if (!operation) return null
  const found = checkOperation(args.schema, args.document, operation, args.variableValues ?? {})
  if (!(found instanceof AppError)) {
    extendContext({ cost: found } as never)
    return found
  }
  // Only what was refused for its cost has had it computed.
  const cost = typeof found.internal === 'number' ? costOf(found.internal) : undefined
  setResultAndStopExecution({
    errors: [requestError(found)],
    ...(cost ? { extensions: { cost } } : {}),
  } as never)
  return null
}

export type Charged = ReturnType<typeof costOf>

/** As `extensions.cost` tells it. */
export const costOf = (requested: number) => ({ requested, limit: LIMITS.cost })

/** The cost of an operation whose variables fit, or why it is refused. Unfit variables are left to the executor, which runs nothing then. */
export function checkOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number | AppError {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const d of document.definitions)
    if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d)
  let refused = shapes.get(operation)
  if (refused === undefined) {
    refused = shapeProblem(document, operation, fragments)
    shapes.set(operation, refused)
  }
  if (refused) return refused
  const alone = (): DocumentNode => ({
    kind: Kind.DOCUMENT,
    definitions: [operation, ...fragments.values()],
  })
  let cost: number
  try {
    cost = knownCost(
      operation,
      variables,
      () => complexityFromQuery(alone(), { schema, variables, ctx: {} as never }).complexity,
    )
  } catch (error) {
    const unfit = getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors
    return unfit ? 0 : argumentFailure(error)
  }
  if (cost > LIMITS.cost) {
    const message = `The query costs ${cost}; the limit is ${LIMITS.cost}. Ask for smaller pages: a page's fields count \`first\` times.`
    return new AppError('QUERY_TOO_COSTLY', message, cost)
  }
  return cost
}

/** What was found of operations that come again; nothing of it depends on variables. */
const shapes = new WeakMap<OperationDefinitionNode, AppError | null>()

/** Too many aliases, root fields, or levels; null where there are not. */
function shapeProblem(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): AppError | null {
  const aliases = countAliases(document)
  if (aliases > LIMITS.aliases) {
    return new AppError(
      'QUERY_TOO_COSTLY',
      `The document has ${aliases} aliases; the limit is ${LIMITS.aliases}.`,
    )
  }
  if (countFields(operation.selectionSet, fragments, new Map()) > LIMITS.rootFields) {
    return new AppError(
      'QUERY_TOO_COSTLY',
      `The operation selects more than ${LIMITS.rootFields} root fields.`,
    )
  }
  const depth = depthOf(operation.selectionSet, fragments, new Map())
  if (depth > LIMITS.depth) {
    return new AppError('QUERY_TOO_DEEP', `The query is ${depth} fields deep; the limit is ${LIMITS.depth}.`)
  }
  return null
}

/**
 * An argument may fit by its type and not by its value: a null for a variable with a default. The executor refuses only
 * its field, so without its cost the rest would go out uncounted.
 */
function argumentFailure(error: unknown): AppError {
  const message = error instanceof GraphQLError ? error.message : 'An argument does not fit its type.'
  return new AppError('BAD_ARGUMENT', message)
}

function countAliases(document: DocumentNode): number {
  let count = 0
  visit(document, {
    Field(node) {
      if (node.alias) count++
    },
  })
  return count
}

/** Fields of one selection set, those of its fragments included. */
function countFields(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  known: Map<SelectionSetNode, number>,
): number {
  const before = known.get(set)
  if (before !== undefined) return before
  let count = 0
  for (const s of set.selections) {
    const inner = innerOf(s, fragments)
    count += s.kind === Kind.FIELD ? 1 : inner ? countFields(inner, fragments, known) : 0
  }
  known.set(set, count)
  return count
}

/** What a selection selects in turn; for a fragment, what it stands for. */
function innerOf(
  s: SelectionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode | undefined {
  return s.kind === Kind.FRAGMENT_SPREAD ? fragments.get(s.name.value)?.selectionSet : s.selectionSet
}

/** Fields below each other, introspection left out: its answer is bounded by the schema. */
function depthOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  known: Map<SelectionSetNode, number>,
): number {
  const before = known.get(set)
  if (before !== undefined) return before
  let deepest = 0
  for (const s of set.selections) {
    if (s.kind === Kind.FIELD && s.name.value.startsWith('__')) continue
    const inner = innerOf(s, fragments)
    deepest = Math.max(
      deepest,
      (s.kind === Kind.FIELD ? 1 : 0) + (inner ? depthOf(inner, fragments, known) : 0),
    )
  }
  known.set(set, deepest)
  return deepest
}
