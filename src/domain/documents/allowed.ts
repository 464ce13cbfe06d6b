/** Which documents a caller may ask. */
import type { Caller } from '../access/caller.ts'
import { BY_CLI } from '../access/key-events.ts'

/** What whoever has no key may ask. */
export type DocumentsMode = 'any' | 'registered'

/** Those that one of these registered; null: any document, registered or not. */
export type Allowed = readonly string[] | null

/** What operators registered is allowed to all; what an account registered, to the keys that were made for it. */
export function allowedTo({ keyId, documentsOf }: Caller, mode: DocumentsMode): Allowed {
  if (keyId === null) return mode === 'registered' ? [BY_CLI] : null
  return documentsOf === null ? null : [BY_CLI, documentsOf]
}
