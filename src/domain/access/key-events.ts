/** What was done to keys, when and by whom: written together with what was done, and never changed. No secrets. */
import type { Db, Tx } from '../../db/client.ts'
import { randomBase32 } from '../../lib/ids.ts'

export type KeyAction = 'CREATED' | 'ROTATED' | 'REVOKED'

/** Whoever has the database at hand, and so needs no key. */
export const BY_CLI = 'cli'

export interface KeyEvent {
  id: string
  keyId: string
  action: string
  at: Date
  /** `cli`, or the id of the key that did it. */
  by: string
}

/** 130 bits, as ids that are derived from content. */
const ID_CHARS = 26

/** @param tx that of the change, so that neither is there without the other. */
export async function addKeyEvent(
  tx: Tx,
  event: Omit<KeyEvent, 'id' | 'action'> & { action: KeyAction },
): Promise<void> {
  await tx.keyEvent.create({ data: { id: `evt_${randomBase32(ID_CHARS)}`, ...event } })
}

/**
 * Newest first.
 * @param keyId all keys where it is undefined.
 * @returns null when there is no such key.
 */
export async function listKeyEvents(db: Db, keyId?: string): Promise<KeyEvent[] | null> {
  const where = keyId === undefined ? {} : { keyId }
  // Of one moment: what ends a key stands above what made one.
  const events = await db.keyEvent.findMany({
    where,
    orderBy: [{ at: 'desc' }, { action: 'desc' }, { id: 'asc' }],
  })
  if (keyId === undefined || events.length > 0) return events
  // Keys that are older than the log.
  return (await db.apiKey.count({ where: { id: keyId } })) > 0 ? [] : null
}
