/**
 * Applies `prisma/migrations` with Prisma's own engine as WebAssembly, so that nothing is downloaded and
 * `prisma migrate deploy` agrees about what is applied. Migrations only go forward.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationDirectory, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { Client } from 'pg'
import { StartupError } from '../lib/startup-error.ts'

const ROOT = join(import.meta.dirname, '../../prisma')
const filters = { externalTables: [], externalEnums: [] }

export interface Migration {
  name: string
  sql: string
  /** SHA-256 of the script, as `_prisma_migrations.checksum` holds it. */
  checksum: string
}

/** All committed migrations, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const folders = (await readdir(join(ROOT, 'migrations'), { withFileTypes: true })).filter((e) =>
    e.isDirectory(),
  )
  const names = folders.map((e) => e.name).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(ROOT, 'migrations', name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** The committed Prisma schema, as the engine takes it. */
export async function readSchema(folder = join(ROOT, 'schema')): Promise<[name: string, text: string][]> {
  const names = (await readdir(folder)).filter((n) => n.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (n): Promise<[string, string]> => [n, await readFile(join(folder, n), 'utf8')]),
  )
}

export interface MigrationState {
  pending: string[]
  /** Applied, but not known to this code: the database is newer. */
  unknown: string[]
  /** Applied from a script with another text. */
  changed: string[]
  /** Begun and not finished: still running, or failed. */
  failed: string[]
}

/** Compares what is applied with what is committed; one statement, no engine. */
export async function migrationState(databaseUrl: string): Promise<MigrationState> {
  const known = await readMigrations()
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows: tables } = await client.query(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
    )
    const { rows } = tables[0].there
      ? await client.query<{ name: string; checksum: string; done: boolean }>(
          `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done FROM "_prisma_migrations"
           WHERE rolled_back_at IS NULL`,
        )
      : { rows: [] }
    const applied = new Map(rows.map((r) => [r.name, r]))
    return {
      pending: known.filter((m) => !applied.has(m.name)).map((m) => m.name),
      unknown: [...applied.keys()].filter((name) => !known.some((m) => m.name === name)),
      changed: known
        .filter((m) => applied.get(m.name)?.done && applied.get(m.name)!.checksum !== m.checksum)
        .map((m) => m.name),
      failed: rows.filter((r) => !r.done).map((r) => r.name),
    }
  } finally {
    await client.end()
  }
}

/**
 * Brings the database to the state of this code; safe when several processes start at once.
 * @returns the names of the migrations applied now.
 * @throws StartupError when the database is newer than the code, or a migration failed.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  if (isCurrent(await migrationState(databaseUrl))) return []
  return alone(databaseUrl, () => applyPending(databaseUrl))
}

/** Nothing to apply and nothing to refuse. */
const isCurrent = (state: MigrationState) =>
  Object.values(state).every((names: string[]) => names.length === 0)

/** Arbitrary, but fixed; not the one that Prisma's engine takes. */
const MIGRATION_LOCK = 4_021_965

/** One process of all at a time, so that what looks unfinished within has failed and is not another's work. */
async function alone<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await work()
  } finally {
    await client.end()
  }
}

async function applyPending(databaseUrl: string): Promise<string[]> {
  const state = await migrationState(databaseUrl)
  if (state.unknown.length > 0) {
    throw new StartupError(
      `The database is newer than this code: it has the migration ${state.unknown[0]}, which is not known here. ` +
        'Start the newer release, or use another database.',
    )
  }
  if (state.changed.length > 0) {
    throw new StartupError(
      `The migration ${state.changed[0]} was applied with another text than the committed one. ` +
        'Restore the file, or use another database.',
    )
  }
  if (isCurrent(state)) return []
  return withEngine(databaseUrl, async (engine) => {
    // A script runs as one transaction, so a failed one left nothing behind and may run again.
    for (const migrationName of state.failed) await engine.markMigrationRolledBack({ migrationName })
    return (await engine.applyMigrations({ migrationsList: await migrationList(), filters }))
      .appliedMigrationNames
  })
}

/** The SQL that leads from one Prisma schema to another; null when they agree. */
export async function schemaDiff(
  databaseUrl: string,
  from: [string, string][] | null,
  to: [string, string][],
): Promise<string | null> {
  const target = (files: [string, string][]) => ({
    tag: 'schemaDatamodel' as const,
    files: files.map(([path, content]) => ({ path, content })),
  })
  return withEngine(databaseUrl, async (engine) => {
    const result = await engine.diff({
      from: from ? target(from) : { tag: 'empty' },
      to: target(to),
      script: true,
      exitCode: true,
      filters,
    })
    return result.exitCode === 0 ? null : result.stdout
  })
}

async function migrationList(): Promise<MigrationList> {
  const directories = (await readMigrations()).map(
    ({ name, sql }): MigrationDirectory => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    }),
  )
  return {
    baseDir: join(ROOT, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: directories,
  }
}

type Connection = Awaited<ReturnType<PrismaPg['connect']>>

async function withEngine<T>(databaseUrl: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const held: Connection[] = []
  // The adapter would cut a script at every semicolon and so break function bodies; whole, it is one transaction.
  class WholeScripts extends PrismaPg {
    override async connect(): Promise<Connection> {
      const connection = await super.connect()
      connection.executeScript = async (sql: string) => {
        await connection.executeRaw({ sql, args: [], argTypes: [] })
      }
      held.push(connection)
      return connection
    }
  }
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm')
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new WholeScripts({ connectionString: databaseUrl, max: 1 }),
  )
  const engine = await SchemaEngine.new({ datamodels: await readSchema() }, () => {}, adapter)
  try {
    return await use(engine)
  } finally {
    // The engine's advisory lock lives in its connections: left open, the next start would wait for it.
    for (const connection of held) await connection.dispose()
    engine.free()
  }
}
