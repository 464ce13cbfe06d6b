/** gql.tada: types of each question from its text, without a generated file for it; sent by urql. */
import { Client, cacheExchange, fetchExchange } from '@urql/core'
import { initGraphQLTada, type ResultOf } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

const graphql = initGraphQLTada<{
  introspection: introspection
  // Decimals are strings, so that no digit is lost on the way.
  scalars: { Date: string; DateTime: string; Decimal: string; JSON: unknown; URL: string }
}>()

const client = new Client({
  url: 'http://127.0.0.1:4000/graphql',
  exchanges: [cacheExchange, fetchExchange],
  preferGetMethod: false,
  fetchOptions: () =>
    process.env.FACTS_KEY ? { headers: { authorization: `Bearer ${process.env.FACTS_KEY}` } } : {},
})

const SOURCES = graphql(`
  query Sources($first: Int!, $after: String) {
    sources(first: $first, after: $after) {
      totalCount
      nodes { slug title publisher { name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

type Source = ResultOf<typeof SOURCES>['sources']['nodes'][number]

async function allSources(): Promise<Source[]> {
  const found: Source[] = []
  let after: string | null = null
  do {
    const { data, error }: Awaited<ReturnType<typeof page>> = await page(after)
    if (error || !data) throw error ?? new Error('no data')
    found.push(...data.sources.nodes)
    after = data.sources.pageInfo.hasNextPage ? data.sources.pageInfo.endCursor : null
  } while (after)
  return found
}

const page = (after: string | null) => client.query(SOURCES, { first: 100, after }).toPromise()

const sources = await allSources()
console.log(`${sources.length} sources, one is by ${sources[0]?.publisher.name}`)

const RATE = graphql(`
  query Rate($country: [String!], $revision: Int) @asOf(revision: $revision) {
    energyRates(filter: { country: $country, sector: INDUSTRIAL, isWholeCountry: true }, first: 1) {
      nodes { statement value { point low high unit { code } } }
    }
  }
`)
const rate = await client.query(RATE, { country: ['US'], revision: 1 })
console.log(rate.data?.energyRates.nodes[0]?.statement)

const refused = await client.query(RATE, { country: ['US'], revision: 999_999 })
console.log(`refused: ${refused.error?.graphQLErrors[0]?.extensions.code}`)

const ME = graphql(`query Me { me { scopes } }`)
const me = await client.query(ME, {})
console.log(`scopes: ${me.data?.me.scopes.join(', ')}`)
