/** The only place that makes a Redis client. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient, ErrorReply, RESP_TYPES } from '@redis/client'
import { StartupError } from '../lib/startup-error.ts'

/** How long a start waits for it; without it the server starts all the same. */
const START_MS = 2_000
const RETRY_MS = 1_000
/** Commands that wait at most; one more fails at once. */
const QUEUE = 1_000
/** Before every key of ours. */
const PREFIX = 'ai-economy-facts:'

export interface RedisScript {
  text: string
  sha1: string
}

export const redisScript = (text: string): RedisScript => ({
  text,
  sha1: createHash('sha1').update(text).digest('hex'),
})

export interface Redis {
  /**
   * Runs a script on one key.
   * @throws at once while there is no connection. One that hangs is waited for.
   */
  run(script: RedisScript, key: string, args: string[]): Promise<unknown>
  /** Bytes under a key; null where there are none, or they do not come within so many milliseconds. */
  fetch(key: string, patienceMs: number): Promise<Buffer | null>
  /** Keeps bytes under a key for so many seconds. */
  put(key: string, bytes: Buffer, seconds: number): Promise<void>
  /** Whether there is a connection now. */
  isThere(): boolean
  /** Ends at once; what is still waited for fails. */
  close(): void
}

/** Host and port of a URL, without user and password. */
export function redisPlace(url: string): string {
  const { hostname, port } = new URL(url)
  return `${hostname}:${port || 6379}`
}

/**
 * Connects, and again whenever the connection breaks.
 * @param failed told when it cannot be reached, once until it is back.
 * @throws StartupError when it is there and refuses us.
 */
export async function openRedis(url: string, failed: (error: unknown) => void): Promise<Redis> {
  let known = false
  let lost = false
  const client = createClient({
    url,
    name: 'ai-economy-facts',
    keyPrefix: PREFIX,
    // What cannot be asked now must not be asked later.
    disableOfflineQueue: true,
    commandsQueueMaxLength: QUEUE,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: START_MS,
      reconnectStrategy: (_retries, cause) => (!known && refuses(cause) ? cause : RETRY_MS),
    },
  })
  client.on('ready', () => {
    known = true
    lost = false
  })
  client.on('error', (error) => {
    if (!lost) failed(error)
    lost = true
  })
  const close = () => client.destroy()
  const raw = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
  // Where it refuses us it says why; where it is away, nothing comes.
  const connecting = client.connect().catch((error: unknown) => {
    if (!(causeOf(error) instanceof ErrorReply)) return
    throw new StartupError(
      `Cannot use the Redis at ${redisPlace(url)}: ${causeOf(error).message}. Check REDIS_URL, or unset it to count in Postgres.`,
    )
  })
  connecting.catch(() => undefined)
  await Promise.race([connecting, delay(START_MS, undefined, { ref: false })])
  return {
    run: async ({ text, sha1 }, key, args) => {
      const call = { keys: [key], arguments: args }
      try {
        return await client.evalSha(sha1, call)
      } catch (error) {
        if (!(error instanceof ErrorReply && error.message.startsWith('NOSCRIPT'))) throw error
        return client.eval(text, call)
      }
    },
    fetch: async (key, patienceMs) => {
      const found = raw.get(key) as unknown as Promise<Buffer | null>
      found.catch(() => undefined)
      return Promise.race([found, delay(patienceMs, null, { ref: false })])
    },
    put: async (key, bytes, seconds) => {
      await client.set(key, bytes, { EX: seconds })
    },
    isThere: () => client.isReady,
    close,
  }
}

const causeOf = (error: unknown) => ((error as { originalError?: Error }).originalError ?? error) as Error

/** A wrong password or database; what only lacks time or room is asked again. */
const refuses = (error: Error) =>
  error instanceof ErrorReply && /^(WRONGPASS|NOAUTH|NOPERM|ERR (?!max number))/.test(error.message)
