/** Follows the change feed: applies whole revisions as they come, and goes on where a connection broke. */
import { setTimeout as delay } from 'node:timers/promises'
import { Collector } from './collector.ts'
import { Interrupted } from './errors.ts'
import { checkLedger } from './ledger.ts'
import type { Work } from './snapshot.ts'

/** So long nothing may come before what there is counts as all. */
const IDLE_MS = 50
/** Whole revisions are applied after this time at the latest, though more come: what a kill would cost. */
const APPLY_MS = 2_000
/** A connection that lasts so long counts as one that works. */
const HELD_MS = 10_000

export interface Following extends Work {
  /** Whether to wait for what comes. */
  follow: boolean
  /**
   * Told when all there was is applied and more is waited for.
   * @returns whether to go on.
   */
  caughtUp?: () => Promise<boolean>
  /** Characters of changes that are held in memory. */
  memoryChars?: number | undefined
}

/**
 * Applies what the feed holds beyond the mirror.
 * @returns at the end of the feed; who follows, when `caughtUp` says so.
 * @throws SnapshotNeeded where the feed does not reach back to the mirror; Stopped, once what was whole is applied.
 */
export async function catchUp(following: Following): Promise<void> {
  const { target, patience, onProgress, follow, memoryChars } = following
  const { revision, cursor } = target.state!
  const collector = new Collector({ revision, cursor, spool: target.spool, memoryChars })
  for (;;) {
    try {
      const newest = await checkLedger(following)
      await readFeed(following, collector)
      // Without a length, what a proxy cuts between two lines looks whole.
      if (!follow && target.state!.revision < newest)
        throw new Interrupted('The change feed ended before the newest revision.')
      return
    } catch (error) {
      collector.interrupted()
      // Nobody knows how long it takes until more comes, or whether the process lives until then.
      if (collector.hasWhole) await apply(following, collector)
      await patience.failed(error)
    } finally {
      for (const kind of collector.unknown)
        onProgress({ stage: 'note', text: `The server has a kind that this client does not know: ${kind}.` })
      collector.unknown.clear()
    }
  }
}

/** Reads until the feed ends, or `caughtUp` says that it is enough. */
async function readFeed(following: Following, collector: Collector): Promise<void> {
  const { remote, target, patience, onProgress, follow, caughtUp } = following
  const stop = new AbortController()
  const feed = remote.changes(collector.cursor, follow, stop.signal)
  let next = feed.next()
  let isHeard = false
  const openedAt = performance.now()
  let appliedAt = openedAt
  try {
    for (;;) {
      const isDue = collector.isLarge || performance.now() - appliedAt > APPLY_MS
      if (collector.hasWhole && (isDue || (await isIdle(next)))) {
        const isAll = await isIdle(next)
        await apply(following, collector)
        appliedAt = performance.now()
        if (follow && isAll && !(await caughtUp!())) return
      }
      const { done, value } = await next
      if (done) break
      if (follow && !isHeard) onProgress({ stage: 'following', revision: target.state!.revision })
      isHeard = true
      next = feed.next()
      const { cursor } = collector
      for (const line of value) await collector.add(line)
      if (collector.cursor !== cursor) patience.progressed()
    }
  } finally {
    // One that held for long is no failure in a row, though it may have had nothing to tell.
    if (performance.now() - openedAt > HELD_MS) patience.progressed()
    stop.abort()
    next.catch(() => undefined)
    feed.return().catch(() => undefined)
  }
  if (follow || !collector.isBetween) throw new Interrupted('The server ended the change feed.')
  if (collector.hasWhole) await apply(following, collector)
}

/** Whether nothing more has come. */
async function isIdle(next: Promise<unknown>): Promise<boolean> {
  const idle = new AbortController()
  const came = next.then(
    () => false,
    () => false,
  )
  const waited = delay(IDLE_MS, true, { signal: idle.signal }).catch(() => true)
  return Promise.race([came, waited]).finally(() => idle.abort())
}

async function apply({ target, onProgress }: Following, collector: Collector): Promise<void> {
  const batch = collector.take()
  await target.apply(batch)
  await batch.drop()
  const { revision, applied } = batch
  const changes = applied.reduce((sum, one) => sum + one.changes, 0)
  onProgress({ stage: 'applied', revision, snapshot: false, revisions: applied.length, changes })
}
