/** Cursors of keyset pages: where an item stands in the order of its list. */
import { AppError } from '../errors.ts'
import { Prisma } from './generated/client.ts'

const { sql, raw, join } = Prisma

/** One column of an order. It must not be null; the last one of an order must be unique. */
export interface OrderTerm {
  expression: Prisma.Sql
  type: 'text' | 'numeric' | 'int'
  descending?: boolean
}

/** What of a list its cursors depend on. */
interface Ordered {
  name: string
  order: readonly OrderTerm[]
}

/** `(a, b) > (x, y)` spelled out, because the terms may run in different directions. */
export function afterCursor(list: Ordered, cursor: string): Prisma.Sql {
  const values = decodeCursor(list, cursor)
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

export function encodeCursor(name: string, at: readonly string[]): string {
  return Buffer.from(JSON.stringify([name, ...at])).toString('base64url')
}

const VALID: Record<OrderTerm['type'], RegExp> = {
  text: /^[^\0]*$/,
  numeric: /^(-?\d+(\.\d+)?|-?Infinity)$/,
  int: /^-?\d{1,9}$/,
}

/** @throws AppError CURSOR_INVALID unless the cursor was made by this list in this order. */
function decodeCursor(list: Ordered, cursor: string): string[] {
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
export function assertCursor(list: Ordered, after: string | null): void {
  if (after !== null) decodeCursor(list, after)
}
