/** What is said where a process did not hear of a new revision in time. */
import type { Logger } from 'pino'
import type { Db } from '../db/client.ts'
import { onUnheard, SURE_MS } from '../db/heard.ts'

/** @param late see `Unheard`. */
export function unheardText(late: number | undefined): string {
  const seconds = SURE_MS / 1000
  if (late === undefined)
    return `it is not known whether all servers have heard of the revision, for the database did not say so within ${seconds} seconds`
  const which = late === 1 ? 'one process of a server has' : `${late} processes of servers have`
  return `${which} not said within ${seconds} seconds that it heard of the revision; until it does, it asks the database before each answer`
}

export function logUnheard(db: Db, log: Logger): void {
  onUnheard(db, (late, revision) => log.warn({ late, revision }, unheardText(late)))
}
