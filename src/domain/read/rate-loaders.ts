/** Loaders of rates of exchange: claims of indicators whose metric is one, as of one revision. */
import { type AsOf, appearedBy, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import type { Rate, Span } from '../belief/exchange.ts'
import { manyBy } from './batch.ts'
import { quantityOf } from './belief.ts'
import { claimColumns, claimRows } from './claim-rows.ts'
import type { ClaimRow } from './rows.ts'

/** Most rates that are looked at for one span, the shortest periods first. */
const RATES_LIMIT = 200

/** Means of longer periods are none that a value is told by; so of rates of days, only those of a year are looked through. */
const LONGEST = '366 days'

interface RateRow extends ClaimRow {
  /** The span that it was read for. */
  asked: string
}

export const spanKey = ({ from, to }: Span) => `${from.toISOString()} ${to.toISOString()}`

export function rateLoaders(db: Db, asOf: AsOf) {
  return {
    /**
     * The rates whose stated period covers a span and that answer their fact in a part of it, so that none is taken which
     * the rule of preference leaves aside. Keys are spelled by `spanKey`; all spans of a question are one statement.
     */
    ratesCovering: manyBy<RateRow>(
      async (keys) =>
        (await claimRows(db.$queryRaw`
          SELECT k.asked, c.* FROM (SELECT s.asked, split_part(s.asked, ' ', 1)::timestamptz AS start, split_part(s.asked, ' ', 2)::timestamptz AS stop
              FROM unnest(${keys}::text[]) AS s(asked)) AS k
            CROSS JOIN LATERAL (
              SELECT ${claimColumns(asOf)} FROM "Metric" m
                JOIN "Indicator" i ON i."metricCode" = m."code" AND ${appearedBy('i', asOf)}
                JOIN "Claim" c ON c."factId" = i."id" AND c."form" = 'NUMBER' AND ${recordedIn('c', asOf)}
              WHERE m."unitCode" ~ '^[A-Z]{3}/[A-Z]{3}$' AND c."validFrom" <= k.start AND c."validTo" >= k.stop
                AND c."validFrom" >= k.start - ${LONGEST}::interval
                AND EXISTS (SELECT 1 FROM "Resolution" r WHERE r."factId" = i."id" AND r."claimId" = c."id" AND ${recordedIn('r', asOf)}
                  AND (r."validFrom" < k.stop) IS NOT FALSE AND (r."validTo" > k.start) IS NOT FALSE)
              ORDER BY c."validTo" - c."validFrom", c."id" LIMIT ${RATES_LIMIT}) AS c`)) as RateRow[],
      (row) => row.asked,
    ),
  }
}

/** A claim as a rate; null where its source gives it no such time. */
export function rateOf(claim: ClaimRow): Rate | null {
  const value = quantityOf(claim)
  const { validFrom: from, validTo: to } = claim
  return value && from && to ? { claimId: claim.id, unit: value.unitCode, value, from, to } : null
}
