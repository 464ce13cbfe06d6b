/** The running server of the embedded Postgres: finding it, starting it, connecting to it, stopping it. */
import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { codeOf, isAlive } from '../lib/processes.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { Binaries, Identity } from './embedded-binaries.ts'
import { type Places, programEnv, ROLE } from './embedded-cluster.ts'
import { fileError, freePort, textOf } from './embedded-process.ts'

const POLL_MS = 10
const START_MS = 30_000
const FAST_STOP_MS = 15_000
const QUICK_STOP_MS = 5_000
const LOG_LIMIT = 5_000_000

/** A postmaster that owns the data folder. */
export interface Running {
  pid: number
  port: number
  ready: boolean
}

/**
 * The postmaster that runs on the folder, by its postmaster.pid; a file that lies is removed or left to
 * Postgres.
 */
export async function findRunning(dir: string): Promise<Running | undefined> {
  const file = join(dir, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  if (runsOn(pid, dir, lines[1] ?? '')) return { pid, port: Number(lines[3]), ready: lines[7] === 'ready' }
  // The pid went to a stranger (a container that restarted), or the folder is a copy of a running one.
  // Postgres would refuse to start for as long as that process lives. Should we be wrong, its shared memory
  // stops a second one.
  await rm(file, { force: true })
  return undefined
}

/** Whether the process is a Postgres in this folder: it works inside it, or at least was started on it. */
function runsOn(pid: number, dir: string, recordedDir: string): boolean {
  try {
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(dir)]
    return there.ino === here.ino && there.dev === here.dev
  } catch {
    // No /proc, or, for root in a container, no right to see where another user's process works.
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dir)
  } catch {
    return recordedDir === dir
  }
}

/** Connects as the owner. `name` is what other processes see in pg_stat_activity. */
export async function connect(port: number, password: string, name: string): Promise<Client> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: ROLE,
    password,
    database: 'postgres',
    application_name: name,
    ssl: false,
    connectionTimeoutMillis: 5_000,
  })
  // Without a listener, a server that goes away would end this process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** A server that is ready, and a connection to it. */
export interface Opened {
  port: number
  control: Client
}

/** Waits for the server that already runs on the folder; undefined when there is none or it goes away. */
export async function adoptServer(places: Places, password: string): Promise<Opened | undefined> {
  const deadline = performance.now() + START_MS
  let last: unknown
  for (;;) {
    const running = await findRunning(places.dir)
    if (running === undefined) return undefined
    if (running.ready) {
      try {
        return { port: running.port, control: await connect(running.port, password, 'control') }
      } catch (error) {
        if (isRefusal(error)) throw wrongPassword(places)
        last = error
      }
    }
    if (performance.now() > deadline) throw tooSlow(places, running.pid, last)
    await delay(POLL_MS)
  }
}

/** Starts the server as a process that outlives this one, and waits until it accepts connections. */
export async function startServer(
  places: Places,
  binaries: Binaries,
  identity: Identity,
  password: string,
  settings: Record<string, string>,
): Promise<Opened> {
  const deadline = performance.now() + START_MS
  for (;;) {
    const begin = rotateLog(places.log)
    const child = await launch(places, binaries, identity, settings)
    const patience = performance.now() + START_MS
    while (child.running()) {
      const running = await findRunning(places.dir)
      if (running?.ready && running.pid === child.pid) {
        // Not before: until Postgres says that it is ready, the port may belong to somebody else.
        try {
          return { port: running.port, control: await connect(running.port, password, 'control') }
        } catch (error) {
          await stopServer(places, binaries, identity, child.pid)
          throw isRefusal(error) ? wrongPassword(places) : error
        }
      }
      // It is left running: the next start adopts it, while stopping it would begin the recovery anew.
      if (performance.now() > patience) throw tooSlow(places, child.pid, undefined)
      await delay(POLL_MS)
    }
    const output = readFileSync(places.log).subarray(begin).toString('utf8')
    // Both pass: another program took the port first; processes of a killed postmaster are still about to end.
    const passing =
      /Address already in use|could not create any TCP|pre-existing shared memory|lock file "postmaster.pid"/
    if (!passing.test(output) || performance.now() > deadline) {
      throw new StartupError(
        `Postgres stopped while starting on ${places.dir}: ${reason(output)} (log: ${places.log})`,
      )
    }
    await delay(POLL_MS * 10)
  }
}

// Compiling pays for statements that run for seconds; ours take milliseconds.
const SETTINGS = { listen_addresses: '127.0.0.1', unix_socket_directories: '', lc_messages: 'C', jit: 'off' }

async function launch(
  places: Places,
  binaries: Binaries,
  identity: Identity,
  settings: Record<string, string>,
) {
  const all = { ...SETTINGS, ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const port = await freePort()
  const log = openSync(places.log, 'a', 0o600)
  try {
    const child = spawn(binaries.postgres, ['-D', places.dir, '-p', String(port), ...flags], {
      ...identity,
      cwd: places.dir,
      env: programEnv(),
      // Its own process group: Ctrl-C in the terminal must not reach Postgres before running requests are finished.
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
    })
    child.unref()
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    return { pid: child.pid ?? 0, running: () => child.exitCode === null && child.signalCode === null }
  } catch (error) {
    const advice = `cannot run ${binaries.postgres} (${textOf(error)}): set DATABASE_URL, or run npm ci anew`
    throw new StartupError(advice, { cause: error })
  } finally {
    closeSync(log)
  }
}

/** Keeps one older log and gives back where the next lines begin. */
function rotateLog(path: string): number {
  try {
    const { size } = statSync(path)
    if (size < LOG_LIMIT) return size
    renameSync(path, `${path}.1`)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw fileError(error, path)
  }
  return 0
}

/** The line of the log that tells why Postgres stopped. */
function reason(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const line = lines.findLast((text) => /(FATAL|PANIC): /.test(text)) ?? lines.at(-1) ?? 'it wrote nothing'
  return line.replace(/^.*? \[\d+\] /, '').trim()
}

/** Stops the server: running statements are ended and data is flushed; after 15 s without a flush. */
export async function stopServer(
  places: Places,
  binaries: Binaries,
  identity: Identity,
  pid: number,
): Promise<boolean> {
  if (process.platform === 'win32') {
    // There are no signals there that Node could send; pg_ctl knows how.
    const stop = ['stop', '-D', places.dir, '-m', 'fast', '-w', '-t', String(FAST_STOP_MS / 1000)]
    await promisify(execFile)(binaries.pgCtl, stop, { ...identity, cwd: places.parent }).catch(
      () => undefined,
    )
    return !isAlive(pid)
  }
  return (await stopBy('SIGINT', pid, FAST_STOP_MS)) || (await stopBy('SIGQUIT', pid, QUICK_STOP_MS))
}

async function stopBy(signal: NodeJS.Signals, pid: number, ms: number): Promise<boolean> {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
  const deadline = performance.now() + ms
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await delay(POLL_MS)
  }
  return true
}

function isRefusal(error: unknown): boolean {
  return ['28P01', '28000'].includes(codeOf(error) ?? '')
}

function wrongPassword(places: Places): StartupError {
  return new StartupError(
    `the password in ${places.secret} is not the one of the data in ${places.dir}: restore it from the backup of that data, or move both away to begin with an empty database`,
  )
}

function tooSlow(places: Places, pid: number, error: unknown): StartupError {
  const log = readFileSync(places.log, { encoding: 'utf8', flag: 'a+' })
    .trimEnd()
    .split('\n')
    .slice(-3)
    .join(' | ')
  const why = error === undefined ? log : `${textOf(error)} | ${log}`
  return new StartupError(
    `Postgres (process ${pid}) on ${places.dir} takes no connections after ${START_MS / 1000} s: if it still recovers, start again in a moment, else see ${places.log}: ${why}`,
  )
}
