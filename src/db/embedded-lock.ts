/** Waits for the lock on the embedded Postgres. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Lock, tryLock } from '../lib/file-lock.ts'
import { StartupError } from '../lib/startup-error.ts'
import { fileError } from './embedded-process.ts'

const WAIT_MS = 30_000
const POLL_MS = 15

/** Runs `work` while no other process and no other call holds the lock; waits up to 30 s for it. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = await acquire(path)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function acquire(path: string): Promise<Lock> {
  const deadline = performance.now() + WAIT_MS
  for (;;) {
    const { lock, holder } = await tryLock(path).catch((error) => {
      throw fileError(error, path)
    })
    if (lock) return lock
    if (performance.now() > deadline)
      throw new StartupError(
        `${holder} has kept ${path} for ${WAIT_MS / 1000} s: wait until it is done, or end it, and try again`,
      )
    await delay(POLL_MS)
  }
}
