/** The only place that builds the condition on recorded time. */
import { Prisma } from './generated/client.ts'

/** The state of the ledger that a request reads. */
export interface AsOf {
  revision: number
  /** When that revision was made; "now" for everything that has begun. */
  time: Date
}

/** Whether both are one revision: after a restored backup, another one may have the same number. */
export const isSameState = (a: AsOf, b: AsOf): boolean =>
  a.revision === b.revision && a.time.getTime() === b.time.getTime()

/** Versioned rows that the revision contained; `alias` is the table's name in the statement. */
export function recordedIn(alias: string, asOf: AsOf): Prisma.Sql {
  return recordedAt(alias, Prisma.sql`${asOf.revision}`)
}

/** As `recordedIn`, for what belongs to a versioned row that may have ended: as of when that still stood. */
export function recordedWith(alias: string, owner: string, asOf: AsOf): Prisma.Sql {
  return recordedAt(alias, Prisma.sql`LEAST(${asOf.revision}, ${Prisma.raw(`${owner}."toRevision"`)} - 1)`)
}

function recordedAt(alias: string, revision: Prisma.Sql): Prisma.Sql {
  const column = (name: string) => Prisma.raw(`${alias}."${name}"`)
  // Most rows have not ended, so an index of ends finds nearly all of them: as an expression it is not even considered.
  return Prisma.sql`${column('fromRevision')} <= ${revision} AND COALESCE(${column('toRevision')}, 2147483647) > ${revision}`
}

/** Rows without an end (entities, facts) that had appeared by the revision. */
export function appearedBy(alias: string, asOf: AsOf): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(`${alias}."fromRevision"`)} <= ${asOf.revision}`
}

type ColumnType = 'text' | 'boolean' | 'date' | 'numeric' | 'text[]'

/**
 * Columns of an entity as the revision described it, for filters and orders; columns that never change need none of
 * this. Where nothing newer was written, which is nearly everywhere, it costs a comparison.
 * @param key the column that names the entity: `slug` or `code`.
 */
export function describedIn(alias: string, entity: string, key: 'slug' | 'code', asOf: AsOf) {
  const own = (name: string) => Prisma.raw(`${alias}."${name}"`)
  return (column: string, type: ColumnType = 'text'): Prisma.Sql => {
    const then = Prisma.raw(
      type === 'text[]'
        ? `ARRAY(SELECT jsonb_array_elements_text(d."row" -> '${column}'))`
        : `(d."row" ->> '${column}')::${type}${type === 'text' ? ' COLLATE "C"' : ''}`,
    )
    return Prisma.sql`(CASE WHEN ${own('changedIn')} <= ${asOf.revision} THEN ${own(column)} ELSE (
    SELECT ${then} FROM "EntityVersion" d WHERE d."entity" = ${entity} AND d."key" = ${own(key)}
      AND d."toRevision" > ${asOf.revision} ORDER BY d."toRevision" LIMIT 1) END)`
  }
}
