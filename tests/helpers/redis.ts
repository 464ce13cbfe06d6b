/** A real Redis, where the machine has one. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { onTestFinished } from 'vitest'

const command = [process.env.REDIS_SERVER_PATH, 'redis-server', 'valkey-server'].find(
  (path) => path && spawnSync(path, ['--version']).status === 0,
)

// On a build machine a missing Redis is a broken machine, not a reason to believe that limits work there.
export const reason =
  command || process.env.CI ? '' : ' (skipped: no Redis found; install redis-server or set REDIS_SERVER_PATH)'

const PASSWORD = 'pass%20word-of-redis'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

export interface TestRedis {
  url: string
  /** As it stands in the URL, and as it is. */
  passwords: readonly string[]
  /** It answers nothing, and keeps its connections. */
  pause(): void
  resume(): void
  stop(): Promise<void>
  start(): Promise<void>
  /** Every key with what it holds and how many milliseconds it stays. */
  all(): Promise<{ key: string; fields: Record<string, string>; ttl: number }[]>
}

/** Started for this test, with a password, and gone after it. */
export async function startRedis(): Promise<TestRedis> {
  if (!command) throw new Error('No Redis found; install redis-server or set REDIS_SERVER_PATH')
  const folder = await mkdtemp(join(tmpdir(), 'aef-redis-'))
  const port = await freePort()
  const passwords = [PASSWORD, decodeURIComponent(PASSWORD)]
  const url = `redis://default:${PASSWORD}@127.0.0.1:${port}/0`
  let running: ReturnType<typeof spawn> | undefined
  const connected = async <T>(work: (client: ReturnType<typeof createClient>) => Promise<T>) => {
    const client = createClient({ url, socket: { reconnectStrategy: false } })
    client.on('error', () => undefined)
    await client.connect()
    return work(client as never).finally(() => client.destroy())
  }
  const start = async () => {
    const settings = { port, bind: '127.0.0.1', dir: folder, save: '', requirepass: passwords[1]! }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    running = spawn(command, args, { stdio: 'ignore' })
    for (let up = false; !up; )
      up = await connected(async () => true).catch(() => delay(10).then(() => false))
  }
  const stop = async () => {
    const ended = running && once(running, 'exit')
    running?.kill('SIGKILL')
    await ended
    running = undefined
  }
  onTestFinished(async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  })
  await start()
  return {
    url,
    passwords,
    start,
    stop,
    pause: () => running!.kill('SIGSTOP'),
    resume: () => running!.kill('SIGCONT'),
    all: () =>
      connected(async (client) => {
        const keys = await client.keys('*')
        const entry = async (key: string) => ({
          key,
          fields: { ...(await client.hGetAll(key)) },
          ttl: await client.pTTL(key),
        })
        return Promise.all(keys.sort().map(entry))
      }),
  }
}
