/** Offers that ended: since when nobody says any more what they cost. */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { byKey } from './batch.ts'

/** The end of an offer, exclusive; absent while one of its prices holds, and for offers without prices. */
export const offerEndLoader = (db: Db, asOf: AsOf) =>
  byKey<{ slug: string; endedOn: Date }>(
    (slugs) => db.$queryRaw`
      SELECT p."offerSlug" AS slug, max(r."validTo") AS "endedOn" FROM "Price" p
      JOIN "Resolution" r ON r."factId" = p."id" AND ${recordedIn('r', asOf)}
      WHERE p."offerSlug" = ANY(${slugs}) GROUP BY 1
      HAVING bool_and(r."validTo" IS NOT NULL AND r."validTo" <= ${asOf.time})`,
    (row) => row.slug,
  )
