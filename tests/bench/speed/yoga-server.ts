/** Our schema behind plain yoga with its response-cache plugin, as its documentation installs it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { useResponseCache } from '@graphql-yoga/plugin-response-cache'
import { createYoga } from 'graphql-yoga'
import { openDb } from '../../../src/db/client.ts'
import { createReaders, useAsOf } from '../../../src/graphql/plugins/use-as-of.ts'
import { schema } from '../../../src/graphql/schema.ts'
import { systemClock } from '../../../src/lib/clock.ts'

const db = openDb({ url: process.env.DATABASE_URL!, pool: 10 })
const yoga = createYoga({
  schema,
  logging: false,
  graphiql: false,
  context: () => ({
    scopes: ['read'],
    keyId: null,
    account: null,
    wrote: { revision: 0 },
    items: { count: 0 },
    dryRun: false,
    receipt: false,
    described: new Map(),
    givenAt: new WeakMap(),
    server: { db, clock: systemClock },
  }),
  plugins: [
    useResponseCache({ session: () => null, ttl: 3_600_000 }),
    useAsOf(
      createReaders(db, async () => db, systemClock),
      (error) => error,
    ) as any,
  ],
})
const server = createServer(yoga).listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.on('SIGTERM', () => process.exit())
