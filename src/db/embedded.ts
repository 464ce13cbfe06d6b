/**
 * The life of the embedded Postgres. One data folder has at most one server, shared by all processes that
 * have it open: the first one starts it, the last one stops it, and a process that is killed leaves it to
 * the next.
 *
 * Who has it open is told by guard connections, one idle one for each handle, which end with their process
 * whatever happens to it. All looking, starting and stopping happens under one lock beside the folder.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, escapeIdentifier } from 'pg'
import { type Binaries, findBinaries, type Identity, serverIdentity } from './embedded-binaries.ts'
import {
  createCluster,
  inspectFolder,
  type Places,
  ROLE,
  readPassword,
  removeStagings,
  settlePlaces,
  takeOwnership,
} from './embedded-cluster.ts'
import { withLock } from './embedded-lock.ts'
import { fileError, textOf } from './embedded-process.ts'
import { reachableData, reachablePrograms, SYSTEM_ROOT } from './embedded-reach.ts'
import { adoptServer, connect, findRunning, type Opened, startServer, stopServer } from './embedded-server.ts'

/**
 * How long a connection that nobody guards may take to go away: the server sees the end of a pool a little
 * late.
 */
const LINGER_MS = 1_000
const POLL_MS = 5
const RETRY_MS = 1_000

/** What to open and how. */
export interface EmbeddedOptions {
  /** The data folder; its password, log and lock stand beside it. */
  dir: string
  /** The application's database, created when missing; 'facts' by default. */
  database?: string
  /** Takes one line for each thing that happens; no line holds the password. */
  log?: (line: string) => void
  /** Settings of the server; without effect on a server that already runs. */
  settings?: Record<string, string>
  /** Where data and programs go when root's Postgres cannot enter `dir`; tests set it. */
  systemRoot?: string
}

/** A share in the embedded Postgres. */
export interface EmbeddedPostgres {
  /** `postgres://…` of the application's database. It holds the password: never log it. */
  url: string
  /** Where the data are: `dir`, or its stand-in when root's Postgres cannot enter that. */
  dir: string
  /** Whether the server was running already. */
  adopted: boolean
  /**
   * Gives the share back, after the caller's pools are closed; the last one stops the server. Never
   * rejects.
   */
  release(): Promise<void>
}

/** Everything that stays the same while a handle is open. */
interface Context {
  places: Places
  binaries: Binaries
  identity: Identity
  password: string
  log: (line: string) => void
}

/**
 * Opens the Postgres of a data folder: creates it when the folder is empty or missing, joins the server that
 * already runs on it, or starts one. Throws a StartupError where the operator has to do something.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dir, database = ROLE, log = () => undefined, settings = {}, systemRoot = SYSTEM_ROOT } = options
  const wanted = await settlePlaces(dir)
  const owner = await serverIdentity(wanted.dir)
  const places = await settlePlaces(await reachableData(wanted.dir, owner, systemRoot))
  const binaries = await reachablePrograms(await findBinaries(), owner, systemRoot)
  return withLock(places.lock, async () => {
    const identity = await serverIdentity(places.dir)
    await removeStagings(places)
    if ((await inspectFolder(places.dir, binaries.major)) === 'empty') {
      await createCluster(places, binaries, identity)
      log(`created a Postgres ${binaries.major} database in ${places.dir}`)
    }
    const password = await readPassword(places)
    const context: Context = { places, binaries, identity, password, log }
    const found = await adoptServer(places, password)
    const { port, control } = found ?? (await start(context, settings))
    log(`${found ? 'joined' : 'started'} Postgres on ${places.dir}, port ${port}`)
    try {
      await ensureDatabase(control, database)
      const guard = await Guard.open(port, password)
      const url = `postgres://${ROLE}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`
      let released: Promise<void> | undefined
      const release = () => {
        released ??= releaseShare(context, guard)
        return released
      }
      return { url, dir: places.dir, adopted: found !== undefined, release }
    } catch (error) {
      await stopIfUnused(context, control).catch(() => undefined)
      throw error
    } finally {
      await control.end().catch(() => undefined)
    }
  })
}

async function start(context: Context, settings: Record<string, string>): Promise<Opened> {
  const { places, binaries, identity, password } = context
  await takeOwnership(places.dir, identity).catch((error: unknown) => {
    throw fileError(error, places.dir)
  })
  return startServer(places, binaries, identity, password, settings)
}

async function ensureDatabase(control: Client, name: string): Promise<void> {
  const { rowCount } = await control.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (rowCount === 0) await control.query(`CREATE DATABASE ${escapeIdentifier(name)}`)
}

async function releaseShare(context: Context, guard: Guard): Promise<void> {
  const { places, password, log } = context
  try {
    await withLock(places.lock, async () => {
      await guard.close()
      const running = await findRunning(places.dir)
      if (running === undefined) return
      const control = await connect(running.port, password, 'control')
      try {
        await stopIfUnused(context, control)
      } finally {
        await control.end().catch(() => undefined)
      }
    })
  } catch (error) {
    // The end of a process is no place for new failures: whoever opens the folder next finds the server.
    await guard.close()
    log(`left Postgres on ${places.dir} as it is: ${textOf(error)}`)
  }
}

/**
 * Stops the server unless others use it. Connections called 'control' live only under the lock: never
 * others.
 */
async function stopIfUnused(context: Context, control: Client): Promise<void> {
  const { places, binaries, identity, log } = context
  const deadline = performance.now() + LINGER_MS
  for (;;) {
    const { rows } = await control.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND application_name <> 'control'`,
    )
    if (rows.length === 0) break
    if (rows.some(({ name }) => name === 'guard') || performance.now() > deadline) {
      log(`left Postgres on ${places.dir} running: others use it (connections: ${rows.length})`)
      return
    }
    await delay(POLL_MS)
  }
  const running = await findRunning(places.dir)
  if (running === undefined) return
  const stopped = await stopServer(places, binaries, identity, running.pid)
  log(`${stopped ? 'stopped' : 'could not stop'} Postgres on ${places.dir}`)
}

/**
 * An idle connection that shows other processes that this one uses the server. It comes back when it is
 * lost.
 */
class Guard {
  #port: number
  #password: string
  #client: Client | undefined
  #closed = false

  private constructor(port: number, password: string) {
    this.#port = port
    this.#password = password
  }

  static async open(port: number, password: string): Promise<Guard> {
    const guard = new Guard(port, password)
    await guard.#connect()
    return guard
  }

  async #connect(): Promise<void> {
    const client = await connect(this.#port, this.#password, 'guard')
    if (this.#closed) return client.end()
    this.#client = client
    client.once('end', () => this.#retry())
    keepsAlive(client, false)
  }

  /** Postgres ends all connections when one of its processes crashes, and is back a moment later. */
  #retry(): void {
    this.#client = undefined
    if (this.#closed) return
    const again = () => this.#connect().catch(() => this.#retry())
    setTimeout(again, RETRY_MS).unref()
  }

  /**
   * Ends the connection; Postgres closes it only when nobody can see it any more, so the next to leave
   * won't.
   */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#client === undefined) return
    keepsAlive(this.#client, true)
    await this.#client.end().catch(() => undefined)
  }
}

/** Whether the connection keeps this process from ending by itself; the types of pg know neither method. */
function keepsAlive(client: Client, yes: boolean): void {
  const socket = client as Client & { ref(): void; unref(): void }
  if (yes) socket.ref()
  else socket.unref()
}
