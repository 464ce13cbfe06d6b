/** Whether requests can be answered: the database is there, and something has been imported. */
import type { Db } from '../db/client.ts'
import { newestRevision } from '../domain/read/revisions.ts'

export interface Readiness {
  ready: boolean
  database: 'ok' | 'unreachable'
  /** The newest revision; null while the ledger is empty. */
  revision: number | null
  /** `open` while requests pass uncounted because the store of the limits is down; `off` where none are set. */
  limits: 'ok' | 'open' | 'off'
  /** `down` while messages can't be made or handed out; they wait. `off` where this server sends none. */
  webhooks: 'ok' | 'down' | 'off'
}

/** Migrations are applied before the server listens, so the revision's table being there stands for them. */
export async function readiness(db: Db): Promise<Omit<Readiness, 'limits' | 'webhooks'>> {
  try {
    const newest = await newestRevision(db)
    return { ready: newest !== null, database: 'ok', revision: newest?.revision ?? null }
  } catch {
    return { ready: false, database: 'unreachable', revision: null }
  }
}
