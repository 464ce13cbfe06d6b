/** Pages of facts, which bring along what the question asks of each. */
import type { GraphQLResolveInfo } from 'graphql'
import type { ListQuery, PageEntry } from '../db/page.ts'
import { factItem, readFactItem, type Wanted } from '../domain/read/fact-items.ts'
import type { RowOfKind } from '../domain/read/rows.ts'
import type { FactKind } from '../kinds/vocabulary.ts'
import { askedOfItems } from './asked.ts'
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
  const asked = askedOfItems(info)
  const wanted: Wanted = {
    at: asked.has('value') || asked.has('state') || asked.has('provenance') ? at : undefined,
    citations: asked.has('provenance'),
  }
  const item = factItem(kind, read.asOf, wanted, list)
  const bring = (brought: PageEntry) => read.bring(readFactItem(kind, brought, wanted), at)
  return new Connection(read, { ...list, item }, load, args, parent, bring)
}
