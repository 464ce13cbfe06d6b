/** What pages of other origins can do: read anything, with their own headers, and nothing with a visitor's rights. */
import { describe, expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'

const QUERY = '{ country(code: "CN") { name } }'
const origin = 'https://partner.example'

function asker({ db }: TestDb) {
  const { app } = testApp(db)
  return (path: string, init?: RequestInit) => app(new Request(`http://test${path}`, init))
}

const list = (value: string | null) => (value ?? '').toLowerCase().split(/,\s*/)

describe('any origin', () => {
  test('may send queries with headers of its own', async ({ seeded }) => {
    seeded.statements()
    const response = await asker(seeded)('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-apollo-operation-name',
      },
    })
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(list(response.headers.get('access-control-allow-methods'))).toEqual(
      expect.arrayContaining(['get', 'post']),
    )
    expect(list(response.headers.get('access-control-allow-headers'))).toEqual([
      'authorization',
      'content-type',
      'x-apollo-operation-name',
    ])
    expect(list(response.headers.get('vary'))).toContain('access-control-request-headers')
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0)
    expect(seeded.statements()).toEqual([])
  })

  const answers: [string, number, string, RequestInit][] = [
    ['an answer', 200, `/graphql?${new URLSearchParams({ query: QUERY })}`, {}],
    ['the schema', 200, '/schema.graphql', {}],
    ['readiness', 200, '/readyz', {}],
    ['what is missing', 404, '/nothing', {}],
    ['a wrong method', 405, '/healthz', { method: 'DELETE' }],
    ['a wrong type', 415, '/graphql', { method: 'POST', body: QUERY }],
    [
      'too large a body',
      413,
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: ' '.repeat(999_999) },
    ],
  ]
  test.for(answers)(
    'may read %s (%i) and the headers that tell how to go on',
    async ([, status, path, init], { seeded }) => {
      const response = await asker(seeded)(path, {
        ...init,
        headers: { origin, ...(init.headers as object) },
      })
      expect(response.status).toBe(status)
      // A star, and no Vary: a shared cache may give the answer to every origin.
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(list(response.headers.get('vary'))).not.toContain('origin')
      const exposed = list(response.headers.get('access-control-expose-headers'))
      expect(exposed).toEqual(expect.arrayContaining(['etag', 'ratelimit', 'retry-after', 'x-request-id']))
      expect(response.headers.get('access-control-allow-credentials')).toBe(null)
      expect(response.headers.get('set-cookie')).toBe(null)
    },
  )

  test('gets the same headers as no origin, so that a shared cache cannot mix them up', async ({
    seeded,
  }) => {
    const path = `/graphql?${new URLSearchParams({ query: QUERY })}`
    const [with_, without] = await Promise.all([
      asker(seeded)(path, { headers: { origin } }),
      asker(seeded)(path),
    ])
    const steady = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'x-request-id')
    expect(steady(with_)).toEqual(steady(without))
  })
})

describe('a form of another site', () => {
  const types = [
    ['application/x-www-form-urlencoded', new URLSearchParams({ query: QUERY }).toString()],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n${QUERY}\r\n--x--\r\n`,
    ],
    ['text/plain', JSON.stringify({ query: QUERY })],
    ['text/plain; application/json', JSON.stringify({ query: QUERY })],
    ['text/plain, application/json', JSON.stringify({ query: QUERY })],
    ['', JSON.stringify({ query: QUERY })],
  ] as const
  test.for(types)('is refused with 415: %s', async ([type, body], { seeded }) => {
    const init = { method: 'POST', headers: { 'content-type': type, origin }, body }
    seeded.statements()
    const response = await asker(seeded)('/graphql', init)
    expect(response.status).toBe(415)
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
    expect(errors[0]!.extensions.code).toBe('BAD_REQUEST')
    expect(seeded.statements()).toEqual([])
  })

  test('or a link cannot make it execute a mutation', async ({ seeded }) => {
    const query = 'mutation { addFact }'
    const linked = await asker(seeded)(`/graphql?${new URLSearchParams({ query })}`)
    expect([400, 405]).toContain(linked.status)
    const posted = await asker(seeded)('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query }),
    })
    expect(posted.status).toBe(400)
    const { errors } = (await posted.json()) as { errors: { extensions: { code: string } }[] }
    expect(errors[0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})
