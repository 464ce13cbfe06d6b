/** Entities as a revision described them, also when they have been described anew since. */
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
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
    SELECT DISTINCT ON (v."key") v."key", (SELECT jsonb_object_agg(c."key", CASE jsonb_typeof(c."value")
      WHEN 'number' THEN to_jsonb(c."value" #>> '{}') ELSE c."value" END) FROM jsonb_each(v."row") AS c) AS "row"
    FROM "EntityVersion" v
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

/** JSON knows neither dates nor exact numbers, which come as text; what a column holds now it held then. */
function restored(then: unknown, now: unknown): unknown {
  // A column that came later.
  if (then === undefined) return null
  if (typeof then !== 'string') return then
  if (typeof now === 'number') return Number(then)
  if (Prisma.Decimal.isDecimal(now)) return new Prisma.Decimal(then)
  const isDate = now instanceof Date || (now === null && /^\d{4}-\d{2}-\d{2}$/.test(then))
  return isDate ? new Date(then) : then
}
