/**
 * How a mirror in a folder becomes that of another revision, whatever is killed when. New files are written beside the old
 * ones; then the journal says what is to be done, and from that moment on it is: whoever opens the folder next finishes it.
 * Without a journal the new files count for nothing.
 */
import { access, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../lib/processes.ts'
import { readJson, replaceFile, syncFolder } from './durable.ts'
import type { Kind } from './kinds.ts'
import { type Applied, type MirrorState, stateText } from './state.ts'

export const STATE_FILE = 'mirror.json'
/** A line for each revision that was applied. */
const APPLIED_FILE = 'applied.ndjson'
export const JOURNAL_FILE = '.journal.json'
export const NEXT_FOLDER = '.next'
export const SNAPSHOT_FOLDER = '.snapshot'

export const kindFile = (kind: Kind): string => `${kind}.ndjson`

interface Journal {
  /** Of these there are new files. */
  kinds: readonly Kind[]
  state: MirrorState
  /** Lines that end the log of what was applied, and where they begin. */
  log: { at: number; text: string }
  /** Whether the new state is that of the snapshot, which is then done with. */
  endsSnapshot: boolean
}

/** What a commit is asked for. */
export interface Commit {
  /** Of these there are new files in the folder of new files. */
  kinds: readonly Kind[]
  state: MirrorState
  before: MirrorState | null
  applied: readonly Applied[]
  endsSnapshot?: boolean
}

/**
 * Makes the new files the mirror.
 * @param step told before each step, which a test may take for the last one that happened.
 * @returns the state as it is kept.
 */
export async function commit(
  folder: string,
  asked: Commit,
  step: (name: string) => void,
): Promise<MirrorState> {
  const { kinds, before, applied, endsSnapshot = false } = asked
  // Behind the end of a log that somebody shortened would stand what is no line.
  const at = Math.min(before?.appliedBytes ?? 0, await sizeOf(join(folder, APPLIED_FILE)))
  const text = applied.map((line) => `${JSON.stringify(line)}\n`).join('')
  const state = { ...asked.state, appliedBytes: at + Buffer.byteLength(text) }
  const journal: Journal = { kinds, state, log: { at, text }, endsSnapshot }
  step('names of the new files')
  await syncFolder(join(folder, NEXT_FOLDER))
  // What is not there cannot become the mirror, and the journal says that it does.
  for (const kind of kinds) await access(join(folder, NEXT_FOLDER, kindFile(kind)))
  step('journal')
  await replaceFile(join(folder, JOURNAL_FILE), JSON.stringify(journal))
  await carryOut(folder, journal, step, rename)
  return state
}

/** Finishes the commit that was begun, or clears away what never became one. */
export async function recover(folder: string): Promise<void> {
  const journal = await readJson<Journal>(join(folder, JOURNAL_FILE))
  if (journal) await carryOut(folder, journal, () => undefined, renameIfThere)
  else await rm(join(folder, NEXT_FOLDER), { recursive: true, force: true })
}

/** Each step leaves the same when it is done twice. */
async function carryOut(
  folder: string,
  journal: Journal,
  step: (name: string) => void,
  move: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const { kinds, state, log, endsSnapshot } = journal
  for (const kind of kinds) {
    step(`rows of ${kind}`)
    await move(join(folder, NEXT_FOLDER, kindFile(kind)), join(folder, kindFile(kind)))
  }
  step('log')
  await endFileWith(join(folder, APPLIED_FILE), log.at, log.text)
  await syncFolder(folder)
  step('state')
  await replaceFile(join(folder, STATE_FILE), stateText(state))
  if (endsSnapshot) {
    step('end of the snapshot')
    await rm(join(folder, SNAPSHOT_FOLDER), { recursive: true, force: true })
  }
  step('end of the journal')
  await rm(join(folder, JOURNAL_FILE), { force: true })
  await syncFolder(folder)
  step('end of the new files')
  await rm(join(folder, NEXT_FOLDER), { recursive: true, force: true })
}

/** What was begun may have been done. */
async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0
    throw error
  }
}

async function endFileWith(path: string, at: number, text: string): Promise<void> {
  const file = await open(path, 'r+').catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error
    return open(path, 'w')
  })
  try {
    await file.truncate(at)
    await file.write(text, at)
    await file.sync()
  } finally {
    await file.close()
  }
}
