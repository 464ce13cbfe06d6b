/** Revisions by number, for whoever asks for the past. */
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'

/** The revision of this number, or null when there is none (yet). */
export async function revisionOf(db: Db, number: number): Promise<AsOf | null> {
  const row = await db.revision.findUnique({ where: { number } })
  return row && { revision: row.number, time: row.time }
}
