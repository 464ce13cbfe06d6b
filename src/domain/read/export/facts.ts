/** Facts in full copies: what identifies them, what they ask, and which claim answers for which period. */
import { appearedBy, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import { KIND_NAMES } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { questionOf } from '../describe.ts'
import type { Withholder } from '../licence.ts'
import { RESOLUTION_COLUMNS } from '../period-loaders.ts'
import type { ResolutionRow } from '../rows.ts'
import { instant, plainColumns, plainWithheld } from './plain.ts'
import { type ExportScope, exportRow, inBatch, openBatch, type ReadBatch } from './scope.ts'

export function factBatch(kind: FactKind): ReadBatch {
  const table = Prisma.raw(`"${KIND_NAMES[kind]}"`)
  return async (scope, after) => {
    const { db, asOf, limit } = scope
    const found = await db.$queryRaw<{ id: string }[]>`
      SELECT f."id" FROM ${table} f WHERE ${inBatch(KIND_NAMES[kind], Prisma.sql`f."id"`, scope, after)} AND ${appearedBy('f', asOf)} ORDER BY f."id" LIMIT ${limit}`
    const ids = found.map(({ id }) => id)
    const { read, withheldBy } = openBatch(scope)
    const resolutions = await resolutionsOf(scope, ids)
    const rowOf = async (id: string): Promise<Plain> => {
      const fact = (await read.fact(id))!
      return {
        ...plainColumns(fact),
        question: await questionOf(read, fact),
        resolutions: await Promise.all(
          (resolutions.get(id) ?? []).map((r) => plainResolution(r, withheldBy)),
        ),
      }
    }
    return Promise.all(ids.map(async (id) => exportRow(id, await rowOf(id))))
  }
}

/** All of them, oldest period first: unlike an answer, a copy leaves nothing out. */
async function resolutionsOf(
  { db, asOf }: ExportScope,
  ids: string[],
): Promise<Map<string, ResolutionRow[]>> {
  const rows = await db.$queryRaw<ResolutionRow[]>`
    SELECT ${RESOLUTION_COLUMNS}
    FROM "Resolution" r WHERE r."factId" = ANY(${ids}) AND ${recordedIn('r', asOf)}
    ORDER BY r."factId", r."validFrom" NULLS FIRST`
  return Map.groupBy(rows, (r) => r.factId)
}

async function plainResolution(resolution: ResolutionRow, withheldBy: Withholder): Promise<Plain> {
  const { validFrom, validTo, claimId, rivalIds, ruleId, decidedBy, reason } = resolution
  const period = { validFrom: instant(validFrom), validTo: instant(validTo) }
  const row = { ...period, claimId, rivalIds, ruleId, decidedBy, reason }
  const { spreadLow: low, spreadHigh: high, spreadRatio: ratio, spreadUnit: unit } = resolution
  if (unit === null) return row
  // Its ends are values of these claims.
  const licence = await withheldBy([claimId, ...rivalIds])
  return licence
    ? { ...row, withheld: plainWithheld(licence) }
    : { ...row, spread: { low, high, ratio, unit } }
}
