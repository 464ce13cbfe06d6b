/** Facts in full copies: what identifies them, what they ask, and which claim answers for which period. */
import { appearedBy, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import { KIND_NAMES } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { questionOf } from '../describe.ts'
import { createReader } from '../reader.ts'
import type { ResolutionRow } from '../rows.ts'
import type { ExportScope, ReadBatch } from './lines.ts'
import { instant, plainColumns } from './plain.ts'

export function factBatch(kind: FactKind): ReadBatch {
  const table = Prisma.raw(`"${KIND_NAMES[kind]}"`)
  return async (scope, after) => {
    const { db, asOf, limit } = scope
    const found = await db.$queryRaw<{ id: string }[]>`
      SELECT f."id" FROM ${table} f WHERE f."id" > ${after} AND ${appearedBy('f', asOf)} ORDER BY f."id" LIMIT ${limit}`
    const ids = found.map(({ id }) => id)
    const read = createReader(db, asOf)
    const resolutions = await resolutionsOf(scope, ids)
    const rowOf = async (id: string): Promise<Plain> => {
      const fact = (await read.fact(id))!
      const { sortKey, ...identity } = fact
      return {
        ...plainColumns(identity),
        question: await questionOf(read, fact),
        resolutions: (resolutions.get(id) ?? []).map(plainResolution),
      }
    }
    return Promise.all(ids.map(async (key) => ({ key, row: await rowOf(key) })))
  }
}

/** All of them, oldest period first: unlike an answer, a copy leaves nothing out. */
async function resolutionsOf(
  { db, asOf }: ExportScope,
  ids: string[],
): Promise<Map<string, ResolutionRow[]>> {
  const rows = await db.$queryRaw<ResolutionRow[]>`
    SELECT r."factId", r."claimId", r."validFrom", r."validTo", r."ruleId", r."decidedBy", r."reason"
    FROM "Resolution" r WHERE r."factId" = ANY(${ids}) AND ${recordedIn('r', asOf)}
    ORDER BY r."factId", r."validFrom" NULLS FIRST`
  return Map.groupBy(rows, (r) => r.factId)
}

function plainResolution({ validFrom, validTo, claimId, ruleId, decidedBy, reason }: ResolutionRow): Plain {
  return { validFrom: instant(validFrom), validTo: instant(validTo), claimId, ruleId, decidedBy, reason }
}
