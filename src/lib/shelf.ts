/** What is made once for all who want it at the same time, and kept for later while there is room. */
import { LRUCache } from 'lru-cache'

/**
 * @param key of all that the thing depends on.
 * @param make is not called while another call for the key makes it. What it throws is kept for none: whoever waited
 *   for another's call tries by itself, for the other may have failed for reasons of its own, such as its budget.
 */
export type Shelf<T> = (key: string, make: () => Promise<T>) => Promise<T>

export function createShelf<T extends object>(room: LRUCache.Options<string, T, unknown>): Shelf<T> {
  const kept = new LRUCache<string, T>(room)
  const making = new Map<string, Promise<T>>()
  return async function take(key: string, make: () => Promise<T>): Promise<T> {
    const known = kept.get(key)
    if (known) return known
    const started = making.get(key)
    if (started) return started.catch(() => take(key, make))
    const made = make()
      .then((thing) => {
        kept.set(key, thing)
        return thing
      })
      .finally(() => making.delete(key))
    making.set(key, made)
    return made
  }
}
