/** How often and after which waits something is tried again. */
import { setTimeout as delay } from 'node:timers/promises'
import { Interrupted, Stopped, SyncError } from './errors.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** Failures in a row that a single catch-up bears; about a minute. */
const ATTEMPTS = 8
/** What a server may ask a single catch-up to wait. */
const LONGEST_ASKED_S = 300

export interface Waiting {
  /** What went wrong. */
  reason: string
  ms: number
  /** Failures since something last came through. */
  failures: number
}

export interface PatienceOptions {
  /** Whether it is tried again for ever. */
  endless: boolean
  signal?: AbortSignal | undefined
  onWait?: ((waiting: Waiting) => void) | undefined
  /** Waits; for tests. */
  pause?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
}

export class Patience {
  readonly #options: PatienceOptions
  #failures = 0

  constructor(options: PatienceOptions) {
    this.#options = options
  }

  /** Something came through: what fails from now on is a new trouble. */
  progressed(): void {
    this.#failures = 0
  }

  /**
   * Waits until it may be tried again.
   * @throws the error, where that is of no use; SyncError UNREACHABLE or RATE_LIMITED, where it was tried often enough.
   */
  async failed(error: unknown): Promise<void> {
    const { endless, signal, onWait, pause = wait } = this.#options
    if (signal?.aborted) throw new Stopped()
    if (!(error instanceof Interrupted)) throw error
    const { message, retryAfterS } = error
    if (!endless && retryAfterS !== null && retryAfterS > LONGEST_ASKED_S)
      throw new SyncError('RATE_LIMITED', `${message} That is ${retryAfterS} seconds from now.`, {
        cause: error,
      })
    this.#failures++
    if (!endless && this.#failures >= ATTEMPTS)
      throw new SyncError('UNREACHABLE', `${message} (${this.#failures} attempts)`, { cause: error })
    const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures - 1, 16))
    // Not all clients of a server that was gone come back at the same instant.
    const ms = Math.max(
      backoff * (0.5 + Math.random() / 2),
      (retryAfterS ?? 0) * 1000 * (1 + Math.random() / 20),
    )
    onWait?.({ reason: message, ms, failures: this.#failures })
    await pause(ms, signal)
    if (signal?.aborted) throw new Stopped()
  }

  /** Tries until it succeeds or `failed` throws. */
  async insist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await work()
        this.progressed()
        return result
      } catch (error) {
        await this.failed(error)
      }
    }
  }
}

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined)
}
