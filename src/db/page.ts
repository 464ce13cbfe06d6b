/**
 * Keyset pages of any list, under any number of parents and aliases, in one statement: every page that a
 * request asks for in the same tick becomes a branch of one UNION ALL, and every parent a row of its LATERAL.
 */
import DataLoader from 'dataloader'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { givenKeys } from './given.ts'
import { afterCursor, encodeCursor, type OrderTerm } from './page-cursor.ts'
import { all, groupByList, signature } from './page-groups.ts'
import { type PageRow, readRows } from './page-rows.ts'

const { sql, raw, join } = Prisma

/** What is read beside the key of each item of a page, whatever the order of the list. */
export interface PageItem {
  /** Columns of the list's own tables by names of their own, for `join` and `columns`. */
  own: Prisma.Sql
  /** Joins what else is read to the page `x` by `x.key` and what is its own; several rows for an item come as they are. */
  join: Prisma.Sql
  /** Texts. */
  columns: readonly Prisma.Sql[]
  /** Whether all columns are codes, see `readRows`. */
  isPlain?: boolean
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
  /** The day for which `from` joins the preferred claim as `v`, if it does. */
  preferredAt?: string | null
  item?: PageItem
  /** False where nobody asks for cursors, so that what they are made of is not read. */
  hasCursors?: boolean
  /** Whether items may be deleted between two statements, and are left out then; those of the ledger never are. */
  mayVanish?: boolean
}

export interface PageRequest {
  list: ListQuery
  /** The key of the parent, or null for a list of its own. */
  parent: string | null
  first: number
  after: string | null
}

export interface Page {
  items: PageEntry[]
  hasNextPage: boolean
}

export class PageEntry {
  readonly key: string
  /** One, or as many as the list's `item` joins. */
  readonly rows: [PageRow, ...PageRow[]]
  readonly #list: ListQuery

  constructor(list: ListQuery, row: PageRow) {
    this.key = row.key
    this.rows = [row]
    this.#list = list
  }

  /** Made when it is asked for: most questions ask for none, or for the last one. */
  get cursor(): string {
    const [{ terms }] = this.rows
    // Rows of other lists may have more.
    return encodeCursor(
      this.#list.name,
      this.#list.order.map((_, i) => terms[i]!),
    )
  }
}

const cursorTerms = (list: ListQuery) => (list.hasCursors === false ? [] : list.order)

type ReadPages = (requests: readonly PageRequest[]) => Promise<Map<PageRequest, Page>>

/**
 * Loads pages in batches; make one per request.
 * @param together reads pages of the same list below the parents of several requests, as `read` does.
 */
export function pageLoader(
  db: Db,
  together?: (
    name: string,
    requests: readonly PageRequest[],
    read: ReadPages,
  ) => Promise<ReadonlyMap<PageRequest, Page>>,
): DataLoader<PageRequest, Page, unknown> {
  const read: ReadPages = (requests) => readPages(db, groupByList(requests))
  return new DataLoader<PageRequest, Page, unknown>(
    async (requests) => {
      // Of lists without a parent, others have other arguments.
      const isOne = requests.length === 1 && requests[0]!.parent !== null
      const pages = await (together && isOne
        ? together(signature(requests[0]!), requests, read)
        : read(requests))
      return requests.map((request) => pages.get(request)!)
    },
    { cache: false, maxBatchSize: 5000 },
  )
}

async function readPages(db: Db, branches: readonly PageRequest[][]): Promise<Map<PageRequest, Page>> {
  const width = (of: (list: ListQuery) => number) => Math.max(...branches.map(([b]) => of(b!.list)))
  const terms = width((list) => cursorTerms(list).length)
  const columns = width((list) => list.item?.columns.length ?? 0)
  const parents = branches.map(parentsOf)
  const rows = await readRows(
    db,
    branches.map(([b], i) => pageBranch(b!, i, parents[i]!, terms, columns)),
    { terms, cells: columns, isPlain: terms === 0 && branches.every(([b]) => b!.list.item?.isPlain) },
  )
  const found = branches.map((_, i) => Array.from({ length: parents[i]!.length + 1 }, (): PageRow[] => []))
  for (const row of rows) found[row.branch]![row.place]!.push(row)
  const pages = new Map<PageRequest, Page>()
  for (const [i, requests] of branches.entries()) {
    const places = new Map(parents[i]!.map((key, place) => [key, place + 1]))
    for (const request of requests) {
      const place = request.parent === null ? 0 : places.get(request.parent)!
      pages.set(request, pageOf(request, found[i]![place]!))
    }
  }
  return pages
}

/** @param rows in any order, those of an item in theirs. */
function pageOf({ list, first }: PageRequest, rows: PageRow[]): Page {
  const items: PageEntry[] = []
  let last: PageEntry | undefined
  for (const row of rows.sort((a, b) => a.position - b.position)) {
    if (last?.rows[0].position === row.position) last.rows.push(row)
    else {
      last = new PageEntry(list, row)
      items.push(last)
    }
  }
  const hasNextPage = items.length > first
  return { items: hasNextPage ? items.slice(0, first) : items, hasNextPage }
}

const parentsOf = (requests: readonly PageRequest[]): string[] =>
  requests[0]!.parent === null ? [] : [...new Set(requests.map((r) => r.parent!))]

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

/** @param terms how many columns there are for orders, and @param columns for items, whichever branch has fewer. */
function pageBranch(
  { list, first, after, parent }: PageRequest,
  branch: number,
  parents: readonly string[],
  terms: number,
  columns: number,
): Prisma.Sql {
  const { own, join: joined, columns: read } = list.item ?? NO_ITEM
  const order = join(list.order.map((t) => sql`${t.expression} ${raw(t.descending ? 'DESC' : 'ASC')}`))
  const at = cursorTerms(list).map((t, i) => sql`(${t.expression})::text AS o${raw(String(i))}`)
  const where = [...list.where, ...(after === null ? [] : [afterCursor(list, after)])]
  if (parent !== null) where.unshift(sql`${list.parentColumn!} = p.key COLLATE "C"`)
  // Numbered outside of the limit: inside, all rows of the list would be sorted and numbered first.
  const page = sql`(SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ${first} AS shown FROM (
      SELECT ${join([sql`${list.key} AS key`, ...at])}${own} FROM ${list.from} WHERE ${all(where)}
      ORDER BY ${order} LIMIT ${first + 1}) AS y) AS x`
  const padded = (prefix: string, given: readonly Prisma.Sql[], length: number) =>
    Array.from({ length }, (_, i) => sql`${given[i] ?? NOTHING} AS ${raw(`${prefix}${i}`)}`)
  const shown = join([
    sql`${branch}::int AS branch`,
    sql`${parent === null ? sql`0` : sql`p.place::int`} AS place`,
    sql`x.position::int`,
    sql`x.key`,
    ...padded(
      'o',
      cursorTerms(list).map((_, i) => raw(`x.o${i}`)),
      terms,
    ),
    ...padded('c', read, columns),
  ])
  if (parent === null) return sql`(SELECT ${shown} FROM ${page} ${joined})`
  return sql`(SELECT ${shown} FROM unnest(${givenKeys(parents)}) WITH ORDINALITY AS p(key, place) CROSS JOIN LATERAL ${page} ${joined})`
}

function countBranch(requests: PageRequest[], branch: number): Prisma.Sql {
  const { list, parent } = requests[0]!
  if (parent === null) {
    return sql`(SELECT ${branch}::int AS branch, NULL::text AS parent, count(*)::int AS count FROM ${list.from} WHERE ${all(list.where)})`
  }
  const parents = [...new Set(requests.map((r) => r.parent!))]
  return sql`(SELECT ${branch}::int AS branch, p.key AS parent, (SELECT count(*)::int FROM ${list.from}
    WHERE ${list.parentColumn!} = p.key COLLATE "C" AND ${all(list.where)}) AS count FROM unnest(${givenKeys(parents)}) AS p(key))`
}

const NOTHING = sql`NULL::text`
const NO_ITEM: PageItem = { own: Prisma.empty, join: Prisma.empty, columns: [] }
