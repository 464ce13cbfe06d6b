/** Loaders of all prices of models with what answers at an instant, for costs: one statement, whatever is asked. */
import DataLoader from 'dataloader'
import { type AsOf, appearedBy, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { AppError } from '../../errors.ts'
import { manyBy } from './batch.ts'
import { begunBy } from './preferred.ts'
import type { ClaimRow, Offer, PriceRow, QuantityRow } from './rows.ts'

/** A price with its offer, and the claim that is preferred at the instant; all null where none answers. */
export interface OfferPriceRow
  extends PriceRow,
    Pick<Offer, 'endpoint' | 'region' | 'plan' | 'isMakersOwn'>,
    Pick<ClaimRow, 'comparison'>,
    Pick<QuantityRow, 'low' | 'point' | 'high'> {
  claimId: string | null
  form: ClaimRow['form'] | null
  qualifier: QuantityRow['qualifier'] | null
  unitCode: string | null
}

/** Prices of a model, of one seller or of all of them, at an instant in milliseconds. */
export interface ModelPricesKey {
  model: string
  seller: string | null
  instant: number
}

/** Prices of everything that is sold without a region or plan. */
export interface MarketPricesKey {
  instant: number
  meters: readonly string[]
  /** Its prices of all meters are read too, for what an offer sells in the tier decides what it inherits. */
  tier: string
}

/** Most prices of one model that are read. */
const MODEL_LIMIT = 5000
/** Most prices of the market that are held in memory for one request. */
const MARKET_LIMIT = 100_000
/** Most models of a maker, and most models of one moving name, that are looked at. */
const RELATED_LIMIT = 500

const { sql, raw } = Prisma

export function priceLoaders(db: Db, asOf: AsOf) {
  return {
    /** The prices of a model in the order of lists. */
    pricesOfModel: new DataLoader<ModelPricesKey, OfferPriceRow[], string>(
      async (keys) => {
        const rows = await db.$queryRaw<(OfferPriceRow & { place: number })[]>`
          SELECT k.place::int, ${OFFER_PRICE_COLUMNS}
          FROM unnest(${keys.map((k) => k.model)}::text[], ${keys.map((k) => k.seller ?? '')}::text[],
            ${keys.map((k) => new Date(k.instant))}::timestamptz[]) WITH ORDINALITY AS k(model, seller, instant, place)
          CROSS JOIN LATERAL (SELECT f.* FROM "Price" f
            WHERE f."modelSlug" = k.model COLLATE "C" AND (k.seller = '' OR f."sellerSlug" = k.seller COLLATE "C")
              AND ${appearedBy('f', asOf)} ORDER BY f."sortKey" LIMIT ${MODEL_LIMIT}) AS f
          JOIN "Offer" o ON o."slug" = f."offerSlug"
          ${answeringEach(asOf, sql`k.instant`)} ORDER BY k.place, f."sortKey"`
        const byPlace = Map.groupBy(rows, (row) => row.place)
        return keys.map((_, i) => byPlace.get(i + 1) ?? [])
      },
      { cacheKeyFn: (k) => JSON.stringify([k.model, k.seller, k.instant]), maxBatchSize: 5000 },
    ),
    /** @throws AppError QUERY_TOO_COSTLY when there are too many: a silently smaller market would look like the whole. */
    pricesOfMarket: new DataLoader<MarketPricesKey, OfferPriceRow[], string>(
      (keys) => Promise.all(keys.map((key) => marketPrices(db, asOf, key))),
      { cacheKeyFn: (k) => JSON.stringify([k.instant, [...k.meters].sort(), k.tier]) },
    ),
    /** What a seller sells of a maker; keys are spelled `["openai","openai"]`, maker first. */
    modelsOfMakerAt: manyBy<{ key: string; modelSlug: string }>(
      (keys) => db.$queryRaw`
        SELECT k.key, o."modelSlug" FROM unnest(${keys}::text[]) AS k(key) CROSS JOIN LATERAL (
          SELECT DISTINCT o."modelSlug" FROM "Offer" o JOIN "Model" m ON m."slug" = o."modelSlug"
          WHERE m."makerSlug" = (k.key::jsonb ->> 0) COLLATE "C" AND o."sellerSlug" = (k.key::jsonb ->> 1) COLLATE "C"
            AND ${appearedBy('o', asOf)} ORDER BY o."modelSlug" LIMIT ${RELATED_LIMIT}) AS o`,
      (row) => row.key,
    ),
    /** Other models that have, or once had, a name of a model; and the name. */
    modelsOfSameName: manyBy<{ key: string; modelSlug: string; text: string }>(
      (keys) => db.$queryRaw`
        SELECT a."modelSlug" AS key, b."modelSlug", min(b."text") AS text
        FROM "ModelAlias" a JOIN "ModelAlias" b ON b."text" = a."text" AND b."modelSlug" <> a."modelSlug"
        WHERE a."modelSlug" = ANY(${keys}) AND ${appearedBy('a', asOf)} AND ${appearedBy('b', asOf)}
        GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${RELATED_LIMIT * keys.length}`,
      (row) => row.key,
    ),
  }
}

export const OFFER_PRICE_COLUMNS =
  raw(`'PRICE' AS kind, f."id", f."sortKey", f."offerSlug", f."meterCode", f."tier",
  trim_scale(f."promptAbove")::text AS "promptAbove", f."thresholdCounts", f."thresholdScope", f."windowFrom", f."windowTo",
  f."cacheLifetime", f."modelSlug", f."sellerSlug", o."endpoint", o."region", o."plan", o."isMakersOwn", v."id" AS "claimId",
  v."form", trim_scale(v."low")::text AS low, trim_scale(v."point")::text AS point, trim_scale(v."high")::text AS high,
  v."qualifier", v."unitCode", v."comparison"`)

/**
 * Joins the claim that is preferred at an instant as `v`: the same choice as `answeringAt` makes in memory, and a test
 * holds the two together.
 * @param periods of a fact the newest one that has begun, as a table or as what stands after `LATERAL`.
 */
function answering(periods: Prisma.Sql, fact: Prisma.Sql, instant: Prisma.Sql): Prisma.Sql {
  return sql`LEFT JOIN ${periods} AS r ON ${fact} AND (r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL)
      AND (r."validTo" IS NULL OR r."validTo" > ${instant})
    LEFT JOIN "Claim" v ON v."id" = r."claimId"`
}

const begun = (asOf: AsOf, instant: Prisma.Sql) => sql`${recordedIn('r', asOf)} AND ${begunBy(instant)}`

export function answeringEach(asOf: AsOf, instant: Prisma.Sql): Prisma.Sql {
  const newest = sql`LATERAL (SELECT r."claimId", r."validFrom", r."validTo" FROM "Resolution" r
    WHERE r."factId" = f."id" AND ${begun(asOf, instant)} ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1)`
  return answering(newest, sql`true`, instant)
}

/** Read whole and joined once: for all facts together that takes a third of looking each of them up. */
function answeringAll(asOf: AsOf, instant: Prisma.Sql): Prisma.Sql {
  const newest = sql`(SELECT DISTINCT ON (r."factId") r."factId", r."claimId", r."validFrom", r."validTo"
    FROM "Resolution" r WHERE ${begun(asOf, instant)} ORDER BY r."factId", r."validFrom" DESC NULLS LAST)`
  return answering(newest, sql`r."factId" = f."id"`, instant)
}

async function marketPrices(
  db: Db,
  asOf: AsOf,
  { instant, meters, tier }: MarketPricesKey,
): Promise<OfferPriceRow[]> {
  const rows = await db.$queryRaw<OfferPriceRow[]>`
    SELECT ${OFFER_PRICE_COLUMNS} FROM "Price" f JOIN "Offer" o ON o."slug" = f."offerSlug"
    ${answeringAll(asOf, sql`${new Date(instant)}::timestamptz`)}
    WHERE (f."meterCode" = ANY(${[...meters]}) OR (${tier} <> 'standard' AND f."tier" = ${tier}))
      AND o."region" IS NULL AND o."plan" IS NULL AND ${appearedBy('f', asOf)} LIMIT ${MARKET_LIMIT}`
  if (rows.length === MARKET_LIMIT)
    throw new AppError(
      'QUERY_TOO_COSTLY',
      'The market has more prices than can be compared at once; name models.',
    )
  return rows
}
