/** A mirror in a folder: a file of lines for each kind, sorted by key, with the bytes of the server's full copies. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Lock, tryLock } from '../lib/file-lock.ts'
import { codeOf } from '../lib/processes.ts'
import type { Batch } from './collector.ts'
import { type Commit, commit, JOURNAL_FILE, kindFile, NEXT_FOLDER, recover, STATE_FILE } from './commit.ts'
import { directorySnapshot } from './directory-snapshot.ts'
import { readEntries, readJson, replaceFile, type Written, writeEntries } from './durable.ts'
import { type Entry, merged } from './entries.ts'
import { SnapshotNeeded, SyncError } from './errors.ts'
import { type Kind, keyOf } from './kinds.ts'
import { FORMAT, type MirrorState, stateText, Terms } from './state.ts'
import type { Target } from './target.ts'

const LOCK_FILE = '.lock'
const SPOOL_FOLDER = '.spool'

/** Writes the new file of a kind, beside the one that there may be. */
export type WriteNext = (kind: Kind, entries: AsyncIterable<Entry>, terms?: Terms) => Promise<Written>

/**
 * Opens a folder for one process, and finishes what a killed one began.
 * @param step for tests: told before each step of a commit.
 * @throws SyncError LOCKED, NOT_A_MIRROR, BAD_TARGET
 */
export async function directoryTarget(
  path: string,
  step: (name: string) => void = () => undefined,
): Promise<Target> {
  const folder = resolve(path)
  await refuseOthers(folder)
  await mkdir(folder, { recursive: true })
  const { lock, holder } = await tryLock(join(folder, LOCK_FILE))
  if (!lock) throw new SyncError('LOCKED', `The mirror in ${folder} is kept by ${holder}. End that first.`)
  try {
    return await open(folder, lock, step)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function open(folder: string, lock: Lock, step: (name: string) => void): Promise<Target> {
  await recover(folder)
  const spool = join(folder, SPOOL_FOLDER)
  await rm(spool, { recursive: true, force: true })
  await mkdir(spool)
  let state = await readState(folder)

  const writeNext: WriteNext = async (kind, entries, terms) => {
    await mkdir(join(folder, NEXT_FOLDER), { recursive: true })
    return writeEntries(join(folder, NEXT_FOLDER, kindFile(kind)), terms ? noting(entries, terms) : entries)
  }
  /** While this process stood still, one in another container may have held it for dead. */
  const checkLock = async () => {
    if (await lock.isHeld()) return
    throw new SyncError('LOCKED', `Another process took over the mirror in ${folder}. End it first.`)
  }
  const make = async (asked: Omit<Commit, 'before'>) => {
    await checkLock()
    state = await commit(folder, { ...asked, before: state }, step)
  }

  async function apply(batch: Batch): Promise<void> {
    const known = state!
    const kinds = { ...known.kinds }
    const terms = batch.kinds.includes('source') ? new Terms() : undefined
    for (const kind of batch.kinds) {
      const rows = merged([entries(kind), batch.changes(kind)])
      kinds[kind] = await writeNext(kind, rows, kind === 'source' ? terms : undefined)
    }
    const { revision, time, cursor, applied } = batch
    await make({
      kinds: batch.kinds,
      state: { ...known, ...terms?.get(), revision, time, cursor, kinds },
      applied,
    })
  }

  function entries(kind: Kind): AsyncIterable<Entry> {
    const known = state?.kinds[kind]
    if (!known?.sha256) throw new SnapshotNeeded(`the mirror holds no ${kind}`)
    return readEntries(join(folder, kindFile(kind)), (line) => keyOf(kind, JSON.parse(line)), known.sha256)
  }

  return {
    name: folder,
    get state() {
      return state
    },
    spool,
    apply,
    verified: async (revision, digest) => {
      await checkLock()
      state = { ...state!, verified: { revision, digest } }
      await replaceFile(join(folder, STATE_FILE), stateText(state))
    },
    entries,
    snapshot: directorySnapshot(folder, writeNext, make),
    close: async () => {
      if (await lock.isHeld()) await rm(spool, { recursive: true, force: true })
      await lock.release()
    },
  }
}

/** @throws SyncError NOT_A_MIRROR */
export async function readState(folder: string): Promise<MirrorState | null> {
  const state = await readJson<MirrorState>(join(folder, STATE_FILE)).catch((error) => {
    if (error instanceof SyntaxError) return { format: 0 } as MirrorState
    throw error
  })
  if (!state || state.format === FORMAT) return state
  throw new SyncError('NOT_A_MIRROR', `${folder} holds a mirror of another version. Name another folder.`)
}

/** What somebody keeps in a folder must not get mixed with a mirror. */
async function refuseOthers(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error): string[] => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  // Everything that comes before the first state begins with a dot.
  const others = names.filter((name) => !name.startsWith('.'))
  if (others.length === 0 || others.includes(STATE_FILE) || names.includes(JOURNAL_FILE)) return
  throw new SyncError('NOT_A_MIRROR', `${folder} holds other files (${others[0]}). Name an empty folder.`)
}

async function* noting(entries: AsyncIterable<Entry>, terms: Terms): AsyncGenerator<Entry> {
  for await (const entry of entries) {
    if (entry.line !== null) terms.add(JSON.parse(entry.line))
    yield entry
  }
}
