/** Where a request reads: on a replica that holds whatever its answer depends on, else on the database itself. */
import { LRUCache } from 'lru-cache'
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import type { Replicas } from '../../db/replicas.ts'
import { judgedIn } from './licence.ts'
import { newestOf } from './revisions.ts'

/**
 * @param asOf as the database itself has told it.
 * @param newest the newest revision, where it is known.
 */
export type ChooseDb = (asOf: AsOf, newest?: AsOf) => Promise<Db>

/** Pairs of revisions of which it is remembered when the one was last judged, seen from the other. */
const REMEMBERED = 1_000

/** Without replicas nothing is asked. */
export function chooserOf(db: Db, replicas?: Pick<Replicas, 'holding'>): ChooseDb {
  if (!replicas) return async () => db
  const judged = new LRUCache<string, Promise<number>>({ max: REMEMBERED })
  return async (asOf, known) => {
    // Most often there is none that is so far, or there are all: both are told without a statement.
    if (!replicas.holding(asOf.revision)) return db
    const newest = known ?? (await newestOf(db))
    const key = `${asOf.revision}/${newest.revision}`
    const needed = judged.get(key) ?? judgedIn(db, asOf.revision, newest.revision)
    judged.set(key, needed)
    needed.catch(() => judged.delete(key))
    return replicas.holding(await needed) ?? db
  }
}
