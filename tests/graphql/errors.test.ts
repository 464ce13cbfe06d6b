import { describe, expect } from 'vitest'
import type { ERROR_CODES } from '../../src/errors.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const aliased = (n: number) => `{ ${Array.from({ length: n }, (_, i) => `a${i}: me { scopes }`).join(' ')} }`
const deep = (n: number) => `{ fact(id: "x") ${'{ claim { fact '.repeat(n)}{ id } ${'} } '.repeat(n)} }`
const costly =
  '{ countries(first: 100) { nodes { providers(first: 100) { nodes { offers(first: 100) { nodes { slug } } } } } } }'

interface Case {
  name: string
  query: string
  variables?: object
  code: keyof typeof ERROR_CODES
  /** With `application/json`, and with `application/graphql-response+json`. */
  status: [number, number]
  says: RegExp
}

/** As GraphQL over HTTP has it: for JSON, a request that was understood is 200 even when the document is refused. */
const CASES: Case[] = [
  {
    name: 'no GraphQL',
    query: '{ country(',
    code: 'GRAPHQL_PARSE_FAILED',
    status: [200, 400],
    says: /Syntax Error/,
  },
  {
    name: 'too many tokens',
    query: `{ nodes(ids: [${'"a" '.repeat(LIMITS.tokens)}]) { id } }`,
    code: 'GRAPHQL_PARSE_FAILED',
    status: [200, 400],
    says: /4000 tokens/,
  },
  {
    name: 'an unknown field',
    query: '{ nothing }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: [200, 400],
    says: /nothing/,
  },
  {
    name: 'too long',
    query: `#${'x'.repeat(60_000)}\n{ me { scopes } }`,
    code: 'GRAPHQL_PARSE_FAILED',
    status: [200, 400],
    says: /more than 50000 characters/,
  },
  {
    name: 'an unknown mutation',
    query: 'mutation { x }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: [200, 400],
    says: /Cannot query field "x" on type "Mutation"/,
  },
  {
    name: 'an unknown subscription',
    query: 'subscription { x }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: [200, 400],
    says: /"x" on type "Subscription"/,
  },
  {
    name: 'a literal of the wrong type',
    query: '{ countries(first: "a") { totalCount } }',
    code: 'BAD_ARGUMENT',
    status: [200, 400],
    says: /Int/,
  },
  {
    name: 'a day that is none',
    query: '{ prices(at: "2026-02-30") { totalCount } }',
    code: 'BAD_ARGUMENT',
    status: [200, 400],
    says: /such as/,
  },
  {
    name: 'a variable of the wrong type',
    query: 'query($n: Int) { countries(first: $n) { totalCount } }',
    variables: { n: 'x' },
    code: 'BAD_ARGUMENT',
    status: [400, 400],
    says: /\$n/,
  },
  {
    name: 'a missing variable',
    query: 'query($id: ID!) { node(id: $id) { id } }',
    code: 'BAD_ARGUMENT',
    status: [400, 400],
    says: /\$id/,
  },
  {
    name: 'an argument out of range',
    query: '{ countries(first: 101) { totalCount } }',
    code: 'BAD_ARGUMENT',
    status: [200, 200],
    says: /from 1 to 100/,
  },
  {
    name: 'a foreign cursor',
    query: '{ countries(after: "x") { totalCount } }',
    code: 'CURSOR_INVALID',
    status: [200, 200],
    says: /cursor/,
  },
  {
    name: 'an unknown revision',
    query: '{ revision(number: 99) { number } }',
    code: 'UNKNOWN_REVISION',
    status: [200, 200],
    says: /no revision 99/,
  },
  {
    name: 'too deep',
    query: deep(8),
    code: 'QUERY_TOO_DEEP',
    status: [400, 400],
    says: /18 fields deep; the limit is 16/,
  },
  {
    name: 'too costly',
    query: costly,
    code: 'QUERY_TOO_COSTLY',
    status: [400, 400],
    says: /costs 1010101; the limit is 50000/,
  },
  {
    name: 'too many aliases',
    query: aliased(LIMITS.aliases + 1),
    code: 'QUERY_TOO_COSTLY',
    status: [400, 400],
    says: /61 aliases; the limit is 60/,
  },
  {
    name: 'too many root fields',
    query: aliased(LIMITS.rootFields + 1),
    code: 'QUERY_TOO_COSTLY',
    status: [400, 400],
    says: /30 root fields/,
  },
  {
    name: 'two operations and no name',
    query: 'query A { me { scopes } } query B { me { scopes } }',
    code: 'BAD_REQUEST',
    status: [400, 400],
    says: /operation/,
  },
]

/** What must never be told: our tools, statements, tables, files and stacks. */
const INTERNAL =
  /prisma|postgres|select |pg_|sqlstate|\bsql\b|node_modules|\/src\/|\.ts\b|\bat \w+ \(|stack|Resolution"|fromRevision|factId/i

describe.for(CASES)('$name', ({ query, variables, code, status, says }) => {
  test(`is ${code}, with the status that each media type asks for, and tells nothing internal`, async ({
    seeded,
  }) => {
    const { ask } = testApp(seeded.db)
    for (const [i, accept] of ['application/json', 'application/graphql-response+json'].entries()) {
      const { status: given, headers, body } = await ask(query, variables, { accept })
      expect(headers.get('content-type')).toMatch(`${accept}; charset=utf-8`)
      expect([given, body.errors!.length, body.errors![0]!.extensions.code]).toEqual([status[i], 1, code])
      expect(Object.keys(body.errors![0]!.extensions)).toEqual(['code'])
      expect(body.errors![0]!.message).toMatch(says)
      expect(JSON.stringify(body)).not.toMatch(INTERNAL)
      // A refused request has no data at all; a failed field has its path.
      expect('data' in body).toBe(status[1] === 200)
      if (status[1] === 200) expect(body.errors![0]!.path).toEqual([/\w+/.exec(query)![0]])
    }
  })
})

test('whatever goes wrong in the database is told as INTERNAL with an id, and the rest of the answer stands', async ({
  empty,
  seeded,
}) => {
  await empty.db.$executeRaw`ALTER TABLE "Meter" RENAME TO "Meter2"`
  await empty.db
    .$executeRaw`INSERT INTO "Revision" SELECT * FROM jsonb_populate_recordset(NULL::"Revision", '[{"number":1,"time":"2026-01-01T00:00:00Z","summary":"x"}]')`
  await empty.db.$executeRaw`ALTER TABLE "Country" RENAME COLUMN "continent" TO "continent2"`
  const { ask } = testApp(empty.db)
  const { status, body } = await ask(
    '{ country(code: "CN") { name } me { scopes } provider(slug: "x") { name } }',
  )
  expect(status).toBe(200)
  expect(body.data).toEqual({ country: null, me: { scopes: ['read'] }, provider: null })
  expect(body.errors).toHaveLength(1)
  expect(body.errors![0]!.extensions).toEqual({ code: 'INTERNAL' })
  expect(body.errors![0]!.message).toMatch(/name this id: [0-9a-f-]{36}\.$/)
  expect(JSON.stringify(body)).not.toMatch(INTERNAL)
  expect((await testApp(seeded.db).ask('{ me { scopes } }')).body.errors).toBeUndefined()
})

test('an empty ledger is UNAVAILABLE, not an empty answer', async ({ seeded }) => {
  const none = { revision: { findFirst: async () => null } } as never
  const { body } = await testApp(none).ask('{ me { scopes } }')
  expect(body.errors![0]!.extensions.code).toBe('UNAVAILABLE')
  expect(body.errors![0]!.message).toContain('nothing has been imported')
  expect((await testApp(seeded.db).ask('{ me { scopes } }')).status).toBe(200)
})

test('a document refused once is refused the same way again, and spoils no other', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const { query, variables } of CASES) {
    const [first, again] = [await ask(query, variables), await ask(query, variables)]
    expect([again.status, again.body]).toEqual([first.status, first.body])
  }
  expect((await ask('{ country(code: "CN") { name } }')).body.data).toEqual({ country: { name: 'China' } })
})
