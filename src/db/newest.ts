/** The newest revision as a connection of its own sees it: that of a listener, or of a check of a replica. */
import type { Client } from 'pg'

export interface Newest {
  number: number
  time: Date
  summary: string
}

/** Undefined while the ledger is empty. */
export async function newestIn(client: Client): Promise<Newest | undefined> {
  const { rows } = await client.query<Newest>(
    'SELECT "number", "time", "summary" FROM "Revision" ORDER BY "number" DESC LIMIT 1',
  )
  return rows[0]
}
