/** Pages of facts, which bring along what the question asks of each. */
import type { GraphQLResolveInfo } from 'graphql'
import type { ListQuery, PageEntry } from '../db/page.ts'
import { factItem, readFactItem, type Wanted } from '../domain/read/fact-items.ts'
import type { RowOfKind } from '../domain/read/rows.ts'
import type { FactKind } from '../kinds/vocabulary.ts'
import { askedOfItems } from './asked.ts'
import { Connection, type PageArgs, pageSize } from './connection.ts'
import { atOf, type Context } from './context.ts'

/** A list of facts with what its pages bring along, which is the same for all parents. */
export interface Described {
  list: ListQuery
  bring?: (brought: PageEntry) => void
}

/**
 * A page of facts of one kind; the `at` of the list holds for what its facts answer.
 * @param list a function describes a list that is the same below all parents, and is called for the first of them.
 */
export function factConnection<K extends FactKind>(
  ctx: Context,
  info: GraphQLResolveInfo,
  kind: K,
  list: ListQuery | (() => ListQuery),
  args: PageArgs,
  parent: string | null = null,
): Connection<RowOfKind<K>> {
  const { read } = ctx
  // Refused before anything is done for it.
  pageSize(args.first)
  const described =
    typeof list === 'function'
      ? once(ctx, info, () => describe(ctx, info, kind, list()))
      : describe(ctx, info, kind, list)
  const load = (id: string) => read.factOfKind(kind, id)
  return new Connection(read, described.list, load, args, parent, described.bring)
}

function describe(ctx: Context, info: GraphQLResolveInfo, kind: FactKind, list: ListQuery): Described {
  const { read } = ctx
  if (read.isTraced) return { list }
  const at = atOf(ctx, info)
  const asked = askedOfItems(info)
  const wanted: Wanted = {
    at: asked.has('value') || asked.has('state') || asked.has('provenance') ? at : undefined,
    citations: asked.has('provenance'),
  }
  return {
    list: { ...list, item: factItem(kind, read.asOf, wanted, list) },
    bring: (brought) => read.bring(readFactItem(kind, brought, wanted), at),
  }
}

/** The nodes of a field, and with them its arguments, are the same for all parents of one execution. */
function once({ described }: Context, { fieldNodes }: GraphQLResolveInfo, make: () => Described): Described {
  let found = described.get(fieldNodes)
  if (!found) {
    found = make()
    described.set(fieldNodes, found)
  }
  return found
}
