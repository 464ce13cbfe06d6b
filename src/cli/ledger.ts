/** Opens the ledger for a command: finds the database, migrates it, and gives it back at the end. */
import type { Config } from '../config.ts'
import { type Db, type DbOptions, openDb } from '../db/client.ts'
import { onUnheard } from '../db/heard.ts'
import { type Location, locateDatabase } from '../db/locate.ts'
import { migrate } from '../db/migrate.ts'
import { note, step } from './terminal.ts'
import { unheardText } from './unheard.ts'

/** Where the database is, as one process may tell another. */
export type Place = Omit<Location, 'release'>

export interface Ledger {
  db: Db
  location: Place
  close(): Promise<void>
}

export async function openLedger(
  config: Config,
  options: Omit<DbOptions, 'url' | 'pool'> & { settings?: Record<string, string> } = {},
): Promise<Ledger> {
  const { settings, statementTimeoutMs = 0, ...others } = options
  const location = await step(
    'Database',
    () => locateDatabase(config, settings),
    (found) => found.description,
  )
  try {
    await step(
      'Migrations',
      () => migrate(location.directUrl),
      (applied) => (applied.length ? `${applied.length} applied` : 'up to date'),
    )
    const db = openLedgerDb(config, location, { statementTimeoutMs, ...others })
    // A server has a log, and says so there.
    onUnheard(db, (late) => note(`Note: ${unheardText(late)}.`))
    return {
      db,
      location,
      close: async () => {
        await db.$disconnect()
        await location.release()
      },
    }
  } catch (error) {
    await location.release()
    throw error
  }
}

/** A client of the ledger's database, with the settings that the way there allows. */
export function openLedgerDb(
  config: Pick<Config, 'DATABASE_POOL'>,
  { url, pooled, prepared }: Place,
  { statementTimeoutMs = 0, ...options }: Omit<DbOptions, 'url' | 'pool'>,
): Db {
  // A pooler would refuse the connection that brings a setting.
  const limit = pooled ? {} : { statementTimeoutMs }
  return openDb({ url, pool: config.DATABASE_POOL, prepared, ...limit, ...options })
}
