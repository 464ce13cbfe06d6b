/** The routes on a database that is there, for the small form of the chaos test: seeds and migrations would take its time. */
import { pino } from 'pino'
import { openDb } from '../../src/db/client.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'

const url = process.argv[2]!
const listener = listenToRevisions(url, () => undefined)
const app = createApp({ db: openDb({ url }), log: pino({ level: 'error' }), nextRevision: listener.next })
const { url: address } = await listen(app, { host: '127.0.0.1', port: 0 })
process.stdout.write(`POST ${address}/graphql\n`)
