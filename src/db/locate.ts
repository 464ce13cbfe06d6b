/** Finds the database of this installation: the one that DATABASE_URL names, else the embedded one. */
import { join } from 'node:path'
import { Client } from 'pg'
import { StartupError } from '../lib/startup-error.ts'
import { openEmbedded } from './embedded.ts'
import { SYSTEM_ROOT } from './embedded-reach.ts'

export interface Location {
  /** Holds a password: never log it. */
  url: string
  /** For people: where the data are. */
  description: string
  /** Gives the database back; the last user of the embedded one stops it. */
  release(): Promise<void>
}

const OLDEST_MAJOR = 15

/** @throws StartupError when the database cannot be used, with one line that says what to do. */
export async function locateDatabase(
  config: { DATABASE_URL?: string | undefined; DATA_DIR: string },
  log?: (line: string) => void,
): Promise<Location> {
  if (config.DATABASE_URL === undefined) {
    const embedded = await openEmbedded({ dir: join(config.DATA_DIR, 'postgres'), ...(log ? { log } : {}) })
    return {
      url: embedded.url,
      description: `embedded Postgres in ${shown(embedded.dir, config.DATA_DIR)}${embedded.adopted ? ' (it was running already)' : ''}`,
      release: () => embedded.release(),
    }
  }
  const version = await serverVersion(config.DATABASE_URL)
  return {
    url: config.DATABASE_URL,
    description: `Postgres ${version} at ${place(config.DATABASE_URL)}`,
    release: async () => {},
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

async function serverVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{
      server_version: string
      server_version_num: string
      encoding: string
    }>(
      `SELECT current_setting('server_version') AS server_version, current_setting('server_version_num') AS server_version_num,
        current_setting('server_encoding') AS encoding`,
    )
    const { server_version, server_version_num, encoding } = rows[0]!
    if (Number(server_version_num) < OLDEST_MAJOR * 10_000) {
      throw new StartupError(
        `Postgres at ${place(url)} is version ${server_version}; ${OLDEST_MAJOR} or newer is needed.`,
      )
    }
    if (encoding !== 'UTF8') {
      throw new StartupError(
        `The database at ${place(url)} has the encoding ${encoding}; create it with ENCODING 'UTF8'.`,
      )
    }
    return server_version.split(' ')[0]!
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(
      `Cannot use the database at ${place(url)}: ${reason(error)}. Check DATABASE_URL, or unset it to use the embedded one.`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host is not known'
  if (code === '28P01' || code === '28000') return 'user or password is wrong'
  if (code === '3D000') return 'there is no such database'
  return (message || code || 'no connection').split('\n')[0]!
}
