/** Every route and what it answers to whom, over HTTP as clients and browsers speak it. */
import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { LIMITS } from '../../src/graphql/limits.ts'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'

const NAME = '{ country(code: "CN") { name } }'

/** A function that asks the app of a database. */
function asker({ db }: TestDb) {
  const { app } = testApp(db)
  return (path: string, init?: RequestInit) => app(new Request(`http://test${path}`, init))
}

/** A POST to the endpoint; by default of a query as JSON. */
function post(body: RequestInit['body'], headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: body ?? null }
}

const asJson = (query: string) => JSON.stringify({ query })

/** Checks the shape that every error has, and gives its code. */
async function errorCode(response: Response): Promise<string> {
  expect(response.headers.get('content-type')).toMatch(
    /^application\/(graphql-response\+)?json; charset=utf-8$/,
  )
  const body = (await response.json()) as {
    data?: unknown
    errors: { message: string; extensions: { code: string } }[]
  }
  expect(body.data ?? null).toBe(null)
  expect(body.errors).toHaveLength(1)
  const { message, extensions } = body.errors[0]!
  expect(message).toMatch(/^[A-Z][^\n]+$/)
  expect(Object.keys(extensions)).toEqual(['code'])
  return extensions.code
}

describe('/healthz and /readyz', () => {
  test('a server is alive with and without data', async ({ seeded, empty }) => {
    for (const db of [seeded, empty]) {
      db.statements()
      const response = await asker(db)('/healthz')
      expect(response.status).toBe(200)
      expect(await response.text()).toBe('ok\n')
      expect(db.statements()).toEqual([])
    }
  })

  test('a server is ready when something has been imported', async ({ seeded }) => {
    const response = await asker(seeded)('/readyz')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const off = { limits: 'off', webhooks: 'off' }
    expect(await response.json()).toEqual({ ready: true, database: 'ok', revision: 1, ...off })
  })

  test('a server with an empty ledger is not ready, and says so to queries too', async ({ empty }) => {
    const ask = asker(empty)
    const response = await ask('/readyz')
    expect(response.status).toBe(503)
    const off = { limits: 'off', webhooks: 'off' }
    expect(await response.json()).toEqual({ ready: false, database: 'ok', revision: null, ...off })
    const answer = await ask('/graphql', post(asJson(NAME)))
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await errorCode(answer)).toBe('UNAVAILABLE')
  })
})

describe('paths and methods', () => {
  test('/schema.graphql is the committed schema', async ({ seeded }) => {
    const response = await asker(seeded)('/schema.graphql')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/graphql; charset=utf-8')
    const committed = await readFile(new URL('../../src/graphql/schema.graphql', import.meta.url), 'utf8')
    expect(await response.text()).toBe(committed)
  })

  test('/ is the front page for everybody, /graphql GraphiQL for browsers', async ({ seeded }) => {
    for (const accept of ['*/*', 'text/html', 'application/json']) {
      const response = await asker(seeded)('/', { headers: { accept } })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
    const page = await asker(seeded)('/graphql', { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test.for(['/nothing', '/graphql/', '/graphql/x', '/.env', '/%zz', '//', '/graphiql/x'])(
    '404 for %s',
    async (path, { seeded }) => {
      const response = await asker(seeded)(path)
      expect(response.status).toBe(404)
      const text = await response.text()
      if (text) expect(JSON.parse(text).errors[0].extensions.code).toBe('NOT_FOUND')
    },
  )

  test.for(['POST', 'PUT', 'PATCH', 'DELETE'])(
    '405 for %s where only reading makes sense',
    async (method, { seeded }) => {
      for (const path of ['/', '/healthz', '/readyz', '/schema.graphql', '/nothing']) {
        const response = await asker(seeded)(path, { method })
        expect(response.status).toBe(405)
        expect(response.headers.get('allow')).toBe('GET, HEAD')
      }
    },
  )

  test.for(['PUT', 'PATCH', 'DELETE'])('405 for %s at the endpoint', async (method, { seeded }) => {
    const response = await asker(seeded)('/graphql', { ...post(asJson(NAME)), method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toMatch(/GET.*POST/)
    expect(await errorCode(response)).toBe('METHOD_NOT_ALLOWED')
  })

  test('HEAD has the status of GET', async ({ seeded }) => {
    for (const path of ['/', '/healthz', '/readyz', '/schema.graphql', '/nothing']) {
      const [head, got] = await Promise.all([asker(seeded)(path, { method: 'HEAD' }), asker(seeded)(path)])
      expect(head.status).toBe(got.status)
    }
  })

  test('every answer has an id of its own and keeps its type', async ({ seeded }) => {
    const ask = asker(seeded)
    const paths = [
      '/',
      '/healthz',
      '/nothing',
      '/graphql',
      `/graphql?${new URLSearchParams({ query: NAME })}`,
    ]
    const answers = await Promise.all(paths.map((path) => ask(path)))
    const ids = answers.map(({ headers }) => headers.get('x-request-id'))
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(ids).size).toBe(paths.length)
    for (const { headers } of answers) expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('queries', () => {
  test('every answer of the endpoint varies with Accept, said once: a cache must not mix page and JSON', async ({
    seeded,
  }) => {
    const ask = asker(seeded)
    const parameters = new URLSearchParams({ query: NAME })
    const answers = {
      page: await ask('/graphql', { headers: { accept: 'text/html' } }),
      got: await ask(`/graphql?${parameters}`),
      posted: await ask('/graphql', post(asJson(NAME))),
      refused: await ask('/graphql', post(asJson('{'))),
      form: await ask('/graphql', post('x', { 'content-type': 'text/plain' })),
      none: await ask('/graphql', { method: 'DELETE' }),
    }
    for (const [name, { headers }] of Object.entries(answers)) {
      const varies = (headers.get('vary') ?? '').toLowerCase().split(/, */)
      expect(
        varies.filter((header) => header === 'accept'),
        name,
      ).toHaveLength(1)
    }
    expect((await ask('/healthz')).headers.get('vary')).toBeNull()
  })

  test('GET and POST give the same answer', async ({ seeded }) => {
    const ask = asker(seeded)
    const query = 'query Name($code: String!) { country(code: $code) { name } }'
    const variables = { code: 'CN' }
    const parameters = new URLSearchParams({
      query,
      variables: JSON.stringify(variables),
      operationName: 'Name',
    })
    const got = await ask(`/graphql?${parameters}`)
    const posted = await ask('/graphql', post(JSON.stringify({ query, variables, operationName: 'Name' })))
    expect(got.status).toBe(200)
    expect(posted.status).toBe(200)
    expect(await got.text()).toBe(await posted.clone().text())
    expect(((await posted.json()) as { data: unknown }).data).toEqual({ country: { name: 'China' } })
  })

  test.for(['application/json', 'application/graphql-response+json'])(
    'are answered as %s when asked to',
    async (accept, { seeded }) => {
      const response = await asker(seeded)('/graphql', post(asJson(NAME), { accept }))
      expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`)
    },
  )

  const malformed: [string, string][] = [
    ['broken JSON', '{"query":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a batch', `[${asJson(NAME)}]`],
  ]
  test.for(malformed)('400 for a body that is %s', async ([, body], { seeded }) => {
    const response = await asker(seeded)('/graphql', post(body))
    expect(response.status).toBe(400)
    expect(await errorCode(response)).toBe('BAD_REQUEST')
  })

  test.for(['variables', 'extensions'])(
    '400 for a GET with %s that are no JSON',
    async (name, { seeded }) => {
      const response = await asker(seeded)(
        `/graphql?${new URLSearchParams({ query: NAME, [name]: '{"code":' })}`,
      )
      expect(response.status).toBe(400)
      expect(await errorCode(response)).toBe('BAD_REQUEST')
    },
  )

  test('413 for a body that says it is too large, before it is read', async ({ seeded }) => {
    const headers = { 'content-length': String(LIMITS.bodyBytes + 1) }
    const response = await asker(seeded)('/graphql', post(asJson(NAME), headers))
    expect(response.status).toBe(413)
    expect(await errorCode(response)).toBe('PAYLOAD_TOO_LARGE')
  })

  test('413 for an endless body that says nothing, read little further than the limit', async ({
    seeded,
  }) => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 10_000
        controller.enqueue(new Uint8Array(10_000).fill(32))
      },
    })
    const response = await asker(seeded)('/graphql', { ...post(body), duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(await errorCode(response)).toBe('PAYLOAD_TOO_LARGE')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(sent).toBeLessThan(20 * LIMITS.bodyBytes)
  })

  test('a body of exactly the limit is read', async ({ seeded }) => {
    const body = asJson(NAME).padEnd(LIMITS.bodyBytes, ' ')
    expect((await asker(seeded)('/graphql', post(body))).status).toBe(200)
  })
})
