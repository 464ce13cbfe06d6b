/** Locks that a test holds, so that it decides who waits for whom. */
import pg from 'pg'

/** For `hold`: nobody makes digests meanwhile. */
export const SEAL_LOCK = 'SELECT pg_advisory_xact_lock(4021966)'

/** A transaction that holds what a statement locks until it is released. */
export async function hold(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  // A test that fails leaves it to the end of its database.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(`BEGIN; ${sql}`)
  let ended: Promise<void> | undefined
  const end = async (last: string) => {
    await client.query(last)
    await client.end()
  }
  return {
    /** Resolves when so many others wait for a lock. */
    waiting: async (sessions = 1) => {
      for (;;) {
        // Within a transaction the view stands still until it is told not to.
        await client.query('SELECT pg_stat_clear_snapshot()')
        const { rows } = await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
        if (rows.length >= sessions) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    /** Does more in the same transaction. */
    run: (more: string) => client.query(more),
    /** @param last ends the transaction. */
    release: (last: 'ROLLBACK' | 'COMMIT' = 'ROLLBACK') => {
      ended ??= end(last)
      return ended
    },
  }
}
