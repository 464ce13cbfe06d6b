/**
 * Replicas of the database: which of them are there, and how far each has come. A replica serves a request whose answer
 * depends on no revision that it lacks; one that is away, does not answer or lags behind is passed over until it is back.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Client, type Pool } from 'pg'
import { type Db, openDb } from './client.ts'
import { type Newest, newestIn } from './newest.ts'
import { isPooled, type ReplicaPool } from './pool.ts'

/** How often each is asked how far it has come, unless a notice of a new revision comes before. */
const CHECK_MS = 1_000
/** While it is known to lag behind what is asked for; doubled each time. */
const BEHIND_MS = 50
/** What was told longer ago is not believed. */
const BELIEVED_MS = 3_000
/** For connections to end in order. */
const END_MS = 1_000
/** The database has the rest of a request's time, should the replica not manage. */
const STATEMENT_MS = 4_000

export interface Replicas {
  /** A client of a replica that holds the revision; undefined where there is none now. */
  holding(revision: number): Db | undefined
  /** How many there are, how many of them can be asked now, and how far the last of these lags behind a revision. */
  state(newest: number): { all: number; up: number; lag: number }
  /** Statements that the database had to answer in place of a replica. */
  retried(): number
  close(): Promise<void>
}

export interface ReplicaOptions {
  urls: readonly string[]
  /** Of the database that they are replicas of. */
  primary: { db: Db; pool: Pool }
  /** Connections to each replica at most. */
  pool: number
  /** False where nothing is prepared by name. */
  prepared?: boolean
  /** Resolves when there may be a new revision, at the latest after so many milliseconds. */
  next: (ms: number, signal: AbortSignal) => Promise<void>
  /** Told when a replica cannot be used, once until it can again. */
  failed: (replica: string, error: unknown) => void
  onStatement?: (sql: string) => void
}

interface Replica {
  name: string
  url: string
  db: Db
  pool: ReplicaPool
  /** The newest revision that it is known to hold. */
  held: number
  /** The newest that it ever held. */
  most: number
  /** When it told so; 0 while it cannot be asked. */
  toldAt: number
  /** Ends a wait before the next check. */
  hurry: () => void
}

export function openReplicas(options: ReplicaOptions): Replicas {
  const { urls, primary, next } = options
  const closing = new AbortController()
  let retried = 0
  /** The newest revision that was asked for. */
  let wanted = 0

  const replicas = urls.map((url): Replica => {
    let pool: ReplicaPool | undefined
    const replica: Replica = {
      ...{ name: placeOf(url), url, held: 0, most: 0, toldAt: 0, hurry: () => undefined },
      db: openDb({
        ...{ url, pool: options.pool, prepared: options.prepared !== false && !isPooled(url) },
        ...(isPooled(url) ? { giveUpMs: STATEMENT_MS } : { statementTimeoutMs: STATEMENT_MS }),
        onPool: (made) => {
          pool = made as ReplicaPool
        },
        ...(options.onStatement ? { onStatement: options.onStatement } : {}),
        fallback: {
          pool: primary.pool,
          failed: () => {
            retried++
            // Whatever failed, whether it is still there should be known soon.
            replica.hurry()
          },
        },
      }),
      pool: pool!,
    }
    return replica
  })

  async function watch(replica: Replica): Promise<void> {
    let client: Client | undefined
    let told = false
    for (let pause = BEHIND_MS; !closing.signal.aborted; ) {
      try {
        client ??= await connect(replica.url)
        const newest = await newestIn(client)
        const held = newest?.number ?? 0
        if (newest && (held !== replica.held || replica.toldAt === 0)) await compare(primary.db, newest)
        replica.held = held
        replica.most = Math.max(replica.most, held)
        replica.toldAt = performance.now()
        // One that came back from a backup lacks what requests chose it for; these go on with the database.
        if (held === replica.most) replica.pool.find()
        else replica.pool.lose()
        told = false
      } catch (error) {
        replica.pool.lose()
        replica.toldAt = 0
        if (!told && !closing.signal.aborted) options.failed(replica.name, error)
        told = true
        void client?.end().catch(() => undefined)
        client = undefined
      }
      const isBehind = replica.toldAt > 0 && replica.held < wanted
      pause = isBehind ? Math.min(pause * 2, CHECK_MS) : BEHIND_MS
      const hurried = new AbortController()
      replica.hurry = () => hurried.abort()
      await next(isBehind ? pause : CHECK_MS, AbortSignal.any([closing.signal, hurried.signal]))
      // Failures come by the dozen, checks need not.
      if (hurried.signal.aborted) await next(BEHIND_MS, closing.signal)
    }
    void client?.end().catch(() => undefined)
  }

  const isUp = ({ toldAt }: Replica) => toldAt > 0 && performance.now() - toldAt < BELIEVED_MS
  const watching = replicas.map(watch)

  return {
    holding(revision) {
      if (revision > wanted) {
        wanted = revision
        for (const replica of replicas) if (replica.held < revision) replica.hurry()
      }
      const able = replicas.filter((replica) => isUp(replica) && replica.held >= revision)
      return able.sort((a, b) => load(a.pool) - load(b.pool))[0]?.db
    },
    state(newest) {
      const up = replicas.filter(isUp)
      return {
        all: replicas.length,
        up: up.length,
        lag: Math.max(0, ...up.map(({ held }) => newest - held)),
      }
    },
    retried: () => retried,
    close: async () => {
      closing.abort()
      await Promise.all(watching)
      // One that hangs hears of no end.
      const ended = Promise.all(replicas.map(({ db }) => db.$disconnect()))
      await Promise.race([ended, delay(END_MS, undefined, { ref: false })])
    },
  }
}

const load = (pool: Pool) => pool.waitingCount + pool.totalCount - pool.idleCount

/** Host, port and database, without user and password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}

/** For checks alone: statements of answers must not keep them waiting, nor they these. */
async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CHECK_MS,
    query_timeout: CHECK_MS,
    application_name: 'ai-economy-facts replica',
  })
  // What happens to it shows at the next check.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** @throws where a revision of that number is another one here: then it is no replica of this database. */
async function compare(primary: Db, { number, time, summary }: Newest): Promise<void> {
  const own = await primary.revision.findUnique({ where: { number } })
  if (own?.time.getTime() !== time.getTime() || own.summary !== summary)
    throw new Error(`revision ${number} is another one there: this is no replica of the database`)
}
