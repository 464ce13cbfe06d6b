/** Finds the database of this installation: the one that DATABASE_URL names, else the embedded one. */
import { join } from 'node:path'
import { Client } from 'pg'
import type { Config } from '../config.ts'
import { StartupError } from '../lib/startup-error.ts'
import { openEmbedded } from './embedded.ts'
import { SYSTEM_ROOT } from './embedded-reach.ts'
import { isPooled } from './pool.ts'

export interface Location {
  /** Holds a password: never log it. */
  url: string
  /** The same database past a pooler, for what wants a connection of its own: notices, migrations, the queue. */
  directUrl: string
  /** Whether a pooler stands between, which takes no settings with a connection. */
  pooled: boolean
  /** Whether statements may be prepared by name. */
  prepared: boolean
  /** For people: where the data are. */
  description: string
  /** Gives the database back; the last user of the embedded one stops it. */
  release(): Promise<void>
}

const OLDEST_MAJOR = 15

/** What of the configuration says where the database is. */
export type Placed = Pick<Config, 'DATABASE_URL' | 'DATA_DIR'> &
  Partial<Pick<Config, 'DATABASE_DIRECT_URL' | 'DATABASE_PREPARED'>>

/** @throws StartupError when the database cannot be used, with one line that says what to do. */
export async function locateDatabase(config: Placed, settings?: Record<string, string>): Promise<Location> {
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: direct } = config
  if (url === undefined) return openOwn(config, settings)
  const found = await lookAt(url, 'DATABASE_URL')
  const prepared = config.DATABASE_PREPARED ?? !(found.pooled || direct !== undefined)
  const release = async () => {}
  if (direct === undefined) {
    if (isPooled(url) || (found.pooled && (await sharesConnections(url)))) throw poolerError(url)
    const description = `Postgres ${found.version} at ${place(url)}`
    return { url, directUrl: url, pooled: found.pooled, prepared, description, release }
  }
  const past = await lookAt(direct, 'DATABASE_DIRECT_URL')
  if (past.identity !== found.identity)
    throw new StartupError(
      `DATABASE_URL (${place(url)}) and DATABASE_DIRECT_URL (${place(direct)}) lead to different databases; they have to be two ways to one.`,
    )
  if (past.pooled && (await sharesConnections(direct))) throw poolerError(direct)
  const unlimited = found.unlimited
    ? "; it limits no statement, so do: ALTER ROLE … SET statement_timeout = '10s'"
    : ''
  const description = `Postgres ${past.version} at ${place(direct)}, for answers through the pooler at ${place(url)}${unlimited}`
  return { url, directUrl: direct, pooled: true, prepared, description, release }
}

async function openOwn(config: Placed, settings: Record<string, string> = {}): Promise<Location> {
  if (config.DATABASE_DIRECT_URL !== undefined)
    throw new StartupError('DATABASE_DIRECT_URL is set, and DATABASE_URL is not: set both or neither.')
  const embedded = await openEmbedded({ dir: join(config.DATA_DIR, 'postgres'), settings })
  const { url } = embedded
  return {
    ...{ url, directUrl: url, pooled: false, prepared: config.DATABASE_PREPARED ?? true },
    description: `embedded Postgres in ${shown(embedded.dir, config.DATA_DIR)}${embedded.adopted ? ' (it was running already)' : ''}`,
    release: () => embedded.release(),
  }
}

/** The folder as the operator named it, unless the data had to go elsewhere. */
function shown(dir: string, dataDir: string): string {
  return dir.startsWith(SYSTEM_ROOT) ? `${dir} (its user cannot enter ${dataDir})` : dataDir
}

/** Host, port and database of a URL, without user and password. */
function place(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'localhost'}:${port || 5432}${pathname}`
}

interface Looked {
  version: string
  /** The same for every way to one database. */
  identity: string
  /** Whether something stands between that answers in the server's place. */
  pooled: boolean
  /** Whether a statement may run without end. */
  unlimited: boolean
}

async function lookAt(url: string, variable: string): Promise<Looked> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{
      version: string
      number: string
      encoding: string
      identity: string
      pid: number
      timeout: string
    }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
        current_setting('server_encoding') AS encoding, current_setting('statement_timeout') AS timeout,
        pg_backend_pid() AS pid, extract(epoch FROM pg_postmaster_start_time())::text || ' ' || current_database() AS identity`,
    )
    const { version, number, encoding, identity, pid, timeout } = rows[0]!
    if (Number(number) < OLDEST_MAJOR * 10_000) {
      throw new StartupError(
        `Postgres at ${place(url)} is version ${version}; ${OLDEST_MAJOR} or newer is needed.`,
      )
    }
    if (encoding !== 'UTF8') {
      throw new StartupError(
        `The database at ${place(url)} has the encoding ${encoding}; create it with ENCODING 'UTF8'.`,
      )
    }
    // A pooler gives a connection a number of its own.
    const pooled = isPooled(url) || backendOf(client) !== pid
    return { version: version.split(' ')[0]!, identity, pooled, unlimited: timeout === '0' }
  } catch (error) {
    if (error instanceof StartupError) throw error
    const unset = variable === 'DATABASE_URL' ? ', or unset it to use the embedded one' : ''
    throw new StartupError(
      `Cannot use the database at ${place(url)}: ${reason(error)}. Check ${variable}${unset}.`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** How many connections a user without special rights may open, whoever has opened some already. */
export async function connectionLimit(url: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ allowed: number }>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS allowed`,
    )
    return rows[0]!.allowed
  } finally {
    await client.end()
  }
}

/** The number of the server's process, as it was told when the connection was made. */
const backendOf = (client: Client) => (client as Client & { processID: number | null }).processID

/** Whether two connections that are both open are served by one process, as in a pooler's transaction mode. */
async function sharesConnections(url: string): Promise<boolean> {
  const clients = [1, 2].map(() => new Client({ connectionString: url, connectionTimeoutMillis: 10_000 }))
  try {
    const pids: number[] = []
    for (const client of clients) {
      client.on('error', () => {})
      await client.connect()
    }
    for (const client of clients)
      pids.push((await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid)
    return pids[0] === pids[1]
  } finally {
    for (const client of clients) await client.end().catch(() => {})
  }
}

function poolerError(url: string): StartupError {
  return new StartupError(
    `${place(url)} is a pooler whose clients share connections, such as PgBouncer in transaction mode. ` +
      'Set DATABASE_DIRECT_URL to the database itself, beside DATABASE_URL: migrations, notices of new revisions and the queue of webhooks need connections of their own.',
  )
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host is not known'
  if (code === '28P01' || code === '28000') return 'user or password is wrong'
  if (code === '3D000') return 'there is no such database'
  return (message || code || 'no connection').split('\n')[0]!
}
