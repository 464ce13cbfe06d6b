/** Which records of a data file hold a claim that is suspect, whenever it was marked. */
import type { Tx } from '../../db/client.ts'
import type { Rejection } from './input.ts'
import type { SnapshotInput } from './snapshot-input.ts'
import { editionId, recordOf } from './snapshots.ts'

/** @returns for each record the first reason. */
export async function suspectRecords(tx: Tx, snapshot: SnapshotInput): Promise<Rejection[]> {
  const rows = await tx.$queryRaw<{ series: string; question: string; explanation: string }[]>`
    SELECT c."series", k."question", k."explanation" FROM "Sighting" s JOIN "Claim" c ON c."id" = s."claimId"
    JOIN "Check" k ON k."claimId" = c."id" AND k."verdict" = 'SUSPECT' AND k."toRevision" IS NULL
    WHERE s."editionId" = ${editionId(snapshot)} AND c."toRevision" IS NULL AND c."series" IS NOT NULL
    ORDER BY c."series"`
  const byRecord = Map.groupBy(rows, (r) => recordOf(r.series))
  return [...byRecord].map(([where, [first]]) => ({
    where,
    reason: `${first!.question} ${first!.explanation}`,
  }))
}
