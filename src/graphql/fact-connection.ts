/** Pages of facts, which bring along what the question asks of each. */
import type { GraphQLResolveInfo } from 'graphql'
import type { ListQuery, PageEntry } from '../db/page.ts'
import { factItem, readFactItem, type Wanted } from '../domain/read/fact-items.ts'
import { factByIdList } from '../domain/read/lists/facts.ts'
import type { FactRow, RowOfKind } from '../domain/read/rows.ts'
import { kindOfId } from '../kinds/facts.ts'
import type { FactKind } from '../kinds/vocabulary.ts'
import { asked, askedOfItems } from './asked.ts'
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
      ? describedOnce(ctx, info, kind, askedOfItems(info), list)
      : describe(ctx, info, kind, askedOfItems(info), list)
  const load = (id: string) => read.factOfKind(kind, id)
  return new Connection(read, described.list, load, args, parent, described.bring)
}

/** A fact by its id, with what is asked of it; null where there is none. */
export async function broughtFact(
  ctx: Context,
  info: GraphQLResolveInfo,
  id: string,
): Promise<FactRow | null> {
  const { read } = ctx
  const kind = kindOfId(id)
  const fields = asked(info)
  if (!kind || read.isTraced || !asksAnswer(fields)) return read.fact(id)
  const { list, bring } = describedOnce(ctx, info, kind, fields, () => factByIdList(kind, read.asOf))
  const { items } = await read.pages.load({ list, parent: id, first: 1, after: null })
  if (!items[0]) return null
  bring!(items[0])
  return read.fact(id)
}

const asksAnswer = (fields: ReadonlySet<string>) =>
  fields.has('value') || fields.has('state') || fields.has('provenance')

function describe(
  ctx: Context,
  info: GraphQLResolveInfo,
  kind: FactKind,
  fields: ReadonlySet<string>,
  list: ListQuery,
): Described {
  const { read } = ctx
  if (read.isTraced) return { list }
  const at = atOf(ctx, info)
  const wanted: Wanted = { at: asksAnswer(fields) ? at : undefined, citations: fields.has('provenance') }
  return {
    list: { ...list, item: factItem(kind, read.asOf, wanted, list) },
    bring: (brought) => read.bring(readFactItem(kind, brought, wanted), at),
  }
}

/** The nodes of a field, and with them its arguments, are the same for all parents of one execution. */
function describedOnce(
  ctx: Context,
  info: GraphQLResolveInfo,
  kind: FactKind,
  fields: ReadonlySet<string>,
  list: () => ListQuery,
): Described {
  const own = ctx.described.get(info.fieldNodes) ?? new Map<FactKind, Described>()
  ctx.described.set(info.fieldNodes, own)
  let found = own.get(kind)
  if (!found) {
    found = describe(ctx, info, kind, fields, list())
    own.set(kind, found)
  }
  return found
}
