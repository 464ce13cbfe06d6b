/**
 * One Postgres for the whole run: the one that DATABASE_URL names, else an embedded one in a temporary folder.
 * On it template databases that test files get copies of: migrated and empty, with the seeds, and as a fresh start fills
 * it, with the carbon intensities and market prices of packages too.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDb } from '../../src/db/client.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { importEmbedded } from '../../src/ingest/formats/embedded.ts'
import { importCarbon } from '../../src/ingest/statistics/embedded.ts'
import { fixedClock } from '../helpers/clock.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the server's maintenance database. */
    adminUrl: string
    templates: { empty: string; seeded: string; market: string }
  }
}

/** When the seeds of the tests were imported; everything in them has begun by then. */
export const SEEDED_AT = '2026-11-24T12:00:00Z'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Undone backwards, also when a later step fails: a server that nobody stops outlives the run.
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'aef-test-'))
  started.defer(() => rm(folder, { recursive: true, force: true }))
  // As root, Postgres runs as a user of its own, which must be able to enter.
  await chmod(folder, 0o755)
  const adminUrl = process.env.DATABASE_URL ?? (await startEmbedded(folder, started))
  const run = `aef_${process.pid}_${Math.floor(performance.now())}`
  const templates = { empty: `${run}_empty`, seeded: `${run}_seeded`, market: `${run}_market` }
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  started.defer(() => admin.end())
  started.defer(async () => {
    for (const name of Object.values(templates))
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })

  await admin.query(`CREATE DATABASE ${templates.empty}`)
  await migrate(withDatabase(adminUrl, templates.empty))
  await admin.query(`CREATE DATABASE ${templates.seeded} TEMPLATE ${templates.empty}`)
  const db = openDb({ url: withDatabase(adminUrl, templates.seeded) })
  const seeds = new URL('../../seeds', import.meta.url).pathname
  await importFacts(db, fixedClock(SEEDED_AT), { path: seeds, origin: 'seeds', skipSame: true })
  await db.$executeRaw`ANALYZE`
  await db.$disconnect()
  await admin.query(`CREATE DATABASE ${templates.market} TEMPLATE ${templates.seeded}`)
  const market = openDb({ url: withDatabase(adminUrl, templates.market) })
  await importCarbon(market, fixedClock(SEEDED_AT))
  await importEmbedded(market, fixedClock(SEEDED_AT))
  await market.$executeRaw`ANALYZE`
  await market.$disconnect()
  project.provide('adminUrl', adminUrl)
  project.provide('templates', templates)

  const running = started.move()
  return () => running.disposeAsync()
}

async function startEmbedded(folder: string, started: AsyncDisposableStack): Promise<string> {
  const embedded = await openEmbedded({
    dir: join(folder, 'postgres'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      // Hundreds of databases come and go, each of them gone before it would be worth the care.
      autovacuum: 'off',
      max_wal_size: '4GB',
      checkpoint_timeout: '30min',
    },
  })
  started.defer(() => embedded.release())
  return embedded.url
}

export function withDatabase(url: string, database: string): string {
  const result = new URL(url)
  result.pathname = `/${database}`
  return result.toString()
}
