/** Apollo Client's own link for persisted queries, over a real connection. */
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { type DocumentNode, print } from 'graphql'
import { expect } from 'vitest'
import { listen } from '../../src/http/server.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { test as base, bearer, fresh, type World } from './world.ts'

interface Sent {
  method: string
  hasText: boolean
  hasHash: boolean
  status: number
}

interface Options {
  key?: string
  useGETForHashedQueries?: boolean
  accept?: string
}

interface Apollo {
  /** A client that has asked nothing yet, and the requests that it sends. */
  client(options?: Options): { client: ApolloClient; sent: Sent[] }
}

const test = base.extend<{ apollo: Apollo }>({
  apollo: [
    async ({ world }: { world: World }, use: (apollo: Apollo) => Promise<void>) => {
      const server = await listen(world.app, { host: '127.0.0.1', port: 0 })
      await use({
        client: ({ key, accept, useGETForHashedQueries = false } = {}) => {
          const sent: Sent[] = []
          const http = new HttpLink({
            uri: `${server.url}/graphql`,
            headers: { ...(key ? bearer(key) : {}), ...(accept ? { accept } : {}) },
            fetch: async (input, init) => {
              const response = await fetch(input, init)
              const told = decodeURIComponent(`${input} ${init?.body ?? ''}`)
              const [hasText, hasHash] = [
                /(query|mutation) ?\w* ?[({]/.test(told),
                told.includes('sha256Hash'),
              ]
              sent.push({ method: init!.method!, hasText, hasHash, status: response.status })
              return response
            },
          })
          const link = createPersistedQueryLink({ sha256, useGETForHashedQueries })
          const client = new ApolloClient({
            ...{ link: ApolloLink.from([link, http]), cache: new InMemoryCache() },
            defaultOptions: { query: { fetchPolicy: 'no-cache' } },
          })
          return { client, sent }
        },
      })
      await server.close()
    },
    { scope: 'test' },
  ],
})

const CHINA = { country: { __typename: 'Country', name: 'China' } }
/** As the client sends it, with what its cache adds. */
const sentAs = (query: DocumentNode) => print(new InMemoryCache().transformDocument(query))
const HASH = { method: 'POST', hasText: false, hasHash: true, status: 200 }
const NOT_FOUND = { ...HASH, status: 404 }
const BOTH = { ...HASH, hasText: true }

test('with a key, a question is sent in full once, and by its hash from then on, by others too', async ({
  world,
  apollo,
}) => {
  const { key } = await world.key()
  const query = gql(fresh())
  const one = apollo.client({ key })
  expect((await one.client.query({ query })).data).toEqual(CHINA)
  expect((await one.client.query({ query })).data).toEqual(CHINA)
  expect(one.sent).toEqual([NOT_FOUND, BOTH, HASH])
  expect(await world.rows(sentAs(query))).toHaveLength(1)
  const two = apollo.client()
  expect((await two.client.query({ query })).data).toEqual(CHINA)
  expect(two.sent).toEqual([HASH])
})

test('by GET no text of a question stands in an address', async ({ world, apollo }) => {
  const { key } = await world.key()
  const query = gql(fresh('($code: String!) { country(code: $code) { name } }'))
  const { client, sent } = apollo.client({ key, useGETForHashedQueries: true })
  for (const code of ['CN', 'US'])
    expect((await client.query<any>({ query, variables: { code } })).data.country.name).toMatch(
      /China|United/,
    )
  const get = { ...HASH, method: 'GET' }
  expect(sent).toMatchObject([{ ...get, status: 404 }, { hasText: true, status: 200 }, get])
})

test('a client that accepts JSON alone is told without a status of an error', async ({ world, apollo }) => {
  const { key } = await world.key()
  const query = gql(fresh())
  const { client, sent } = apollo.client({ key, accept: 'application/json' })
  expect((await client.query({ query })).data).toEqual(CHINA)
  expect(sent).toEqual([HASH, BOTH])
})

test('without a key each client sends in full what nobody registered, and notices nothing', async ({
  apollo,
}) => {
  const query = gql(fresh())
  for (const { client, sent } of [apollo.client(), apollo.client()]) {
    expect((await client.query({ query })).data).toEqual(CHINA)
    expect(sent).toEqual([NOT_FOUND, BOTH])
  }
})

test('a key for registered documents asks these by their hash, and is told at once of another', async ({
  world,
  apollo,
}) => {
  const { key } = await world.key({ documentsOf: 'cli' })
  const [known, unknown] = [gql(fresh()), gql(fresh())]
  await world.register(sentAs(known))
  const { client, sent } = apollo.client({ key })
  expect((await client.query({ query: known })).data).toEqual(CHINA)
  const error = await client.query({ query: unknown }).catch((thrown) => thrown)
  expect(CombinedGraphQLErrors.is(error)).toBe(true)
  expect(error.errors[0].extensions.code).toBe('DOCUMENT_NOT_REGISTERED')
  expect(sent).toEqual([HASH, { ...HASH, status: 403 }])
})

test('a mutation goes by its hash too, by POST', async ({ world, apollo }) => {
  const admin = await world.key({ scopes: ['admin'] })
  const mutation = gql('mutation Revoke($id: ID!) { revokeKey(id: $id) { id } }')
  const { client, sent } = apollo.client({ key: admin.key, useGETForHashedQueries: true })
  for (const _ of [1, 2]) {
    const { id } = await world.key()
    const { data } = await client.mutate<any>({ mutation, variables: { id } })
    expect(data.revokeKey.id).toBe(id)
  }
  expect(sent).toEqual([NOT_FOUND, BOTH, HASH])
})
