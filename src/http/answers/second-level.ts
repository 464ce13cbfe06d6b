/**
 * Answers in Redis, for all processes and machines of one database: a process that begins, or that a balancer asks for
 * the first time, finds what others have made. Redis may forget, fail and be away; then answers are made here.
 */
import { hash } from 'node:crypto'
import type { Redis } from '../../db/redis.ts'
import { type Kept, keptOf, type SecondLevel } from './store.ts'

/** No key outlives its revision for longer. */
const KEPT_S = 3_600
/** Larger ones are made again: fetching them would hold up the others. */
const BYTES_MAX = 2_000_000
/** What Redis does not give by then is made here. */
const PATIENCE_MS = 100

/**
 * @param ledger tells one database from another in the same Redis.
 * @param build tells answers of one version of the code from those of another.
 */
export function redisAnswers(redis: Redis, ledger: string, build: string): SecondLevel {
  const keyOf = ({ revision, time }: { revision: number; time: Date }, key: string) =>
    `answer:${hash('sha256', JSON.stringify([ledger, build, revision, time.getTime(), key]), 'base64url')}`
  return {
    get: async (newest, key) => {
      if (!redis.isThere()) return null
      const bytes = await redis.fetch(keyOf(newest, key), PATIENCE_MS)
      return bytes && read(bytes)
    },
    set: (newest, key, entry) => {
      if (entry.body.length > BYTES_MAX || !redis.isThere()) return
      // Nobody waits for it, and whoever misses it makes it again.
      redis.put(keyOf(newest, key), written(entry), KEPT_S).catch(() => undefined)
    },
  }
}

/** A line of JSON, and the body behind it. */
function written({ body, tag, type, isPinned }: Kept): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ tag, type, isPinned })}\n`), body])
}

/** Null for bytes that are none of ours, or not whole. */
function read(bytes: Buffer): Kept | null {
  const end = bytes.indexOf('\n')
  try {
    const { tag, type, isPinned } = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<Kept, 'body'>
    const entry = keptOf(Buffer.from(bytes.subarray(end + 1)), type, isPinned)
    return entry.tag === tag ? entry : null
  } catch {
    return null
  }
}
