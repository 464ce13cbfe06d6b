/** A database of its own for each test file, copied from a template; and the statements sent to it. */
import pg from 'pg'
import { test as base, inject } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { withDatabase } from '../setup/postgres.ts'

export interface TestDb {
  db: Db
  url: string
  /** Every statement sent since the last call, oldest first. */
  statements(): string[]
}

let made = 0

/** Copies a template; drop it with the returned function. */
export async function createDatabase(
  template: 'empty' | 'seeded' | 'market' | 'none',
): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = inject('adminUrl')
  const name = `aef_t_${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${++made}_${Math.floor(performance.now() * 1000)}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(
    `CREATE DATABASE ${name}${template === 'none' ? '' : ` TEMPLATE ${inject('templates')[template]}`}`,
  )
  return {
    url: withDatabase(adminUrl, name),
    drop: async () => {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.end()
    },
  }
}

function fixture(template: 'empty' | 'seeded' | 'market', pool = 10) {
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that a fixture needs from the pattern
  return async ({}: object, use: (value: TestDb) => Promise<void>) => {
    const { url, drop } = await createDatabase(template)
    let seen: string[] = []
    const db = openDb({ url, pool, onStatement: (sql) => seen.push(sql) })
    await use({
      db,
      url,
      statements: () => {
        const taken = seen
        seen = []
        return taken
      },
    })
    await db.$disconnect()
    await drop()
  }
}

/**
 * `test` with `empty`, a migrated database without data, `seeded`, one with the seeds, `serial`, the same over one
 * connection, and `market`, what a fresh start makes: the seeds and the prices of the package.
 */
export const test = base.extend<{ empty: TestDb; seeded: TestDb; serial: TestDb; market: TestDb }>({
  empty: [fixture('empty'), { scope: 'file' }],
  seeded: [fixture('seeded'), { scope: 'file' }],
  market: [fixture('market'), { scope: 'file' }],
  // One connection: statements end in the order in which they were sent, so their number is the same each time.
  serial: [fixture('seeded', 1), { scope: 'file' }],
})
