/** The only place that builds the condition on recorded time. */
import { Prisma } from './generated/client.ts'

/** The state of the ledger that a request reads. */
export interface AsOf {
  revision: number
  /** When that revision was made; "now" for everything that has begun. */
  time: Date
}

/** Versioned rows that the revision contained; `alias` is the table's name in the statement. */
export function recordedIn(alias: string, asOf: AsOf): Prisma.Sql {
  const column = (name: string) => Prisma.raw(`${alias}."${name}"`)
  return Prisma.sql`${column('fromRevision')} <= ${asOf.revision}
    AND (${column('toRevision')} IS NULL OR ${column('toRevision')} > ${asOf.revision})`
}

/** Rows without an end (entities, facts) that had appeared by the revision. */
export function appearedBy(alias: string, asOf: AsOf): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(`${alias}."fromRevision"`)} <= ${asOf.revision}`
}
