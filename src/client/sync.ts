/** Keeps a mirror: a whole copy first, then every change, and after each catch-up the comparison of digests. */
import { type Comparison, compare } from './compare.ts'
import { directoryTarget } from './directory.ts'
import { asSyncError, Interrupted, SnapshotNeeded, Stopped, SyncError, TargetLost } from './errors.ts'
import { catchUp } from './feed.ts'
import { checkLedger } from './ledger.ts'
import { Patience, type PatienceOptions } from './patience.ts'
import { postgresTarget } from './postgres.ts'
import { isPostgres, shownTarget } from './postgres-session.ts'
import type { OnProgress } from './progress.ts'
import { createRemote, type Fetch } from './remote.ts'
import { takeSnapshot, type Work } from './snapshot.ts'
import { isComplete, type MirrorState } from './state.ts'

export interface SyncOptions {
  /** The address of the server: `https://facts.example.org`. */
  from: string
  /** A key with the scope `sync`. It is sent to that server only, and kept nowhere. */
  key: string
  /** A folder, or the `postgres://` address of a database. */
  to: string
  /** Of a database: the schema that the mirror has for itself; `ai_economy_facts_mirror` when left out. */
  schema?: string | undefined
  /** Goes on waiting for revisions, and through every outage, until `signal` is aborted. */
  follow?: boolean | undefined
  /** Compares all kinds after each catch-up, not only the claims. */
  verifyAll?: boolean | undefined
  onProgress?: OnProgress | undefined
  /** Ends the sync once what is whole is applied; the promise then resolves as usual. */
  signal?: AbortSignal | undefined
  /** In place of the global one: for proxies and tests. */
  fetch?: Fetch | undefined
  /** Waits between attempts: for tests. */
  pause?: PatienceOptions['pause']
}

export interface SyncResult {
  /** As it was last seen; null where it was stopped before a whole copy was. */
  state: MirrorState | null
  /** Whole copies that were taken. */
  snapshots: number
  /** Revisions and changes that were applied beside them. */
  revisions: number
  changes: number
  /** Whether `signal` ended it. */
  stopped: boolean
}

/** Copies that are taken before the server is not believed any more. */
const SNAPSHOTS = 2

/**
 * Brings a mirror to the newest revision and returns, or with `follow` keeps it there.
 * Killed at any instant, it leaves a mirror of exactly one revision, and goes on there when it is called again.
 * @throws SyncError
 */
export async function sync(options: SyncOptions): Promise<SyncResult> {
  const { from, key, to, schema, follow = false, signal, pause, onProgress = () => undefined } = options
  const remote = createRemote({ from, key, signal, fetch: options.fetch })
  const onWait: PatienceOptions['onWait'] = (waiting) => onProgress({ stage: 'waiting', ...waiting })
  const patience = new Patience({ endless: follow, signal, pause, onWait })
  const result: SyncResult = { state: null, snapshots: 0, revisions: 0, changes: 0, stopped: false }
  let wasOurs = false
  for (;;) {
    try {
      const target = isPostgres(to) ? await postgresTarget(to, schema) : await directoryTarget(to)
      wasOurs = true
      try {
        const work = counting({ remote, target, patience, onProgress }, result)
        result.stopped = await keep(work, follow, options.verifyAll ?? false)
        return result
      } finally {
        // Told also where it is stopped while the target is away.
        result.state = target.state
        await target.close()
      }
    } catch (error) {
      // The lock that was ours may be kept by our own connection, of whose end the server has not heard yet.
      const isOwnLock = wasOurs && error instanceof SyncError && error.code === 'LOCKED'
      if (!(error instanceof TargetLost || isOwnLock)) throw asSyncError(error, shownTarget(to))
      result.stopped = await stoppedBefore(error as Error, patience)
      if (result.stopped) return result
    }
  }
}

/** Waits until the target may be opened again. */
async function stoppedBefore(trouble: Error, patience: Patience): Promise<boolean> {
  try {
    await patience.failed(new Interrupted(trouble.message, null, { cause: trouble }))
    return false
  } catch (error) {
    if (error instanceof Stopped) return true
    throw trouble instanceof SyncError ? trouble : error
  }
}

function counting(work: Work, result: SyncResult): Work {
  const onProgress: OnProgress = (progress) => {
    if (progress.stage === 'applied') {
      if (progress.snapshot) result.snapshots++
      else result.revisions += progress.revisions
      result.changes += progress.changes
    }
    work.onProgress(progress)
  }
  return { ...work, onProgress }
}

/** @returns whether it was stopped. */
async function keep(work: Work, follow: boolean, all: boolean): Promise<boolean> {
  const { target, patience } = work
  // Copies since the mirror was last found right.
  let copies = 0
  let reason = target.state ? null : 'there is no mirror yet'
  if (target.state && !isComplete(target.state)) reason = 'an older client took fewer kinds'
  for (;;) {
    try {
      if (reason !== null) {
        if (target.state) await patience.insist(() => checkLedger(work))
        if (copies++ === SNAPSHOTS) throw new SyncError('BAD_ANSWER', `A fresh copy is of no use: ${reason}.`)
        await takeSnapshot(work, reason)
        reason = null
      }
      await catchUp({ ...work, follow: false })
      const found = await newestComparison(work, all)
      if (!found.isSame) {
        if (copies > 0) throw new SyncError('DIGEST_MISMATCH', mismatchText(found))
        reason = `it differs from the server at revision ${found.revision}`
        continue
      }
      copies = 0
      await target.snapshot.drop()
      if (!follow) return false
      await catchUp({ ...work, follow, caughtUp: async () => (await comparison(work, all)).isSame })
    } catch (error) {
      if (error instanceof Stopped) return true
      if (!(error instanceof SnapshotNeeded)) throw error
      reason = error.message
    }
  }
}

/** A difference counts only at the newest revision: what a licence forbids since is withheld in copies of the past too. */
async function newestComparison(work: Work, all: boolean): Promise<Comparison> {
  for (;;) {
    const found = await comparison(work, all)
    if (found.isSame) return found
    await catchUp({ ...work, follow: false })
    if (work.target.state!.revision > found.revision) continue
    work.onProgress({ stage: 'mismatch', ...found })
    return found
  }
}

async function comparison({ target, remote, patience, onProgress }: Work, all: boolean): Promise<Comparison> {
  const found = await compare(target, remote, patience, all)
  const { revision, digest, isKnown, isSame } = found
  if (isSame && isKnown) {
    await target.verified(revision, digest)
    onProgress({ stage: 'verified', revision, digest, all })
  }
  if (!isKnown) onProgress({ stage: 'unverified', revision })
  return found
}

function mismatchText({ revision, pages, kinds }: Comparison): string {
  const what = [
    ...(pages.length > 0 ? [`pages ${pages.join(', ')} of the claims`] : []),
    ...(kinds.length > 0 ? [`the kinds ${kinds.join(', ')}`] : []),
  ]
  return `A fresh copy of revision ${revision} differs from what the server tells: ${what.join(' and ')}. Tell whoever runs the server.`
}
