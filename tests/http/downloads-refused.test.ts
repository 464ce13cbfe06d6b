import { describe, expect } from 'vitest'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

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

  test('a mutation is not made', async ({ seeded }) => {
    const { app } = testApp(seeded.db)
    const mutation = 'mutation { createKey(name: "x", scopes: ["read"]) { __typename } }'
    const answer = await app(post(mutation, undefined, { accept: 'text/csv' }))
    expect([answer.status, ((await answer.json()) as any).errors[0].message]).toEqual([
      ...[400, 'Only a query can be had as CSV; this is a mutation.'],
    ])
  })
})
