/** The number that answers a fact, without its rivals and its times: what most questions ask of most facts. */
import DataLoader from 'dataloader'
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { givenKeys } from '../../db/given.ts'
import { endOfDay } from '../belief/timeline.ts'
import { answerColumns } from './fact-items.ts'
import { begunBy } from './preferred.ts'
import type { ClaimRow } from './rows.ts'

/** Of the preferred claim, as `ClaimRow` has it. */
export type AnswerRow = Pick<ClaimRow, 'id' | 'form' | 'low' | 'point' | 'high' | 'qualifier' | 'unitCode'>

export interface AnswerKey {
  fact: string
  /** See `At` of `belief.ts`. */
  at: string | null
}

export const answerKey = ({ fact, at }: AnswerKey) => (at === null ? fact : `${fact} ${at}`)

/** The same choice as `answeringAt` makes in memory, and a test holds the two together. */
export const answerLoader = (db: Db, asOf: AsOf) =>
  new DataLoader<AnswerKey, AnswerRow | null, string>(
    async (keys) => {
      const instants = keys.map(({ at }) => (at === null ? asOf.time : new Date(endOfDay(at))))
      const rows = await db.$queryRaw<(AnswerRow & { place: number })[]>`
        SELECT k.place::int, ${Prisma.raw(answerColumns('c'))}
        FROM unnest(${givenKeys(keys.map((k) => k.fact))}, ${instants}::timestamptz[], ${keys.map((k) => k.at !== null)}::boolean[])
          WITH ORDINALITY AS k(fact, instant, dated, place)
        CROSS JOIN LATERAL (SELECT r."claimId", r."validFrom", r."validTo" FROM "Resolution" r
          WHERE r."factId" = k.fact COLLATE "C" AND ${recordedIn('r', asOf)}
            AND ${begunBy(Prisma.sql`k.instant`)}
          ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) AS r
        JOIN "Claim" c ON c."id" = r."claimId"
        WHERE NOT k.dated OR ((r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL)
          AND (r."validTo" IS NULL OR r."validTo" > k.instant))`
      const found = new Array<AnswerRow | null>(keys.length).fill(null)
      for (const { place, ...row } of rows) found[place - 1] = row
      return found
    },
    { cacheKeyFn: answerKey, maxBatchSize: 5000 },
  )
