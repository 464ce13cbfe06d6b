/** What is done once, before anybody is answered: the seeds, the prices of the package, and the words of welcome. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { SEEDS_ORIGIN } from '../domain/ledger/seeded-hubs.ts'
import { newestRevision } from '../domain/read/revisions.ts'
import { ledgerSize } from '../domain/read/size.ts'
import { ENDPOINT } from '../http/endpoint.ts'
import { importFacts } from '../ingest/facts/run.ts'
import { importEmbedded, knowsEmbedded } from '../ingest/formats/embedded.ts'
import { importCarbon, knowsCarbon } from '../ingest/statistics/embedded.ts'
import { systemClock } from '../lib/clock.ts'
import type { Ledger } from './ledger.ts'
import { reportText } from './report.ts'
import { progress, step, table } from './terminal.ts'

const SEEDS = join(import.meta.dirname, '../../seeds')

/** @param stop aborted when the server is to end: what has begun is finished. */
export async function loadMissing(
  config: Pick<Config, 'PACKAGE_PRICES' | 'PACKAGE_CARBON'>,
  db: Db,
  stop: AbortSignal,
): Promise<void> {
  const seeded = await step(
    'Seeds',
    () => importFacts(db, systemClock, { path: SEEDS, origin: SEEDS_ORIGIN, skipSame: true }),
    (report) => (report?.revision ? `loaded as revision ${report.revision}` : 'nothing new'),
  )
  if (seeded?.revision) process.stderr.write(`${reportText(seeded, false)}\n`)
  if (config.PACKAGE_CARBON && !stop.aborted) await loadCarbon(db)
  if (config.PACKAGE_PRICES && !stop.aborted) await loadPrices(db)
}

async function loadPrices(db: Db): Promise<void> {
  const bar = progress('Prices')
  if (await knowsEmbedded(db)) return bar.done('nothing new')
  const { revision, edition, counts } = await importEmbedded(db, systemClock, bar.at)
  const loaded = `${counts.added} offers of ${edition.day} loaded as revision ${revision}`
  const doubtful = counts.quarantined ? `, ${counts.quarantined} kept aside as suspect` : ''
  bar.done(revision ? `${loaded}${doubtful}` : 'nothing new')
}

async function loadCarbon(db: Db): Promise<void> {
  const bar = progress('Carbon intensities')
  if (await knowsCarbon(db)) return bar.done('nothing new')
  const reports = await importCarbon(db, systemClock, { onProgress: bar.at })
  if (!reports) return bar.done('the optional package @tgwf/co2 is not installed')
  const loaded = reports.filter((r) => r.revision !== null)
  const claims = loaded.reduce((sum, r) => sum + r.claims.added + r.claims.superseded, 0)
  bar.done(
    loaded.length > 0
      ? `${claims} loaded as revision ${loaded.map((r) => r.revision).join(' and ')}`
      : 'nothing new',
  )
}

/** @param processes that answer, where there are several. */
export async function welcome(url: string, { db, location }: Ledger, processes = 1): Promise<string> {
  const asOf = await newestRevision(db)
  const size = await ledgerSize(db)
  const by = processes > 1 ? `, with ${processes} processes` : ''
  return `
AI Economy Facts is running on the ${location.description}${by}.
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
