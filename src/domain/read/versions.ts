/** Entities as a revision described them, also when they have been described anew since. */
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import type { EntityTable } from '../ledger/input.ts'

interface Described {
  changedIn: number
}

/**
 * Puts the description of the revision in place of a newer one. Costs a statement only when there is a newer one:
 * while a request runs across an import, or reads the past.
 */
export async function asDescribed<Row extends Described>(
  db: Db,
  asOf: AsOf,
  table: EntityTable,
  keyOf: (row: Row) => string,
  rows: Row[],
): Promise<Row[]> {
  const newer = rows.filter((row) => row.changedIn > asOf.revision).map(keyOf)
  if (newer.length === 0) return rows
  const versions = await db.$queryRaw<{ key: string; row: Record<string, unknown> }[]>`
    SELECT DISTINCT ON (v."key") v."key", v."row" FROM "EntityVersion" v
    WHERE v."entity" = ${table} AND v."key" = ANY(${newer}) AND v."toRevision" > ${asOf.revision}
    ORDER BY v."key", v."toRevision"`
  const before = new Map(versions.map((v) => [v.key, v.row]))
  return rows.map((row) => {
    const then = before.get(keyOf(row))
    return then
      ? (Object.fromEntries(
          Object.entries(row).map(([c, now]) => [c, restored(then[c], now)]),
        ) as unknown as Row)
      : row
  })
}

/** JSON knows no dates; a column that holds one now held one then. */
function restored(then: unknown, now: unknown): unknown {
  return typeof then === 'string' && (now instanceof Date || /^\d{4}-\d{2}-\d{2}$/.test(then))
    ? new Date(then)
    : then
}
