/** What derived indicators read that no other question does, each in one statement for all that a request asks for. */
import DataLoader from 'dataloader'
import { type AsOf, appearedBy, describedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { AppError } from '../../errors.ts'
import type { At } from '../read/belief.ts'
import { countryOfProvider } from '../read/lists/entities.ts'
import { joinPreferred } from '../read/preferred.ts'
import { answeringEach, OFFER_PRICE_COLUMNS, type OfferPriceRow } from '../read/price-loaders.ts'
import type { ClaimRow } from '../read/rows.ts'

/** The plain list prices of one meter at the offers of makers of these countries themselves. */
export interface ListPricesKey {
  instant: number
  meter: string
  countries: readonly string[]
}

export interface ListPriceRow extends OfferPriceRow {
  modelName: string
  makerSlug: string
  makerCountry: string
  familySlug: string | null
  /** `2026-04-24`; the first day of a month or year where no more is known. */
  releasedOn: string | null
}

export interface AtKey {
  key: string
  at: At
}

/** What answers one of the facts of a key, with what computing needs of it. */
export interface AnswerOfKey extends Pick<ClaimRow, 'low' | 'point' | 'high' | 'qualifier' | 'unitCode'> {
  place: number
  factId: string
  claimId: string
}

/** Most list prices of two countries' makers, and most answers of one key, that are looked at. */
const PRICES_MAX = 20_000
const ANSWERS_MAX = 1_000

const { sql, raw } = Prisma
const ANSWER = raw(`f."id" AS "factId", v."id" AS "claimId", trim_scale(v."low")::text AS low,
  trim_scale(v."point")::text AS point, trim_scale(v."high")::text AS high, v."qualifier", v."unitCode"`)

export function derivedLoaders(db: Db, asOf: AsOf) {
  /** Keys of one day share a statement; a question seldom asks for several days. */
  const ofDay = <Row extends AnswerOfKey>(read: (keys: string[], at: At) => Promise<Row[]>) =>
    new DataLoader<AtKey, Row[], string>(
      async (keys) => {
        const days = [...Map.groupBy(keys, (k) => k.at)]
        const found = await Promise.all(
          days.map(async ([at, of]): Promise<[At, Map<string, Row[]>]> => {
            const asked = of.map(({ key }) => key)
            return [at, Map.groupBy(await read(asked, at), (row) => asked[row.place - 1]!)]
          }),
        )
        const byDay = new Map(found)
        return keys.map(({ key, at }) => byDay.get(at)!.get(key) ?? [])
      },
      { cacheKeyFn: ({ key, at }) => `${key} ${at ?? ''}`, maxBatchSize: 500 },
    )
  const keyed = (keys: string[]) => sql`unnest(${keys}::text[]) WITH ORDINALITY AS k(key, place)`
  return {
    /** @throws AppError QUERY_TOO_COSTLY when there are too many: of a part no honest median can be told. */
    listPrices: new DataLoader<ListPricesKey, ListPriceRow[], string>(
      (keys) => Promise.all(keys.map((key) => listPrices(db, asOf, key))),
      { cacheKeyFn: (k) => JSON.stringify([k.instant, k.meter, [...k.countries].sort()]) },
    ),
    /** The numbers that answer all facts of a metric, whatever they are about, by subject. */
    answersOfMetric: ofDay<AnswerOfKey>(
      (keys, at) => db.$queryRaw`
        SELECT k.place::int, ${ANSWER} FROM ${keyed(keys)} CROSS JOIN LATERAL (
          SELECT f."id", f."sortKey" FROM "Indicator" f WHERE f."metricCode" = k.key COLLATE "C" AND ${appearedBy('f', asOf)}
          ORDER BY f."sortKey" LIMIT ${ANSWERS_MAX}) AS f
        ${joinPreferred(asOf, at)} WHERE v."form" = 'NUMBER' ORDER BY k.place, f."sortKey"`,
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
    SELECT ${OFFER_PRICE_COLUMNS}, m."name" AS "modelName", m."makerSlug", ${country} AS "makerCountry",
      ${then('familySlug')} AS "familySlug", ${then('releasedOn', 'date')}::text AS "releasedOn"
    FROM "Price" f JOIN "Offer" o ON o."slug" = f."offerSlug" JOIN "Model" m ON m."slug" = f."modelSlug"
      JOIN "Provider" p ON p."slug" = m."makerSlug"
    ${answeringEach(asOf, sql`${new Date(instant)}::timestamptz`)}
    WHERE f."meterCode" = ${meter} AND f."tier" = 'standard'
      AND num_nonnulls(f."promptAbove", f."windowFrom", f."cacheLifetime") = 0
      AND o."isMakersOwn" AND o."region" IS NULL AND o."plan" IS NULL AND ${appearedBy('f', asOf)}
      AND ${country} = ANY(${[...countries]}::text[])
    ORDER BY f."sortKey" LIMIT ${PRICES_MAX}`
  if (rows.length === PRICES_MAX)
    throw new AppError('QUERY_TOO_COSTLY', 'There are more list prices than can be compared; name models.')
  return rows
}
