/** Reads a mirror: it is that of one revision from the opening to the closing, whatever is applied meanwhile. */
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { codeOf } from '../lib/processes.ts'
import { JOURNAL_FILE, kindFile, STATE_FILE } from './commit.ts'
import { readState } from './directory.ts'
import { type Entry, lineBatches } from './entries.ts'
import { asSyncError, SnapshotNeeded, SyncError } from './errors.ts'
import { type Kind, keyOf } from './kinds.ts'
import { readState as readTableState, tableEntries } from './postgres.ts'
import { DEFAULT_SCHEMA, isPostgres, openSession, shownTarget } from './postgres-session.ts'
import type { RowOf } from './rows-entities.ts'
import type { MirrorState } from './state.ts'

export interface Mirror {
  readonly state: MirrorState
  /** The rows of a kind in the order of their keys. */
  rows<K extends Kind>(kind: K): AsyncIterable<RowOf<K>>
  /** The same as lines under their keys. */
  entries(kind: Kind): AsyncIterable<Entry>
  close(): Promise<void>
}

/**
 * @param to a folder, or the `postgres://` address of a database.
 * @throws SyncError NOT_A_MIRROR where there is no mirror (yet), BAD_TARGET
 */
export function openMirror(to: string, schema?: string): Promise<Mirror> {
  return isPostgres(to) ? openPostgres(to, schema) : openDirectory(to)
}

/** How often a commit that is under way is waited for. */
const TRIES = 50
const WAIT_MS = 100

/** Keeps the files open, so it may be read while a sync replaces them. */
export async function openDirectory(path: string): Promise<Mirror> {
  const folder = resolve(path)
  for (let tries = 1; ; tries++) {
    const opened = await openFiles(folder).catch((error) => {
      throw asSyncError(error, folder)
    })
    if (opened) return mirrorOf(folder, opened.state, fileEntries(opened.files), () => closeAll(opened.files))
    if (tries === TRIES)
      throw new SyncError(
        'BAD_TARGET',
        `A sync of ${folder} was ended midway. Start it again, and it finishes what it began.`,
      )
    await delay(WAIT_MS)
  }
}

type Files = Map<Kind, FileHandle>

/** @returns null while a commit is under way. */
async function openFiles(folder: string): Promise<{ state: MirrorState; files: Files } | null> {
  const isCommitting = async () => (await readText(join(folder, JOURNAL_FILE))) !== null
  const text = await readText(join(folder, STATE_FILE))
  if (text === null && (await isCommitting())) return null
  if (text === null) throw new SyncError('NOT_A_MIRROR', `${folder} holds no mirror.`)
  const files: Files = new Map()
  try {
    const state = (await readState(folder))!
    for (const kind of Object.keys(state.kinds) as Kind[])
      files.set(kind, await open(join(folder, kindFile(kind))))
    // A commit that came between, or is under way, may have put new files among the old ones.
    const isSame = !(await isCommitting()) && text === (await readText(join(folder, STATE_FILE)))
    if (isSame) return { state, files }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  await closeAll(files)
  return null
}

async function closeAll(files: Files): Promise<void> {
  for (const file of files.values()) await file.close()
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })
}

function fileEntries(files: Files): Mirror['entries'] {
  return async function* (kind) {
    const chunks = files.get(kind)!.createReadStream({ start: 0, autoClose: false })
    const changed = () => new SnapshotNeeded(`the file of ${kind} is not as it was written`)
    try {
      for await (const lines of lineBatches(chunks, changed))
        for (const line of lines) yield { key: keyOf(kind, JSON.parse(line)), line }
    } catch (error) {
      throw error instanceof SyntaxError ? changed() : error
    }
  }
}

/** Reads within one transaction, so close it when done: it keeps old rows from being cleared away. */
export async function openPostgres(url: string, schema = DEFAULT_SCHEMA): Promise<Mirror> {
  const session = await openSession(url, schema).catch((error) => {
    throw asSyncError(error, shownTarget(url))
  })
  try {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const state = (await session.tables()).length > 0 ? await readTableState(session) : null
    if (!state) throw new SyncError('NOT_A_MIRROR', `${session.name} holds no mirror.`)
    return mirrorOf(session.name, state, (kind) => tableEntries(session, kind, state), session.end)
  } catch (error) {
    await session.end()
    throw asSyncError(error, session.name)
  }
}

function mirrorOf(name: string, state: MirrorState, read: Mirror['entries'], close: Mirror['close']): Mirror {
  const entries: Mirror['entries'] = async function* (kind) {
    if (!state.kinds[kind]) throw new SyncError('NOT_A_MIRROR', `The mirror in ${name} holds no ${kind}.`)
    try {
      yield* read(kind)
    } catch (error) {
      throw asSyncError(error, name)
    }
  }
  return {
    state,
    entries,
    rows: async function* <K extends Kind>(kind: K) {
      for await (const { line } of entries(kind)) yield JSON.parse(line!) as RowOf<K>
    },
    close,
  }
}
