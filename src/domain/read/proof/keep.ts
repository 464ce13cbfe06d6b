/** Makes the digest of each new revision soon after it, so that whoever asks need not wait. */
import type { Db } from '../../../db/client.ts'
import { sealAll } from './seals.ts'

/** How long a notice of a new revision may be missing before the database is asked. */
const POLL_MS = 60_000

/**
 * @param nextRevision resolves when there may be a new revision, at the latest after so many milliseconds.
 * @param failed told of what went wrong; it is tried again at the next revision.
 * @returns resolves when `stopping` is aborted and the work that ran is over.
 */
export async function keepSealed(
  db: Db,
  nextRevision: (ms: number, signal: AbortSignal) => Promise<void>,
  stopping: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!stopping.aborted) {
    await sealAll(db, stopping).catch(failed)
    await nextRevision(POLL_MS, stopping)
  }
}
