/** `/metrics`: for whoever runs the server. The numbers are no secret, but they are not for everybody either. */
import ipaddr from 'ipaddr.js'
import { isPublic } from '../domain/webhooks/address.ts'
import { type Metrics, metricsText, type Route } from './metrics.ts'
import { text } from './plain.ts'

export const METRICS_PATH = '/metrics'

/** Who may read: nobody, who asks from this machine or a private network, or everybody. */
export type MetricsReaders = 'none' | 'private' | 'all'

/** What proxies add. Where none is trusted, a request with one of these is of who knows whom. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']

interface Asking {
  request: Request
  /** Of the client, as far as it is known. */
  address: string
  trustProxy: boolean
}

/** @returns null for who may not read, so that nothing tells that there is something. */
export async function metricsRoute(
  metrics: Metrics | undefined,
  readers: MetricsReaders,
  asking: Asking,
): Promise<Response | null> {
  if (!metrics || readers === 'none' || (readers === 'private' && !isNear(asking))) return null
  const { type, text: body } = await metricsText(await metrics.ofAll())
  return text(200, asking.request.method === 'HEAD' ? '' : body, {
    'content-type': type,
    'cache-control': 'no-store',
  })
}

function isNear({ request, address, trustProxy }: Asking): boolean {
  const forwarded = !trustProxy && FORWARDED.some((name) => request.headers.has(name))
  return !forwarded && ipaddr.isValid(address) && !isPublic(address)
}

const BY_FIRST: Readonly<Record<string, Route>> = {
  graphql: 'graphql',
  charts: 'charts',
  embed: 'charts',
  oembed: 'charts',
  docs: 'docs',
  'llms.txt': 'docs',
  'llms-full.txt': 'docs',
  'schema.graphql': 'docs',
  receipts: 'receipts',
  export: 'export',
  changes: 'changes',
  healthz: 'health',
  readyz: 'health',
  metrics: 'metrics',
  graphiql: 'other',
}

/** The label of a path: one of few, whatever clients ask for. Pages are all the rest. */
export function routeOf(pathname: string | undefined): Route {
  if (pathname === undefined) return 'other'
  const start = pathname.startsWith('/zh/') ? 4 : 1
  const end = pathname.indexOf('/', start)
  const first = pathname.slice(start, end < 0 ? undefined : end)
  return Object.hasOwn(BY_FIRST, first) ? BY_FIRST[first]! : 'pages'
}
