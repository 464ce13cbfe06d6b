/** A lock between processes: one file that holds who has it, broken only when its holder is dead. */
import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../lib/clock.ts'
import { StartupError } from '../lib/startup-error.ts'
import { codeOf, fileError, isAlive, startTick } from './embedded-process.ts'

const WAIT_MS = 30_000
const POLL_MS = 15
/**
 * Creating a file and writing the pid are two steps; an unreadable file this old was left by a dead
 * process.
 */
const HALF_WRITTEN_MS = 2_000

/** Runs `work` while no other process and no other call holds the lock; waits up to 30 s for it. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path)
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function acquire(path: string): Promise<void> {
  const mine = JSON.stringify({ pid: process.pid, started: startTick(process.pid), token: randomUUID() })
  const deadline = performance.now() + WAIT_MS
  while (!(await create(path, mine))) {
    const theirs = await read(path)
    if (theirs !== undefined && (await isStale(path, theirs))) await breakStale(path, theirs, mine)
    else if (performance.now() > deadline) {
      const holder = holderOf(theirs ?? '')?.pid ?? 'unknown'
      throw new StartupError(
        `process ${holder} has kept ${path} for ${WAIT_MS / 1000} s: wait until it is done, or end it, and try again`,
      )
    } else await delay(POLL_MS)
  }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw fileError(error, path)
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw fileError(error, path)
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
  } else {
    if (await isOlder(breaker, HALF_WRITTEN_MS)) await rm(breaker, { force: true })
    await delay(POLL_MS)
  }
}
