/** A lock between processes: one file that holds who has it, broken only when its holder is dead. */
import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from './clock.ts'
import { codeOf, isAlive, pidSpace, startTick } from './processes.ts'

/**
 * Creating a file and writing the pid are two steps; an unreadable file this old was left by a dead
 * process.
 */
const HALF_WRITTEN_MS = 2_000
/** Whoever has a lock touches its file so often, for those who cannot see whether the process lives. */
const TOUCH_MS = 5_000
/** So old is the file of a holder in another container, or on another machine, only when it is dead. */
const SILENT_MS = 20_000
const LISTEN_MS = 500

/** A lock that was taken. */
export interface Lock {
  /** Whether it is still ours: a process that stood still for long may lose it to another container. */
  isHeld(): Promise<boolean>
  /** Gives it back. */
  release(): Promise<void>
}

/** The lock, or who keeps it from us, in words: `process 12 on web-2`. */
export type Attempt = { lock: Lock; holder: null } | { lock: null; holder: string }

interface Holder {
  pid: number
  started: string
  /** Of its pid; left out by older versions, which knew only our own. */
  space?: string
  host?: string
}

/**
 * Takes the lock, or says who has it. One that a dead process left is removed on the way, so it may be free at the next
 * attempt. A holder elsewhere is listened for until it shows that it lives, or has been silent for 20 seconds.
 * @throws what the file system refuses.
 */
export async function tryLock(path: string): Promise<Attempt> {
  const mine = JSON.stringify({
    ...{ pid: process.pid, started: startTick(process.pid) },
    ...{ space: pidSpace(), host: hostname(), token: randomUUID() },
  })
  if (await create(path, mine)) return { lock: taken(path, mine), holder: null }
  const theirs = (await read(path)) ?? ''
  if (isElsewhere(holderOf(theirs))) await listen(path)
  if (await isStale(path, theirs)) {
    await breakStale(path, theirs, mine)
    if (await create(path, mine)) return { lock: taken(path, mine), holder: null }
  }
  return { lock: null, holder: nameOf(holderOf(theirs)) }
}

/** Whether a lock was taken by a process that is dead, or was not heard of for long. */
export async function isAbandoned(path: string): Promise<boolean> {
  const content = await read(path)
  return content !== undefined && isStale(path, content)
}

function taken(path: string, mine: string): Lock {
  const isHeld = async () => (await read(path)) === mine
  const touch = async () => {
    const now = systemClock.now()
    if (await isHeld()) await utimes(path, now, now)
  }
  // A touch that fails is made up for by the next.
  const timer = setInterval(() => void touch().catch(() => undefined), TOUCH_MS).unref()
  return {
    isHeld,
    release: async () => {
      clearInterval(timer)
      if (await isHeld()) await rm(path, { force: true })
    },
  }
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

function holderOf(content: string): Holder | undefined {
  try {
    const holder = JSON.parse(content) as Holder
    return typeof holder.pid === 'number' && typeof holder.started === 'string' ? holder : undefined
  } catch {
    return undefined
  }
}

const isElsewhere = (holder: Holder | undefined) => holder?.space !== undefined && holder.space !== pidSpace()

function nameOf(holder: Holder | undefined): string {
  if (holder === undefined) return 'another process'
  return `process ${holder.pid}${isElsewhere(holder) ? ` on ${holder.host}` : ''}`
}

async function isStale(path: string, content: string): Promise<boolean> {
  const holder = holderOf(content)
  if (holder === undefined) return isOlder(path, HALF_WRITTEN_MS)
  if (isElsewhere(holder)) return isOlder(path, SILENT_MS)
  // After a container restarts, the same small pids come back: the start time tells the old holder from them.
  return !isAlive(holder.pid) || holder.started !== startTick(holder.pid)
}

/** Waits until the file is touched or gone, or has been silent for long enough. */
async function listen(path: string): Promise<void> {
  const first = await touchedAt(path)
  while (first !== undefined && (await touchedAt(path)) === first && !(await isOlder(path, SILENT_MS)))
    await delay(LISTEN_MS)
}

async function touchedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  const at = await touchedAt(path)
  return at !== undefined && systemClock.now().getTime() - at > ms
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
