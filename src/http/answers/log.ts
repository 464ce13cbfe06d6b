/** Lines of the log for answers that the application never saw. */
import type { Logger } from 'pino'
import { clientAddress } from '../caller.ts'
import { askedHeaders } from '../headers.ts'
import type { HitOptions } from './hits.ts'

/** At the level `debug`, as all requests; below it, it costs a comparison. */
export function logHits(log: Logger, path: string, trustProxy: boolean): HitOptions['answered'] {
  return ({ id, method, status, started, socket, forwarded }) => {
    if (!log.isLevelEnabled('debug')) return
    const client = clientAddress(
      askedHeaders({ 'x-forwarded-for': forwarded }),
      socket.remoteAddress,
      trustProxy,
    )
    const ms = Math.round(performance.now() - started)
    log.debug({ id, client, method, path, status, ms, kept: true }, 'request')
  }
}
