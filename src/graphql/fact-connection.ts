/** Pages of facts, which bring along what the question asks of each. */
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'
import type { ListQuery, PageEntry } from '../db/page.ts'
import { factItem, readFactItem, type Wanted } from '../domain/read/fact-items.ts'
import type { RowOfKind } from '../domain/read/rows.ts'
import type { FactKind } from '../kinds/vocabulary.ts'
import { Connection, type PageArgs, pageSize } from './connection.ts'
import { atOf, type Context } from './context.ts'

/** A page of facts of one kind; the `at` of the list holds for what its facts answer. */
export function factConnection<K extends FactKind>(
  ctx: Context,
  info: GraphQLResolveInfo,
  kind: K,
  list: ListQuery,
  args: PageArgs,
  parent: string | null = null,
): Connection<RowOfKind<K>> {
  const { read } = ctx
  // Refused before anything is done for it.
  pageSize(args.first)
  const load = (id: string) => read.factOfKind(kind, id)
  if (read.isTraced) return new Connection(read, list, load, args, parent)
  const at = atOf(ctx, info)
  const asked = askedOf(info)
  const wanted: Wanted = {
    at: asked.has('value') || asked.has('state') || asked.has('provenance') ? at : undefined,
    citations: asked.has('provenance'),
  }
  const item = factItem(kind, read.asOf, wanted, list)
  const bring = (brought: PageEntry) => read.bring(readFactItem(kind, brought, wanted), at)
  return new Connection(read, { ...list, item }, load, args, parent, bring)
}

/** Names of the fields that are asked of the items of a connection, skipped ones and ones with arguments too. */
function askedOf(info: GraphQLResolveInfo): ReadonlySet<string> {
  let found = known.get(info.fieldNodes)
  if (!found) {
    const names = new Set<string>()
    const items = below(info, info.fieldNodes, (name) => name === 'nodes' || name === 'edges')
    const nodes = items.flatMap((field) =>
      field.name.value === 'nodes' ? [field] : below(info, [field], (name) => name === 'node'),
    )
    below(info, nodes, (name) => names.add(name) !== undefined)
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
