/** Which fields a question asks of what a field gives, so that it can be read together. */
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

/**
 * What is found out of the nodes of a field, once: they are the same for all parents of one execution, and for all
 * questions of a document that was asked before.
 */
export function onceForNodes<Found>(
  find: (info: GraphQLResolveInfo) => Found,
): (info: GraphQLResolveInfo) => Found {
  const known = new WeakMap<GraphQLResolveInfo['fieldNodes'], { found: Found }>()
  return (info) => {
    let one = known.get(info.fieldNodes)
    if (!one) {
      one = { found: find(info) }
      known.set(info.fieldNodes, one)
    }
    return one.found
  }
}

/** Names of the fields that are asked of the items of a connection, skipped ones and ones with arguments too. */
export const askedOfItems = onceForNodes((info) => namesIn(info, itemsOf(info)))

/** As `askedOfItems`, of the things of a plain list. */
export const asked = onceForNodes((info) => namesIn(info, info.fieldNodes))

/** The fields of a connection that give its items. */
export function itemsOf(info: GraphQLResolveInfo): FieldNode[] {
  const items = below(info, info.fieldNodes, (name) => name === 'nodes' || name === 'edges')
  return items.flatMap((field) =>
    field.name.value === 'nodes' ? [field] : below(info, [field], (name) => name === 'node'),
  )
}

/** Names of the fields that are asked of what fields of one name give, below the things of a plain list; not remembered. */
export function askedBelow(info: GraphQLResolveInfo, name: string): ReadonlySet<string> {
  return namesBelow(info, info.fieldNodes, name)
}

/** As `askedBelow`, of the items of a connection. */
export function askedBelowItems(info: GraphQLResolveInfo, name: string): ReadonlySet<string> {
  return namesBelow(info, itemsOf(info), name)
}

function namesBelow(
  info: GraphQLResolveInfo,
  things: readonly FieldNode[],
  name: string,
): ReadonlySet<string> {
  return namesIn(
    info,
    below(info, things, (own) => own === name),
  )
}

/** Names of the fields that are asked of what fields give. */
export function namesIn(info: GraphQLResolveInfo, fields: readonly FieldNode[]): ReadonlySet<string> {
  const names = new Set<string>()
  below(info, fields, (name) => names.add(name) !== undefined)
  return names
}

/** Fields of some names that are asked of what fields give. */
export function below(
  { fragments }: GraphQLResolveInfo,
  fields: readonly FieldNode[],
  wanted: (name: string) => boolean,
): FieldNode[] {
  const found: FieldNode[] = []
  // Fragments within fragments may be reached in more ways than there is time for.
  const walked = new Set<SelectionSetNode>()
  const walk = (set: SelectionSetNode | undefined): void => {
    if (!set || walked.has(set)) return
    walked.add(set)
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD)
        walk(
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection.selectionSet
            : fragments[selection.name.value]?.selectionSet,
        )
      else if (wanted(selection.name.value)) found.push(selection)
    }
  }
  for (const field of fields) walk(field.selectionSet)
  return found
}
