/** A database with the seeds that goes with the test. */
import { onTestFinished } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { createDatabase } from './db.ts'

export async function seededDb(): Promise<Db> {
  const { url, drop } = await createDatabase('seeded')
  const db = openDb({ url, pool: 2 })
  onTestFinished(async () => {
    await db.$disconnect()
    await drop()
  })
  return db
}
