/**
 * Numbers for whoever runs the server, in the text format of Prometheus. Counting is a few additions, for it is done for
 * answers that take microseconds; the library that writes them down is loaded when somebody first asks.
 */
import type { Registry } from 'prom-client'

/** All that a request's label may say: a label of paths would grow without end. */
const ROUTES = [
  'graphql',
  'pages',
  'charts',
  'docs',
  'receipts',
  'export',
  'changes',
  'health',
  'metrics',
  'other',
] as const
export type Route = (typeof ROUTES)[number]

const SOURCES = ['made', 'cache'] as const
/** Whether the answer was made for this request, or sent again from the cache. */
type Source = (typeof SOURCES)[number]

const STATUSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const

/** Upper bounds in seconds: from a hit in the cache to the limit of an answer. */
const BUCKETS = [
  ...[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025],
  ...[0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
]
const BOUNDS_MS = BUCKETS.map((seconds) => seconds * 1000)
/** Of a bucket for each bound, one for what is longer, and the sum of milliseconds. */
const WIDTH = BUCKETS.length + 2

/** A number that is read when somebody asks. */
interface Gauge {
  name: string
  help: string
  read(): number | undefined | Promise<number | undefined>
  /** How the numbers of several processes become one; their sum without it. */
  together?: 'sum' | 'max' | 'min'
}

/** As a registry of prom-client tells it; may be sent between processes. */
export type Snapshot = object[]

export interface Metrics {
  /** Counts one answer; `ms` until its first byte. */
  answered(route: Route, status: number, source: Source, ms: number): void
  /** Counts one SQL statement. */
  statement(): void
  /** Adds a number to read. */
  gauge(gauge: Gauge): void
  /** All numbers of this process. */
  snapshot(): Promise<Snapshot>
  /** Those of all processes that serve beside this one, and its own. */
  ofAll(): Promise<Snapshot[]>
}

/** @param ofAll of several processes; without it this one is alone. */
export function createMetrics(ofAll?: () => Promise<Snapshot[]>): Metrics {
  const tallies = new Float64Array(ROUTES.length * STATUSES.length * SOURCES.length * WIDTH)
  const gauges: Gauge[] = []
  let statements = 0
  let registry: Promise<Registry> | undefined

  async function snapshot(): Promise<Snapshot> {
    registry ??= openRegistry(tallies, gauges, () => statements)
    return (await registry).getMetricsAsJSON()
  }

  return {
    answered(route, status, source, ms) {
      const at = startOf(ROUTES.indexOf(route), Math.floor(status / 100) - 1, SOURCES.indexOf(source))
      let bucket = 0
      while (bucket < BOUNDS_MS.length && ms > BOUNDS_MS[bucket]!) bucket++
      tallies[at + bucket]!++
      tallies[at + WIDTH - 1]! += ms
    },
    statement() {
      statements++
    },
    gauge(gauge) {
      gauges.push(gauge)
    },
    snapshot,
    ofAll: ofAll ?? (async () => [await snapshot()]),
  }
}

/** @param snapshots of all processes that serve. */
export async function metricsText(snapshots: readonly Snapshot[]): Promise<{ type: string; text: string }> {
  const { AggregatorRegistry } = await library()
  const together = AggregatorRegistry.aggregate([...snapshots])
  return { type: together.contentType, text: await together.metrics() }
}

const startOf = (route: number, status: number, source: number) =>
  ((route * STATUSES.length + status) * SOURCES.length + source) * WIDTH

const library = async () => (await import('prom-client')).default

async function openRegistry(
  tallies: Float64Array,
  gauges: readonly Gauge[],
  statements: () => number,
): Promise<Registry> {
  const prom = await library()
  const registry = new prom.Registry()
  prom.collectDefaultMetrics({ register: registry })
  new prom.Counter({
    name: 'facts_sql_statements_total',
    help: 'SQL statements sent to Postgres.',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(statements())
    },
  })
  new prom.Counter({
    name: 'http_requests_total',
    help: 'Answers by route, class of status, and whether they came from the cache.',
    labelNames: ['route', 'status', 'source'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, counts } of counted(tallies)) this.inc(labels, total(counts))
    },
  })
  // As the library's own would tell it, which cannot be given counts that were made elsewhere.
  const histogram = {
    name: 'http_request_duration_seconds',
    help: 'Seconds until the first byte of an answer.',
    type: 'histogram',
    aggregator: 'sum',
  }
  const values = () => durations(histogram.name, tallies)
  registry.registerMetric({ ...histogram, get: async () => ({ ...histogram, values: values() }) } as never)
  for (const { name, help, read, together = 'sum' } of gauges) {
    new prom.Gauge({
      ...{ name, help, aggregator: together, registers: [registry] },
      async collect() {
        const value = await read()
        // A number that cannot be had is left out: 0 would be a statement.
        if (value === undefined) this.remove()
        else this.set(value)
      },
    })
  }
  return registry
}

type Labels = Record<'route' | 'status' | 'source', string>

/** What occurred at all, in the order of the labels. */
function counted(tallies: Float64Array): { labels: Labels; counts: Float64Array; ms: number }[] {
  return ROUTES.flatMap((route, r) =>
    STATUSES.flatMap((status, s) =>
      SOURCES.map((source, i) => {
        const at = startOf(r, s, i)
        const counts = tallies.subarray(at, at + WIDTH - 1)
        return { labels: { route, status, source }, counts, ms: tallies[at + WIDTH - 1]! }
      }),
    ),
  ).filter(({ counts }) => total(counts) > 0)
}

const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0)

function durations(name: string, tallies: Float64Array) {
  return counted(tallies).flatMap(({ labels, counts, ms }) => {
    const bounds = [...BUCKETS.map(String), '+Inf']
    const buckets = bounds.map((le, i) => ({
      metricName: `${name}_bucket`,
      labels: { le, ...labels },
      value: total(counts.subarray(0, i + 1)),
    }))
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: ms / 1000 },
      { metricName: `${name}_count`, labels, value: total(counts) },
    ]
  })
}
