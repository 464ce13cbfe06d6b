/** Which fields a question asks of what a field gives, so that it can be read together. */
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

/** Names of the fields that are asked of the items of a connection, skipped ones and ones with arguments too. */
export function askedOfItems(info: GraphQLResolveInfo): ReadonlySet<string> {
  return remembered(info, () => itemsOf(info))
}

function itemsOf(info: GraphQLResolveInfo): FieldNode[] {
  const items = below(info, info.fieldNodes, (name) => name === 'nodes' || name === 'edges')
  return items.flatMap((field) =>
    field.name.value === 'nodes' ? [field] : below(info, [field], (name) => name === 'node'),
  )
}

/** As `askedOfItems`, of the things of a plain list. */
export function asked(info: GraphQLResolveInfo): ReadonlySet<string> {
  return remembered(info, () => info.fieldNodes)
}

/** Names of the fields that are asked of what fields of one name give, below the things of a plain list; not remembered. */
export function askedBelow(info: GraphQLResolveInfo, name: string): ReadonlySet<string> {
  return namesBelow(info, info.fieldNodes, name)
}

/** As `askedBelow`, of the items of a connection. */
export function askedBelowItems(info: GraphQLResolveInfo, name: string): ReadonlySet<string> {
  return namesBelow(info, itemsOf(info), name)
}

function namesBelow(info: GraphQLResolveInfo, things: readonly FieldNode[], name: string): Set<string> {
  const names = new Set<string>()
  below(
    info,
    below(info, things, (own) => own === name),
    (own) => names.add(own) !== undefined,
  )
  return names
}

function remembered(info: GraphQLResolveInfo, nodes: () => readonly FieldNode[]): ReadonlySet<string> {
  let found = known.get(info.fieldNodes)
  if (!found) {
    const names = new Set<string>()
    below(info, nodes(), (name) => names.add(name) !== undefined)
    found = names
    known.set(info.fieldNodes, found)
  }
  return found
}

/** The nodes of a field are the same for all parents of one execution. */
const known = new WeakMap<readonly FieldNode[], ReadonlySet<string>>()

function below(
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
