/** Opens the ledger for a command: finds the database, migrates it, and gives it back at the end. */
import type { Config } from '../config.ts'
import { type Db, type DbOptions, openDb } from '../db/client.ts'
import { type Location, locateDatabase } from '../db/locate.ts'
import { migrate } from '../db/migrate.ts'
import { step } from './terminal.ts'

export interface Ledger {
  db: Db
  location: Location
  close(): Promise<void>
}

export async function openLedger(
  config: Config,
  options: Omit<DbOptions, 'url' | 'pool'> = {},
): Promise<Ledger> {
  const location = await step(
    'Database',
    () => locateDatabase(config),
    (found) => found.description,
  )
  try {
    await step(
      'Migrations',
      () => migrate(location.url),
      (applied) => (applied.length ? `${applied.length} applied` : 'up to date'),
    )
    const db = openDb({ url: location.url, pool: config.DATABASE_POOL, ...options })
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
