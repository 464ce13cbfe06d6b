/** Pages of facts, which bring along what the question asks of each. */
import { type GraphQLResolveInfo, Kind, visit } from 'graphql'
import type { AsOf } from '../db/as-of.ts'
import type { ListQuery, PageEntry } from '../db/page.ts'
import type { At } from '../domain/read/belief.ts'
import { factItem, readFactItem, type Wanted } from '../domain/read/fact-items.ts'
import { factByIdList } from '../domain/read/lists/facts.ts'
import type { FactRow, RowOfKind } from '../domain/read/rows.ts'
import { kindOfId } from '../kinds/facts.ts'
import type { FactKind } from '../kinds/vocabulary.ts'
import { asked, askedBelow, askedOfItems, onceForNodes } from './asked.ts'
import { Connection, type PageArgs, pageSize } from './connection.ts'
import { atOf, type Context } from './context.ts'
import { isCitedInBrief } from './facts/brief.ts'
import { answerColumnsAsked, columnsAsked } from './facts/columns.ts'
import { packingsAsked } from './facts/packed.ts'

/** A list of facts with what its pages bring along, which is the same for all parents. */
export interface Described {
  list: ListQuery
  bring?: (brought: PageEntry) => FactRow
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
      ? describedOnce(ctx, info, kind, 'page', list)
      : describe(ctx, info, kind, list)
  const load = (id: string) => read.factOfKind(kind, id)
  const bring = described.bring as ((brought: PageEntry) => RowOfKind<K>) | undefined
  return new Connection(read, described.list, load, args, parent, bring)
}

/** A fact by its id, with what is asked of it; null where there is none. */
export async function broughtFact(
  ctx: Context,
  info: GraphQLResolveInfo,
  id: string,
): Promise<FactRow | null> {
  const { read } = ctx
  const kind = kindOfId(id)
  const isMoreAsked = asksAnswer(asked(info)) || packingsAsked.things(info).length > 0
  if (!kind || read.isTraced || !isMoreAsked) return read.fact(id)
  const { list, bring } = describedOnce(ctx, info, kind, 'things', () => factByIdList(kind, read.asOf), true)
  const { items } = await read.pages.load({ list, parent: id, first: 1, after: null })
  return items[0] ? bring!(items[0]) : null
}

const asksAnswer = (fields: ReadonlySet<string>) =>
  fields.has('value') || fields.has('state') || fields.has('provenance')

/** A list, and what is wanted of its facts: nothing of one request. */
interface Description {
  list: ListQuery
  wanted?: Wanted
}

function describe(ctx: Context, info: GraphQLResolveInfo, kind: FactKind, list: ListQuery): Described {
  const at = atOf(ctx, info)
  return bringing(ctx, kind, descriptionOf(ctx, info, kind, wantedOf(info, kind, 'page', at), list), at)
}

/** Whether a field gives facts, or a page of them. */
type Gives = 'things' | 'page'

function wantedOf(info: GraphQLResolveInfo, kind: FactKind, gives: Gives, at: At): Wanted {
  const fields = gives === 'page' ? askedOfItems(info) : asked(info)
  const citations = fields.has('provenance') ? (isCitedInBrief[gives](info) ? 'brief' : 'whole') : null
  return {
    ...{ at: asksAnswer(fields) ? at : undefined, citations, columns: columnsAsked[gives](info)(kind) },
    answer: answerColumnsAsked[gives](info),
    packed: at === null ? packingsAsked[gives](info) : [],
  }
}

function descriptionOf(
  { read, lists }: Context,
  info: GraphQLResolveInfo,
  kind: FactKind,
  wanted: Wanted,
  list: ListQuery,
): Description {
  if (read.isTraced) return { list }
  const hasCursors = lists !== undefined || asksCursors(info)
  return { list: { ...list, item: factItem(kind, read.asOf, wanted, list), hasCursors }, wanted }
}

const asksCursors = onceForNodes((info) => {
  const ofPage = askedBelow(info, 'pageInfo')
  return ofPage.has('startCursor') || ofPage.has('endCursor') || askedBelow(info, 'edges').has('cursor')
})

function bringing({ read }: Context, kind: FactKind, { list, wanted }: Description, at: At): Described {
  return wanted ? { list, bring: (brought) => read.bring(readFactItem(kind, brought, wanted), at) } : { list }
}

/**
 * The nodes of a field, and with them its arguments, are the same for all parents of one execution.
 * @param isConstant whether the list is the same for all questions of a document.
 */
function describedOnce(
  ctx: Context,
  info: GraphQLResolveInfo,
  kind: FactKind,
  gives: Gives,
  list: () => ListQuery,
  isConstant = !hasVariables(info),
): Described {
  const own = ctx.described.get(info.fieldNodes) ?? new Map<FactKind, Described>()
  ctx.described.set(info.fieldNodes, own)
  let found = own.get(kind)
  if (!found) {
    const at = atOf(ctx, info)
    const make = () => descriptionOf(ctx, info, kind, wantedOf(info, kind, gives, at), list())
    const isKept = isConstant && !ctx.read.isTraced
    const description = isKept
      ? remembered(ctx.read.asOf, info, `${kind} ${at} ${ctx.lists !== undefined}`, make)
      : make()
    found = bringing(ctx, kind, description, at)
    own.set(kind, found)
  }
  return found
}

/** Descriptions of one field that are remembered: by kinds, days and revisions. */
const DESCRIPTIONS = 20

/** By the nodes of a field, which are the same for all questions of a document that was asked before. */
const descriptions = new WeakMap<GraphQLResolveInfo['fieldNodes'], Map<string, Description>>()

/** Fields without variables ask for the same each time, and a statement's text takes its time to write. */
function remembered(
  asOf: AsOf,
  { fieldNodes, parentType }: GraphQLResolveInfo,
  name: string,
  make: () => Description,
): Description {
  const known = descriptions.get(fieldNodes) ?? new Map<string, Description>()
  descriptions.set(fieldNodes, known)
  const key = `${parentType.name} ${name} ${asOf.revision} ${asOf.time.getTime()}`
  let found = known.get(key)
  if (!found) {
    if (known.size >= DESCRIPTIONS) known.clear()
    found = make()
    known.set(key, found)
  }
  return found
}

const hasVariables = onceForNodes(({ fieldNodes }) => {
  let found = false
  for (const argument of fieldNodes[0]!.arguments ?? [])
    visit(argument, {
      [Kind.VARIABLE]: () => {
        found = true
      },
    })
  return found
})
