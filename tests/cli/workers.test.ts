/** A server of several processes: one port, one start, one end, and nobody notices when one of them dies. */
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { isAlive } from '../../src/lib/processes.ts'
import { type Cli, expectSeedsOnce, lockTable, type Server, test } from '../helpers/cli.ts'
import { workersOf } from '../helpers/processes.ts'

const QUERY = '{ countries(first: 100) { nodes { code name } } }'

async function serveWith(
  cli: Cli,
  env: Record<string, string> = {},
): Promise<{ server: Server; url: string }> {
  const url = await cli.database('seeded')
  const server = await cli.serve({ DATABASE_URL: url, WEB_CONCURRENCY: '2', ...env })
  return { server, url }
}

interface Reply {
  status: number
  body: string
}

/** One request on a connection of its own, so that the processes take turns. */
function ask(server: Server, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { agent: false, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part) => {
        body += part
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

const graphql = (server: Server, query = QUERY) =>
  ask(server, `/graphql?${new URLSearchParams({ query })}`, { accept: 'application/json' })

/** Of a gauge or counter without labels. */
async function metric(server: Server, name: string): Promise<number> {
  const { body } = await ask(server, '/metrics')
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(body)?.[1])
}

test('two processes answer on one port, and what they count is told together', async ({ cli }) => {
  const { server } = await serveWith(cli)
  await expectSeedsOnce(server)
  const workers = workersOf(server)
  expect(workers).toHaveLength(2)
  for (let i = 0; i < 6; i++) expect((await graphql(server)).status).toBe(200)
  expect(await metric(server, 'facts_processes')).toBe(2)
  const { body } = await ask(server, '/metrics')
  // One question of the check above, and six of these.
  const counts = body.matchAll(/http_requests_total\{route="graphql",status="2xx",source="\w+"\} (\d+)/g)
  expect([...counts].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(7)
  // Whichever of them is held still, it holds up what it was given and nothing else.
  for (const worker of workers) {
    process.kill(worker, 'SIGSTOP')
    let answered = 0
    const asked = Array.from({ length: 4 }, () => graphql(server).finally(() => answered++))
    await expect.poll(() => answered).toBe(3)
    process.kill(worker, 'SIGCONT')
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200)
  }
  const { stdout } = await server.stop()
  expect(stdout.match(/with 2 processes/g)).toHaveLength(1)
  expect(workers.some(isAlive)).toBe(false)
})

// A count that comes too late, as on a machine with much else to do, lets what only reads pass: then it is done again.
test('a daily quota lets as many pass as it says, though each process is asked', { retry: 2 }, async ({
  cli,
}) => {
  const { server, url } = await serveWith(cli)
  const db = openDb({ url, pool: 1 })
  const headersOf = async (plan: { daily?: number } = {}) => {
    const { key } = await createKey(db, systemClock, {
      ...{ name: 'test', scopes: ['read'], expiresAt: null, ...plan },
    })
    return { accept: 'application/json', authorization: `Bearer ${key}` }
  }
  // What is private is never kept, so that each costs.
  const own = `/graphql?${new URLSearchParams({ query: '{ me { scopes } }' })}`
  const { cost } = JSON.parse((await ask(server, own, await headersOf())).body).extensions
  const limited = await headersOf({ daily: 6 * cost.requested })
  await db.$disconnect()
  const statuses: number[] = []
  for (const worker of workersOf(server)) {
    // Of four, it is given one, which waits for it; the others are answered by the other one.
    process.kill(worker, 'SIGSTOP')
    const asked = Array.from({ length: 4 }, async () => {
      statuses.push((await ask(server, own, limited)).status)
    })
    const before = statuses.length
    await expect.poll(() => statuses.length - before).toBe(3)
    process.kill(worker, 'SIGCONT')
    await Promise.all(asked)
  }
  expect(statuses.toSorted()).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
  await server.stop()
})

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets running requests of all processes finish, then ends', async ({ cli }) => {
    const { server, url } = await serveWith(cli)
    const workers = workersOf(server)
    const lock = await lockTable(url, 'Country', 'ACCESS EXCLUSIVE')
    // Each another question: equal ones wait for one.
    const slow = Array.from({ length: 4 }, (_, n) => graphql(server, `${QUERY} # ${n}`))
    await lock.waiting(4)
    server.process.kill(signal)
    // A terminal sends it to all.
    if (signal === 'SIGINT') for (const worker of workers) process.kill(worker, signal)
    await server.prints('Stopping')
    while (await ask(server, '/healthz').then(Boolean, () => false)) await delay(5)
    await lock.release()
    for (const { status, body } of await Promise.all(slow)) {
      expect(status).toBe(200)
      expect(JSON.parse(body).data.countries.nodes).toHaveLength(100)
    }
    expect((await server.outcome).code).toBe(0)
    expect(workers.some(isAlive)).toBe(false)
  })
})

test('a process that is killed is replaced and logged, and the others answer meanwhile', async ({ cli }) => {
  const { server } = await serveWith(cli, { LOG_LEVEL: 'warn' })
  const [victim, other] = workersOf(server)
  process.kill(victim!, 'SIGKILL')
  while (isAlive(victim!)) await delay(5)
  // Until then, it may still be given a connection.
  await server.prints('another takes its place')
  for (let i = 0; i < 10; i++) expect((await graphql(server)).status).toBe(200)
  await expect.poll(() => workersOf(server).length).toBe(2)
  const now = workersOf(server)
  expect(now).toContain(other)
  expect(now).not.toContain(victim)
  await expect.poll(() => metric(server, 'facts_processes')).toBe(2)
  for (let i = 0; i < 4; i++) expect((await graphql(server)).status).toBe(200)
  await server.stop()
})

test('a process that is told to end drains, is replaced, and no request is lost', async ({ cli }) => {
  const { server } = await serveWith(cli)
  const [leaving] = workersOf(server)
  let going = true
  const statuses = new Set<number>()
  const client = async () => {
    while (going) statuses.add((await graphql(server)).status)
  }
  const clients = Promise.all([client(), client(), client()])
  process.kill(leaving!, 'SIGTERM')
  while (isAlive(leaving!)) await delay(10)
  await expect.poll(() => metric(server, 'facts_processes')).toBe(2)
  going = false
  await clients
  expect([...statuses]).toEqual([200])
  await server.stop()
})

test('processes end with the one that leads them, however it ends', async ({ cli }) => {
  const { server } = await serveWith(cli)
  const workers = workersOf(server)
  server.process.kill('SIGKILL')
  await server.outcome
  while (workers.some(isAlive)) await delay(10)
})
