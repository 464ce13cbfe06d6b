/** The preferred claim inside a list's statement, for filters and orders on values. */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import { Prisma } from '../../db/generated/client.ts'
import { endOfDay } from '../belief/timeline.ts'
import type { At } from './belief.ts'

/**
 * Periods `r` that had begun by an instant. Not spelled with OR: the planner would read the periods without a start and
 * the others from the index apart and sort them, where in its order the first one answers.
 */
export const begunBy = (instant: Date | Prisma.Sql) => Prisma.sql`(r."validFrom" <= ${instant}) IS NOT FALSE`

/**
 * Joins the preferred claim of the list's fact (`f`) as `v`; the same choice as `periodAt` makes in memory, and
 * a test holds the two together.
 * @param fact its id, where the fact itself is not at hand.
 * @param wanted of which facts.
 */
export function joinPreferred(
  asOf: AsOf,
  at: At,
  fact = Prisma.sql`f."id"`,
  wanted = Prisma.sql`true`,
): Prisma.Sql {
  const instant = at === null ? asOf.time : new Date(endOfDay(at))
  return Prisma.sql`LEFT JOIN LATERAL (
    SELECT r."claimId", r."validFrom", r."validTo" FROM "Resolution" r
    WHERE ${wanted} AND r."factId" = ${fact} AND ${recordedIn('r', asOf)} AND ${begunBy(instant)}
    ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1
  ) AS r ON ${at === null ? Prisma.sql`true` : stillHolds(instant)}
  LEFT JOIN "Claim" v ON v."id" = r."claimId"`
}

function stillHolds(instant: Date): Prisma.Sql {
  return Prisma.sql`(r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL) AND (r."validTo" IS NULL OR r."validTo" > ${instant})`
}

/** The number by which values are filtered and sorted: the point, else the bound that is stated. */
export const SORT_VALUE = Prisma.sql`COALESCE(v."point", v."low", v."high")`
