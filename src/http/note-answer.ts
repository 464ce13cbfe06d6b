/** What is noted of every answer: in the numbers for whoever runs the server, and in the log. */
import type { Logger } from 'pino'
import { isKept } from './answers/send.ts'
import type { AnswerHeaders } from './headers.ts'
import type { Metrics } from './metrics.ts'
import { routeOf } from './metrics-route.ts'

interface Noted {
  id: string
  /** Address of the client. */
  client: string
  method: string
  /** Undefined where the address is none. */
  pathname: string | undefined
  /** The same as logs may keep it. */
  path: string | undefined
  status: number
  headers: AnswerHeaders
  started: number
}

export type NoteAnswer = (noted: Noted) => void

export function createNoteAnswer(metrics: Metrics | undefined, log: Logger): NoteAnswer {
  return ({ id, client, method, pathname, path, status, headers, started }) => {
    const ms = performance.now() - started
    metrics?.answered(routeOf(pathname), status, isKept(headers) ? 'cache' : 'made', ms)
    log.debug({ id, client, method, path, status, ms: Math.round(ms) }, 'request')
  }
}
