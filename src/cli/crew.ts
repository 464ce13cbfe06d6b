/** The processes that answer: started together, started anew when one dies, ended together. */
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import type { Snapshot } from '../http/metrics.ts'
import type { Readiness } from '../http/readiness.ts'
import { DRAIN_MS } from '../http/server.ts'
import { StartupError } from '../lib/startup-error.ts'
import { createCounts } from './counts.ts'
import type { Place } from './ledger.ts'
import { createTurns } from './turns.ts'
import type { ToPrimary, ToWorker } from './worker-messages.ts'

/** Before one that died is started anew; doubled while it dies young. */
const AGAIN_MS = 100
const AGAIN_MOST_MS = 30_000
/** One that has answered for so long died of something new. */
const OLD_MS = 60_000
/** What does not end by itself after that is ended. */
const END_MS = DRAIN_MS + 5_000

export interface Crew {
  /**
   * Lets them open the database, and resolves when all answer.
   * @param url where they are reached.
   * @throws StartupError where one of them cannot start.
   */
  go(place: Place, url: string): Promise<void>
  /** Hands a connection to one of them. */
  give(socket: Socket): void
  /** Lets them finish what runs, and resolves when all have ended. Nothing is given after that. */
  close(): Promise<void>
}

interface CrewOptions {
  size: number
  log: Logger
  webhooks: () => Readiness['webhooks']
  /** What this process itself has counted. */
  snapshot: () => Promise<Snapshot>
}

/** Begins at once, so that they load while the database is opened. */
export function startCrew({ size, log, webhooks, snapshot }: CrewOptions): Crew {
  const started = Promise.withResolvers<void>()
  // Who stops before it has begun does not wait for it.
  started.promise.catch(() => undefined)
  const turns = createTurns((worker, socket) => send(worker, { kind: 'connection' }, socket))
  const counts = createCounts(snapshot, send)
  const timers = new Set<NodeJS.Timeout>()
  let going: { place: Place; url: string } | undefined
  let hasStarted = false
  let closing = false
  let told = webhooks()

  for (let slot = 0; slot < size; slot++) begin(0)
  // Workers say in /readyz how it goes with what is done here.
  const telling = setInterval(() => {
    if (told === webhooks()) return
    told = webhooks()
    for (const worker of living()) send(worker, { kind: 'webhooks', webhooks: told })
  }, 1_000)

  /** @param failures how often in a row the one before died young. */
  function begin(failures: number): void {
    const worker = cluster.fork()
    const began = performance.now()
    // It waits for whoever listens, however long loading takes.
    if (going) send(worker, { kind: 'go', ...going, webhooks: webhooks() })
    worker.on('error', (error) => log.warn({ err: error }, 'a process cannot be told'))
    worker.on('message', (message: ToPrimary) => heed(worker, message))
    worker.once('exit', (code, signal) => {
      turns.leave(worker)
      if (closing) return
      const { pid } = worker.process
      if (!hasStarted)
        return started.reject(
          new StartupError(`The process ${pid} ended while it started (${signal ?? `code ${code}`}).`),
        )
      const next = performance.now() - began > OLD_MS ? 0 : failures + 1
      const pause = Math.min(AGAIN_MS * 2 ** next, AGAIN_MOST_MS)
      log.warn(
        { worker: pid, code, signal, pause },
        'a process that answers has ended; another takes its place',
      )
      const timer = setTimeout(() => {
        timers.delete(timer)
        begin(next)
      }, pause)
      timers.add(timer)
    })
  }

  function heed(worker: Worker, message: ToPrimary): void {
    if (message.kind === 'took') turns.took(worker)
    if (message.kind === 'counted') counts.take(worker, message.id, message.snapshot)
    if (message.kind === 'count')
      void counts
        .ofAll(turns.all())
        .then((snapshots) => send(worker, { kind: 'counted', id: message.id, snapshots }))
    if (message.kind === 'leaving') {
      turns.leave(worker)
      send(worker, { kind: 'stop' })
    }
    if (message.kind === 'failed') {
      if (hasStarted) log.error(message.message)
      started.reject(new StartupError(message.message))
    }
    if (message.kind === 'answering') {
      turns.join(worker)
      hasStarted ||= turns.all().length === size
      if (hasStarted) started.resolve()
    }
  }

  return {
    go(place, url) {
      going = { place, url }
      for (const worker of living()) send(worker, { kind: 'go', place, url, webhooks: webhooks() })
      return started.promise
    },
    give: turns.give,
    async close() {
      closing = true
      turns.close()
      clearInterval(telling)
      for (const timer of timers) clearTimeout(timer)
      const workers = living()
      const late = setTimeout(() => {
        for (const worker of workers) worker.process.kill('SIGKILL')
      }, END_MS)
      for (const worker of workers) send(worker, { kind: 'stop' })
      await Promise.all(workers.map((worker) => worker.isDead() || once(worker, 'exit')))
      clearTimeout(late)
    },
  }
}

const living = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)

/** One that dies meanwhile is told by its end. */
function send(worker: Worker, message: ToWorker, socket?: Socket): void {
  if (worker.isConnected()) worker.send(message, socket, { keepOpen: false }, () => undefined)
  else socket?.destroy()
}
