/** Why a claim ceased to stand: one row for each, whatever ended it. */
import type { CorrectionReason } from '../../kinds/vocabulary.ts'
import { contentId } from '../../lib/ids.ts'
import type { Columns } from './input.ts'

/** @param successorId the claim that replaced it, or null where it was withdrawn. */
export function correctionRow(
  claimId: string,
  successorId: string | null,
  { reason, note }: { reason: CorrectionReason; note: string },
  revision: number,
): Columns {
  return { id: contentId('cor', { claimId }), claimId, successorId, reason, note, fromRevision: revision }
}
