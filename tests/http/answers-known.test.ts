/** Questions whose documents were asked before are answered without yoga: the same bytes, headers and refusals. */
import { expect } from 'vitest'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import type { App } from '../../src/http/app.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'
import { graphqlOf } from '../helpers/graphql.ts'

const appOf = ({ db }: TestDb, keeps: boolean) =>
  testApp(db, {
    limiter: createLimiter(db, systemClock),
    ...(keeps ? { answers: createAnswers(10_000_000) } : {}),
  }).app

interface Question {
  query: string
  variables?: Record<string, unknown>
  operationName?: string
}

let places = 0
const post = (app: App, body: Question, place: string, search = '', headers: Record<string, string> = {}) =>
  app(
    new Request(`http://test/graphql${search}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
    place,
  )

/** All that a client sees, but for ids, and for what depends on the time and on how an answer came to be. */
async function seen(answer: Response) {
  const headers = [...answer.headers].filter(
    ([name]) =>
      !['x-request-id', 'ratelimit', 'etag', 'content-length', 'vary', 'cache-control'].includes(name),
  )
  return { status: answer.status, headers: headers.sort(), body: await answer.text() }
}

const PRICES = `query Prices($u: String! = "", $at: Date, $first: Int, $with: Boolean = true) {
  prices(first: $first, at: $at) { nodes { id meter { code } value @include(if: $with) { point unit { code } } provenance { role source { slug } } claims { key value { point } } } pageInfo { endCursor } }
  country(code: "US") { ...C } x: country(code: $u) @skip(if: true) { code } } fragment C on Country { name __typename }`

const PLAIN: Question[] = [
  { query: PRICES, variables: { first: 3 } },
  { query: PRICES, variables: { first: 2, at: '2026-04-01', with: false } },
  {
    query:
      'query A { __typename } query B($u: String! = "") { x: country(code: $u) @skip(if: true) { code } models(first: 1) { nodes { slug } } }',
    operationName: 'B',
  },
  {
    query:
      'query Types($u: String! = "") { x: country(code: $u) @skip(if: true) { code } __type(name: "Price") { name fields { name } } search(text: "gpt", first: 3) { matched item { __typename ... on Node { id } } } }',
  },
  {
    query:
      'query Old($u: String! = "") @asOf(revision: 1) { x: country(code: $u) @skip(if: true) { code } revisions(first: 1) { nodes { number } } models(first: 2) { nodes { name } } }',
  },
]

const unlike = ({ variables, ...rest }: Question, u: string): Question => ({
  ...rest,
  variables: { ...variables, u },
})

test('the same bytes and headers', async ({ seeded }) => {
  const [plain, known] = [appOf(seeded, false), appOf(seeded, true)]
  for (const question of PLAIN) {
    const [theirPlace, ourPlace] = [`10.1.0.${++places}`, `10.2.0.${places}`]
    const theirs = []
    const ours = []
    for (const u of ['a', 'b']) {
      theirs.push(await seen(await post(plain, unlike(question, u), theirPlace)))
      ours.push(await seen(await post(known, unlike(question, u), ourPlace)))
    }
    expect(ours.map(({ body }) => body)).toEqual(theirs.map(({ body }) => body))
    expect(ours[1]!.headers).toEqual(ours[0]!.headers)
    expect(ours[1]!.body).toContain('"revision":')
    expect(JSON.parse(ours[1]!.body).errors).toBeUndefined()
  }
})

test('without yoga once a document was asked, but for what is private', async ({ seeded: { db } }) => {
  const { yoga, askKnown } = graphqlOf(db)
  const own = { scopes: ['read'], keyId: null, client: 'test', account: null }
  const viaYoga = async (given: Question) => {
    const request = new Request('http://test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(given),
    })
    return (await yoga.fetch(request, own)).text()
  }
  for (const question of PLAIN.filter(
    ({ query }, i) => PLAIN.findIndex((one) => one.query === query) === i,
  )) {
    expect(await askKnown(question, own)).toBeNull()
    const body = await viaYoga(question)
    expect(await askKnown(question, own)).toEqual({ body, isPinned: question.query.includes('@asOf') })
  }
  for (const query of ['{ me { key { name } } }', '{ nothing }', 'mutation { x: __typename }']) {
    await viaYoga({ query })
    expect([query, await askKnown({ query }, own)]).toEqual([query, null])
  }
  expect(await askKnown(PLAIN[0]!, { ...own, allowedDocuments: ['cli'] })).toBeNull()
})

/** What follows a question that was answered, under the same document or not. */
const REFUSED: { question: Question; search?: string; yoga?: number }[] = [
  // A field fails, after something was spent: yoga only sends it.
  { question: { query: PRICES, variables: { first: 900 } } },
  { question: { query: PRICES, variables: { first: -1 } } },
  { question: { query: PRICES, variables: { first: 1, at: 'no day' } } },
  { question: { query: PRICES, variables: { first: 'three' } } },
  { question: { query: PRICES, variables: { first: 1, with: null } } },
  { question: { query: PRICES, variables: { first: 1 } }, search: '?asOf=999999' },
  { question: { query: PRICES, variables: { first: 1 } }, search: '?asOf=x' },
  { question: { query: PRICES, variables: { first: 1, note: 'aef_abcdefghij_klmnop' } } },
  { question: { query: PRICES, variables: { first: 1 }, operationName: 'Other' } },
  { question: { query: PRICES, variables: 'text' as never } },
  { question: { query: PRICES, variables: [] as never } },
  { question: { query: PRICES, variables: { first: 1 }, operationName: 7 as never } },
]

test('what is refused is refused in the same words, with the same status and cost', async ({ seeded }) => {
  const [plain, known] = [appOf(seeded, false), appOf(seeded, true)]
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    await post(known, { query: PRICES, variables: { first: 1, u: accept } }, '10.3.0.1', '', { accept })
    for (const { question, search = '' } of REFUSED) {
      const place = `10.3.1.${++places}`
      const theirs = await seen(await post(plain, question, `${place}1`, search, { accept }))
      const ours = await seen(await post(known, question, `${place}2`, search, { accept }))
      expect({ question, ...ours }).toEqual({ question, ...theirs })
      expect(JSON.parse(ours.body).errors).toHaveLength(1)
    }
  }
})

test('who has nothing left is refused, and what an unlike question costs is counted once', async ({
  seeded,
}) => {
  // Nothing drains while the clock stands.
  const clock = { now: () => new Date('2026-11-30T00:00:00Z') }
  const { app } = testApp(seeded.db, {
    limiter: createLimiter(seeded.db, clock),
    answers: createAnswers(10_000_000),
  })
  const left = async (u: number) => {
    const answer = await post(app, { query: PRICES, variables: { first: 10, u: `left ${u}` } }, '10.4.0.1')
    return [answer.status, Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1])]
  }
  const cost = 200_000 - (await left(0))[1]!
  expect(cost).toBeGreaterThan(100)
  const most = Math.floor(200_000 / cost)
  for (let u = 1; u < most; u++) expect(await left(u)).toEqual([200, 200_000 - (u + 1) * cost])
  expect((await left(most))[0]).toBe(429)
})
