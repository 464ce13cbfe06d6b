/** What one process of a server does for all of them: sending webhooks, making digests. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { keepSealed } from '../domain/read/proof/keep.ts'
import { addressRules } from '../domain/webhooks/address.ts'
import type { Readiness } from '../http/readiness.ts'
import { systemClock } from '../lib/clock.ts'
import { startSender } from '../webhooks/sender.ts'
import type { Ledger } from './ledger.ts'

export interface Chores {
  webhooks(): Readiness['webhooks']
  /** Ends when what is under way is over. */
  close(): Promise<void>
}

interface ChoresOptions {
  config: Pick<Config, 'WEBHOOKS'>
  ledger: Ledger
  /** See `RevisionListener`. */
  next: (ms: number, signal: AbortSignal) => Promise<void>
  /** Aborted when the server is to end. */
  stop: AbortSignal
  log: Logger
}

export function startChores({ config, ledger, next, stop, log }: ChoresOptions): Chores {
  const { db, location } = ledger
  const sender =
    config.WEBHOOKS === '0'
      ? undefined
      : startSender({
          ...{ db, url: location.directUrl, clock: systemClock, log, next },
          rules: addressRules(config.WEBHOOKS === 'private'),
        })
  // A start that fails ends them too, and nobody says stop then.
  const closing = new AbortController()
  const sealing = keepSealed(db, next, AbortSignal.any([stop, closing.signal]), (error) =>
    log.warn({ err: error }, 'a digest could not be made'),
  )
  return {
    webhooks: () => sender?.state() ?? 'off',
    close: async () => {
      closing.abort()
      await sealing
      await sender?.close()
    },
  }
}
