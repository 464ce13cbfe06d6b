/** Values that the planner does not look at. */
import { Prisma } from './generated/client.ts'

const { sql } = Prisma

/**
 * Keys for a statement that is prepared by name. Of an array that stands there itself the planner sees how long it is:
 * a plan made anew for one key looks cheaper than the kept one for any number, so that Postgres would plan each time,
 * which takes several times as long as what is read. Only where any number of keys is read in the same way. The type is
 * told twice, or ANY would take it for rows.
 */
export const givenKeys = (keys: readonly string[]): Prisma.Sql => sql`(SELECT ${keys}::text[])::text[]`

/** As `givenKeys`, a time. */
export const givenTime = (time: Date): Prisma.Sql => sql`(SELECT ${time}::timestamptz)`
