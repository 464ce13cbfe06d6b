/** Compares a mirror with the server without changing it. */
import { compare } from './compare.ts'
import { asSyncError } from './errors.ts'
import type { Kind } from './kinds.ts'
import { Patience, type PatienceOptions } from './patience.ts'
import { shownTarget } from './postgres-session.ts'
import { openMirror } from './reader.ts'
import { createRemote, type Fetch } from './remote.ts'

export interface VerifyOptions {
  from: string
  key: string
  /** Where the mirror is: a folder, or the `postgres://` address of a database. */
  to: string
  schema?: string | undefined
  /** Compares all kinds, not only the claims. */
  all?: boolean | undefined
  signal?: AbortSignal | undefined
  fetch?: Fetch | undefined
  pause?: PatienceOptions['pause']
}

export interface Verification {
  /** Of the mirror; the server may have come further. */
  revision: number
  /** Over the claims of the mirror, in hex. */
  digest: string
  /** Whether the server tells a digest of this revision; without one, claims are not compared. */
  isKnown: boolean
  isSame: boolean
  /** Pages of claims, 0 to 255, that differ. */
  pages: number[]
  /** Kinds that differ, where all were compared. */
  kinds: Kind[]
}

/**
 * A mirror that is not of the newest revision may differ although nothing is wrong with it: what a licence forbids since is
 * withheld in copies of the past too. Sync it, and compare again.
 * @throws SyncError; STOPPED where `signal` ended it
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { from, key, to, schema, all = false, signal, pause } = options
  const remote = createRemote({ from, key, signal, fetch: options.fetch })
  const mirror = await openMirror(to, schema)
  try {
    return await compare(mirror, remote, new Patience({ endless: false, signal, pause }), all)
  } catch (error) {
    throw asSyncError(error, shownTarget(to))
  } finally {
    await mirror.close()
  }
}
