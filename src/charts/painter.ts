/** Who draws pictures: one thread of this process, which goes when nobody has needed it for a while. */
import { Piscina } from 'piscina'
import { AppError, NotReady } from '../errors.ts'
import type { Job, TooHigh } from './worker.ts'

/** Pictures that may wait to be drawn; a place in the queue is a wait of about half a second. */
const QUEUE = 24
const IDLE_MS = 30_000
/** From the wait in the queue to the last byte. The usual is a second or two, and a full queue some twelve. */
const LIMIT_MS = 30_000
/** Of JavaScript; fonts and dots stand beside it. */
const HEAP_MB = 512

export interface Painter {
  /**
   * @throws NotReady when too many wait; AppError TIMEOUT and UNAVAILABLE when it takes too long or too much memory,
   *   after which the thread is another one; BAD_ARGUMENT when it is too high for a PNG.
   */
  draw(job: Job): Promise<Uint8Array>
  /** Ends the thread, and what it was drawing. */
  close(): Promise<void>
}

export function createPainter({ queue = QUEUE, limitMs = LIMIT_MS, heapMb = HEAP_MB } = {}): Painter {
  const pool = new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: queue,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  return {
    async draw(job) {
      // Of the pool itself, which counts the one that is being drawn too.
      if (pool.queueSize >= queue)
        throw new NotReady('Many pictures are being drawn. Ask again in a moment.', 5)
      // Ends the thread: nothing else stops what never lets go of it.
      const signal = AbortSignal.timeout(limitMs)
      const drawn: Uint8Array | TooHigh = await pool.run(job, { signal }).catch((error) => {
        throw refusalOf(error, signal) ?? error
      })
      if ('height' in drawn)
        throw new AppError(
          'BAD_ARGUMENT',
          `This picture would be ${drawn.height} pixels high, too many for a PNG. Take the SVG, or choose less.`,
        )
      return Buffer.from(drawn)
    },
    close: () => pool.destroy(),
  }
}

/** Null for what is no limit but a mistake of ours. */
function refusalOf(error: unknown, signal: AbortSignal): AppError | null {
  if (signal.aborted)
    return new AppError('TIMEOUT', 'This picture takes too long to draw; ask for less.', error)
  return (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new AppError('UNAVAILABLE', 'This picture takes too much memory to draw; ask for less.', error)
    : null
}

let shared: Painter | undefined

/** The one of this process. */
export function painter(): Painter {
  shared ??= createPainter()
  return shared
}
