/** What a sync tells while it works. */
import type { Kind } from './kinds.ts'
import type { Waiting } from './patience.ts'

export type Progress =
  /** A whole copy begins, or goes on after a break. */
  | { stage: 'snapshot'; revision: number; reason: string }
  /** A part of it is there. Rows and bytes are those of all parts so far. */
  | { stage: 'copy'; kind: Kind; rows: number; totalRows: number; bytes: number; totalBytes: number }
  /** The mirror became that of a revision. */
  | { stage: 'applied'; revision: number; snapshot: boolean; revisions: number; changes: number }
  /** The digest of the claims, or with `all` of every kind, is that of the server. */
  | { stage: 'verified'; revision: number; digest: string; all: boolean }
  /** The server knows no digest of the revision. */
  | { stage: 'unverified'; revision: number }
  /** Something differs from the server: pages of claims, and kinds as a whole. */
  | { stage: 'mismatch'; revision: number; pages: readonly number[]; kinds: readonly Kind[] }
  /** The server is connected, and what comes is waited for; told after each break too. */
  | { stage: 'following'; revision: number }
  | ({ stage: 'waiting' } & Waiting)
  /** Something that does not stop the work. */
  | { stage: 'note'; text: string }

export type OnProgress = (progress: Progress) => void
