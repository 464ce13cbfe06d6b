/** Listens on a port, and stops without dropping a request. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServerAdapter } from '@whatwg-node/server'
import { StartupError } from '../lib/startup-error.ts'
import type { App } from './app.ts'

/** How long running requests may take to finish when the server stops. */
export const DRAIN_MS = 20_000
const IDLE_MS = 20

/** What the adapter hands over beside the request. */
interface NodeContext {
  req: IncomingMessage
}

export interface Listening {
  url: string
  /** Accepts nothing new, waits for what runs, then closes. */
  close(): Promise<void>
}

/** @throws StartupError when the port is taken or not allowed. */
export async function listen(app: App, options: { host: string; port: number }): Promise<Listening> {
  let stopping = false
  const adapter = createServerAdapter<NodeContext>(async (request, { req }) => {
    const { socket } = req
    const response = await app(request, socket.remoteAddress, () => socket.destroy())
    // A connection that its client keeps would hold up the end, and take more requests meanwhile.
    if (stopping) response.headers.set('connection', 'close')
    return response
  })
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, adapter)
  server.listen(options.port, options.host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw portError(error as NodeJS.ErrnoException, options)
  }
  const { port } = server.address() as AddressInfo
  const host = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host
  const close = () => {
    stopping = true
    return drain(server)
  }
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close }
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // Again and again: a stream that ends now leaves a connection that its client would keep.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS)
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(timer)
}

function portError(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartupError(
      `Port ${port} on ${host} is in use. Stop what listens there, or choose another: PORT=4001 npm start.`,
    )
  }
  if (error.code === 'EACCES')
    return new StartupError(`Port ${port} needs more rights. Choose one above 1023: PORT=4000 npm start.`)
  if (error.code === 'EADDRNOTAVAIL')
    return new StartupError(`This machine has no address ${host}. Set HOST to one of its own.`)
  return error
}
