/** `npm start`: database, migrations, seeds, server; in one process, or in several behind one port. */
import cluster from 'node:cluster'
import { type Config, VARIABLES } from '../config.ts'
import { listen } from '../http/server.ts'
import { stopSignal } from './stop-signal.ts'
import { table } from './terminal.ts'

export const SERVE_HELP = `Usage: npm start [-- --help]

Opens the database, applies migrations, loads what is missing of the seeds, of the market prices that the
package genai-prices ships and of the carbon intensities that the package @tgwf/co2 ships, and serves the
API until it gets SIGTERM or SIGINT (Ctrl-C); requests that run are finished first.

Environment:
${table(Object.entries(VARIABLES).map(([name, v]) => [`  ${name}`, v.help]))}
`

export async function serve(config: Config): Promise<void> {
  // Each way is loaded for itself: who only leads others needs neither GraphQL nor pages.
  if (cluster.isWorker) return (await import('./worker.ts')).serveAsWorker(config)
  // A taken port is told before anything else is touched.
  await probePort(config)
  // Before Postgres starts: a signal that ended this process meanwhile would leave Postgres running.
  const stop = stopSignal()
  if (config.WEB_CONCURRENCY > 1) return (await import('./primary.ts')).serveWithWorkers(config, stop)
  return (await import('./alone.ts')).serveAlone(config, stop)
}

async function probePort(config: Config): Promise<void> {
  if (config.PORT === 0) return
  const probe = await listen(async () => new Response(null, { status: 503 }), {
    host: config.HOST,
    port: config.PORT,
  })
  await probe.close()
}
