/** A server of several processes that cannot start: why is told once, and neither a process nor its Postgres is left. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { isAlive } from '../../src/lib/processes.ts'
import { type Cli, postmaster, test } from '../helpers/cli.ts'
import { workersOf } from '../helpers/processes.ts'

/** Two processes that begin, on a Postgres of their own. */
async function starting(cli: Cli, env: Record<string, string> = {}) {
  const child = cli.start(['serve'], { WEB_CONCURRENCY: '2', ...env })
  await expect.poll(() => workersOf(child).length).toBe(2)
  const workers = workersOf(child)
  const end = async () => {
    const { code, stdout, stderr } = await child.outcome
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).not.toMatch(/^ +at /m)
    expect(workers.filter(isAlive)).toEqual([])
    // Its file goes when it has ended in order.
    expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
    return stderr
  }
  return { workers, end }
}

test('what keeps each process from starting is told once, in words that help', async ({ cli }) => {
  const redis = createServer((socket) => {
    socket.on('error', () => undefined).on('data', () => socket.write('-WRONGPASS no such user\r\n'))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void redis.close())
  await once(redis, 'listening')
  const { port } = redis.address() as AddressInfo
  const { end } = await starting(cli, { REDIS_URL: `redis://me:hunter2@127.0.0.1:${port}` })
  const stderr = await end()
  expect(stderr.match(/Cannot use the Redis at 127\.0\.0\.1:\d+: WRONGPASS.*Check REDIS_URL/g)).toHaveLength(
    1,
  )
  expect(stderr).not.toContain('hunter2')
})

test('a process that is killed before it answers ends the start', async ({ cli }) => {
  const { workers, end } = await starting(cli)
  process.kill(workers[0]!, 'SIGKILL')
  expect(await end()).toContain(`The process ${workers[0]} ended while it started (SIGKILL).`)
})

test('a port that cannot be had ends the server', async ({ cli }) => {
  const env = {
    WEB_CONCURRENCY: '2',
    HOST: '203.0.113.7',
    PORT: '0',
    DATABASE_URL: await cli.database('seeded'),
  }
  const { code, stdout, stderr } = await cli.run(['serve'], env)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.match(/This machine has no address 203\.0\.113\.7/g)).toHaveLength(1)
})
