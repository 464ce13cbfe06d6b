/** The only place that makes a Prisma client. */
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import { rawQueries } from './raw.ts'

export type Db = PrismaClient
/** What runs inside a transaction. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** How long one waits for a connection. */
const CONNECT_MS = 10_000

export interface DbOptions {
  url: string
  /** Connections at most. */
  pool?: number
  /** Postgres ends any statement after this many milliseconds; 0 never. */
  statementTimeoutMs?: number
  /** Whether statements are prepared under names; not through a pooler that hands connections on. */
  prepared?: boolean
  /** Told of every statement sent to Postgres. */
  onStatement?: (sql: string) => void
}

export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.pool ?? 10,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'ai-economy-facts',
    ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
  })
  const adapter = new PrismaPg(pool, { disposeExternalPool: true })
  const db = new PrismaClient({
    adapter,
    // As long as a statement of its own waits for a connection.
    transactionOptions: { maxWait: CONNECT_MS },
    log: [{ emit: 'event', level: 'query' }],
  })
  const { onStatement } = options
  if (onStatement) db.$on('query', (e) => onStatement(e.query))
  const own = { $queryRaw: rawQueries(pool, options), $transaction: db.$transaction.bind(db) }
  // Not set on the client itself: transactions inherit from it, and theirs go over their own connection.
  const get = (target: object, key: string | symbol) =>
    key === '$queryRaw' || key === '$transaction' ? own[key] : Reflect.get(target, key)
  return new Proxy(db, { get }) as unknown as Db
}
