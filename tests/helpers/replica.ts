/** A real Postgres with a real replica of it: a hot standby by streaming replication, both embedded. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, type Pool } from 'pg'
import { type Db, openDb } from '../../src/db/client.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { findBinaries, serverIdentity } from '../../src/db/embedded-binaries.ts'
import { programEnv, takeOwnership } from '../../src/db/embedded-cluster.ts'
import { freePort } from '../../src/db/embedded-process.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openReplicas, type ReplicaOptions, type Replicas } from '../../src/db/replicas.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { fixedClock } from './clock.ts'
import { usage, WORLD } from './facts.ts'

/** Nothing of these has to outlive a test. */
const HASTY = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }

export interface Replicated {
  db: Db
  pool: Pool
  url: string
  /** Of the standby. */
  replicaUrl: string
  /** What was sent to the database since the last call, over the client above. */
  statements(): string[]
  /** The standby takes notice of nothing new. */
  pauseReplay(): Promise<void>
  resumeReplay(): Promise<void>
  kill(): Promise<void>
  /** On the port that it had. */
  start(): Promise<void>
  close(): Promise<void>
}

/** A ledger with one revision, on a database and its standby. */
export async function openReplicated(): Promise<Replicated> {
  await using opened = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'aef-replica-'))
  opened.defer(() => rm(root, { recursive: true, force: true }))
  await chmod(root, 0o755)
  const dir = join(root, 'primary', 'postgres')
  const primary = await openEmbedded({ dir, settings: { ...HASTY, wal_level: 'replica' } })
  opened.defer(() => primary.release())
  await migrate(primary.url)
  const seen: string[] = []
  let pool: Pool | undefined
  const db = openDb({
    url: primary.url,
    onStatement: (sql) => seen.push(sql),
    onPool: (made) => {
      pool = made
    },
  })
  opened.defer(() => db.$disconnect())
  const file = join(root, 'world.yaml')
  await writeFile(file, `${WORLD}\nclaims:\n${usage('first', 140)}`)
  await importFacts(db, fixedClock('2026-11-24T12:00:00Z'), { path: file, origin: 'test' })

  const copy = join(root, 'standby')
  await copyRunning(primary.url, dir, copy)
  const owner = await serverIdentity(dir)
  await takeOwnership(copy, owner)
  const binaries = await findBinaries()
  const port = await freePort()
  const replicaUrl = new URL(primary.url)
  replicaUrl.port = String(port)
  let standby: ChildProcess | undefined
  const start = async () => {
    const { port: from, username, password } = new URL(primary.url)
    const settings = {
      ...HASTY,
      ...{ port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' },
      primary_conninfo: `host=127.0.0.1 port=${from} user=${username} password=${password}`,
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const options = { ...owner, cwd: copy, env: programEnv(), stdio: 'ignore' } as const
    standby = spawn(binaries.postgres, ['-D', copy, ...flags], options)
    while (!(await onStandby('SELECT 1').catch(() => false))) await delay(20)
  }
  const kill = async () => {
    const ended = standby?.exitCode === null && once(standby, 'exit')
    standby?.kill('SIGQUIT')
    await ended
  }
  const onStandby = async (sql: string) => {
    const client = new Client(replicaUrl.href)
    client.on('error', () => undefined)
    await client.connect()
    return client.query(sql).finally(() => client.end())
  }
  opened.defer(kill)
  await start()
  const running = opened.move()
  return {
    ...{ db, pool: pool!, url: primary.url, replicaUrl: replicaUrl.href, kill, start },
    statements: () => seen.splice(0),
    pauseReplay: async () => void (await onStandby('SELECT pg_wal_replay_pause()')),
    resumeReplay: async () => {
      // What is replayed then may end this very statement, once it has done its work.
      await onStandby('SELECT pg_wal_replay_resume()').catch((error) => {
        if (error.code !== '40001') throw error
      })
    },
    close: () => running.disposeAsync(),
  }
}

/** As pg_basebackup does it, which the embedded Postgres comes without. */
async function copyRunning(url: string, from: string, to: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  await client.query(`SELECT pg_backup_start('standby', true)`)
  await mkdir(join(to, '..'), { recursive: true })
  const left = ['pg_wal', 'postmaster.pid', 'postmaster.opts']
  await cp(from, to, { recursive: true, filter: (path) => !left.some((name) => path === join(from, name)) })
  const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  await client.end()
  await mkdir(join(to, 'pg_wal', 'archive_status'), { recursive: true })
  await writeFile(join(to, 'backup_label'), rows[0]!.labelfile)
  await writeFile(join(to, 'standby.signal'), '')
  await chmod(to, 0o700)
}

export interface Watched {
  replicas: Replicas
  /** Statements sent to replicas since the last call. */
  asked(): string[]
  failures: string[]
}

/** @param urls of replicas; gone after the test with `close`. */
export function watch(
  of: Pick<Replicated, 'db' | 'pool'>,
  urls: string[],
  more: Partial<ReplicaOptions> = {},
): Watched {
  let sent: string[] = []
  const failures: string[] = []
  const replicas = openReplicas({
    urls,
    primary: of,
    pool: 4,
    next: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    failed: (_, error) => failures.push(String(error)),
    onStatement: (sql) => sent.push(sql),
    ...more,
  })
  return {
    replicas,
    failures,
    asked: () => {
      const taken = sent
      sent = []
      return taken
    },
  }
}
