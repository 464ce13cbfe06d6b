/** Where a mirror is kept. Both kinds of target, folder and database, do the same. */
import type { Batch } from './collector.ts'
import type { Entry } from './entries.ts'
import type { Kind } from './kinds.ts'
import type { MirrorState } from './state.ts'

/** A copy of one revision that is being taken, beside the mirror that there may be. */
export interface SnapshotPlan {
  from: string
  ledger: string
  revision: number
  time: string
}

/** What identifies a part of a full copy. */
export interface Part {
  kind: Kind
  /** Counted from 1. */
  number: number
  /** Of its lines, in hex. */
  sha256: string
}

/** The snapshot that is being taken; it outlives the process. */
export interface SnapshotStore {
  /** The one that was begun and not finished; null where there is none. */
  plan(): Promise<SnapshotPlan | null>
  begin(plan: SnapshotPlan): Promise<void>
  /** Whether this part, with these bytes, is there already. */
  has(part: Part): Promise<boolean>
  /** @param lines whose digest was verified. */
  put(part: Part, lines: Uint8Array): Promise<void>
  /**
   * Makes the snapshot the mirror, at once and wholly.
   * @param parts how many there are of each kind.
   * @param cursor where the change feed goes on behind it.
   */
  finish(parts: ReadonlyMap<Kind, number>, cursor: string): Promise<void>
  /** Forgets what was begun. */
  drop(): Promise<void>
}

export interface Target {
  /** For messages; without a password. */
  readonly name: string
  /** The mirror; null before the first snapshot is finished. */
  readonly state: MirrorState | null
  /** A folder for what memory cannot hold, emptied at the start. */
  readonly spool: string
  /** Applies whole revisions, all of them or, when it fails or is killed, none. */
  apply(batch: Batch): Promise<void>
  /** Keeps that the digest of a revision was compared and is the server's. */
  verified(revision: number, digest: string): Promise<void>
  /** The rows of a kind in the order of keys, read from where they are kept. */
  entries(kind: Kind): AsyncIterable<Entry>
  readonly snapshot: SnapshotStore
  /** Gives up the lock. */
  close(): Promise<void>
}
