/** The database that all contenders answer from: a Postgres of its own, whose folder can be kept for the next time. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { progress, step } from '../../../src/cli/terminal.ts'
import { openDb } from '../../../src/db/client.ts'
import { openEmbedded } from '../../../src/db/embedded.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { createKey } from '../../../src/domain/access/keys.ts'
import { importFacts } from '../../../src/ingest/facts/run.ts'
import { importEmbedded } from '../../../src/ingest/formats/embedded.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { makeMarket } from './market.ts'

const SEEDS = join(import.meta.dirname, '../../../seeds')
const FRESH = 'fresh'
const COPY = 'written'
const END_OTHERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND application_name <> 'guard' AND pid <> pg_backend_pid()`
const QUIET_MS = 200
const QUIET_TIMES = 10

/** What a search of PostGraphile calls: the statement of our own search, as its users would add it. */
const SEARCH = `CREATE SCHEMA IF NOT EXISTS bench;
CREATE OR REPLACE FUNCTION bench.search("text" text, "count" integer) RETURNS SETOF "Alias" LANGUAGE sql STABLE AS $$
  SELECT "entity", "key", "kind", hits."text", "folded", "fromRevision" FROM (
    SELECT DISTINCT ON (a."entity", a."key") a.*, CASE WHEN a."folded" = $1 THEN 1.0 WHEN a."folded" LIKE $1 || '%' THEN 0.9
      WHEN a."folded" LIKE '%' || $1 || '%' THEN 0.8 ELSE similarity(a."folded", $1) * 0.7 END::float8 AS score
    FROM "Alias" a WHERE a."folded" LIKE '%' || $1 || '%' OR a."folded" % $1
    ORDER BY a."entity", a."key", score DESC, a."text") AS hits
  ORDER BY score DESC, "entity", "key" LIMIT $2 $$`

export interface Postgres {
  /** Opens a ledger of at least so many claims, made first where there is none. */
  ledger(claims: number): Promise<Ledger>
  /** A copy of one, for what writes; it is gone once it is closed. */
  copy(claims: number): Promise<Ledger>
  /** The file that Postgres logs to. */
  log: string
  close(): Promise<void>
}

export interface Ledger {
  url: string
  client: pg.Client
  claims: number
  /** Of a caller with limits that are never reached. */
  key: string
  /** Waits until nobody else reads or writes: a server that has just started reads its own front page. */
  quiet(): Promise<void>
  close(): Promise<void>
}

/** @param folder where the data are kept; none: they are thrown away. It must be open to the user that Postgres runs as. */
export async function openPostgres(folder: string | undefined): Promise<Postgres> {
  const place = folder === undefined ? await mkdtemp(join(tmpdir(), 'aef-bench-')) : resolve(folder)
  await mkdir(place, { recursive: true })
  await chmod(place, 0o755)
  const embedded = await openEmbedded({
    dir: join(place, 'postgres'),
    settings: {
      fsync: 'off',
      max_wal_size: '8GB',
      shared_buffers: '1GB',
      max_connections: '200',
      // Workers would be counted to Postgres here and not there, as the machine happens to be free.
      max_parallel_workers_per_gather: '0',
    },
  })
  const admin = new pg.Client({ connectionString: embedded.url })
  await admin.connect()
  const at = (name: string) => {
    const url = new URL(embedded.url)
    url.pathname = `/${name}`
    return url.toString()
  }
  const find = async (claims: number) => {
    const name = `claims_${claims}`
    if (!(await exists(admin, FRESH)))
      await whole(admin, FRESH, (name) => step('Seeds and prices', () => fresh(at(name))))
    if (!(await exists(admin, name)))
      await whole(admin, name, (unfinished) => made(at(unfinished), claims), `TEMPLATE ${FRESH}`)
    return name
  }
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      // What was interrupted still holds connections, for which Postgres would be left running.
      if (folder === undefined) await admin.query(END_OTHERS)
      await admin.end()
      await embedded.release()
      if (folder === undefined) await rm(place, { recursive: true, force: true })
    })()
    return closed
  }
  // Whoever has seen enough leaves no Postgres behind.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void close().finally(() => process.exit(1)))
  return {
    log: `${embedded.dir}.log`,
    ledger: async (claims) => opened(at(await find(claims))),
    copy: async (claims) => {
      const from = await find(claims)
      await admin.query(`DROP DATABASE IF EXISTS ${COPY} WITH (FORCE)`)
      await admin.query(`CREATE DATABASE ${COPY} TEMPLATE ${from} STRATEGY file_copy`)
      const ledger = await opened(at(COPY))
      return {
        ...ledger,
        close: async () => {
          await ledger.close()
          await admin.query(`DROP DATABASE ${COPY} WITH (FORCE)`)
        },
      }
    },
    close,
  }
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
  return (await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])).rowCount === 1
}

/** Makes a database under a name that nobody looks for until it is whole. */
async function whole(
  admin: pg.Client,
  name: string,
  fill: (unfinished: string) => Promise<void>,
  how = '',
): Promise<void> {
  const unfinished = `${name}_unfinished`
  await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${unfinished} ${how}`)
  await fill(unfinished)
  await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`)
}

async function fresh(url: string): Promise<void> {
  await migrate(url)
  const db = openDb({ url })
  try {
    await importFacts(db, systemClock, { path: SEEDS, origin: 'seeds', skipSame: true })
    await importEmbedded(db, systemClock)
  } finally {
    await db.$disconnect()
  }
}

async function made(url: string, claims: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const bar = progress(`Ledger of ${claims} claims`)
  try {
    await makeMarket(client, claims, bar.at)
    await client.query(SEARCH)
    bar.done()
  } finally {
    await client.end()
  }
}

async function opened(url: string): Promise<Ledger> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const db = openDb({ url })
  const { key } = await createKey(db, systemClock, {
    ...{ name: 'bench', scopes: ['read'], expiresAt: null },
    perMinute: 1_000_000_000,
  })
  await db.$disconnect()
  const { rows } = await client.query('SELECT count(*)::int AS n FROM "Claim"')
  return { url, client, claims: rows[0].n, key, quiet: () => quiet(client), close: () => client.end() }
}

async function quiet(client: pg.Client): Promise<void> {
  for (let times = 0; times < QUIET_TIMES; ) {
    await delay(QUIET_MS)
    const { rowCount } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`,
    )
    times = rowCount === 0 ? times + 1 : 0
  }
}
