/** The listening server, spoken to over real connections. */
import { Agent, get, request } from 'node:http'
import { connect } from 'node:net'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { LIMITS } from '../../src/graphql/limits.ts'
import { type App, createApp } from '../../src/http/app.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import { test as base } from '../helpers/db.ts'

const start = (app: App) => listen(app, { host: '127.0.0.1', port: 0 })

const test = base.extend<{ server: Listening }>({
  server: async ({ seeded }, use) => {
    const server = await start(createApp({ db: seeded.db, log: pino({ level: 'silent' }) }))
    await use(server)
    await server.close()
  },
})

/** Sends text as it is and gives back all that comes until the server closes. */
function raw({ url }: Listening, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.setEncoding('utf8').on('data', (part) => {
      answer += part
    })
    socket.on('error', reject).on('close', () => resolve(answer))
  })
}

/** A POST of so many bytes, and all of them are written before the answer is read. */
function postBytes({ url }: Listening, bytes: number, headers: Record<string, string | number>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const post = request(
      `${url}/graphql`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (part) => {
          body += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      },
    )
    post.on('error', reject)
    for (let left = bytes; left > 0; left -= 50_000) post.write(Buffer.alloc(Math.min(left, 50_000), ' '))
    post.end()
  })
}

describe('a request that is no proper one', () => {
  const hosts = ['[bad', 'a b', 'x:99999999', '<script>']
  base.for(hosts.map((host) => [host] as const))(
    'with the host "%s" is 400 and tells nothing internal',
    async ([host], { seeded }) => {
      const server = await start(createApp({ db: seeded.db, log: pino({ level: 'silent' }) }))
      const answer = await raw(server, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('"code":"BAD_REQUEST"')
      expect(answer).not.toMatch(/TypeError|\.ts|node:/)
      await server.close()
    },
  )

  test('leaves the server as it was', async ({ server }) => {
    await raw(server, 'GET / HTTP/9\r\n\r\n')
    await raw(server, '\u0016\u0003\u0001 hello TLS\r\n\r\n')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})

describe('a body that is too large', () => {
  test.for([
    ['says so', { 'content-length': 4 * LIMITS.bodyBytes }],
    ['comes in chunks', { 'transfer-encoding': 'chunked' }],
  ] as const)(
    'gets its 413 also by who reads only after writing, when it %s',
    async ([, headers], { server }) => {
      const { status, body } = await postBytes(server, 4 * LIMITS.bodyBytes, headers)
      expect(status).toBe(413)
      expect(JSON.parse(body).errors[0].extensions.code).toBe('PAYLOAD_TOO_LARGE')
      // The connection, which this client keeps, is still good.
      expect((await postBytes(server, 10, {})).status).toBe(400)
    },
  )
})

test('HEAD brings the headers without a body', async ({ server }) => {
  const answer = await raw(server, 'HEAD /schema.graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toMatch(/content-type: application\/graphql/i)
  expect(answer.slice(answer.indexOf('\r\n\r\n'))).toBe('\r\n\r\n')
})

test('a stopping server finishes what runs and closes the connection, which its client would keep', async () => {
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const server = await start(async () => {
    await held
    return new Response('done')
  })
  const agent = new Agent({ keepAlive: true })
  const reply = new Promise<string>((resolve, reject) => {
    get(server.url, { agent }, (response) => {
      let text = `${response.headers.connection} `
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve(text))
    }).on('error', reject)
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  const closed = server.close()
  finish()
  expect(await reply).toBe('close done')
  await closed
  agent.destroy()
})

test('a port that is taken is told as such', async ({ server }) => {
  const port = Number(new URL(server.url).port)
  await expect(listen(async () => new Response(), { host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use`,
  )
})
