/** How statements read what a claim `c` says: fields of a JSON object in which decimals and instants keep their digits. */
import { Prisma } from '../../db/generated/client.ts'

const { raw } = Prisma
const instant = (column: string) =>
  `'${column}', to_char(c."${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** `low`, `point`, `high` and `qualifier`; the unit is called differently where it is read. */
export const NUMBER_FIELDS = raw(`'low', trim_scale(c."low")::text, 'point', trim_scale(c."point")::text,
  'high', trim_scale(c."high")::text, 'qualifier', c."qualifier"`)

/** `validFrom` and `validTo`. */
export const PERIOD_FIELDS = raw(`${instant('validFrom')}, ${instant('validTo')}`)

/** Whether the first citation of a claim that stands is of whoever made the statement. */
export const IS_ORIGINAL = raw(`COALESCE((SELECT t."role" = 'ORIGINAL' FROM "Citation" t
  WHERE t."claimId" = c."id" AND t."toRevision" IS NULL
  ORDER BY t."ordinal" LIMIT 1), false)`)
