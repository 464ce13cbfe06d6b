/**
 * Which rows and columns an answer makes. They follow from the document and the schema alone, never from the data: an
 * empty list still has its columns, and the next page has the same.
 *
 * The rules, which `/docs` and the README sheet repeat:
 * - Each root field makes one table, named as the answer names it.
 * - Its rows are the items of the list of objects nearest to the root field; of several equally near the first one that
 *   was selected. Without such a list there is one row. `?rows=` names another list: `tokenUsage.history`.
 * - Columns stand in the order of the selection. Each leaf is one, named by its path below the root field, the `nodes`,
 *   `edges` and `node` of connections left out: `value.point`, `offer.seller.name`. Names are those of the answer, aliases included; what
 *   several fragments select under one name is one column.
 * - What stands above the list is repeated in every row. The fields of the connections above it, such as `totalCount`,
 *   tell of the list, not of its items: they make no column.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** A field as the answer holds it. */
export interface Shape {
  /** The key in the answer. */
  key: string
  /** Of a leaf, its scalar or enum: `Decimal`. */
  type: string
  /** How many lists lie around the value. */
  lists: number
  /** Whether it is a page of a list, with `nodes` and `edges`. */
  isConnection: boolean
  /** Whether it is the item of an edge. */
  isNode: boolean
  /** Null for a leaf. */
  children: readonly Shape[] | null
}

export interface TableColumn {
  name: string
  /** Of its leaf: `Decimal`, `String`, the name of an enum. */
  type: string
  /** Index in `spine` of the object that holds it. */
  holder: number
  /** From that object down. */
  path: readonly Shape[]
  /** How many lists lie within a cell. */
  lists: number
}

export interface TableShape {
  /** The key of the root field. */
  name: string
  /** Fields from the root down to the one whose items, or whose one object, are the rows. */
  spine: readonly Shape[]
  columns: readonly TableColumn[]
  /** The list whose items are the rows, as `rows` names it; null where one object is the row. */
  list: string | null
  /** What `rows` may name, in the order of the selection. */
  lists: readonly string[]
}

/** The fields that an operation, which must be a valid one, selects. Root fields of introspection are left out. */
export function shapesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): readonly Shape[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const d of document.definitions)
    if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d)
  const collector: Collector = { schema, fragments, variables }
  const root = collect(collector, [{ set: operation.selectionSet, type: schema.getQueryType()! }])
  return root.filter(({ type }) => !type.startsWith('__') && type !== 'Typename')
}

interface Collector {
  schema: GraphQLSchema
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
}

interface Selected {
  set: SelectionSetNode
  type: GraphQLNamedType
}

interface Found {
  field: GraphQLOutputType
  within: Selected[]
  isTypename: boolean
  isEdgeNode: boolean
}

/** Fields of selection sets that the answer merges into one object. */
function collect(collector: Collector, selected: readonly Selected[]): Shape[] {
  const found = new Map<string, Found>()
  const seen = new Set<string>()
  const walk = ({ set, type }: Selected) => {
    for (const s of set.selections) {
      if (!isIncluded(s, collector.variables)) continue
      if (s.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = collector.fragments.get(s.name.value)
        if (!fragment || seen.has(s.name.value)) continue
        seen.add(s.name.value)
        walk({
          set: fragment.selectionSet,
          type: collector.schema.getType(fragment.typeCondition.name.value)!,
        })
      } else if (s.kind === Kind.INLINE_FRAGMENT) {
        const condition = s.typeCondition && collector.schema.getType(s.typeCondition.name.value)
        walk({ set: s.selectionSet, type: condition ?? type })
      } else {
        const field = fieldType(type, s)
        if (!field) continue
        const key = s.alias?.value ?? s.name.value
        const isTypename = s.name.value === '__typename'
        const isEdgeNode = s.name.value === 'node' && type.name.endsWith('Edge')
        const known = found.get(key) ?? { field, within: [], isTypename, isEdgeNode }
        found.set(key, known)
        if (s.selectionSet) known.within.push({ set: s.selectionSet, type: getNamedType(field) })
      }
    }
  }
  for (const one of selected) walk(one)
  return [...found].map(([key, { field, within, isTypename, isEdgeNode }]) => {
    const named = getNamedType(field)
    return {
      key,
      type: isTypename ? 'Typename' : named.name,
      lists: listsAround(field),
      isConnection: named.name.endsWith('Connection'),
      isNode: isEdgeNode,
      children: isCompositeType(named) ? collect(collector, within) : null,
    }
  })
}

function isIncluded(
  node: Parameters<typeof getDirectiveValues>[1],
  variables: Record<string, unknown>,
): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
}

function fieldType(type: GraphQLNamedType, { name }: FieldNode): GraphQLOutputType | undefined {
  if (name.value === '__typename') return GraphQLString
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value]?.type : undefined
}

function listsAround(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listsAround(type.ofType)
  return isListType(type) ? 1 + listsAround(type.ofType) : 0
}

/** @param rows the list that `?rows=` names; null for the nearest one. Null where the table has no such list. */
export function tableShape(root: Shape, rows: string | null): TableShape | null {
  const lists = listsBelow([root])
  const nearest = [...lists].sort((a, b) => plain(a).length - plain(b).length)[0] ?? [root]
  const spine = rows === null ? nearest : lists.find((path) => [nameOf(path), fullName(path)].includes(rows))
  if (!spine) return null
  const short = columnsOf(spine, nameOf)
  const isUnique = new Set(short.map(({ name }) => name)).size === short.length
  return {
    name: root.key,
    spine,
    // Only aliases can make two paths alike.
    columns: isUnique ? short : columnsOf(spine, fullName),
    list: lists.includes(spine) ? nameOf(spine) : null,
    lists: lists.map(nameOf),
  }
}

/** Paths to all lists of objects, in the order of the selection. */
function listsBelow(path: readonly Shape[]): (readonly Shape[])[] {
  const last = path.at(-1)!
  if (!last.children) return []
  const own = last.lists === 1 ? [path] : []
  return [...own, ...last.children.flatMap((child) => listsBelow([...path, child]))]
}

const fullName = (path: readonly Shape[]) => path.map(({ key }) => key).join('.')

const nameOf = (path: readonly Shape[]) => fullName(plain(path))

/** Without what connections put between a list and its items: `nodes`, or `edges` and `node`. */
function plain(path: readonly Shape[]): Shape[] {
  const isPage = (i: number) =>
    path[i]?.isConnection && path[i + 1]?.children != null && path[i + 1]!.lists > 0
  return path.filter((_, i) => !isPage(i - 1) && !(isPage(i - 2) && path[i]!.isNode))
}

function columnsOf(spine: readonly Shape[], name: (path: readonly Shape[]) => string): TableColumn[] {
  const columns: TableColumn[] = []
  const add = (shape: Shape, holder: number, path: readonly Shape[]) => {
    const within = [...path, shape]
    if (shape.children) for (const child of shape.children) add(child, holder, within)
    else {
      const whole = [...spine.slice(0, holder + 1), ...within]
      columns.push({
        name: whole.length > 1 ? name(whole).slice(name(whole.slice(0, 1)).length + 1) : shape.key,
        type: shape.type,
        ...{ holder, path: within },
        lists: within.reduce((sum, { lists }) => sum + lists, 0),
      })
    }
  }
  const walk = (holder: number) => {
    const { children, isConnection } = spine[holder]!
    const next = spine[holder + 1]
    for (const child of children ?? []) {
      if (child === next) walk(holder + 1)
      else if (!isConnection || !next) add(child, holder, [])
    }
  }
  if (spine[0]!.children) walk(0)
  else add(spine[0]!, -1, [])
  return columns
}
