/**
 * What a query does, found once for its document and not once more for each of a thousand rows: which fields of which
 * types are asked, by which resolver, with which arguments, and what becomes of the value. See `run.ts`.
 */
import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLIncludeDirective,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
  visit,
} from 'graphql'
import { variablesIn } from '../as-of.ts'

type Variables = Readonly<Record<string, unknown>>
type Path = GraphQLResolveInfo['path']

/** What becomes of a value. */
export type Returns = { nonNull: boolean } & (
  | { kind: 'leaf'; type: GraphQLLeafType }
  | { kind: 'list'; item: Returns }
  | { kind: 'object'; type: GraphQLObjectType }
  | { kind: 'abstract'; type: GraphQLAbstractType }
)

/** One field of one type at one place of the document. */
export interface FieldPlan {
  /** Its place among all fields of the plan. */
  id: number
  /** Under which the answer holds it. */
  key: string
  parentType: GraphQLObjectType
  definition: GraphQLField<unknown, unknown>
  nodes: readonly FieldNode[]
  resolve: GraphQLFieldResolver<unknown, unknown>
  returns: Returns
  /** Whether its arguments depend on variables. */
  isVariable: boolean
  /** Arguments that depend on none, once they were read. */
  args?: Record<string, unknown>
  /**
   * Where it stands, places in lists left out: one object for all parents, since arguments are the same for all. What a
   * field notes under it, the fields below find.
   */
  path: Path
  /** What is asked of an object of a type. */
  below: (type: GraphQLObjectType) => readonly FieldPlan[]
}

export interface Plan {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: Record<string, FragmentDefinitionNode>
  fields: readonly FieldPlan[]
  /** How many fields there are so far: those of a type are planned when the first object of it turns up. */
  size: number
}

/** Plans of one operation: one for each way in which variables leave fields out; few, for each may hold thousands of fields. */
const PLANS_MAX = 2
const plans = new WeakMap<
  OperationDefinitionNode,
  { switches: readonly string[]; known: Map<string, Plan> }
>()

/** @param variables coerced. */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Plan {
  let own = plans.get(operation)
  if (!own) {
    own = { switches: switchesOf(document), known: new Map() }
    plans.set(operation, own)
  }
  const key = own.switches.map((name) => variables[name]).join()
  let plan = own.known.get(key)
  if (!plan) {
    plan = makePlan(schema, document, operation, variables)
    if (own.known.size >= PLANS_MAX) own.known.delete(own.known.keys().next().value!)
    own.known.set(key, plan)
  }
  return plan
}

/** Variables that leave fields out, or not. */
function switchesOf(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return
      for (const name of variablesIn(node)) names.add(name)
    },
  })
  return [...names]
}

function makePlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Plan {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  for (const d of document.definitions) if (d.kind === Kind.FRAGMENT_DEFINITION) fragments[d.name.value] = d
  const plan: Plan = { schema, operation, fragments, fields: [], size: 0 }

  const isLeftOut = (node: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if === false

  function collect(
    type: GraphQLObjectType,
    set: SelectionSetNode,
    found: Map<string, FieldNode[]>,
    walked: Set<string>,
  ): void {
    for (const selection of set.selections) {
      if (isLeftOut(selection)) continue
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value
        const nodes = found.get(key)
        if (nodes) nodes.push(selection)
        else found.set(key, [selection])
        continue
      }
      let inner: FragmentDefinitionNode | Extract<SelectionNode, { kind: Kind.INLINE_FRAGMENT }> =
        selection as never
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value
        if (walked.has(name)) continue
        walked.add(name)
        inner = fragments[name]!
      }
      if (applies(type, inner.typeCondition)) collect(type, inner.selectionSet, found, walked)
    }
  }

  function applies(type: GraphQLObjectType, condition: FragmentDefinitionNode['typeCondition'] | undefined) {
    if (!condition) return true
    const wanted = typeFromAST(schema, condition)
    return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type))
  }

  /** @param sets all that are asked of the object, merged. */
  function fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[], above: Path | undefined) {
    const found = new Map<string, FieldNode[]>()
    const walked = new Set<string>()
    for (const set of sets) collect(type, set, found, walked)
    return [...found].flatMap(([key, nodes]) => fieldOf(type, key, nodes, above) ?? [])
  }

  function fieldOf(
    parentType: GraphQLObjectType,
    key: string,
    nodes: readonly FieldNode[],
    above: Path | undefined,
  ): FieldPlan | null {
    const definition = definitionOf(schema, parentType, nodes[0]!.name.value)
    if (!definition) return null
    const path: Path = { prev: above, key, typename: parentType.name }
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    const known = new Map<GraphQLObjectType, readonly FieldPlan[]>()
    return {
      id: plan.size++,
      ...{ key, parentType, definition, nodes, path },
      resolve: definition.resolve ?? defaultFieldResolver,
      returns: returnsOf(definition.type),
      isVariable: nodes[0]!.arguments?.some((given) => variablesIn(given).size > 0) ?? false,
      below: (type) => {
        let fields = known.get(type)
        if (!fields) {
          fields = fieldsOf(type, sets, path)
          known.set(type, fields)
        }
        return fields
      },
    }
  }

  const root = schema.getRootType(operation.operation)!
  return Object.assign(plan, { fields: fieldsOf(root, [operation.selectionSet], undefined) })
}

function definitionOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return type.getFields()[name]
}

function returnsOf(type: GraphQLOutputType): Returns {
  const nonNull = isNonNullType(type)
  const bare = nonNull ? type.ofType : type
  if (isListType(bare)) return { nonNull, kind: 'list', item: returnsOf(bare.ofType) }
  if (isLeafType(bare)) return { nonNull, kind: 'leaf', type: bare }
  return isObjectType(bare)
    ? { nonNull, kind: 'object', type: bare }
    : { nonNull, kind: 'abstract', type: bare as GraphQLAbstractType }
}
