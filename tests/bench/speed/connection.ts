/**
 * One kept-alive connection that asks as fast as it is answered. Written on the bare socket, with one buffer that is
 * read into over and over: an HTTP client of its own would cost more than the servers that are measured.
 */
import { connect, type Socket } from 'node:net'

/** What an answer came to. */
export interface Answered {
  status: number
  /** Of the body, as sent. */
  bytes: number
  /** Whether the answer was kept or made, where the server says so: `Cache-Status`. */
  kept: string | undefined
  /** The last bytes of the body as they came over the wire. */
  tail: string
  /** The body, where it was asked to be kept. */
  body?: Buffer
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const BUFFER = 256 * 1024
const TAIL = 120

/** What is kept of a body: all of it, or its end. */
export type Keep = 'nothing' | 'tail' | 'all'

export class Connection {
  readonly #socket: Socket
  #answered: ((answer: Answered | Error) => void) | undefined
  #keep: Keep = 'nothing'
  #head: Buffer | undefined
  #status = 0
  /** Bytes of the body, or of the chunk, that are still to come; -1 while the head is. */
  #left = -1
  #chunked = false
  /** Of the size line of a chunk, or of the text behind the last one, what has come of it. */
  #line = ''
  #bytes = 0
  #kept: Buffer[] = []
  #said: string | undefined
  #tail = ''

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    const gone = (error?: Error) => this.#done(error ?? new Error('the connection was closed'))
    socket.on('error', gone).on('close', () => gone())
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({
        port,
        host: '127.0.0.1',
        onread: {
          buffer: Buffer.allocUnsafe(BUFFER),
          callback: (size, buffer) => {
            connection.#read(buffer as Buffer, size)
            return true
          },
        },
      })
      const connection = new Connection(socket)
      socket.once('connect', () => resolve(connection)).once('error', reject)
    })
  }

  /**
   * @param request head and body, as they go over the wire.
   * @param answered is called once; with an Error when the connection was lost.
   */
  ask(request: Buffer, keep: Keep, answered: (answer: Answered | Error) => void): void {
    this.#answered = answered
    this.#keep = keep
    this.#tail = ''
    this.#left = -1
    this.#bytes = 0
    this.#socket.write(request)
  }

  close(): void {
    this.#answered = undefined
    this.#socket.destroy()
  }

  #done(answer: Answered | Error): void {
    const answered = this.#answered
    this.#answered = undefined
    this.#kept = []
    answered?.(answer)
  }

  #read(buffer: Buffer, size: number): void {
    let at = 0
    if (this.#left === -1) {
      const all = this.#head
        ? Buffer.concat([this.#head, buffer.subarray(0, size)])
        : buffer.subarray(0, size)
      const end = all.indexOf(END_OF_HEAD)
      if (end === -1) {
        this.#head = Buffer.from(all)
        return
      }
      const before = this.#head?.length ?? 0
      this.#head = undefined
      const head = all.toString('latin1', 0, end)
      this.#status = Number(head.slice(9, 12))
      this.#said = /\r\ncache-status: [^;\r]*; *(?:fwd=)?(\w+)/i.exec(head)?.[1]
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
      this.#chunked = length === undefined
      this.#left = length === undefined ? 0 : Number(length)
      this.#line = ''
      at = end + 4 - before
    }
    if (this.#chunked) this.#readChunks(buffer, at, size)
    else {
      this.#take(buffer, at, size)
      this.#left -= size - at
      if (this.#left <= 0) this.#finish()
    }
  }

  #readChunks(buffer: Buffer, from: number, size: number): void {
    let at = from
    while (at < size) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, size - at)
        this.#take(buffer, at, at + taken)
        this.#left -= taken
        at += taken
        continue
      }
      const end = buffer.indexOf(10, at)
      if (end === -1 || end >= size) {
        this.#line += buffer.toString('latin1', at, size)
        return
      }
      const line = (this.#line + buffer.toString('latin1', at, end)).trim()
      this.#line = ''
      at = end + 1
      // The empty line behind each chunk.
      if (line === '') continue
      this.#left = Number.parseInt(line, 16)
      if (this.#left > 0) continue
      this.#finish()
      return
    }
  }

  #take(buffer: Buffer, from: number, to: number): void {
    this.#bytes += to - from
    if (this.#keep === 'all') this.#kept.push(Buffer.from(buffer.subarray(from, to)))
    if (this.#keep !== 'nothing')
      this.#tail = (this.#tail + buffer.toString('latin1', Math.max(from, to - TAIL), to)).slice(-TAIL)
  }

  #finish(): void {
    const body = this.#keep === 'all' ? { body: Buffer.concat(this.#kept) } : {}
    this.#done({
      ...{ status: this.#status, bytes: this.#bytes, kept: this.#said, tail: this.#tail },
      ...body,
    })
  }
}
