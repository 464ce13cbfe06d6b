/** Who draws pictures: one thread of this process, which goes when nobody has needed it for a while. */
import { Piscina } from 'piscina'
import { NotReady } from '../errors.ts'
import type { Job } from './worker.ts'

/** Pictures that may wait to be drawn; a place in the queue is a wait of about half a second. */
const QUEUE = 24
const IDLE_MS = 30_000

export interface Painter {
  /** @throws NotReady when too many wait. */
  draw(job: Job): Promise<Uint8Array>
  /** Ends the thread, and what it was drawing. */
  close(): Promise<void>
}

export function createPainter(queue = QUEUE): Painter {
  const pool = new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: queue,
    idleTimeout: IDLE_MS,
  })
  return {
    async draw(job) {
      // Of the pool itself, which counts the one that is being drawn too.
      if (pool.queueSize >= queue)
        throw new NotReady('Many pictures are being drawn. Ask again in a moment.', 5)
      return Buffer.from((await pool.run(job)) as Uint8Array)
    },
    close: () => pool.destroy(),
  }
}

let shared: Painter | undefined

/** The one of this process. */
export function painter(): Painter {
  shared ??= createPainter()
  return shared
}
