/**
 * Keyset pages of any list, under any number of parents and aliases, in one statement: every page that a
 * request asks for in the same tick becomes a branch of one UNION ALL, and every parent a row of its LATERAL.
 */
import DataLoader from 'dataloader'
import { AppError } from '../errors.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'

const { sql, raw, join } = Prisma

/** One column of an order. It must not be null; the last one of an order must be unique. */
export interface OrderTerm {
  expression: Prisma.Sql
  type: 'text' | 'numeric' | 'int'
  descending?: boolean
}

/** What is read beside the key of each item of a page, whatever the order of the list. */
export interface PageItem {
  /** Joins what is read to the page `x` by `x.key`. */
  join: Prisma.Sql
  /** A JSON value. */
  value: Prisma.Sql
}

/** A list, described once; pages and counts are read from it. */
export interface ListQuery {
  /** Names list and order within cursors, so that a cursor of another list is refused. */
  name: string
  /** The key of an item, as text. */
  key: Prisma.Sql
  from: Prisma.Sql
  where: readonly Prisma.Sql[]
  order: readonly OrderTerm[]
  /** The column that refers to the parent, for lists below an entity. */
  parentColumn?: Prisma.Sql
  item?: PageItem
}

export interface PageRequest {
  list: ListQuery
  /** The key of the parent, or null for a list of its own. */
  parent: string | null
  first: number
  after: string | null
}

export interface Page {
  /** `item` is what the list's `item` gives. */
  items: { key: string; cursor: string; item: unknown }[]
  hasNextPage: boolean
}

interface Row {
  branch: number
  parent: string | null
  key: string
  at: string[]
  position: number
  item?: unknown
}

const all = (conditions: readonly Prisma.Sql[]) =>
  conditions.length ? join([...conditions], ' AND ') : sql`true`

/** Loads pages in batches; make one per request. */
export function pageLoader(db: Db): DataLoader<PageRequest, Page, unknown> {
  return new DataLoader<PageRequest, Page, unknown>(
    async (requests) => {
      const branches = groupByList(requests)
      const hasItems = requests.some(({ list }) => list.item)
      const rows = await db.$queryRaw<Row[]>`${join(
        branches.map((b, i) => pageBranch(b, i, hasItems)),
        ' UNION ALL ',
      )}`
      const branchOf = new Map(branches.flatMap((b, i) => b.map((request) => [request, i])))
      const byPlace = Map.groupBy(rows, (r) => `${r.branch}|${r.parent ?? ''}`)
      return requests.map((request) => {
        const branch = branchOf.get(request)!
        const found = [...(byPlace.get(`${branch}|${request.parent ?? ''}`) ?? [])].sort(
          (a, b) => a.position - b.position,
        )
        const items = found
          .slice(0, request.first)
          .map((r) => ({ key: r.key, cursor: encodeCursor(request.list.name, r.at), item: r.item }))
        return { items, hasNextPage: found.length > request.first }
      })
    },
    { cache: false, maxBatchSize: 5000 },
  )
}

/** Counts whole lists, in batches as `pageLoader` does. */
export function countLoader(db: Db): DataLoader<Pick<PageRequest, 'list' | 'parent'>, number, unknown> {
  return new DataLoader<Pick<PageRequest, 'list' | 'parent'>, number, unknown>(
    async (requests) => {
      const branches = groupByList(requests.map((r) => ({ ...r, first: 0, after: null })))
      const rows = await db.$queryRaw<{ branch: number; parent: string | null; count: number }[]>`
        ${join(branches.map(countBranch), ' UNION ALL ')}`
      const counts = new Map(rows.map((r) => [`${r.branch}|${r.parent ?? ''}`, r.count]))
      const flat = branches.map((b) => signature(b[0]!))
      return requests.map((r) => {
        const branch = flat.indexOf(signature({ ...r, first: 0, after: null }))
        return counts.get(`${branch}|${r.parent ?? ''}`) ?? 0
      })
    },
    { cache: false, maxBatchSize: 5000 },
  )
}

/** Requests for the same list with the same arguments differ in their parent only and share a branch. */
function groupByList(requests: readonly PageRequest[]): PageRequest[][] {
  return [...Map.groupBy(requests, signature).values()]
}

function signature({ list, first, after, parent }: PageRequest): string {
  const where = all(list.where)
  return JSON.stringify([
    list.name,
    list.from.sql,
    list.from.values,
    where.sql,
    where.values,
    list.item?.join.sql,
    list.item?.join.values,
    list.item?.value.sql,
    list.item?.value.values,
    first,
    after,
    // Lists of one name may hang below entities of several kinds.
    parent === null ? null : list.parentColumn!.sql,
  ])
}

/** @param hasItems whether any branch has a column for what is read beside keys. */
function pageBranch(requests: PageRequest[], branch: number, hasItems: boolean): Prisma.Sql {
  const { list, first, after, parent } = requests[0]!
  const item = list.item ?? NO_ITEM
  const order = join(list.order.map((t) => sql`${t.expression} ${raw(t.descending ? 'DESC' : 'ASC')}`))
  const at = join(list.order.map((t) => sql`(${t.expression})::text`))
  const where = [...list.where, ...(after === null ? [] : [afterCursor(list, decodeCursor(list, after))])]
  if (parent === null) {
    const page = sql`(SELECT ${branch}::int AS branch, NULL::text AS parent, ${list.key} AS key, ARRAY[${at}] AS at,
      (row_number() OVER (ORDER BY ${order}))::int AS position FROM ${list.from} WHERE ${all(where)}
      ORDER BY ${order} LIMIT ${first + 1})`
    if (!hasItems) return page
    return sql`(SELECT x.branch, x.parent, x.key, x.at, x.position, ${item.value} AS item FROM ${page} AS x ${item.join})`
  }
  const parents = [...new Set(requests.map((r) => r.parent!))]
  const value = hasItems ? sql`, ${item.value} AS item` : Prisma.empty
  return sql`(SELECT ${branch}::int AS branch, p.key AS parent, x.key, x.at, x.position${value}
    FROM unnest(${parents}::text[]) AS p(key) CROSS JOIN LATERAL (
      SELECT ${list.key} AS key, ARRAY[${at}] AS at, (row_number() OVER (ORDER BY ${order}))::int AS position
      FROM ${list.from} WHERE ${list.parentColumn!} = p.key COLLATE "C" AND ${all(where)}
      ORDER BY ${order} LIMIT ${first + 1}) AS x ${item.join})`
}

function countBranch(requests: PageRequest[], branch: number): Prisma.Sql {
  const { list, parent } = requests[0]!
  if (parent === null) {
    return sql`(SELECT ${branch}::int AS branch, NULL::text AS parent, count(*)::int AS count FROM ${list.from} WHERE ${all(list.where)})`
  }
  const parents = [...new Set(requests.map((r) => r.parent!))]
  return sql`(SELECT ${branch}::int AS branch, p.key AS parent, (SELECT count(*)::int FROM ${list.from}
    WHERE ${list.parentColumn!} = p.key COLLATE "C" AND ${all(list.where)}) AS count FROM unnest(${parents}::text[]) AS p(key))`
}

/** `(a, b) > (x, y)` spelled out, because the terms may run in different directions. */
function afterCursor(list: ListQuery, values: readonly string[]): Prisma.Sql {
  const steps = list.order.map((term, i) => {
    const equal = list.order.slice(0, i).map((t, j) => sql`${t.expression} = ${cast(values[j]!, t)}`)
    const beyond = sql`${term.expression} ${raw(term.descending ? '<' : '>')} ${cast(values[i]!, term)}`
    return equal.length ? sql`(${join(equal, ' AND ')} AND ${beyond})` : beyond
  })
  return sql`(${join(steps, ' OR ')})`
}

function cast(value: string, term: OrderTerm): Prisma.Sql {
  return term.type === 'text' ? sql`${value}::text COLLATE "C"` : sql`${value}::${raw(term.type)}`
}

const NO_ITEM: PageItem = { join: Prisma.empty, value: sql`NULL::json` }

function encodeCursor(name: string, at: readonly string[]): string {
  return Buffer.from(JSON.stringify([name, ...at])).toString('base64url')
}

const VALID: Record<OrderTerm['type'], RegExp> = {
  text: /^[^\0]*$/,
  numeric: /^(-?\d+(\.\d+)?|-?Infinity)$/,
  int: /^-?\d{1,9}$/,
}

/** @throws AppError CURSOR_INVALID unless the cursor was made by this list in this order. */
function decodeCursor(list: ListQuery, cursor: string): string[] {
  const invalid = () =>
    new AppError(
      'CURSOR_INVALID',
      'This cursor was not made by this list in this order. Start again without `after`.',
    )
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw invalid()
  }
  if (!Array.isArray(parts) || parts.length !== list.order.length + 1 || parts[0] !== list.name)
    throw invalid()
  const values = parts.slice(1)
  if (
    !values.every((v, i) => typeof v === 'string' && v.length <= 2000 && VALID[list.order[i]!.type].test(v))
  )
    throw invalid()
  return values as string[]
}

/** Checks a cursor before any statement is sent, so that one bad alias does not fail the batch of others. */
export function assertCursor(list: ListQuery, after: string | null): void {
  if (after !== null) decodeCursor(list, after)
}
