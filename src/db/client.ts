/** The only place that makes a Prisma client. */
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { PrismaClient } from './generated/client.ts'

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
  /** Told of every statement sent to Postgres. */
  onStatement?: (sql: string) => void
  /** Told of the pool, to count its connections. */
  onPool?: (pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>) => void
}

export function openDb(options: DbOptions): Db {
  const pool = new Pool({
    connectionString: options.url,
    max: options.pool ?? 10,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'ai-economy-facts',
    ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
  })
  options.onPool?.(pool)
  const adapter = new PrismaPg(pool, { disposeExternalPool: true })
  const db = new PrismaClient({
    adapter,
    // As long as a statement of its own waits for a connection.
    transactionOptions: { maxWait: CONNECT_MS },
    log: [{ emit: 'event', level: 'query' }],
  })
  const { onStatement } = options
  if (onStatement) db.$on('query', (e) => onStatement(e.query))
  return db as Db
}
