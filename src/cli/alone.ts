/** A server of one process, which does all itself. */
import { once } from 'node:events'
import type { Config } from '../config.ts'
import { listenToRevisions } from '../db/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import { type Chores, startChores } from './chores.ts'
import { connectionsOf, embeddedSettings, warnOfTooFew } from './connections.ts'
import { type Front, openFront } from './front.ts'
import { openLedger } from './ledger.ts'
import { createLog } from './log.ts'
import { measuredDb } from './measure.ts'
import { loadMissing, welcome } from './prepare.ts'

export async function serveAlone(config: Config, stop: AbortSignal): Promise<void> {
  const metrics = createMetrics()
  const measured = measuredDb(metrics)
  const ledger = await openLedger(config, { ...measured.options, settings: embeddedSettings(config) })
  let chores: Chores | undefined
  let front: Front | undefined
  const log = createLog(config)
  const listener = listenToRevisions(ledger.location.directUrl, (error) =>
    log.warn({ err: error }, 'no notices'),
  )
  try {
    await loadMissing(config, ledger.db, stop)
    if (stop.aborted) return
    await warnOfTooFew(ledger, connectionsOf(config), log)
    front = await openFront({
      ...{ config, ledger, measured, metrics, listener, stop, log },
      webhooks: () => chores?.webhooks() ?? 'off',
    })
    chores = startChores({ config, ledger, next: listener.next, stop, log })
    process.stdout.write(await welcome(front.url, ledger))
    front.warm()
    if (!stop.aborted) await once(stop, 'abort')
    process.stderr.write('Stopping: finishing running requests.\n')
  } finally {
    await front?.close()
    // Before the database: a connection of ours would keep it from stopping.
    await chores?.close()
    await listener.close()
    await ledger.close()
  }
}
