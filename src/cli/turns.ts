/**
 * Which process gets the next connection: the one that has waited longest, and none that has not taken its last one, so
 * that one which hangs holds up no more than that.
 */
import type { Worker } from 'node:cluster'
import type { Socket } from 'node:net'

/** Connections that wait for a process at most. */
const WAITING_MAX = 1_000

export interface Turns {
  /** Begins to give connections to a process. */
  join(worker: Worker): void
  leave(worker: Worker): void
  /** The process has its last one, and can have another. */
  took(worker: Worker): void
  /** Where all are busy or none is there, it waits. */
  give(socket: Socket): void
  all(): Worker[]
  /** What waits is given to whoever is there, taken or not: no more comes. */
  close(): void
}

export function createTurns(hand: (worker: Worker, socket: Socket) => void): Turns {
  const all = new Set<Worker>()
  /** Those that can have one, in the order of their turns. */
  const free = new Set<Worker>()
  const waiting: Socket[] = []

  function next(): void {
    for (const worker of free) {
      const socket = waiting.shift()
      if (!socket) return
      free.delete(worker)
      hand(worker, socket)
    }
  }

  return {
    join(worker) {
      all.add(worker)
      free.add(worker)
      next()
    },
    leave(worker) {
      all.delete(worker)
      free.delete(worker)
    },
    took(worker) {
      if (!all.has(worker)) return
      free.add(worker)
      next()
    },
    give(socket) {
      // Nothing of it is read here, so nothing but its end would tell that the client has gone.
      socket.on('error', () => undefined)
      waiting.push(socket)
      next()
      // Whoever has waited longest has most likely gone.
      if (waiting.length > WAITING_MAX) waiting.shift()!.destroy()
    },
    all: () => [...all],
    close() {
      const [first] = all
      for (const socket of waiting.splice(0)) {
        if (first) hand(first, socket)
        else socket.destroy()
      }
    },
  }
}
