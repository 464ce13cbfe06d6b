/** A server of several processes: this one opens the database, does what is to be done once, and leads those that answer. */
import { once } from 'node:events'
import type { Config } from '../config.ts'
import { listenToRevisions, type RevisionListener } from '../db/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import { accept } from '../http/server.ts'
import { type Chores, startChores } from './chores.ts'
import { connectionsOf, embeddedSettings, warnOfTooFew } from './connections.ts'
import { startCrew } from './crew.ts'
import { type Ledger, openLedger, type Place } from './ledger.ts'
import { createLog } from './log.ts'
import { measuredDb } from './measure.ts'
import { loadMissing, welcome } from './prepare.ts'
import { logUnheard } from './unheard.ts'

export async function serveWithWorkers(config: Config, stop: AbortSignal): Promise<void> {
  const size = config.WEB_CONCURRENCY
  const log = createLog(config)
  const metrics = createMetrics()
  const measured = measuredDb(metrics)
  let port: Awaited<ReturnType<typeof accept>> | undefined
  let chores: Chores | undefined
  let listener: RevisionListener | undefined
  let ledger: Ledger | undefined
  const crew = startCrew({
    ...{ size, log },
    webhooks: () => chores?.webhooks() ?? 'off',
    snapshot: metrics.snapshot,
  })
  try {
    ledger = await openLedger(config, { ...measured.options, settings: embeddedSettings(config) })
    await loadMissing(config, ledger.db, stop)
    if (stop.aborted) return
    await warnOfTooFew(ledger, connectionsOf(config), log)
    listener = listenToRevisions(
      ledger.location.directUrl,
      (error) => log.warn({ err: error }, 'no notices'),
      // The others answer.
      false,
    )
    logUnheard(ledger.db, log)
    port = await accept(crew.give, { host: config.HOST, port: config.PORT })
    const stopped = stop.aborted || once(stop, 'abort')
    await Promise.race([crew.go(placeOf(ledger), port.url), stopped])
    if (stop.aborted) return
    chores = startChores({ config, ledger, next: listener.next, stop, log })
    process.stdout.write(await welcome(port.url, ledger, size))
    if (!stop.aborted) await once(stop, 'abort')
    process.stderr.write('Stopping: finishing running requests.\n')
  } finally {
    // First, so that each connection that was accepted is answered.
    port?.close()
    await crew.close()
    // Before the database: a connection of ours would keep it from stopping.
    await chores?.close()
    await listener?.close()
    await ledger?.close()
  }
}

/** What can be sent to another process. */
const placeOf = ({ location: { url, directUrl, pooled, prepared, description } }: Ledger): Place => ({
  ...{ url, directUrl, pooled, prepared, description },
})
