/** Loaders of the periods of facts: which claim answers when, and where it is asked for, why. */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { givenKeys } from '../../db/given.ts'
import { type Joint, manyBy } from './batch.ts'
import type { ResolutionRow } from './rows.ts'
import type { Traces } from './traces.ts'

/**
 * Most claims, and most periods, that are read of one fact, newest first. Answers hold far fewer; this only keeps
 * a fact that went wrong from filling the memory, and lies beyond thirteen years of daily changes.
 */
export const BELIEF_LIMIT = 5000

export const RESOLUTION_COLUMNS =
  Prisma.raw(`r."factId", r."claimId", r."validFrom", r."validTo", r."ruleId", r."decidedBy", r."reason",
  r."rivalIds", trim_scale(r."spreadLow")::text AS "spreadLow", trim_scale(r."spreadHigh")::text AS "spreadHigh",
  trim_scale(r."spreadRatio")::text AS "spreadRatio", r."spreadUnit"`)

/** Which claim answers a fact when. */
export type PeriodRow = Pick<ResolutionRow, 'factId' | 'claimId' | 'validFrom' | 'validTo'>

/** These alone stand in the index of answers. */
const PERIOD_COLUMNS = Prisma.raw(`r."factId", r."claimId", r."validFrom", r."validTo"`)

export function periodLoaders(db: Db, asOf: AsOf, traces?: Traces, joint?: Joint) {
  const read = <Row>(ids: string[], columns: Prisma.Sql) =>
    db.$queryRaw<Row[]>`
      SELECT r.* FROM unnest(${givenKeys(ids)}) AS f(id) CROSS JOIN LATERAL (
        SELECT ${columns} FROM "Resolution" r WHERE r."factId" = f.id COLLATE "C" AND ${recordedIn('r', asOf)}
        ORDER BY r."validFrom" DESC NULLS LAST LIMIT ${BELIEF_LIMIT}) AS r`
  const whole = manyBy<ResolutionRow>(
    (ids) => read(ids, RESOLUTION_COLUMNS),
    (r) => r.factId,
    traces?.ofResolutions,
  )
  // Whoever traces wants to know the rivals too.
  let isWholeRead = traces !== undefined
  const bare = manyBy<PeriodRow>(
    // Another field of the same question may have asked for the reasons meanwhile.
    async (ids) =>
      isWholeRead ? (await Promise.all(ids.map((id) => whole.load(id)))).flat() : read(ids, PERIOD_COLUMNS),
    (r) => r.factId,
    undefined,
    joint,
  )
  return {
    /** The periods of a fact with their reasons, at most `BELIEF_LIMIT`, newest first. */
    resolutionsOfFact: {
      load: (id: string): Promise<ResolutionRow[]> => {
        isWholeRead = true
        return whole.load(id)
      },
    },
    /** The same without the reasons. */
    periodsOfFact: {
      load: (id: string): Promise<PeriodRow[]> => (isWholeRead ? whole : bare).load(id),
    },
  }
}
