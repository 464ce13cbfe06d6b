/** What a question costs is remembered: as often as it comes, and whatever with, it must cost what it would cost anew. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import type { Json } from './world.ts'

const QUERY = `query ($n: Int = 3, $ids: [ID!]! = [], $slug: String!, $at: Date, $with: Boolean = true, $style: CitationStyle = APA) {
  models(first: $n, filter: { maker: [$slug] }) { nodes { slug prices(first: $n, at: $at) { nodes { id } } } }
  nodes(ids: $ids) { id ... on Model { name } }
  model(slug: $slug) @include(if: $with) { prices(first: 40) { nodes { claims(first: $n) { key } } } }
  bibliography(facts: $ids, style: $style) }`

const variables = fc.record(
  {
    n: fc.oneof(fc.constantFrom(null, -1, 0, 1, 2, 50, 101, '5'), fc.integer({ min: 1, max: 30 })),
    ids: fc.oneof(fc.array(fc.constantFrom('a', 'b'), { maxLength: 4 }), fc.constantFrom(null, 'a')),
    slug: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(null, 7)),
    at: fc.constantFrom(null, '2026-01-01', 'never'),
    with: fc.constantFrom(true, false, null),
    style: fc.constantFrom('APA', 'BIBTEX', 'NONE'),
  },
  { requiredKeys: [] },
)

test('a question that is asked again and again costs what a new one costs', async ({ seeded: { db } }) => {
  const { app } = testApp(db)
  // Asked without being answered, for only its cost matters.
  const told = async (query: string, given: object) => {
    const response = await app(
      new Request('http://test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables: given, extensions: { dryRun: true } }),
      }),
      '192.0.2.7',
    )
    const body = (await response.json()) as Json
    return [
      response.status,
      body.extensions?.cost,
      body.errors?.map((e: Json) => [e.message, e.extensions.code]),
    ]
  }
  let times = 0
  await fc.assert(
    fc.asyncProperty(variables, async (given) => {
      expect(await told(QUERY, given)).toEqual(await told(`${QUERY} # ${++times}`, given))
    }),
    { numRuns: 150 },
  )
})
