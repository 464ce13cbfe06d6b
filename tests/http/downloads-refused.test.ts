import { describe, expect } from 'vitest'
import { TABLE_TYPE } from '../../src/http/download-format.ts'
import { post, testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'

describe('what cannot be a table', () => {
  test.for([
    ['two lists in one CSV', '{ hubs { nodes { slug } } sources { nodes { slug } } }', 400, 'BAD_ARGUMENT'],
    ['introspection', '{ __schema { queryType { name } } }', 400, 'BAD_ARGUMENT'],
    ['no such field', '{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['not GraphQL', '{', 400, 'GRAPHQL_PARSE_FAILED'],
    [
      'too costly',
      `{ ${'abcdefgh'.split('').map((a) => `${a}: models(first: 100) { nodes { prices(first: 100) { nodes { id } } } }`)} }`,
      400,
      'QUERY_TOO_COSTLY',
    ],
    [
      'an error within',
      '{ hubs(first: 2) { nodes { slug } after: slug } }',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a wrong page', '{ hubs(first: 101) { nodes { slug } } }', 400, 'BAD_ARGUMENT'],
    ['no rights', '{ changes(first: 1) { nodes { __typename } } }', 401, 'UNAUTHENTICATED'],
  ] as const)('%s', async ([, query, status, code], { seeded }) => {
    const { app } = testApp(seeded.db)
    const answer = await app(
      new Request(`http://test/graphql?${new URLSearchParams({ query, format: 'csv' })}`),
    )
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    const body = (await answer.json()) as any
    expect([answer.status, body.errors[0].extensions.code]).toEqual([status, code])
    expect(body.data).toBeUndefined()
  })

  test('a dry run, which has no rows', async ({ seeded }) => {
    const { app } = testApp(seeded.db)
    const body = JSON.stringify({ query: '{ hubs { nodes { slug } } }', extensions: { dryRun: true } })
    for (const form of ['csv', 'xlsx']) {
      const headers = { 'content-type': 'application/json' }
      const url = `http://test/graphql?format=${form}`
      const answer = await app(new Request(url, { method: 'POST', headers, body }))
      const [error] = ((await answer.json()) as any).errors
      expect([answer.status, error.extensions.code]).toEqual([400, 'BAD_ARGUMENT'])
      expect(error.message).toMatch(/^A dry run has no rows/)
    }
  })

  test('a mutation is not made', async ({ seeded }) => {
    const { app } = testApp(seeded.db)
    const mutation = 'mutation { createKey(name: "x", scopes: ["read"]) { __typename } }'
    const answer = await app(post(mutation, undefined, { accept: 'text/csv' }))
    expect([answer.status, ((await answer.json()) as any).errors[0].message]).toEqual([
      ...[400, 'Only a query can be had as CSV; this is a mutation.'],
    ])
  })
})

describe('more cells than can be made while others wait', () => {
  const each = (n: number, text: (n: number) => string) =>
    Array.from({ length: n }, (_, i) => text(i)).join(' ')
  const OF_COUNTRY = 'code name nameZh continent currency iso3 isAggregate note'
  const OF_PROVIDER = 'id slug name nameZh note city website unreconciled'
  /** What stands above the list is repeated in each row: 400 providers with so many leaves. */
  const repeated = (provider: string, first: number) =>
    `fragment A on Country { ${each(20, (n) => `a${n}: providers(first: 1) { nodes { country { ...B } } }`)} }
     fragment B on Country { ${each(20, (n) => `b${n}: providers(first: 1) { nodes { ...C } }`)} }
     fragment C on Provider { ${provider} }
     { country(code: "CN") { ...A indicators(first: ${first}) { nodes { id } } } }`

  const ask = async ({ db }: TestDb, query: string, more: object, accept = '*/*') => {
    const given = new URLSearchParams({ query, rows: 'country.indicators', ...more })
    const answer = await testApp(db).app(new Request(`http://test/graphql?${given}`, { headers: { accept } }))
    const { errors } = (await answer.json()) as any
    return { status: answer.status, code: errors?.[0].extensions.code, message: errors?.[0].message }
  }

  test.for([
    ['a CSV', { format: 'csv' }],
    ['a workbook', { format: 'xlsx' }],
    ['the table of our page', {}],
  ] as const)('%s', async ([, format], { seeded }) => {
    const query = repeated(`${OF_PROVIDER} country { ${OF_COUNTRY} }`, 48)
    const { status, code, message } = await ask(seeded, query, format, TABLE_TYPE)
    expect([status, code]).toEqual([400, 'QUERY_TOO_COSTLY'])
    // 48 rows of 400 times 16 columns and one.
    expect(message).toMatch(/307,248 .* 300,000/)
  })

  test('a cell that holds a list counts as many as it holds', async ({ seeded }) => {
    const lists = 'indicators(first: 48) { nodes { id at: value { point low high } } }'
    const query = `{ country(code: "CN") { ${each(35, (n) => `a${n}: ${lists}`)} indicators(first: 48) { nodes { id } } } }`
    expect((await ask(seeded, query, { format: 'csv' })).code).toBe('QUERY_TOO_COSTLY')
  })

  test('more columns than a sheet can have', async ({ seeded }) => {
    const countries = each(5, (n) => `c${n}: country { ${OF_COUNTRY} }`)
    const query = repeated(`code: slug ${countries}`, 2)
    const { status, code, message } = await ask(seeded, query, { format: 'xlsx' })
    expect([status, code]).toEqual([400, 'BAD_ARGUMENT'])
    expect(message).toMatch(/16,384 .* 16,401\./)
  })
})
