/** What all processes of a server have counted, without who does not answer in time. */
import type { Worker } from 'node:cluster'
import type { Snapshot } from '../http/metrics.ts'
import type { ToWorker } from './worker-messages.ts'

const COUNT_MS = 5_000

export function createCounts(
  own: () => Promise<Snapshot>,
  send: (worker: Worker, message: ToWorker) => void,
) {
  const asked = new Map<string, (snapshot: Snapshot | null) => void>()
  let last = 0

  const ask = (worker: Worker, id: number) =>
    new Promise<Snapshot | null>((resolve) => {
      const key = `${worker.id}/${id}`
      const settle = (taken: Snapshot | null) => {
        clearTimeout(late)
        asked.delete(key)
        resolve(taken)
      }
      const late = setTimeout(() => settle(null), COUNT_MS)
      asked.set(key, settle)
      send(worker, { kind: 'count', id })
    })

  return {
    take: (worker: Worker, id: number, taken: Snapshot) => asked.get(`${worker.id}/${id}`)?.(taken),
    ofAll: async (workers: readonly Worker[]): Promise<Snapshot[]> => {
      last++
      const id = last
      const all = await Promise.all([own(), ...workers.map((worker) => ask(worker, id))])
      return all.filter((one) => one !== null)
    },
  }
}
