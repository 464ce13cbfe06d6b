/** Loaders of all that is stated of prices beside one: by the same seller for the model, and by others for the meter. */
import { type AsOf, appearedBy, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { manyBy } from './batch.ts'
import { claimColumns, claimRows } from './claim-rows.ts'
import type { ClaimRow, Offer, PriceRow } from './rows.ts'
import type { Traces } from './traces.ts'

/** A number that stands, of whatever time, with the price that it is one of. */
export interface StatementRow
  extends ClaimRow,
    Omit<PriceRow, 'id' | 'kind'>,
    Pick<Offer, 'endpoint' | 'region' | 'plan'> {
  /** The key that it was asked for by. */
  asked: string
  /** As its source states it, also of a price file. */
  statedFrom: Date | null
}

/** Most statements beside one price that are read. */
const BESIDE_LIMIT = 5000

const { raw } = Prisma

/** @param traces is told of the claims that an answer quotes, of the many that are read. */
export function statementLoaders(db: Db, asOf: AsOf, traces?: Traces) {
  const load = (column: 'sellerSlug' | 'meterCode') =>
    manyBy<StatementRow>(
      async (keys) => (await claimRows(statements(db, asOf, keys, column))) as StatementRow[],
      (row) => row.asked,
    )
  return {
    /** Keys are spelled `["gpt-5.4","openai"]`, model and seller. */
    statementsOfSeller: load('sellerSlug'),
    /** Keys are spelled `["gpt-5.4","output"]`, model and meter. */
    statementsOfMeter: load('meterCode'),
    quoted: (claimIds: readonly string[]): void => {
      for (const id of claimIds) traces?.claims.add(id)
    },
  }
}

export const statementKey = (model: string, other: string) => JSON.stringify([model, other])

function statements(db: Db, asOf: AsOf, keys: string[], column: string): Promise<unknown> {
  return db.$queryRaw`
    SELECT k.asked, c.* FROM unnest(${keys}::text[]) AS k(asked) CROSS JOIN LATERAL (
      SELECT ${claimColumns(asOf)}, c."validFrom" AS "statedFrom", p."offerSlug", p."meterCode", p."tier",
        trim_scale(p."promptAbove")::text AS "promptAbove", p."thresholdCounts", p."thresholdScope", p."windowFrom",
        p."windowTo", p."cacheLifetime", p."modelSlug", p."sellerSlug", o."endpoint", o."region", o."plan"
      FROM "Price" p JOIN "Offer" o ON o."slug" = p."offerSlug"
        JOIN "Claim" c ON c."factId" = p."id" AND c."form" = 'NUMBER' AND ${recordedIn('c', asOf)}
      WHERE p."modelSlug" = (k.asked::jsonb ->> 0) COLLATE "C" AND ${raw(`p."${column}"`)} = (k.asked::jsonb ->> 1) COLLATE "C"
        AND ${appearedBy('p', asOf)} ORDER BY p."sortKey" LIMIT ${BESIDE_LIMIT}) AS c`
}
