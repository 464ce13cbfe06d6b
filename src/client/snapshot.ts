/** Takes a copy of all kinds as of one revision, part by part; what is there and whole is not fetched again. */
import { KINDS, type Kind } from './kinds.ts'
import type { Patience } from './patience.ts'
import type { OnProgress } from './progress.ts'
import type { Manifest, Remote } from './remote.ts'
import type { SnapshotPlan, Target } from './target.ts'

export interface Work {
  remote: Remote
  target: Target
  patience: Patience
  onProgress: OnProgress
}

/**
 * Replaces the mirror that there may be, at once and at the end.
 * @param reason why, for people.
 */
export async function takeSnapshot(work: Work, reason: string): Promise<void> {
  const { remote, target, patience, onProgress } = work
  const { revision } = await planOf(work)
  onProgress({ stage: 'snapshot', revision, reason })
  const manifests = new Map<Kind, Manifest>()
  for (const kind of KINDS) manifests.set(kind, await patience.insist(() => remote.manifest(kind, revision)))
  const tell = copyProgress(manifests, onProgress)
  for (const kind of KINDS) {
    let isFirst = true
    await patience.insist(async () => {
      // A licence that forbids today what it allowed before changes copies of the past, and with them their digests.
      if (!isFirst) manifests.set(kind, await remote.manifest(kind, revision))
      isFirst = false
      for (const [i, { sha256 }] of manifests.get(kind)!.parts.entries()) {
        const part = { kind, number: i + 1, sha256 }
        if (!(await target.snapshot.has(part))) {
          await target.snapshot.put(part, await remote.part(kind, revision, part.number, sha256))
          patience.progressed()
        }
        tell(kind, part.number)
      }
    })
  }
  const parts = new Map(KINDS.map((kind) => [kind, manifests.get(kind)!.parts.length]))
  await target.snapshot.finish(parts, manifests.get(KINDS[0]!)!.cursor)
  onProgress({ stage: 'applied', revision, snapshot: true, revisions: 1, changes: 0 })
}

/** Goes on with what was begun, where it would not take the mirror back. */
async function planOf({ remote, target, patience }: Work): Promise<SnapshotPlan> {
  const { first, newest } = await patience.insist(() => remote.ledger(1))
  const begun = await target.snapshot.plan()
  const [least, most] = [target.state?.revision ?? 0, newest.number]
  if (begun?.ledger === first.time && begun.revision >= least && begun.revision <= most) return begun
  const plan = { from: remote.from, ledger: first.time, revision: most, time: newest.time }
  await target.snapshot.begin(plan)
  return plan
}

/** Tells of each part, as a share of all. */
function copyProgress(manifests: ReadonlyMap<Kind, Manifest>, onProgress: OnProgress) {
  const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
  const rowsOf = (kind: Kind, parts: number) =>
    sum(
      manifests
        .get(kind)!
        .parts.slice(0, parts)
        .map((p) => p.rows),
    )
  // A manifest tells the bytes of the whole only.
  const bytesOf = (kind: Kind, rows: number) => {
    const whole = manifests.get(kind)!
    return whole.rows === 0 ? 0 : Math.round((whole.bytes * rows) / whole.rows)
  }
  return (kind: Kind, part: number) => {
    const before = KINDS.slice(0, KINDS.indexOf(kind))
    const all = [...manifests.values()]
    const rows = rowsOf(kind, part)
    onProgress({
      stage: 'copy',
      kind,
      rows: rows + sum(before.map((k) => manifests.get(k)!.rows)),
      totalRows: sum(all.map((m) => m.rows)),
      bytes: bytesOf(kind, rows) + sum(before.map((k) => manifests.get(k)!.bytes)),
      totalBytes: sum(all.map((m) => m.bytes)),
    })
  }
}
