/**
 * Requests that come again, byte for byte, as those of a program that polls: they are known before they are parsed, and
 * answered with one write. What is parsed, is parsed by Node alone; here it is only seen which bytes it took for one
 * request. That is sure only from where a connection began, or had nothing open, up to the end of the answer. Whatever is
 * not exactly one plain request of HTTP/1.1 makes the connection an ordinary one until it ends.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { LRUCache } from 'lru-cache'

/** Of one request; longer ones are not remembered. */
const REQUEST_BYTES = 24_576
/** Of all that are remembered. */
const ALL_BYTES = 4_000_000
const OVERHEAD = 500

export interface Repeats<Asked> {
  /** Looks at what comes over a new connection before Node's parser does. */
  watch(socket: Socket, server: Keeping): void
  /** To be told of every request that was parsed, as soon as it is. */
  parsed(request: IncomingMessage, response: ServerResponse): void
  /** To be told of a request whose answer may be found again by what was asked. */
  learn(request: IncomingMessage, asked: Asked): void
}

/** What a server does with connections. */
export interface Keeping {
  /** False as soon as it stops: then answers end connections. */
  keeps(): boolean
  /** How long a connection may rest, as its clients are told. */
  keepAliveMs: number
}

/** As Node, so that none is ended while its next request is on the way. */
const GRACE_MS = 1_000

interface Known<Asked> {
  bytes: Buffer
  asked: Asked
}

/** What is known of a connection. */
interface Line<Asked> {
  /** Nothing of a request has come that is not answered, so that the next bytes begin one. */
  isFree: boolean
  /** All that has come since it was free the last time; null where that is no longer known. */
  parts: Buffer[] | null
  bytes: number
  /** Requests that Node has found in these parts: its word counts beside ours. */
  requests: number
  /** What was asked by the one request in them. */
  asked: Asked | undefined
  /** The last one that was known. */
  last: Known<Asked> | undefined
}

/** @param answer writes the whole answer and nothing else, or false. */
export function createRepeats<Asked>(
  answer: (asked: Asked, socket: Socket, keepAliveMs: number) => boolean,
): Repeats<Asked> {
  const known = new LRUCache<string, Known<Asked>>({
    maxSize: ALL_BYTES,
    // They are the key as well, and much of them stands in the name of the question, that of a key's owner included.
    sizeCalculation: ({ bytes }) => 4 * bytes.length + OVERHEAD,
  })
  const lines = new WeakMap<Socket, Line<Asked>>()

  function isAnswered(chunk: Buffer, line: Line<Asked>, socket: Socket, keepAliveMs: number): boolean {
    // Most likely the last one, for which no text has to be made.
    const found = line.last?.bytes.equals(chunk) ? line.last : known.get(chunk.toString('latin1'))
    if (!found) return false
    line.last = found
    return answer(found.asked, socket, keepAliveMs)
  }

  /** Its client reads slowly: that is no rest, which would end the connection. */
  function waitFor(socket: Socket, line: Line<Asked>, idleMs: number): void {
    socket.setTimeout(0)
    socket.write('', () => {
      // Otherwise Node counts, for a request of its own.
      if (line.isFree) socket.setTimeout(idleMs)
    })
  }

  return {
    watch(socket, server) {
      const [theirs, another] = socket.listeners('data')
      if (!theirs || another) return
      const line: Line<Asked> = {
        ...{ isFree: false, parts: [], bytes: 0, requests: 0 },
        ...{ asked: undefined, last: undefined },
      }
      lines.set(socket, line)
      // Node reads such a connection by its listener, and no longer past it. The first request is always Node's, which
      // would take a connection of which it has parsed nothing for a silent one, and end it.
      socket.on('data', (chunk: Buffer) => {
        // Who does not read gets no more: Node stops reading from them.
        if (line.isFree && socket.writableLength === 0 && socket.writable && server.keeps()) {
          try {
            if (isAnswered(chunk, line, socket, server.keepAliveMs)) {
              if (socket.writableLength > 0) waitFor(socket, line, server.keepAliveMs + GRACE_MS)
              return
            }
          } catch (error) {
            // Thrown in a listener, it would end the process.
            return void socket.destroy(error as Error)
          }
        }
        gather(line, chunk)
        theirs.call(socket, chunk)
      })
      socket.removeListener('data', theirs as () => void)
    },
    parsed(request, response) {
      const line = lines.get(request.socket)
      if (!line?.parts) return
      line.requests++
      if (line.requests > 1) line.parts = null
      else response.once('finish', () => settle(line, request, known))
    },
    learn(request, asked) {
      const line = lines.get(request.socket)
      if (line) line.asked = asked
    },
  }
}

/** Bytes that Node parses. */
function gather(line: Line<unknown>, chunk: Buffer): void {
  if (line.isFree) {
    line.isFree = false
    line.requests = 0
    line.bytes = 0
    line.asked = undefined
    line.parts = []
  }
  if (!line.parts) return
  line.bytes += chunk.length
  if (line.bytes > REQUEST_BYTES) line.parts = null
  else line.parts.push(chunk)
}

/** An answer is written: whether it was to all that had come. */
function settle<Asked>(
  line: Line<Asked>,
  request: IncomingMessage,
  known: LRUCache<string, Known<Asked>>,
): void {
  if (!line.parts) return
  const bytes = Buffer.concat(line.parts)
  const text = bytes.toString('latin1')
  line.parts = null
  if (!isOneRequest(text, request)) return
  line.isFree = true
  if (line.asked === undefined) return
  line.last = { bytes, asked: line.asked }
  known.set(text, line.last)
}

/** Lines of printable characters, none of which goes on in the next. */
const PLAIN_HEAD = /^[!-~][ -~]*(?:\r\n[!-~][ -~]*)*$/

/** Whether nobody could take these bytes for anything but this one request, whose connection goes on after it. */
function isOneRequest(text: string, { complete, httpVersion, headers }: IncomingMessage): boolean {
  if (!complete || httpVersion !== '1.1') return false
  const { connection = 'keep-alive', 'content-length': length = '0' } = headers
  if (connection.toLowerCase() !== 'keep-alive' || !/^\d+$/.test(length)) return false
  if ('transfer-encoding' in headers || 'upgrade' in headers || 'expect' in headers) return false
  const end = text.indexOf('\r\n\r\n')
  return end + 4 + Number(length) === text.length && PLAIN_HEAD.test(text.slice(0, end))
}
