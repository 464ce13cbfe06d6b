/** A real PgBouncer in transaction mode before the database of the tests, where the machine has one. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { freePort } from '../../src/db/embedded-process.ts'
import { isRoot, NOBODY } from './embedded.ts'

// Debian installs it where only root looks.
const command = [process.env.PGBOUNCER_PATH, 'pgbouncer', '/usr/sbin/pgbouncer'].find(
  (path) => path && spawnSync(path, ['--version']).status === 0,
)

// On a build machine a missing PgBouncer is a broken machine, not a reason to believe that it works there.
export const reason =
  command || process.env.CI ? '' : ' (skipped: no PgBouncer found; install pgbouncer or set PGBOUNCER_PATH)'

/** Connections to the database: fewer than a server wants, so that its own share them. */
const CONNECTIONS = 3

/** The address of a database by way of a PgBouncer of this test, which goes with it. */
export async function throughPgBouncer(url: string): Promise<string> {
  if (!command) throw new Error('No PgBouncer found; install pgbouncer or set PGBOUNCER_PATH')
  const to = new URL(url)
  const folder = await mkdtemp(join(tmpdir(), 'aef-pgbouncer-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  const login = `user=${to.username}${to.password ? ` password=${decodeURIComponent(to.password)}` : ''}`
  await writeFile(
    file,
    `[databases]
* = host=${to.hostname} port=${to.port || 5432} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${CONNECTIONS}
max_client_conn = 200
`,
  )
  const owner = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const running = spawn(command, [file], { ...owner, cwd: folder, stdio: 'ignore' })
  onTestFinished(async () => {
    const ended = running.exitCode === null && once(running, 'exit')
    running.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  })
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(port)
  while (!(await answers(through.href))) {
    if (running.exitCode !== null) throw new Error(`PgBouncer ended with ${running.exitCode}`)
    await delay(20)
  }
  return through.href
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
