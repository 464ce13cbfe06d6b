/** The only place that makes a Prisma client. */
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client.ts'
import { CONNECT_MS, openPool, type PoolOptions } from './pool.ts'
import { rawQueries } from './raw.ts'

export type Db = PrismaClient
/** What runs inside a transaction. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

export interface DbOptions extends PoolOptions {
  /** Told of every statement sent to Postgres. */
  onStatement?: (sql: string) => void
  /** Whether statements may be prepared by name, which not every pooler knows. */
  prepared?: boolean
}

export function openDb(options: DbOptions): Db {
  const pool = openPool(options)
  const adapter = new PrismaPg(pool, { disposeExternalPool: true })
  const db = new PrismaClient({
    adapter,
    // As long as a statement of its own waits for a connection.
    transactionOptions: { maxWait: CONNECT_MS },
    log: [{ emit: 'event', level: 'query' }],
  })
  const { onStatement } = options
  if (onStatement) db.$on('query', (e) => onStatement(e.query))
  const own = {
    $queryRaw: rawQueries(pool, options),
    $transaction: db.$transaction.bind(db),
    // Prisma does not end a pool that it has not used.
    $disconnect: async () => {
      await db.$disconnect()
      if (!pool.ending) await pool.end()
    },
  }
  // Not set on the client itself: transactions inherit from it, and theirs go over their own connection.
  const get = (target: object, key: string | symbol) =>
    Object.hasOwn(own, key) ? own[key as keyof typeof own] : Reflect.get(target, key)
  return new Proxy(db, { get }) as unknown as Db
}
