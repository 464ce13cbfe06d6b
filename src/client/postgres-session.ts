/** One connection to a database that holds a mirror, and the tables in it. */
import type pg from 'pg'
import { codeOf } from '../lib/processes.ts'
import { SyncError, TargetLost } from './errors.ts'
import { KINDS, type Kind } from './kinds.ts'

export const DEFAULT_SCHEMA = 'ai_economy_facts_mirror'

export const isPostgres = (to: string): boolean => /^postgres(ql)?:\/\//.test(to)

/** The address of a database holds a password. */
export const shownTarget = (to: string): string => (isPostgres(to) ? 'the database' : to)

/** `energy-rate` is the table `energy_rate`. */
export const tableOf = (kind: Kind): string => kind.replaceAll('-', '_')

/**
 * The lock on a mirror lives as long as the server believes in the connection, so the server must soon notice that we are
 * gone: within a minute, not after the two hours that systems take.
 */
const NOTICING = {
  tcp_keepalives_idle: '20s',
  tcp_keepalives_interval: '10s',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '50s',
  client_connection_check_interval: '10s',
}

export interface Session {
  /** For messages; without a password. */
  name: string
  /** @throws TargetLost where the connection is gone; SyncError BAD_TARGET */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>
  /** Runs all of it or nothing. */
  transaction<T>(work: () => Promise<T>, mode?: string): Promise<T>
  /**
   * The tables of the mirror that the schema holds; an older client made fewer.
   * @throws SyncError NOT_A_MIRROR where the schema holds other tables.
   */
  tables(): Promise<string[]>
  end(): Promise<void>
}

/** @throws SyncError BAD_OPTIONS, BAD_TARGET, NOT_A_MIRROR; TargetLost where the database cannot be reached. */
export async function openSession(url: string, schema = DEFAULT_SCHEMA): Promise<Session> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new SyncError('BAD_OPTIONS', 'A schema is named in lower-case letters, digits and _: my_mirror.')
  const client = clientOf(await driver(), url)
  // It is told by the next statement.
  client.on('error', () => undefined)
  const name = `${client.host}:${client.port}/${client.database} (schema ${schema})`
  const failure = (error: unknown) => failureOf(error, name)
  const query = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> => {
    try {
      return (await client.query<Row>(sql, values)).rows
    } catch (error) {
      throw failure(error)
    }
  }
  await client.connect().catch((error) => {
    throw failure(error)
  })
  const session: Session = {
    name,
    query,
    transaction: async (work, mode = '') => {
      await query(`BEGIN ${mode}`)
      try {
        const result = await work()
        await query('COMMIT')
        return result
      } catch (error) {
        await query('ROLLBACK').catch(() => undefined)
        throw error
      }
    },
    tables: async () => {
      const found = await query<{ name: string }>(
        'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1',
        [schema],
      )
      const tables = found.map((table) => table.name)
      if (tables.length === 0 || (tables.includes('state') && tables.includes('applied'))) return tables
      throw new SyncError('NOT_A_MIRROR', `${name} holds other tables. Name another schema.`)
    },
    end: () => client.end().catch(() => undefined),
  }
  await query(`SELECT set_config('search_path', $1, false)`, [schema])
  for (const [setting, value] of Object.entries(NOTICING))
    await query('SELECT set_config($1, $2, false)', [setting, value]).catch((error) => {
      // What an old server, or one on another system, does not know it does without.
      if (error instanceof TargetLost) throw error
    })
  return session
}

/** @throws SyncError BAD_OPTIONS, without the address, which holds a password. */
function clientOf({ Client }: typeof pg, url: string): pg.Client {
  try {
    return new Client({
      connectionString: url,
      application_name: 'ai-economy-facts mirror',
      // While a mirror waits for revisions nothing is said, and what stands between forgets connections that are silent.
      keepAlive: true,
      keepAliveInitialDelayMillis: 20_000,
    })
  } catch (error) {
    const { name } = error as Error
    throw new SyncError(
      'BAD_OPTIONS',
      `The address of the database cannot be used (${codeOf(error) ?? name}): give one such as postgres://user@host:5432/database.`,
    )
  }
}

/** The only package that a mirror in a database needs. */
async function driver(): Promise<typeof pg> {
  try {
    return (await import('pg')).default
  } catch (error) {
    throw new SyncError('BAD_OPTIONS', 'A mirror in Postgres needs the package pg: npm install pg', {
      cause: error,
    })
  }
}

/** Classes of errors after which a new connection may work: none there, resources, operator, system. */
const PASSING = /^(08|53|57|58)/

function failureOf(error: unknown, name: string): Error {
  if (error instanceof SyncError || error instanceof TargetLost) return error
  const { message } = error as Error
  const code = codeOf(error)
  // The driver's own errors have no code, and they are of the connection.
  const isPassing = code === undefined || 'syscall' in (error as object) || PASSING.test(code)
  if (isPassing) return new TargetLost(`The database ${name} is out of reach: ${message}`, { cause: error })
  return new SyncError('BAD_TARGET', `The database ${name} refuses: ${message}`, { cause: error })
}

/** What stands in parentheses behind the name of each table. */
const TABLES: Record<string, string> = {
  state: `is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), revision integer NOT NULL,
    time timestamptz NOT NULL, cursor text NOT NULL, state jsonb NOT NULL`,
  applied: `revision integer NOT NULL, snapshot boolean NOT NULL, time timestamptz NOT NULL, changes integer NOT NULL,
    sha256 text, PRIMARY KEY (revision, snapshot)`,
  snapshot_plan: 'is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), plan jsonb NOT NULL',
  snapshot_part: 'kind text, number integer, sha256 text NOT NULL, PRIMARY KEY (kind, number)',
  snapshot_row: `kind text COLLATE "C", number integer, key text COLLATE "C", row jsonb NOT NULL,
    PRIMARY KEY (kind, key, number)`,
  ...Object.fromEntries(
    KINDS.map((kind) => [tableOf(kind), 'key text COLLATE "C" PRIMARY KEY, row jsonb NOT NULL']),
  ),
}

/**
 * Makes the schema and its tables, or those that a mirror of an older client lacks.
 * @throws SyncError NOT_A_MIRROR where the schema holds other tables.
 */
export async function makeTables(session: Session, schema = DEFAULT_SCHEMA): Promise<void> {
  const { query, transaction } = session
  const there = await session.tables()
  const missing = Object.entries(TABLES).filter(([table]) => !there.includes(table))
  // Whoever keeps a mirror that is complete needs no right to make tables.
  if (missing.length === 0) return
  await transaction(async () => {
    const [known] = await query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])
    // It may be there already, made by somebody who may do so.
    if (!known) await query(`CREATE SCHEMA "${schema}"`)
    for (const [table, columns] of missing) await query(`CREATE TABLE "${table}" (${columns})`)
  })
}
