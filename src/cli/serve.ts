/** `npm start`: database, migrations, seeds, server. */
import { once } from 'node:events'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Config, VARIABLES } from '../config.ts'
import type { Db } from '../db/client.ts'
import { listenToRevisions, type RevisionListener } from '../db/listen.ts'
import { keepSealed } from '../domain/read/proof/keep.ts'
import { newestRevision } from '../domain/read/revisions.ts'
import { ledgerSize } from '../domain/read/size.ts'
import { addressRules } from '../domain/webhooks/address.ts'
import { LIMITS } from '../graphql/limits.ts'
import { createApp, ENDPOINT } from '../http/app.ts'
import { createMetrics } from '../http/metrics.ts'
import { type Listening, listen } from '../http/server.ts'
import { importFacts } from '../ingest/facts/run.ts'
import { importEmbedded, knowsEmbedded } from '../ingest/formats/embedded.ts'
import { systemClock } from '../lib/clock.ts'
import { type Sender, startSender } from '../webhooks/sender.ts'
import { openLedger } from './ledger.ts'
import { type Limits, openLimits } from './limits.ts'
import { measureLedger, measurePool } from './measure.ts'
import { reportText } from './report.ts'
import { stopSignal } from './stop-signal.ts'
import { progress, step, table } from './terminal.ts'
import { warm } from './warm.ts'

export const SERVE_HELP = `Usage: npm start [-- --help]

Opens the database, applies migrations, loads what is missing of the seeds and of the market prices
that the package genai-prices ships, and serves the API until it gets SIGTERM or
SIGINT (Ctrl-C); requests that run are finished first.

Environment:
${table(Object.entries(VARIABLES).map(([name, v]) => [`  ${name}`, v.help]))}
`

const SEEDS = join(import.meta.dirname, '../../seeds')

export async function serve(config: Config): Promise<void> {
  // A taken port is told before anything else is touched.
  await probePort(config)
  // Before Postgres starts: a signal that ended this process meanwhile would leave Postgres running.
  const stop = stopSignal()
  const metrics = createMetrics()
  const ledger = await openLedger(config, {
    statementTimeoutMs: LIMITS.statementMs,
    onStatement: metrics.statement,
    onPool: (pool) => measurePool(metrics, pool),
  })
  measureLedger(metrics, ledger.db)
  let server: Listening | undefined
  let listener: RevisionListener | undefined
  let sender: Sender | undefined
  let limits: Limits | undefined
  let sealing: Promise<void> | undefined
  let warming: Promise<void> | undefined
  try {
    const seeded = await step(
      'Seeds',
      () =>
        importFacts(ledger.db, systemClock, {
          path: SEEDS,
          origin: 'seeds',
          skipSame: true,
        }),
      (report) => (report?.revision ? `loaded as revision ${report.revision}` : 'nothing new'),
    )
    if (seeded?.revision) process.stderr.write(`${reportText(seeded, false)}\n`)
    if (config.PACKAGE_PRICES && !stop.aborted) await loadPrices(ledger.db)
    if (stop.aborted) return
    const log = pino({ level: config.LOG_LEVEL, redact: ['err.config', 'err.connectionString'] })
    listener = listenToRevisions(ledger.location.url, (error) => log.warn({ err: error }, 'no notices'))
    const addresses = addressRules(config.WEBHOOKS === 'private')
    if (config.RATE_LIMITS) limits = await openLimits(config, ledger.db, ledger.location.url, log)
    const app = createApp({
      db: ledger.db,
      nextRevision: listener.next,
      stopping: stop,
      addresses,
      webhooks: () => sender?.state() ?? 'off',
      limiter: limits?.limiter,
      metrics,
      metricsReaders: config.METRICS,
      log,
      trustProxy: config.TRUST_PROXY,
      publicUrl: config.PUBLIC_URL,
    })
    server = await listen(app, {
      host: config.HOST,
      port: config.PORT,
    })
    if (config.WEBHOOKS !== '0')
      sender = startSender({
        ...{ db: ledger.db, url: ledger.location.url, clock: systemClock, log },
        ...{ rules: addresses, next: listener.next },
      })
    process.stdout.write(await welcome(server.url, ledger.db, ledger.location.description))
    warming = warm(app, server.url, stop)
    sealing = keepSealed(ledger.db, listener.next, stop, (error) =>
      log.warn({ err: error }, 'a digest could not be made'),
    )
    if (!stop.aborted) await once(stop, 'abort')
    process.stderr.write('Stopping: finishing running requests.\n')
  } finally {
    // Requests of our own are requests too: what they need closes after them.
    await Promise.all([server?.close(), warming])
    await limits?.close()
    // Before the database: a connection of ours would keep it from stopping.
    await sealing
    await sender?.close()
    await listener?.close()
    await ledger.close()
  }
}

async function loadPrices(db: Db): Promise<void> {
  const bar = progress('Prices')
  if (await knowsEmbedded(db)) return bar.done('nothing new')
  const { revision, edition, counts } = await importEmbedded(db, systemClock, bar.at)
  const loaded = `${counts.added} offers of ${edition.day} loaded as revision ${revision}`
  const doubtful = counts.quarantined ? `, ${counts.quarantined} kept aside as suspect` : ''
  bar.done(revision ? `${loaded}${doubtful}` : 'nothing new')
}

async function probePort(config: Config): Promise<void> {
  if (config.PORT === 0) return
  const probe = await listen(async () => new Response(null, { status: 503 }), {
    host: config.HOST,
    port: config.PORT,
  })
  await probe.close()
}

async function welcome(url: string, db: Parameters<typeof ledgerSize>[0], where: string): Promise<string> {
  const asOf = await newestRevision(db)
  const size = await ledgerSize(db)
  return `
AI Economy Facts is running on the ${where}.
Revision ${asOf!.revision} holds ${size.claims} claims on ${size.facts} facts from ${size.sources} sources:
${size.prices} prices, ${size.energyRates} energy rates, ${size.tokenUsage} token usages, ${size.indicators} indicators, ${size.assertions} assertions; ${size.checks} checks.

${table([
  ['  Pages', `${url}/`],
  ['  Docs', `${url}/docs`],
  ['  GraphiQL', `${url}${ENDPOINT}`],
  ['  GraphQL', `POST ${url}${ENDPOINT}`],
  ['  Schema', `${url}/schema.graphql`],
  ['  Health', `${url}/healthz, ${url}/readyz`],
])}

Stop with Ctrl-C.
`
}
