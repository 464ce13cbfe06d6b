/** Claims as readers see them: those of data files with the times that follow from the editions. */
import { type AsOf, recordedWith } from '../../db/as-of.ts'
import { Prisma } from '../../db/generated/client.ts'
import { periodText } from '../../lib/period.ts'
import type { ClaimRow } from './rows.ts'

/** When a claim `c` of a data file held, oldest first, in milliseconds; null of any other claim. */
export const seenTimes = (
  asOf: AsOf,
) => Prisma.sql`CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array(
    (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
    ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p WHERE p."claimId" = c."id" AND ${recordedWith('p', 'c', asOf)}), '[]') END`

/** Of a claim `c`, decimals as canonical text; to be read through `claimRows`. */
export const claimColumns = (asOf: AsOf) =>
  Prisma.sql`${Prisma.raw(
    `c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low,
  trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text",
  c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId",
  c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison",
  c."promotional", c."doubt"`,
  )}, ${seenTimes(asOf)} AS seen`

type Times = Pick<ClaimRow, 'validFrom' | 'validTo' | 'precision' | 'periodText'>

/** The times of a claim as the columns have them. */
export interface Timed extends Times {
  seen: [from: number | null, to: number | null][] | null
}

type Raw = Omit<ClaimRow, 'periods'> & Timed

/**
 * Newest period first, undated ones last. The rows themselves become the claims, with whatever else was read beside them:
 * copies of so many columns cost more than all the rest.
 */
export async function claimRows(reading: Promise<unknown>): Promise<ClaimRow[]> {
  const raws = (await reading) as Raw[]
  const rows = raws.map((raw) => Object.assign(raw, timed(raw)) as ClaimRow)
  const start = (c: ClaimRow) => c.periods.at(-1)?.validFrom?.getTime() ?? -Infinity
  return rows.sort((a, b) => start(b) - start(a) || (a.id < b.id ? -1 : 1) || 0)
}

/** When a claim holds; of a data file as it was seen. */
export function timed({
  seen,
  validFrom,
  validTo,
  precision,
  periodText: said,
}: Timed): Times & Pick<ClaimRow, 'periods'> {
  const stated = { validFrom, validTo, precision, periodText: said }
  if (seen === null) return { ...stated, periods: [{ validFrom, validTo }] }
  const date = (ms: number | null) => (ms === null ? null : new Date(ms))
  const periods = seen.map(([from, to]) => ({ validFrom: date(from), validTo: date(to) }))
  const last = periods.at(-1)
  if (!last) return { ...stated, periods, periodText: notInForce(stated) }
  // Of a past value the file tells the end, and nobody saw it.
  const isStated = validFrom !== null || last.validFrom === null
  const text = periods
    .slice(-PERIODS_TOLD)
    .map((p) => periodText({ from: p.validFrom, to: p.validTo, precision: 'DAY' }))
    .join(' and ')
  return { ...last, periods, precision: 'DAY', periodText: isStated ? text : `seen ${text}` }
}

const PERIODS_TOLD = 3

function notInForce({ validFrom }: Pick<ClaimRow, 'validFrom'>): string {
  if (!validFrom) return 'replaced on the day on which it was seen'
  return `announced ${periodText({ from: validFrom, to: null, precision: 'DAY' })}, and called off`
}

export const CLAIM_STATUSES = {
  ANNOUNCED: 'It will hold from a later day on.',
  IN_FORCE: 'It holds, or its source gives it no time.',
  ENDED: 'It held until a day that has passed.',
  WITHDRAWN:
    'It was announced and called off before its day came, or was replaced on the day on which it was seen.',
} as const

/** @param now the time of the revision that is read. */
export function claimStatus({ periods }: ClaimRow, now: Date): keyof typeof CLAIM_STATUSES {
  const last = periods.at(-1)
  if (!last) return 'WITHDRAWN'
  if (periods.every((p) => p.validFrom !== null && p.validFrom > now)) return 'ANNOUNCED'
  return last.validTo !== null && last.validTo <= now ? 'ENDED' : 'IN_FORCE'
}
