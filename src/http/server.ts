/** Listens on a port, and stops without dropping a request. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createPort, Server as PortServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createServerAdapter } from '@whatwg-node/server'
import { StartupError } from '../lib/startup-error.ts'
import type { Begun, Handed, Written } from './answers/direct.ts'
import type { Hits } from './answers/hits.ts'
import type { App } from './app.ts'
import { bytesIn } from './bytes.ts'

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
export async function listen(
  app: App,
  options: { host: string; port: number; hits?: Hits | undefined },
): Promise<Listening> {
  const { server, close } = serverFor(app, options.hits)
  return { url: await bind(server, options), close }
}

/** Answers on connections that another process has accepted. */
export function takeOver(app: App, hits?: Hits): { take(socket: Socket): void; close(): Promise<void> } {
  const { server, close } = serverFor(app, hits)
  // Never by itself here, and without it nobody looks after what is slow or idle.
  server.emit('listening')
  return { take: (socket) => void server.emit('connection', socket), close }
}

/**
 * Accepts connections for others to answer on; nothing of them is read.
 * @throws StartupError when the port is taken or not allowed.
 */
export async function accept(
  give: (socket: Socket) => void,
  options: { host: string; port: number },
): Promise<{ url: string; close(): void }> {
  const server = createPort({ pauseOnConnect: true, noDelay: true }, give)
  return { url: await bind(server, options), close: () => void server.close() }
}

function serverFor(app: App, hits?: Hits): { server: Server; close(): Promise<void> } {
  const known = new WeakMap<IncomingMessage, Handed>()
  let stopping = false
  const adapter = createServerAdapter<NodeContext>(async (request, { req }) => {
    const { socket } = req
    const hangUp = () => socket.destroy()
    const response = await app(request, socket.remoteAddress, hangUp, known.get(req))
    // A connection that its client keeps would hold up the end, and take more requests meanwhile.
    if (stopping) response.headers.set('connection', 'close')
    // Where the adapter looks for a body that need not be read.
    const bytes = bytesIn(response)
    if (bytes) Object.assign(response, { _buffer: bytes })
    return response
  })
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    if (!hits || stopping) return void adapter(request, response)
    hits.answer(request, response, (passed) => {
      const toApp = (begun?: Begun) => {
        const { body, name } = passed
        known.set(request, { ...(name === undefined ? {} : { name }), ...(begun ? { begun } : {}) })
        // Where the adapter looks for a body that somebody has read before it.
        if (body) Object.assign(request, { body: bytesOf(body) })
        void adapter(request, response)
      }
      const answering = app.direct?.(request, passed)
      if (!answering) return toApp()
      answering
        .then((made) => {
          if (!made || 'outcome' in made) toApp(made ?? undefined)
          else write(response, made, stopping)
        })
        .catch((error) => response.destroy(error))
    })
  })
  const open = new Set<Socket>()
  const keeping = { keeps: () => !stopping, keepAliveMs: server.keepAliveTimeout }
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    hits?.watch(socket, keeping)
  })
  const close = () => {
    stopping = true
    return drain(server, open)
  }
  return { server, close }
}

/** @param isLast whether the connection ends with it. */
function write(response: ServerResponse, { status, headers, body }: Written, isLast: boolean): void {
  if (response.destroyed || response.writableEnded) return
  if (isLast) headers.set('connection', 'close')
  // In the order and with the line that the adapter writes.
  const lines = [...headers].sort(([one], [other]) => (one < other ? -1 : 1)).flat()
  response.writeHead(status, '', lines).end(body ?? undefined)
}

/** A body of one part; the adapter takes nothing for one whose keys it cannot count. */
function bytesOf(part: Buffer) {
  return {
    part,
    async *[Symbol.asyncIterator]() {
      yield part
    },
  }
}

async function bind(server: PortServer, options: { host: string; port: number }): Promise<string> {
  server.listen(options.port, options.host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw portError(error as NodeJS.ErrnoException, options)
  }
  const { port } = server.address() as AddressInfo
  const host = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** @param open connections; the server itself counts only those that it accepted. */
async function drain(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  // Its own way would also end connections that owe a part of their answer, for which it takes them for idle.
  PortServer.prototype.close.call(server)
  const late = performance.now() + DRAIN_MS
  // Again and again: a stream that ends now leaves a connection that its client would keep.
  while (open.size > 0) {
    if (![...open].some(({ writableLength }) => writableLength > 0)) server.closeIdleConnections()
    if (performance.now() > late) server.closeAllConnections()
    await delay(IDLE_MS)
  }
  // Looks after no connections any more.
  server.close()
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
