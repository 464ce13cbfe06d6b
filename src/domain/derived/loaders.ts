/** What derived indicators read that no other question does, each in one statement for all that a request asks for. */
import DataLoader from 'dataloader'
import { type AsOf, appearedBy, describedIn, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { AppError } from '../../errors.ts'
import { endOfDay } from '../belief/timeline.ts'
import type { At } from '../read/belief.ts'
import { countryOfProvider } from '../read/lists/entities.ts'
import { begunBy } from '../read/preferred.ts'
import { answeringEach, OFFER_PRICE_COLUMNS, type OfferPriceRow } from '../read/price-loaders.ts'

/** The plain list prices of one meter at the own offers of makers of these countries, and of makers of unknown country. */
export interface ListPricesKey {
  instant: number
  meter: string
  countries: readonly string[]
}

export interface ListPriceRow extends OfferPriceRow {
  makerSlug: string
  /** Null where the country of the maker is not known. */
  makerCountry: string | null
  familySlug: string | null
  /** Whether the source calls the price promotional; null where it does not say. */
  promotional: boolean | null
  /** `2026-04-24`; the first day of a month or year where no more is known. */
  releasedOn: string | null
}

export interface MetricKey {
  metric: string
  at: At
}

/** Most list prices of two countries' makers, and most facts of one metric, that are looked at. */
const PRICES_MAX = 20_000
const FACTS_MAX = 1_000

const { sql } = Prisma

export function derivedLoaders(db: Db, asOf: AsOf) {
  return {
    /** @throws AppError QUERY_TOO_COSTLY when there are too many: of a part no honest median can be told. */
    listPrices: new DataLoader<ListPricesKey, ListPriceRow[], string>(
      (keys) => Promise.all(keys.map((key) => listPrices(db, asOf, key))),
      { cacheKeyFn: (k) => JSON.stringify([k.instant, k.meter, [...k.countries].sort()]) },
    ),
    /** Ids of the claims whose numbers answer the facts of a metric, whatever these are about, by subject. */
    numbersOfMetric: new DataLoader<MetricKey, string[], string>(
      async (keys) => {
        const instants = keys.map(({ at }) => (at === null ? asOf.time : new Date(endOfDay(at))))
        const rows = await db.$queryRaw<{ place: number; claimId: string }[]>`
          SELECT k.place::int, c."id" AS "claimId"
          FROM unnest(${keys.map((k) => k.metric)}::text[], ${instants}::timestamptz[], ${keys.map((k) => k.at !== null)}::boolean[])
            WITH ORDINALITY AS k(metric, instant, dated, place)
          CROSS JOIN LATERAL (SELECT f."id", f."sortKey" FROM "Indicator" f
            WHERE f."metricCode" = k.metric COLLATE "C" AND ${appearedBy('f', asOf)}
            ORDER BY f."sortKey" LIMIT ${FACTS_MAX}) AS f
          CROSS JOIN LATERAL (SELECT r."claimId", r."validFrom", r."validTo" FROM "Resolution" r
            WHERE r."factId" = f."id" AND ${recordedIn('r', asOf)} AND ${begunBy(sql`k.instant`)}
            ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) AS r
          JOIN "Claim" c ON c."id" = r."claimId"
          WHERE c."form" = 'NUMBER' AND (NOT k.dated OR ((r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL)
            AND (r."validTo" IS NULL OR r."validTo" > k.instant)))
          ORDER BY k.place, f."sortKey"`
        const byPlace = Map.groupBy(rows, (row) => row.place)
        return keys.map((_, i) => (byPlace.get(i + 1) ?? []).map(({ claimId }) => claimId))
      },
      { cacheKeyFn: ({ metric, at }) => `${metric} ${at ?? ''}`, maxBatchSize: 500 },
    ),
  }
}

async function listPrices(
  db: Db,
  asOf: AsOf,
  { instant, meter, countries }: ListPricesKey,
): Promise<ListPriceRow[]> {
  const country = countryOfProvider('p', asOf)
  const then = describedIn('m', 'Model', 'slug', asOf)
  const rows = await db.$queryRaw<ListPriceRow[]>`
    SELECT ${OFFER_PRICE_COLUMNS}, v."promotional", m."makerSlug", ${country} AS "makerCountry",
      ${then('familySlug')} AS "familySlug", ${then('releasedOn', 'date')}::text AS "releasedOn"
    FROM "Price" f JOIN "Offer" o ON o."slug" = f."offerSlug" JOIN "Model" m ON m."slug" = f."modelSlug"
      JOIN "Provider" p ON p."slug" = m."makerSlug"
    ${answeringEach(asOf, sql`${new Date(instant)}::timestamptz`)}
    WHERE f."meterCode" = ${meter} AND f."tier" = 'standard'
      AND num_nonnulls(f."promptAbove", f."windowFrom", f."cacheLifetime") = 0
      AND o."isMakersOwn" AND o."region" IS NULL AND o."plan" IS NULL AND ${appearedBy('f', asOf)}
      AND (${country} IS NULL OR ${country} = ANY(${[...countries]}::text[]))
    ORDER BY f."sortKey" LIMIT ${PRICES_MAX}`
  if (rows.length === PRICES_MAX)
    throw new AppError('QUERY_TOO_COSTLY', 'There are more list prices than can be compared; name models.')
  return rows
}
