/** A lock between processes: one file that holds who has it, broken only when its holder is dead. */
import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { systemClock } from './clock.ts'
import { codeOf, isAlive, startTick } from './processes.ts'

/**
 * Creating a file and writing the pid are two steps; an unreadable file this old was left by a dead
 * process.
 */
const HALF_WRITTEN_MS = 2_000

/** Who keeps a lock from us; no pid where the file does not tell (yet). */
export interface Holder {
  pid: number | undefined
}

/**
 * Takes the lock, or says who has it. One that a dead process left is removed on the way, so it may be free at the next
 * attempt. Whoever has it gives it back by removing the file.
 * @returns null when it was taken.
 * @throws what the file system refuses.
 */
export async function tryLock(path: string): Promise<Holder | null> {
  const mine = JSON.stringify({ pid: process.pid, started: startTick(process.pid), token: randomUUID() })
  if (await create(path, mine)) return null
  const theirs = await read(path)
  if (theirs !== undefined && (await isStale(path, theirs))) {
    await breakStale(path, theirs, mine)
    if (await create(path, mine)) return null
  }
  return { pid: holderOf(theirs ?? '')?.pid }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function holderOf(content: string): { pid: number; started: string } | undefined {
  try {
    const { pid, started } = JSON.parse(content) as { pid?: unknown; started?: unknown }
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined
  } catch {
    return undefined
  }
}

async function isStale(path: string, content: string): Promise<boolean> {
  const holder = holderOf(content)
  if (holder === undefined) return isOlder(path, HALF_WRITTEN_MS)
  // After a container restarts, the same small pids come back: the start time tells the old holder from them.
  return !isAlive(holder.pid) || holder.started !== startTick(holder.pid)
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  const info = await stat(path).catch(() => undefined)
  return info !== undefined && systemClock.now().getTime() - info.mtimeMs > ms
}

/**
 * Removing a stale lock needs a lock of its own: else the slower of two who saw the same dead holder would
 * remove the fresh lock of the faster one.
 */
async function breakStale(path: string, seen: string, mine: string): Promise<void> {
  const breaker = `${path}.break`
  if (await create(breaker, mine)) {
    try {
      if ((await read(path)) === seen) await rm(path, { force: true })
    } finally {
      await rm(breaker, { force: true })
    }
  } else if (await isOlder(breaker, HALF_WRITTEN_MS)) await rm(breaker, { force: true })
}
