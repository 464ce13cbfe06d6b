/** One of the processes that answer. It does what the primary says, and ends with it. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Config } from '../config.ts'
import { listenToRevisions } from '../db/listen.ts'
import { createMetrics, type Snapshot } from '../http/metrics.ts'
import { StartupError } from '../lib/startup-error.ts'
import { type Front, openFront } from './front.ts'
import { openLedgerDb } from './ledger.ts'
import { createLog } from './log.ts'
import { measuredDb } from './measure.ts'
import { stopSignal } from './stop-signal.ts'
import type { ToPrimary, ToWorker } from './worker-messages.ts'

/** The primary has less patience with the others. */
const COUNT_MS = 7_000

export async function serveAsWorker(config: Config): Promise<void> {
  const told = listenToPrimary()
  // A terminal sends its Ctrl-C to all processes, and who ends this one alone gets it drained too: the primary says when,
  // for until then it may send connections.
  const asked = stopSignal()
  asked.addEventListener('abort', () => tell({ kind: 'leaving' }))
  const { stop } = told
  const go = await told.go(stop)
  if (!go) return
  const metrics = createMetrics(told.ofAll)
  told.counts(metrics.snapshot)
  const measured = measuredDb(metrics)
  const { place } = go
  const ledger = { db: openLedgerDb(config, place, measured.options), location: place }
  const log = createLog(config)
  const listener = listenToRevisions(place.directUrl, (error) => log.warn({ err: error }, 'no notices'))
  let front: Front | undefined
  try {
    front = await openFront({
      ...{ config, ledger, measured, metrics, listener, stop, log },
      webhooks: () => told.webhooks() ?? go.webhooks,
      url: go.url,
    })
    front.warm()
    told.connections(front.take)
    tell({ kind: 'answering' })
    if (!stop.aborted) await once(stop, 'abort')
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    // Told once, by the primary, however many processes meet it.
    tell({ kind: 'failed', message: error.message })
  } finally {
    await front?.close()
    await listener.close()
    await ledger.db.$disconnect()
  }
}

const tell = (message: ToPrimary) => void process.send!(message)

type Go = Extract<ToWorker, { kind: 'go' }>

function listenToPrimary() {
  const stopping = new AbortController()
  const going = Promise.withResolvers<Go | null>()
  const asked = new Map<number, (snapshots: Snapshot[]) => void>()
  let webhooks: Go['webhooks'] | undefined
  let snapshot = async (): Promise<Snapshot> => []
  let take = (socket: Socket): void => void socket.destroy()
  process.on('message', async (message: ToWorker, socket?: Socket) => {
    if (message.kind === 'connection') tell({ kind: 'took' })
    // None where its client has gone meanwhile.
    if (socket) take(socket)
    if (message.kind === 'go') going.resolve(message)
    if (message.kind === 'webhooks') webhooks = message.webhooks
    if (message.kind === 'stop') stopping.abort()
    if (message.kind === 'counted') asked.get(message.id)?.(message.snapshots)
    if (message.kind === 'count') tell({ kind: 'counted', id: message.id, snapshot: await snapshot() })
  })
  return {
    stop: stopping.signal,
    /** Null where the server ends before it has begun. */
    go: (stop: AbortSignal) => {
      if (stop.aborted) going.resolve(null)
      stop.addEventListener('abort', () => going.resolve(null))
      return going.promise
    },
    /** As last told. */
    webhooks: () => webhooks,
    counts: (read: () => Promise<Snapshot>) => {
      snapshot = read
    },
    connections: (answer: (socket: Socket) => void) => {
      take = answer
    },
    /** Of this process alone where the primary does not answer in time. */
    ofAll: async (): Promise<Snapshot[]> => {
      const id = asked.size === 0 ? 1 : Math.max(...asked.keys()) + 1
      const answered = Promise.withResolvers<Snapshot[]>()
      asked.set(id, answered.resolve)
      const late = setTimeout(async () => answered.resolve([await snapshot()]), COUNT_MS)
      tell({ kind: 'count', id })
      try {
        return await answered.promise
      } finally {
        clearTimeout(late)
        asked.delete(id)
      }
    },
  }
}
