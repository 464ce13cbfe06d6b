/** A wire between client and server that breaks after so many bytes, and outlives the server behind it. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

export interface Proxy {
  url: string
  /** Where the server listens now. */
  lead(port: number): void
  /** From now on nothing is cut. */
  mend(): void
  /** Connections that were cut so far. */
  cuts(): number
  close(): Promise<void>
}

/** Bytes after which a connection is cut, in either direction. */
const CUT_BYTES = [500, 300_000] as const

export async function flakyProxy(random: Random): Promise<Proxy> {
  let target = 0
  let isFlaky = true
  let cuts = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    // Some connections hold.
    let left = isFlaky && random.next() < 0.6 ? random.magnitude(...CUT_BYTES) : Number.POSITIVE_INFINITY
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('data', (chunk: Buffer) => {
        to.write(chunk.subarray(0, Math.min(left, chunk.length)))
        left -= chunk.length
        if (left > 0 || to.destroyed) return
        cuts++
        // What was written gets out first.
        to.end(() => to.destroy())
        from.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (port) => {
      target = port
    },
    mend: () => {
      isFlaky = false
    },
    cuts: () => cuts,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
