/** The end of the server: what runs is finished, nothing new begins, nothing stays behind. */
import { existsSync } from 'node:fs'
import { Agent, get, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { embeddedUrl, lockTable, postmaster, type Server, test } from '../helpers/cli.ts'
import { hold, SEAL_LOCK } from '../helpers/hold.ts'

const QUERY = '{ countries(first: 100) { nodes { code name } } }'

interface Reply {
  status: number
  length: number
  body: string
  isLast: boolean
}

/** One request on a connection that the client would keep. */
function keepAliveQuery(server: Server, agent: Agent, query = QUERY): Promise<Reply> {
  const body = JSON.stringify({ query })
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  return new Promise((resolve, reject) => {
    request(`${server.url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      const length = Number(response.headers['content-length'])
      const isLast = response.headers.connection === 'close'
      response.on('end', () => resolve({ status: response.statusCode ?? 0, length, body: text, isLast }))
    })
      .on('error', reject)
      .end(body)
  })
}

/** The code of the error that a new connection meets; undefined when it is accepted. */
function refusal(url: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.once('connect', () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets a running request finish, refuses new connections meanwhile and stops Postgres', async ({
    cli,
  }) => {
    const dataDir = join(cli.folder, 'data')
    const server = await cli.serve()
    const agent = new Agent({ keepAlive: true })
    const expected = await keepAliveQuery(server, agent)
    // A connection without a request must not hold up the end.
    const idle = new Agent({ keepAlive: true })
    await new Promise((resolve) =>
      get(`${server.url}/healthz`, { agent: idle }, (r) => r.resume().on('end', resolve)),
    )

    const lock = await lockTable(embeddedUrl(dataDir).href, 'Country', 'ACCESS EXCLUSIVE')
    let answered = false
    // In other words, or its answer would be there already.
    const slow = keepAliveQuery(server, agent, ` ${QUERY}`).finally(() => {
      answered = true
    })
    await lock.waiting()
    server.process.kill(signal)
    while ((await refusal(server.url)) === undefined) await delay(5)
    expect(await refusal(server.url)).toBe('ECONNREFUSED')
    expect(answered).toBe(false)
    await lock.release()

    const reply = await slow
    // The last of its connection, which the server would keep for 5 s otherwise.
    expect(expected.isLast).toBe(false)
    expect(reply).toEqual({ ...expected, isLast: true })
    expect(reply.status).toBe(200)
    expect(Buffer.byteLength(reply.body)).toBe(reply.length)
    expect(JSON.parse(reply.body).data.countries.nodes).toHaveLength(100)
    expect((await server.outcome).code).toBe(0)
    expect(postmaster(dataDir)).toBeUndefined()
    agent.destroy()
    idle.destroy()
  })

  test('during the start ends the server in order, with Postgres', async ({ cli }) => {
    const starting = cli.start(['serve'])
    await starting.prints('✓ Database')
    starting.process.kill(signal)
    const { code, stdout } = await starting.outcome
    expect(code).toBe(0)
    expect(stdout).toBe('')
    expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
  })
})

test('a signal that arrives twice, as from a terminal and from npm, is one', async ({ cli }) => {
  const server = await cli.serve()
  server.process.kill('SIGINT')
  server.process.kill('SIGTERM')
  expect((await server.outcome).code).toBe(0)
  expect(existsSync(join(cli.folder, 'data', 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a second signal ends the server at once, though a request still runs', async ({ cli }) => {
  const server = await cli.serve()
  const lock = await lockTable(embeddedUrl(join(cli.folder, 'data')).href, 'Country', 'ACCESS EXCLUSIVE')
  const slow = keepAliveQuery(server, new Agent()).catch(() => 'dropped')
  await lock.waiting()
  server.process.kill('SIGTERM')
  await server.prints('Stopping')
  await delay(1200)
  server.process.kill('SIGTERM')
  expect((await server.outcome).code).toBe(1)
  expect(await slow).toBe('dropped')
  await lock.release()
})

test('while a digest is made the end begins: nothing new is accepted', async ({ cli }) => {
  const url = await cli.database('seeded')
  const lock = await hold(url, SEAL_LOCK)
  const server = await cli.serve({ DATABASE_URL: url })
  await lock.waiting()
  server.process.kill('SIGTERM')
  while ((await refusal(server.url)) === undefined) await delay(5)
  await lock.release()
  expect((await server.outcome).code).toBe(0)
})
