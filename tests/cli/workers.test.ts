/** A server of several processes: one port, one start, one end, and nobody notices when one of them dies. */
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { isAlive } from '../../src/lib/processes.ts'
import { type Cli, expectSeedsOnce, lockTable, type Server, test } from '../helpers/cli.ts'

const QUERY = '{ countries(first: 100) { nodes { code name } } }'

async function serveWith(
  cli: Cli,
  env: Record<string, string> = {},
): Promise<{ server: Server; url: string }> {
  const url = await cli.database('seeded')
  const server = await cli.serve({ DATABASE_URL: url, WEB_CONCURRENCY: '2', ...env })
  return { server, url }
}

/** Of the processes that it started, those that still run; Postgres is another's child here. */
function workersOf(server: Server): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => parentOf(pid) === server.process.pid && isAlive(pid))
}

function parentOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
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

test('what one address spends is counted together, whichever process it meets', async ({ cli }) => {
  const { server } = await serveWith(cli)
  const left = async () => {
    const { body } = await graphql(server, '{ me { limits { name left } } country(code: "CN") { name } }')
    return JSON.parse(body).data.me.limits[0].left as number
  }
  const seen: number[] = []
  for (let i = 0; i < 6; i++) seen.push(await left())
  // A bucket drains: by so little in this time that two apart would show as steps up.
  const downward = seen.every((value, i) => i === 0 || value <= seen[i - 1]! + 1)
  expect({ seen, downward }).toMatchObject({ downward: true })
})

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets running requests of all processes finish, then ends', async ({ cli }) => {
    const { server, url } = await serveWith(cli)
    const workers = workersOf(server)
    const lock = await lockTable(url, 'Country', 'ACCESS EXCLUSIVE')
    const slow = Array.from({ length: 4 }, () => graphql(server))
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

test('what keeps the processes from starting is told once, and ends the server', async ({ cli }) => {
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
