/** The one table of what can go wrong while a mirror is kept, and how it is told. */

/** A code never changes its meaning; its text may improve. */
export const SYNC_ERRORS = {
  BAD_OPTIONS: 'An address, a key or a target was given that cannot be one.',
  UNAUTHENTICATED: 'The server does not take the key.',
  FORBIDDEN: 'The key lacks the scope sync.',
  BAD_ADDRESS: 'What answers at the address is not this API.',
  UNREACHABLE: 'The server gave no whole answer, however often it was asked.',
  RATE_LIMITED: 'The server asks to wait for longer than a single catch-up waits.',
  BAD_ANSWER: 'The server said what this client does not understand.',
  SERVER_BEHIND: 'The server is at an older revision than the mirror, which never goes back.',
  OTHER_LEDGER: 'The server holds another ledger than the one that was mirrored.',
  DIGEST_MISMATCH: 'A fresh copy has another digest than the server tells.',
  LOCKED: 'Another process keeps this mirror.',
  NOT_A_MIRROR: 'The target holds something else than a mirror, or one of another version.',
  BAD_TARGET: 'The target cannot be read or written, or is damaged.',
  STOPPED: 'The signal that was given ended a comparison.',
} as const

export type SyncErrorCode = keyof typeof SYNC_ERRORS

/** What ends a sync or a reading; the mirror stays what it was. */
export class SyncError extends Error {
  override readonly name = 'SyncError'
  readonly code: SyncErrorCode

  constructor(code: SyncErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** What may well succeed when it is tried again: a cut connection, a busy server. Stays within the client. */
export class Interrupted extends Error {
  /** Seconds that the server asks to wait. */
  readonly retryAfterS: number | null

  constructor(message: string, retryAfterS: number | null = null, options?: { cause?: unknown }) {
    super(message, options)
    this.retryAfterS = retryAfterS
  }
}

/** The database of the mirror is out of reach; a new connection may work. Stays within the client. */
export class TargetLost extends Error {}

/** Only a fresh snapshot helps. Stays within the client. */
export class SnapshotNeeded extends Error {}

/** Whoever called asked to stop. Stays within the client. */
export class Stopped extends Error {}

/**
 * What whoever called sees of an error: what stays within the client, and what a disk refuses, as a SyncError.
 * @param target for messages; without a password.
 */
export function asSyncError(error: unknown, target: string): unknown {
  const told = (code: SyncErrorCode, message: string) => new SyncError(code, message, { cause: error })
  if (error instanceof TargetLost) return told('BAD_TARGET', error.message)
  if (error instanceof Stopped) return told('STOPPED', 'It was stopped.')
  if (error instanceof SnapshotNeeded) return told('BAD_TARGET', `The mirror is damaged: ${error.message}.`)
  // A file is told by its name, not by a stack.
  if (error instanceof Error && 'syscall' in error)
    return told('BAD_TARGET', `The disk refuses what the mirror in ${target} needs: ${error.message}`)
  return error
}
