/** Which pages of a request are pages of the same list, and so share a branch of its statement. */
import { Prisma } from './generated/client.ts'
import type { ListQuery, PageRequest } from './page.ts'

const { sql, join } = Prisma

export const all = (conditions: readonly Prisma.Sql[]) =>
  conditions.length ? join([...conditions], ' AND ') : sql`true`

/** Requests for the same list with the same arguments differ in their parent only and share a branch. */
export function groupByList(requests: readonly PageRequest[]): PageRequest[][] {
  return requests.length === 1 ? [[requests[0]!]] : [...Map.groupBy(requests, signature).values()]
}

export function signature({ list, first, after, parent }: PageRequest): string {
  // Lists of one name may hang below entities of several kinds.
  return `${textOf(list)}${first} ${after} ${parent === null ? '' : list.parentColumn!.sql}`
}

const texts = new WeakMap<ListQuery, string>()

/** All that a statement has of a list, but where in it a page stands. */
function textOf(list: ListQuery): string {
  const known = texts.get(list)
  if (known !== undefined) return known
  const where = all(list.where)
  const text = JSON.stringify([
    list.name,
    list.from.sql,
    list.from.values,
    where.sql,
    where.values,
    list.hasCursors,
    list.item?.own.sql,
    list.item?.own.values,
    list.item?.join.sql,
    list.item?.join.values,
    list.item?.columns.map(({ sql: column, values }) => [column, values]),
  ])
  texts.set(list, text)
  return text
}
