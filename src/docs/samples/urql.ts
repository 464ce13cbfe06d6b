/** urql: typed questions, pages, a past revision, a key, errors by their codes. */
import { Client, cacheExchange, fetchExchange } from '@urql/core'
import { graphql } from './gql/index.ts'

const client = new Client({
  url: 'http://127.0.0.1:4000/graphql',
  exchanges: [cacheExchange, fetchExchange],
  preferGetMethod: false,
  fetchOptions: () =>
    process.env.FACTS_KEY ? { headers: { authorization: `Bearer ${process.env.FACTS_KEY}` } } : {},
})

const HUBS = graphql(`
  query Hubs($first: Int!, $after: String) {
    hubs(first: $first, after: $after) {
      totalCount
      nodes { id slug name role }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const names: string[] = []
let after: string | null = null
do {
  const { data, error }: Awaited<ReturnType<typeof page>> = await page(after)
  if (error || !data) throw error ?? new Error('no data')
  names.push(...data.hubs.nodes.map((hub) => hub.name))
  after = data.hubs.pageInfo.hasNextPage ? data.hubs.pageInfo.endCursor : null
} while (after)
console.log(`${names.length} hubs, the first is ${names[0]}`)

function page(cursor: string | null) {
  return client.query(HUBS, { first: 5, after: cursor }).toPromise()
}

const USAGE = graphql(`
  query Usage($country: [String!], $revision: Int) @asOf(revision: $revision) {
    tokenUsage(filter: { country: $country, coverage: "national", period: DAY }, first: 1) {
      nodes { id statement cite }
    }
  }
`)

const usage = await client.query(USAGE, { country: ['CN'], revision: 1 })
console.log(usage.data?.tokenUsage.nodes[0]?.statement)

const refused = await client.query(USAGE, { country: ['CN'], revision: 999_999 })
console.log(`refused: ${refused.error?.graphQLErrors[0]?.extensions.code}`)

const MINE = graphql(`query Mine { me { scopes } }`)
const mine = await client.query(MINE, {})
console.log(`scopes: ${mine.data?.me.scopes.join(', ')}`)
